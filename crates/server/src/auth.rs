use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, header, request::Parts},
};
use ringlight_protocol::{Code, DeviceId, PersonId, ProgramId};

use crate::{
    Digest,
    refusal::{Refusal, refuse, unauthorized},
    secret::digest,
};

/// Whose token came with a request. The guard finds it out before any route runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Holder {
    /// A device, which may do whatever its person may.
    Device(Caller),
    /// A program, which may do what it was let in for.
    Program { person: PersonId, program: ProgramId },
}

/// A person at one of their devices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Caller {
    pub person: PersonId,
    pub device: DeviceId,
}

impl<S: Sync> FromRequestParts<S> for Holder {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        parts.extensions.get::<Self>().cloned().ok_or_else(unauthorized)
    }
}

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        match Holder::from_request_parts(parts, state).await? {
            Holder::Device(caller) => Ok(caller),
            Holder::Program { .. } => Err(not_let_in()),
        }
    }
}

/// A program asks for what it has no right to.
pub(crate) fn not_let_in() -> Refusal {
    refuse(Code::Forbidden, "A program may only do what its owner let it in for")
}

/// The digest of a request's bearer token (RFC 6750), if it has one of the right length.
pub(crate) fn token(headers: &HeaderMap) -> Option<Digest> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    (scheme.eq_ignore_ascii_case("bearer") && token.len() <= 64).then(|| digest(token.trim()))
}
