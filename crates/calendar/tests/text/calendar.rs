//! Writes calendars, and reads them as lines such as `busy 11-23 10:00 - 11-23 11:00`, in UTC.

use jiff::{Timestamp, tz::TimeZone};
use ringlight_calendar::{Fault, Owner, intervals};
use ringlight_protocol::{Meeting, MeetingKind};

/// A Monday, 00:00 in London.
pub const MONDAY: &str = "2026-11-23T00:00:00Z";

pub fn owner(zone: &str) -> Owner {
    Owner { zone: zone.to_owned(), addresses: vec!["Maria@example.org".into()] }
}

pub fn instant(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// A calendar around components, with the line ends of RFC 5545.
pub fn calendar(inner: &str) -> String {
    let lines: Vec<_> = inner.lines().map(str::trim).filter(|it| !it.is_empty()).collect();
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{}\r\nEND:VCALENDAR\r\n", lines.join("\r\n"))
}

/// A calendar with one event.
pub fn event(lines: &str) -> String {
    calendar(&format!("BEGIN:VEVENT\nUID:one@example.org\nSUMMARY:Secret: title\n{lines}\nEND:VEVENT"))
}

pub fn read_at(text: &str, now: &str, zone: &str) -> Result<Vec<Meeting>, Fault> {
    intervals(text, instant(now), &owner(zone), b"salt")
}

pub fn lines_at(text: &str, now: &str, zone: &str) -> Vec<String> {
    read_at(text, now, zone).unwrap().iter().map(line).collect()
}

/// What is seen on [`MONDAY`] in London.
pub fn lines(text: &str) -> Vec<String> {
    lines_at(text, MONDAY, "Europe/London")
}

fn line(meeting: &Meeting) -> String {
    let kind = match meeting.kind {
        MeetingKind::Busy => "busy",
        MeetingKind::OutOfOffice => "out",
    };
    let time = |at: Timestamp| at.to_zoned(TimeZone::UTC).strftime("%m-%d %H:%M").to_string();
    format!("{kind} {} - {}", time(meeting.from), time(meeting.until))
}
