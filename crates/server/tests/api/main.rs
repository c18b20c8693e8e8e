//! The server as its clients know it: a real socket, real TLS, a real database, a clock that the tests turn.

/// Compares JSON with an inline snapshot, its fields in the order of their names.
macro_rules! assert_json {
    ($value:expr, @$snapshot:literal) => {
        insta::with_settings!({ sort_maps => true }, { insta::assert_json_snapshot!($value, @$snapshot) })
    };
}
use assert_json;

mod absences;
mod admin;
mod alerts;
mod calendar;
mod claims;
mod clock;
mod daemon;
mod devices;
mod door;
mod events;
mod favourites;
mod groups;
mod guard;
mod invites;
mod join;
mod leak;
mod me;
mod note;
mod openapi;
mod people;
mod person;
mod policy;
mod privacy;
mod programs;
mod quiet_hours;
mod report;
mod restart;
mod status;
mod statuses;
mod store;
mod sync;
mod team;
mod truth;
mod undo;

use std::time::Duration;

/// Nothing here waits for time to pass: what takes this long has failed.
pub const TOO_LONG: Duration = Duration::from_secs(20);
