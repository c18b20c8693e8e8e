use axum::{
    body::Body,
    http::{HeaderValue, Response, StatusCode, header},
    response::IntoResponse,
};
use ringlight_protocol::{Code, Problem};

/// A request's other end: a problem, and when trying again makes sense.
#[derive(Clone, Debug)]
pub(crate) struct Refusal {
    pub problem: Problem,
    /// Seconds.
    pub retry_after: Option<u64>,
}

/// Seconds after which a server that stops or cannot write is worth asking again.
const SOON: u64 = 5;

pub(crate) fn refuse(code: Code, detail: impl Into<String>) -> Refusal {
    Problem::new(code, detail).into()
}

pub(crate) fn refuse_field(code: Code, field: &str, detail: impl Into<String>) -> Refusal {
    Problem::new(code, detail).with_field(field).into()
}

/// What an error of the model says, to stand alone.
pub(crate) fn in_words(error: &impl std::error::Error) -> String {
    let words = error.to_string();
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

impl Refusal {
    /// The same, of a field within another.
    pub fn within(mut self, outer: &str) -> Self {
        self.problem.field = self.problem.field.map(|field| format!("{outer}.{field}"));
        self
    }
}

pub(crate) fn unauthorized() -> Refusal {
    refuse(Code::Unauthorized, "Sign in with an invite; the token may have been revoked")
}

pub(crate) fn unavailable() -> Refusal {
    refuse(Code::Unavailable, "The server stops or restarts; try again in a few seconds")
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        let retry_after = (problem.code == Code::Unavailable).then_some(SOON);
        Self { problem, retry_after }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response<Body> {
        let body = serde_json::to_vec(&self.problem).unwrap_or_default();
        let mut response = Response::new(Body::from(body));
        *response.status_mut() =
            StatusCode::from_u16(self.problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if self.problem.code == Code::Unauthorized {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}
