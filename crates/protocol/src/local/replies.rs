use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Answer, OfferedPreset, Snapshot};
use crate::{Problem, Timestamp};

/// The answer to a request.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(tag = "reply", rename_all = "snake_case")]
pub enum Reply {
    /// Done; what it changed comes as a difference.
    Done,
    /// The whole state.
    Snapshot {
        /// All of it.
        snapshot: Arc<Snapshot>,
    },
    /// The ends that can be offered now.
    Presets {
        /// In order.
        presets: Vec<OfferedPreset>,
    },
    /// What an invite link says.
    Link {
        /// The team's name.
        team: String,
        /// Where it would be reached.
        addresses: Vec<String>,
    },
    /// A fresh invite link.
    Invite {
        /// To be sent to a colleague.
        link: String,
        /// When it stops working.
        #[cfg_attr(feature = "bindings", ts(type = "string"))]
        until: Timestamp,
    },
    /// Addresses of this computer.
    Addresses {
        /// In order of likelihood.
        addresses: Vec<String>,
    },
    /// What the server said to an ask.
    Answer {
        /// What.
        answer: Box<Answer>,
    },
    /// Refused, or failed.
    Problem {
        /// Why, and what to do.
        problem: Problem,
    },
}

impl std::fmt::Debug for Reply {
    /// Leaves out what may not stand in a log, above all the invite.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Done => f.write_str("done"),
            Self::Snapshot { .. } => f.write_str("snapshot"),
            Self::Presets { presets } => f.debug_tuple("presets").field(presets).finish(),
            Self::Link { team, .. } => f.debug_tuple("link").field(team).finish(),
            Self::Invite { until, .. } => {
                f.debug_struct("invite").field("until", until).finish_non_exhaustive()
            }
            Self::Addresses { addresses } => f.debug_tuple("addresses").field(addresses).finish(),
            Self::Answer { .. } => f.write_str("answer"),
            Self::Problem { problem } => f.debug_tuple("problem").field(problem).finish(),
        }
    }
}
