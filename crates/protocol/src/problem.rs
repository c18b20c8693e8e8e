use std::fmt;

use serde::{Deserialize, Serialize};

/// What went wrong, for programs: RFC 9457's extension member `code`. Codes are only ever added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// The body is not JSON, or not of this shape.
    Malformed,
    /// A field the server does not know.
    UnknownField,
    /// A value out of its bounds.
    Invalid,
    /// No such status, or a hidden one.
    UnknownStatus,
    /// An end that does not lie ahead.
    EndInThePast,
    /// A ninth manual claim.
    TooManyLayers,
    /// The team does not keep status times.
    NoReports,
    /// The calendar cannot be read (client only).
    Calendar,
    /// Nothing left to take back, or too late.
    NothingToUndo,
    /// A newer choice was made elsewhere.
    Superseded,
    /// No token, an unknown or a revoked one.
    Unauthorized,
    /// Known, but not allowed.
    Forbidden,
    /// No such thing, or none the caller may know of.
    NotFound,
    /// No such route with this method.
    MethodNotAllowed,
    /// The invite is not known.
    InviteUnknown,
    /// The invite was used up.
    InviteUsed,
    /// The invite is too old.
    InviteExpired,
    /// The body is larger than the server reads.
    TooLarge,
    /// The body is not `application/json`.
    UnsupportedMediaType,
    /// Asked for another host than this server is.
    Misdirected,
    /// Asked by a page of another origin.
    ForeignOrigin,
    /// Too many requests; try again after `Retry-After`.
    RateLimited,
    /// The server stops or starts; try again after `Retry-After`.
    Unavailable,
    /// A fault of the server.
    Internal,
    /// The server cannot be reached (client only).
    Unreachable,
    /// The server at this address is not the one that was pinned (client only).
    WrongServer,
    /// The invite link is not one (client only).
    BadLink,
    /// No account on this computer (client only).
    SignedOut,
    /// The token could not be read or kept (client only).
    Keyring,
    /// A file or a port of this computer (client only).
    ThisComputer,
    /// A newer version of the app is needed (client only).
    TooOld,
}

/// An error in words and for programs (RFC 9457, `application/problem+json`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// The HTTP status; 0 for problems that never were an answer.
    pub status: u16,
    /// For programs.
    pub code: Code,
    /// A short sentence that is the same each time.
    pub title: String,
    /// What happened this time and what to do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// The request field at fault.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
}

impl Problem {
    /// A problem with the code's own status and title.
    pub fn new(code: Code, detail: impl Into<String>) -> Self {
        let (status, title) = code.status_and_title();
        Self { status, code, title: title.into(), detail: Some(detail.into()), field: None }
    }

    /// The same, naming the field at fault.
    pub fn with_field(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.detail.as_deref().unwrap_or(&self.title))
    }
}

impl std::error::Error for Problem {}

impl Code {
    /// The HTTP status that carries this code (0 = never on the wire) and its title.
    pub const fn status_and_title(self) -> (u16, &'static str) {
        match self {
            Self::Malformed => (400, "The request cannot be read"),
            Self::UnknownField => (400, "The request has a field that is not known"),
            Self::Invalid => (422, "A value is out of its bounds"),
            Self::UnknownStatus => (422, "This status cannot be chosen"),
            Self::EndInThePast => (422, "The end does not lie ahead"),
            Self::TooManyLayers => (409, "Too many statuses are stacked"),
            Self::NoReports => (409, "The team keeps no status times"),
            Self::Calendar => (0, "The calendar cannot be read"),
            Self::NothingToUndo => (409, "There is nothing to take back"),
            Self::Superseded => (409, "A newer choice was made elsewhere"),
            Self::Unauthorized => (401, "The token is not valid"),
            Self::Forbidden => (403, "This is not allowed"),
            Self::NotFound => (404, "There is no such thing"),
            Self::MethodNotAllowed => (405, "This method is not offered here"),
            Self::InviteUnknown => (404, "The invite is not known"),
            Self::InviteUsed => (409, "The invite was used already"),
            Self::InviteExpired => (410, "The invite has expired"),
            Self::TooLarge => (413, "The request is too large"),
            Self::UnsupportedMediaType => (415, "The body must be JSON"),
            Self::Misdirected => (421, "This server does not answer for that host"),
            Self::ForeignOrigin => (403, "Pages of other sites may not ask"),
            Self::RateLimited => (429, "Too many requests"),
            Self::Unavailable => (503, "The server is not ready"),
            Self::Internal => (500, "The server failed"),
            Self::Unreachable => (0, "The server cannot be reached"),
            Self::WrongServer => (0, "This is not the server of your team"),
            Self::BadLink => (0, "This is not an invite link"),
            Self::SignedOut => (0, "Nobody is signed in on this computer"),
            Self::Keyring => (0, "The keyring cannot be used"),
            Self::ThisComputer => (0, "Something on this computer failed"),
            Self::TooOld => (0, "This version is too old"),
        }
    }
}
