//! When single events are.

use crate::calendar::{MONDAY, calendar, event, lines, lines_at};

#[test]
fn an_event_is_from_its_start_to_its_end() {
    for (lines_of_it, seen) in [
        ("DTSTART:20261124T100000Z\nDTEND:20261124T113000Z", "busy 11-24 10:00 - 11-24 11:30"),
        ("DTSTART:20261124T100000Z\nDURATION:PT1H30M", "busy 11-24 10:00 - 11-24 11:30"),
        ("DTSTART:20261124T100000Z\nDURATION:+PT45M", "busy 11-24 10:00 - 11-24 10:45"),
        ("DTSTART:20261124T100000Z\nDURATION:P1W", "busy 11-24 10:00 - 12-01 10:00"),
        ("DTSTART:20261124T100000Z\nDURATION:P1DT2H", "busy 11-24 10:00 - 11-25 12:00"),
        // Overnight.
        ("DTSTART:20261124T220000Z\nDTEND:20261125T060000Z", "busy 11-24 22:00 - 11-25 06:00"),
        // A leap second, small letters, spaces.
        ("dtstart:20261124t100000z\nDtEnd: 20261124T115960Z ", "busy 11-24 10:00 - 11-24 11:59"),
        // Two zones.
        (
            "DTSTART;TZID=Europe/Kyiv:20261124T120000\nDTEND;TZID=America/New_York:20261124T070000",
            "busy 11-24 10:00 - 11-24 12:00",
        ),
    ] {
        assert_eq!(lines(&event(lines_of_it)), [seen], "{lines_of_it}");
    }
}

#[test]
fn what_takes_no_time_is_not_told() {
    for lines_of_it in [
        "DTSTART:20261124T100000Z",
        "DTSTART:20261124T100000Z\nDTEND:20261124T100000Z",
        "DTSTART:20261124T100000Z\nDTEND:20261124T090000Z",
        "DTSTART:20261124T100000Z\nDURATION:PT0S",
    ] {
        assert_eq!(lines(&event(lines_of_it)), [""; 0], "{lines_of_it}");
    }
}

#[test]
fn what_runs_in_the_next_fortnight_is_told_with_its_true_ends() {
    for (from, until, seen) in [
        ("20261122T220000Z", "20261123T000000Z", None),
        ("20261122T220000Z", "20261123T000001Z", Some("busy 11-22 22:00 - 11-23 00:00")),
        ("20261206T235959Z", "20261225T000000Z", Some("busy 12-06 23:59 - 12-25 00:00")),
        ("20261207T000000Z", "20261207T010000Z", None),
        ("20260101T000000Z", "20270101T000000Z", Some("busy 01-01 00:00 - 01-01 00:00")),
    ] {
        let text = event(&format!("DTSTART:{from}\nDTEND:{until}"));
        assert_eq!(lines(&text), Vec::from_iter(seen), "{from}");
    }
}

#[test]
fn floating_times_are_the_owners() {
    let text = event("DTSTART:20261124T100000\nDTEND:20261124T110000");
    assert_eq!(lines_at(&text, MONDAY, "Europe/Kyiv"), ["busy 11-24 08:00 - 11-24 09:00"]);
    assert_eq!(lines_at(&text, MONDAY, "America/New_York"), ["busy 11-24 15:00 - 11-24 16:00"]);
}

#[test]
fn whole_days_are_the_owners() {
    let opaque = "TRANSP:OPAQUE";
    let day = event(&format!("DTSTART;VALUE=DATE:20261124\nDTEND;VALUE=DATE:20261125\n{opaque}"));
    assert_eq!(lines_at(&day, MONDAY, "Europe/Kyiv"), ["busy 11-23 22:00 - 11-24 22:00"]);
    assert_eq!(lines_at(&day, MONDAY, "America/New_York"), ["busy 11-24 05:00 - 11-25 05:00"]);
    // No end is one day, and so is an end on the same day; a type that is not named shows by its shape.
    for end in ["", "\nDTEND;VALUE=DATE:20261124", "\nDURATION:P1D"] {
        let text = event(&format!("DTSTART:20261124{end}\n{opaque}"));
        assert_eq!(lines(&text), ["busy 11-24 00:00 - 11-25 00:00"], "{end}");
    }
    // Clocks go back on 25 October: three days and an hour.
    let days = event(&format!("DTSTART;VALUE=DATE:20261024\nDTEND;VALUE=DATE:20261027\n{opaque}"));
    let seen = lines_at(&days, "2026-10-20T00:00:00Z", "Europe/London");
    assert_eq!(seen, ["busy 10-23 23:00 - 10-27 00:00"]);
    // No midnight on 6 September in Santiago.
    let day = event(&format!("DTSTART;VALUE=DATE:20260906\n{opaque}"));
    let seen = lines_at(&day, "2026-09-05T00:00:00Z", "America/Santiago");
    assert_eq!(seen, ["busy 09-06 04:00 - 09-07 03:00"]);
}

#[test]
fn times_in_a_gap_and_in_an_overlap_are_as_rfc_5545_has_them() {
    // 02:30 does not exist on 14 March 2027 in New York: the offset before the gap makes it 03:30.
    let gap = event("DTSTART;TZID=America/New_York:20270314T023000\nDURATION:PT1H");
    assert_eq!(lines_at(&gap, "2027-03-10T00:00:00Z", "Europe/Kyiv"), ["busy 03-14 07:30 - 03-14 08:30"]);
    // 01:30 is twice on 1 November 2026: the first one.
    let overlap = event("DTSTART;TZID=America/New_York:20261101T013000\nDURATION:PT1H");
    assert_eq!(lines_at(&overlap, "2026-10-30T00:00:00Z", "Europe/Kyiv"), ["busy 11-01 05:30 - 11-01 06:30"]);
}

#[test]
fn free_busy_components_count() {
    let text = calendar(
        "BEGIN:VFREEBUSY
        DTSTART:20261123T000000Z
        FREEBUSY:20261124T100000Z/20261124T110000Z,20261125T100000Z/PT2H
        FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20261126T000000Z/P1D
        FREEBUSY;FBTYPE=BUSY-TENTATIVE:20261127T000000Z/P1D
        FREEBUSY;FBTYPE=FREE:20261128T000000Z/P1D
        FREEBUSY:nonsense,20261129T100000Z/-PT1H
        END:VFREEBUSY",
    );
    let seen =
        ["busy 11-24 10:00 - 11-24 11:00", "busy 11-25 10:00 - 11-25 12:00", "out 11-26 00:00 - 11-27 00:00"];
    assert_eq!(lines(&text), seen);
}

#[test]
fn lines_are_unfolded_and_calendars_joined() {
    let folded = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nDTSTART:2026112\n 4T100000Z\nDURATION:\n\tPT1H\nEND:VEVENT\nEND:VCALENDAR";
    let two = format!("\u{feff}{folded}\n\n{}", event("DTSTART:20261125T100000Z\nDURATION:PT1H"));
    assert_eq!(lines(&two), ["busy 11-24 10:00 - 11-24 11:00", "busy 11-25 10:00 - 11-25 11:00"]);
}
