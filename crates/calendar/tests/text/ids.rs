//! What intervals are called, and how they are put in order.

use jiff::Timestamp;
use ringlight_calendar::{MOST, intervals};
use ringlight_protocol::Meeting;

use crate::calendar::{MONDAY, calendar, event, instant, lines, owner, read_at};

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
    let events =
        [(2, "2H", ""), (2, "3H", ""), (2, "1H", ""), (3, "1H", ""), (2, "1H", "OOF"), (9, "1H", "")];
    let events = events.iter().enumerate().map(|(uid, (hour, length, shown))| {
        format!(
            "BEGIN:VEVENT\nUID:{uid}\nDTSTART:20261124T{hour:02}0000Z\nDURATION:PT{length}\nX-MICROSOFT-CDO-BUSYSTATUS:{shown}\nEND:VEVENT\n"
        )
    });
    let seen = [
        "busy 11-24 02:00 - 11-24 05:00",
        "out 11-24 02:00 - 11-24 03:00",
        "busy 11-24 03:00 - 11-24 04:00",
        "busy 11-24 09:00 - 11-24 10:00",
    ];
    assert_eq!(lines(&calendar(&events.collect::<String>())), seen);
}

#[test]
fn what_lasts_for_years_ends_within_one_for_now_and_moves_once_a_day() {
    let text = event("DTSTART:20200101T000000Z\nDTEND:20350101T000000Z");
    let at = |now: &str| read_at(&text, now, "Europe/London").unwrap().remove(0);
    let (midnight, evening) = (at(MONDAY), at("2026-11-23T23:59:59Z"));
    assert_eq!(midnight, evening);
    assert_eq!(midnight.from, instant("2025-11-24T00:00:00Z"));
    assert_eq!(midnight.until, instant("2027-11-22T00:00:00Z"));
}

#[test]
fn each_interval_has_its_own_id() {
    let text = calendar(
        "BEGIN:VFREEBUSY
        FREEBUSY:20261124T100000Z/PT1H,20261125T100000Z/PT1H
        FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20261124T100000Z/PT1H
        END:VFREEBUSY
        BEGIN:VEVENT
        UID:busy
        RECURRENCE-ID:20261124T100000Z
        DTSTART:20261124T120000Z
        DURATION:PT1H
        END:VEVENT",
    );
    let distinct: std::collections::HashSet<_> = ids(&text, MONDAY).into_iter().collect();
    assert_eq!(distinct.len(), 4);
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
