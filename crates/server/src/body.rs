//! What requests carry, read strictly.

use std::time::Duration;

use axum::{
    body::to_bytes,
    extract::{FromRequest, FromRequestParts, Path, Query, Request},
    http::{HeaderMap, header, request::Parts},
};
use ringlight_protocol::Code;
use serde::de::DeserializeOwned;

use crate::refusal::{Refusal, refuse, refuse_field};

/// The largest body that is read.
const MAX_BYTES: usize = 64 * 1024;
/// How long a body may take to arrive.
const PATIENCE: Duration = Duration::from_secs(30);

/// A JSON body.
pub(crate) struct Body<T>(pub T);

impl<T: DeserializeOwned, S: Sync> FromRequest<S> for Body<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, _: &S) -> Result<Self, Refusal> {
        if !is_json(request.headers()) {
            return Err(refuse(Code::UnsupportedMediaType, "Send Content-Type: application/json"));
        }
        let bytes = tokio::time::timeout(PATIENCE, to_bytes(request.into_body(), MAX_BYTES)).await;
        let bytes = bytes
            .map_err(|_| refuse(Code::Malformed, "The body did not arrive within 30 s"))?
            .map_err(|error| unread(&error))?;
        read(&bytes).map(Self)
    }
}

/// A query string.
pub(crate) struct Params<T>(pub T);

impl<T: DeserializeOwned, S: Sync> FromRequestParts<S> for Params<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        match Query::try_from_uri(&parts.uri) {
            Ok(Query(params)) => Ok(Self(params)),
            Err(error) => Err(misread(&error.body_text(), String::new())),
        }
    }
}

/// The one variable segment of a path: an id.
pub(crate) struct Segment(pub String);

impl<S: Sync + Send> FromRequestParts<S> for Segment {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let segment = Path::<String>::from_request_parts(parts, state).await;
        match segment {
            Ok(Path(segment)) if is_id(&segment) => Ok(Self(segment)),
            _ => Err(refuse(Code::NotFound, "Send an id of this server")),
        }
    }
}

/// As the protocol's ids are read from JSON.
fn is_id(text: &str) -> bool {
    text.len() <= 64 && !text.chars().any(|c| c.is_control() || c.is_whitespace())
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

/// Whether an answer of this kind is asked for by name.
pub(crate) fn accepts(headers: &HeaderMap, kind: &str) -> bool {
    let accept = headers.get_all(header::ACCEPT).iter().filter_map(|accept| accept.to_str().ok());
    accept
        .flat_map(|accept| accept.split(','))
        .any(|wanted| wanted.split(';').next().is_some_and(|wanted| wanted.trim().eq_ignore_ascii_case(kind)))
}

fn unread(error: &axum::Error) -> Refusal {
    use std::error::Error;
    let mut cause: Option<&dyn Error> = Some(error);
    while let Some(error) = cause {
        if error.is::<http_body_util::LengthLimitError>() {
            return refuse(Code::TooLarge, "Send at most 64 KiB");
        }
        cause = error.source();
    }
    refuse(Code::Malformed, "The body broke off")
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Refusal> {
    // serde would take a list for a struct too.
    if !bytes.trim_ascii_start().starts_with(b"{") {
        return Err(refuse(Code::Malformed, "Send a JSON object"));
    }
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let path = error.path().to_string();
        misread(&error.inner().to_string(), path)
    })?;
    json.end().map_err(|error| refuse(Code::Malformed, error.to_string()))?;
    Ok(value)
}

/// Names the field: serde quotes it where it is unknown, missing or doubled; elsewhere the path has it.
fn misread(error: &str, path: String) -> Refusal {
    let path = if path == "." { String::new() } else { path };
    let quoted = |start: &str| error.split_once(start)?.1.split('`').nth(1);
    if let Some(name) = quoted("unknown field ") {
        let field = within(&path, name);
        return refuse_field(
            Code::UnknownField,
            &field,
            format!("Leave out {name:?}, or ask a newer server"),
        );
    }
    let named = quoted("missing field ").or_else(|| quoted("duplicate field "));
    match named.map(|name| within(&path, name)).or(Some(path).filter(|path| !path.is_empty())) {
        Some(field) => refuse_field(Code::Malformed, &field, error),
        None => refuse(Code::Malformed, error),
    }
}

/// A field of what `path` leads to; some errors' paths lead to the field already.
fn within(path: &str, name: &str) -> String {
    match path.strip_suffix(name) {
        Some(before) if before.is_empty() || before.ends_with('.') => path.to_owned(),
        _ if path.is_empty() => name.to_owned(),
        _ => format!("{path}.{name}"),
    }
}
