use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, header, request::Parts},
};
use ringlight_protocol::{DeviceId, PersonId};

use crate::{
    Digest,
    refusal::{Refusal, unauthorized},
    secret::digest,
};

/// Whose token came with a request. The guard finds it out before any route runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Caller {
    pub person: PersonId,
    pub device: DeviceId,
}

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        parts.extensions.get::<Self>().cloned().ok_or_else(unauthorized)
    }
}

/// The digest of a request's bearer token (RFC 6750), if it has one of the right length.
pub(crate) fn token(headers: &HeaderMap) -> Option<Digest> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    (scheme.eq_ignore_ascii_case("bearer") && token.len() <= 64).then(|| digest(token.trim()))
}
