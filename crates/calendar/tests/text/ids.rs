//! What intervals are called, and how they are put in order.

use jiff::{SignedDuration, Timestamp};
use ringlight_calendar::{MOST, intervals, merge};
use ringlight_protocol::{Meeting, MeetingKind};

use crate::calendar::{MONDAY, calendar, event, instant, owner, read_at};

fn ids(text: &str, now: &str) -> Vec<String> {
    read_at(text, now, "Europe/London").unwrap().iter().map(|it| it.id.to_string()).collect()
}

const DAILY: &str = "DTSTART:20261101T100000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY";

#[test]
fn an_instance_keeps_its_id() {
    let (today, tomorrow) = (ids(&event(DAILY), MONDAY), ids(&event(DAILY), "2026-11-24T00:00:00Z"));
    assert_eq!(today[1..], tomorrow[..13]);
    let distinct: std::collections::HashSet<_> = today.iter().collect();
    assert_eq!(distinct.len(), 14);
    // Moved, an instance is still the same.
    let moved = calendar(&format!(
        "BEGIN:VEVENT\nUID:one@example.org\n{DAILY}\nEND:VEVENT\nBEGIN:VEVENT\nUID:one@example.org\nRECURRENCE-ID:20261124T100000Z\nDTSTART:20261124T120000Z\nDURATION:PT1H\nEND:VEVENT"
    ));
    assert_eq!(ids(&moved, MONDAY), today);
    // And so is a single event.
    let at = |hour| ids(&event(&format!("DTSTART:20261124T{hour}0000Z\nDURATION:PT1H")), MONDAY);
    assert_eq!(at(10), at(12));
}

#[test]
fn an_id_says_nothing_without_the_salt() {
    let with = |salt: &[u8]| {
        let found = intervals(&event(DAILY), instant(MONDAY), &owner("Europe/London"), salt).unwrap();
        found.into_iter().map(|it| it.id).collect::<Vec<_>>()
    };
    assert_eq!(with(b"one"), with(b"one"));
    assert!(with(b"one").iter().zip(with(b"two")).all(|(one, two)| *one != two));
    assert!(with(b"one").iter().all(|it| it.as_str().len() == 16));
}

#[test]
fn of_intervals_that_begin_together_the_longest_is_told() {
    let at = |hours: i64| instant(MONDAY) + SignedDuration::from_hours(hours);
    let meeting =
        |id: &str, kind, from, until| Meeting { id: id.into(), kind, from: at(from), until: at(until) };
    let (busy, out) = (MeetingKind::Busy, MeetingKind::OutOfOffice);
    let told = merge(vec![
        meeting("later", busy, 5, 6),
        meeting("within", busy, 2, 3),
        meeting("short", busy, 1, 2),
        meeting("long", busy, 1, 4),
        meeting("twin", busy, 1, 4),
        meeting("absence", out, 1, 2),
    ]);
    let ids: Vec<_> = told.iter().map(|it| it.id.as_str()).collect();
    assert_eq!(ids, ["long", "absence", "within", "later"]);
}

#[test]
fn the_nearest_intervals_are_told_and_a_fortnight_stays_small() {
    let text = event("DTSTART:20261101T100000Z\nDURATION:PT1M\nRRULE:FREQ=MINUTELY;INTERVAL=30");
    let told = read_at(&text, MONDAY, "Europe/London").unwrap();
    assert_eq!(told.len(), MOST);
    assert_eq!(told[0].from, instant(MONDAY));
    // Three meetings on each working day: with ids and all, what others keep of a person stays under 4 KB.
    let usual = event(
        "DTSTART:20261101T100000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;BYHOUR=9,11,15",
    );
    let told = read_at(&usual, MONDAY, "Europe/London").unwrap();
    let heap = |it: &Meeting| 2 * size_of::<usize>() + it.id.as_str().len();
    let size: usize = told.iter().map(|it| size_of::<Meeting>() + heap(it)).sum();
    assert_eq!(told.len(), 30);
    assert!(size < 3 * 1024, "{size} bytes");
    assert!(told.is_sorted_by_key(|it: &Meeting| -> Timestamp { it.from }));
}
