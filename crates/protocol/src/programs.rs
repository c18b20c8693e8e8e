use serde::{Deserialize, Serialize};

use crate::{ProgramId, SignedDuration, StatusId, Timestamp};

/// A token for a program of mine, such as a build light or a phone: `POST /v1/me/programs`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ProgramRequest {
    /// What it is called in reasons and lists.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 64, pattern = r"^\S(.*\S)?$"))]
    pub name: String,
    /// What it may do; at least one.
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 3))]
    pub rights: Vec<Right>,
}

/// What a program may do with its token. Nothing else is open to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Right {
    /// `GET /v1/me/presence`: my own presence, as a full viewer sees it.
    ReadPresence,
    /// `PUT` and `DELETE /v1/me/claims/external`.
    SetStatus,
    /// `PUT /v1/calls/{id}`.
    ReportCalls,
}

/// A program with a token of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Program {
    /// Which.
    pub id: ProgramId,
    /// What it is called.
    pub name: String,
    /// What it may do.
    pub rights: Vec<Right>,
    /// When it was let in.
    #[cfg_attr(feature = "bindings", ts(type = "string"))]
    pub made: Timestamp,
}

/// The answer to letting a program in.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProgramMade {
    /// The program.
    pub program: Program,
    /// Its bearer token, shown this once.
    pub token: String,
}

impl std::fmt::Debug for ProgramMade {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ProgramMade").field("program", &self.program).finish_non_exhaustive()
    }
}

/// A status that a program sets: `PUT /v1/me/claims/external`. Renewed by saying it again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ExternalChange {
    /// The catalogue entry; neither offline nor sticky.
    pub status: StatusId,
    /// How long it holds unless renewed, 1 min to 4 h.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Duration))]
    pub lease: SignedDuration,
}

/// A call that a phone system reports: `PUT /v1/calls/{id}`, the id chosen by it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CallChange {
    /// How far it is.
    pub state: CallState,
    /// How long it holds unless renewed, 1 min to 4 h; absent = 4 h.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Duration))]
    pub lease: Option<SignedDuration>,
}

/// How far a call is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CallState {
    /// Not answered yet.
    Ringing,
    /// Answered.
    Talking,
    /// Over.
    Ended,
}
