//! From where a calendar is to its intervals: real files, a real CalDAV server, and a web server that misbehaves.
#![expect(clippy::unwrap_used, reason = "a test that meets something odd fails and says so")]

mod address;
mod caldav;
mod file;
#[cfg(target_os = "linux")]
mod radicale;
mod scene;
mod server;
