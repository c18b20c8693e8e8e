//! Zones with awkward clocks, each with an instant near which something awkward happens.

use jiff::Timestamp;

/// `(zone, instant)`.
pub const WORLDS: [(&str, &str); 7] = [
    // Sunday becomes Monday, and one week the next.
    ("UTC", "2026-11-23T00:30:00Z"),
    // 03:00 becomes 02:00.
    ("Europe/Warsaw", "2026-10-25T00:30:00Z"),
    // 02:00 becomes 03:00.
    ("Europe/Warsaw", "2027-03-28T00:30:00Z"),
    // Half an hour back: 02:00 becomes 01:30.
    ("Australia/Lord_Howe", "2026-04-04T14:50:00Z"),
    // 30 December 2011 does not exist.
    ("Pacific/Apia", "2011-12-30T09:30:00Z"),
    // 00:01 becomes 23:01 of the day before.
    ("America/St_Johns", "2010-11-07T02:20:00Z"),
    // No zone of this name: UTC.
    ("Middle/Nowhere", "2026-12-31T23:00:00Z"),
];

pub fn instant(text: &str) -> Timestamp {
    text.parse().unwrap()
}
