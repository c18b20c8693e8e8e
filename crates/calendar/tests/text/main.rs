//! From the text of a calendar to its intervals, on given clocks.
#![expect(clippy::unwrap_used, reason = "a test that meets something odd fails and says so")]

mod calendar;
mod counts;
mod damaged;
mod hostile;
mod ids;
mod repeats;
mod times;
mod zones;
