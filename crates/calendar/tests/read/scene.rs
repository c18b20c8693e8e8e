//! What the tests read.

use jiff::Timestamp;
use ringlight_calendar::{Fault, Owner, Read, Secret, Seen};
use ringlight_protocol::local::CalendarSource;

pub const HOUR: &str = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTART:20261124T100000Z\r\nDURATION:PT1H\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

pub fn now() -> Timestamp {
    "2026-11-23T00:00:00Z".parse().unwrap()
}

pub async fn read_at(
    now: Timestamp,
    source: &CalendarSource,
    secret: Option<&str>,
    seen: Option<&Seen>,
) -> Result<Read, Fault> {
    let owner = Owner { zone: "Europe/Kyiv".into(), addresses: vec!["maria@example.org".into()] };
    let secret = secret.map(|it| Secret::from(it.to_owned()));
    ringlight_calendar::read(source, secret.as_ref(), seen, now, &owner).await
}

pub async fn read(source: &CalendarSource, secret: Option<&str>, seen: Option<&Seen>) -> Result<Read, Fault> {
    read_at(now(), source, secret, seen).await
}

/// The starts of what was read, and by what it is known again.
pub fn whole(read: Result<Read, Fault>) -> (Vec<String>, Seen) {
    match read.unwrap() {
        Read::Whole { meetings, seen } => (meetings.iter().map(|it| it.from.to_string()).collect(), seen),
        Read::Unchanged => panic!("unchanged"),
    }
}
