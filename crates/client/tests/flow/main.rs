//! Real engines against a real server: sockets, TLS, files, a keyring. Nothing waits for time to pass; every wait is
//! for something to be seen.
#![expect(clippy::unwrap_used, reason = "a test that meets something odd fails and says so")]

mod asking;
mod calendar;
#[cfg(windows)]
mod credential_manager;
mod hosted;
mod identity;
mod joining;
mod keyring;
mod notifying;
mod offline;
mod presence;
mod proxy;
mod sleep;
mod stage;
mod starting;

use std::time::Duration;

/// What takes this long has failed.
const TOO_LONG: Duration = Duration::from_secs(30);
