//! Series, and what differs in them.

use crate::calendar::{MONDAY, calendar, event, lines, lines_at};

/// Days of a series of hours at 10:00 UTC, as seen on Monday 23 November.
fn days(lines_of_it: &str) -> String {
    let text = event(&format!("DURATION:PT1H\n{lines_of_it}"));
    let seen = lines(&text);
    let day = |it: &String| it.strip_prefix("busy ")?.split_once(" 10:00").map(|(day, _)| day.to_owned());
    seen.iter().map(|it| day(it).unwrap_or_else(|| it.clone())).collect::<Vec<_>>().join(" ")
}

#[test]
fn rules_repeat_an_event() {
    for (lines_of_it, seen) in [
        ("DTSTART:20150105T100000Z\nRRULE:FREQ=WEEKLY", "11-23 11-30"),
        ("DTSTART:20150105T100000Z\nRRULE:FREQ=WEEKLY;BYDAY=MO,FR;", "11-23 11-27 11-30 12-04"),
        // Every other week from Wednesday 11 November on.
        ("DTSTART:20261111T100000Z\nRRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,WE", "11-24 11-25"),
        ("DTSTART:20261104T100000Z\nRRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE", "11-30 12-02"),
        ("DTSTART:20200101T100000Z\nRRULE:FREQ=DAILY;INTERVAL=7", "11-25 12-02"),
        ("DTSTART:20200101T100000Z\nRRULE:FREQ=MONTHLY;BYDAY=-1FR", "11-27"),
        ("DTSTART:20200131T100000Z\nRRULE:FREQ=MONTHLY;BYMONTHDAY=-1", "11-30"),
        ("DTSTART:20200131T100000Z\nRRULE:FREQ=MONTHLY", ""),
        ("DTSTART:19700130T100000Z\nRRULE:FREQ=MONTHLY", "11-30"),
        ("DTSTART:19700101T100000Z\nRRULE:FREQ=MONTHLY;INTERVAL=11;BYMONTHDAY=25", "11-25"),
        ("DTSTART:19701201T100000Z\nRRULE:FREQ=YEARLY", "12-01"),
        ("DTSTART:19711201T100000Z\nRRULE:FREQ=YEARLY;INTERVAL=2", ""),
        ("DTSTART:20160229T100000Z\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", "11-26"),
        ("DTSTART:20200101T100000Z\nRRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "11-30"),
        ("DTSTART:20200101T100000Z\nRRULE:FREQ=WEEKLY;BYDAY=MO,TU,TH;BYSETPOS=1", "11-23 11-30"),
        // Ends.
        ("DTSTART:20261116T100000Z\nRRULE:FREQ=DAILY;COUNT=9", "11-23 11-24"),
        ("DTSTART:20161116T100000Z\nRRULE:FREQ=DAILY;COUNT=3661", "11-23 11-24"),
        ("DTSTART:20161116T100000Z\nRRULE:FREQ=WEEKLY;BYDAY=WE,TH;COUNT=1049", "11-25 11-26 12-02"),
        ("DTSTART:20261116T100000Z\nRRULE:FREQ=DAILY;UNTIL=20261124T100000Z", "11-23 11-24"),
        ("DTSTART:20261116T100000Z\nRRULE:FREQ=DAILY;UNTIL=20261124T095959Z", "11-23"),
        ("DTSTART:20261116T100000Z\nRRULE:FREQ=DAILY;UNTIL=20261124", "11-23 11-24"),
        ("DTSTART:20261116T100000Z\nRRULE:FREQ=DAILY;UNTIL=20261001", ""),
        // The start is always one of them, in or out of the rule.
        ("DTSTART:20261123T100000Z\nRRULE:FREQ=WEEKLY;BYDAY=TU", "11-23 11-24 12-01"),
        ("DTSTART:20261123T100000Z\nRRULE:FREQ=NONSENSE", "11-23"),
        // More and fewer.
        ("DTSTART:20261123T100000Z\nRDATE:20261125T100000Z,20261126T100000Z", "11-23 11-25 11-26"),
        ("DTSTART:20261123T100000Z\nRRULE:FREQ=DAILY;COUNT=4\nEXDATE:20261124T100000Z", "11-23 11-25 11-26"),
        ("DTSTART:20261123T100000Z\nRRULE:FREQ=DAILY;COUNT=3\nEXDATE;VALUE=DATE:20261124", "11-23 11-25"),
        (
            "DTSTART:20261123T100000Z\nRRULE:FREQ=DAILY;COUNT=3\nEXDATE;TZID=Europe/Kyiv:20261123T120000,20261124T120000",
            "11-25",
        ),
    ] {
        assert_eq!(days(lines_of_it), seen, "{lines_of_it}");
    }
}

#[test]
fn a_week_in_the_middle_of_a_series_is_worked_out_whole() {
    let text = event("DTSTART:20200107T100000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;BYDAY=MO,FR;BYSETPOS=1");
    let seen = ["busy 11-30 10:00 - 11-30 11:00", "busy 12-07 10:00 - 12-07 11:00"];
    assert_eq!(lines_at(&text, "2026-11-26T00:00:00Z", "Europe/London"), seen);
}

#[test]
fn a_further_date_may_have_its_own_length() {
    let text = event(
        "DTSTART:20261123T100000Z\nDURATION:PT1H\nRDATE;VALUE=PERIOD:20261125T100000Z/PT3H,20261126T100000Z/20261126T103000Z",
    );
    let seen = [
        "busy 11-23 10:00 - 11-23 11:00",
        "busy 11-25 10:00 - 11-25 13:00",
        "busy 11-26 10:00 - 11-26 10:30",
    ];
    assert_eq!(lines(&text), seen);
}

#[test]
fn hours_repeat_too() {
    let text = event("DTSTART:20261001T000000Z\nDURATION:PT10M\nRRULE:FREQ=HOURLY;INTERVAL=100");
    assert_eq!(lines(&text).first().map(String::as_str), Some("busy 11-24 04:00 - 11-24 04:10"));
    assert_eq!(lines(&text).len(), 4);
}

#[test]
fn a_series_keeps_its_local_time_over_a_change_of_clocks() {
    // New York goes back on 1 November 2026, a week after Kyiv.
    let text = event(
        "DTSTART;TZID=America/New_York:20260101T090000\nDTEND;TZID=America/New_York:20260101T100000\nRRULE:FREQ=WEEKLY;BYDAY=SA,MO",
    );
    let seen = [
        "busy 10-24 13:00 - 10-24 14:00",
        "busy 10-26 13:00 - 10-26 14:00",
        "busy 10-31 13:00 - 10-31 14:00",
        "busy 11-02 14:00 - 11-02 15:00",
    ];
    assert_eq!(lines_at(&text, "2026-10-23T00:00:00Z", "Europe/Kyiv"), seen);
    let kyiv = text.replace("America/New_York", "Europe/Kyiv");
    let seen = [
        "busy 10-24 06:00 - 10-24 07:00",
        "busy 10-26 07:00 - 10-26 08:00",
        "busy 10-31 07:00 - 10-31 08:00",
        "busy 11-02 07:00 - 11-02 08:00",
    ];
    assert_eq!(lines_at(&kyiv, "2026-10-23T00:00:00Z", "America/New_York"), seen);
}

#[test]
fn nights_over_a_change_of_clocks_last_as_long_as_others() {
    let text = event(
        "DTSTART;TZID=Europe/London:20260101T220000\nDTEND;TZID=Europe/London:20260102T060000\nRRULE:FREQ=DAILY",
    );
    let seen = lines_at(&text, "2026-10-24T12:00:00Z", "Europe/London");
    assert_eq!(seen[0], "busy 10-24 21:00 - 10-25 05:00");
    assert_eq!(seen[1], "busy 10-25 22:00 - 10-26 06:00");
}

#[test]
fn an_until_in_utc_ends_a_local_series_on_its_own_day() {
    // 23:00 in New York on the 24th is 04:00 UTC on the 25th.
    let text = event(
        "DTSTART;TZID=America/New_York:20261120T230000\nDURATION:PT1H\nRRULE:FREQ=DAILY;UNTIL=20261125T040000Z",
    );
    let seen = lines_at(&text, MONDAY, "America/New_York");
    assert_eq!(seen.last().map(String::as_str), Some("busy 11-25 04:00 - 11-25 05:00"));
}

#[test]
fn whole_days_repeat_in_the_owners_zone() {
    let text = event(
        "DTSTART;VALUE=DATE:20261012\nRRULE:FREQ=WEEKLY;UNTIL=20261102\nTRANSP:OPAQUE\nEXDATE;VALUE=DATE:20261019",
    );
    let seen = ["busy 10-25 22:00 - 10-26 22:00", "busy 11-01 22:00 - 11-02 22:00"];
    assert_eq!(lines_at(&text, "2026-10-18T00:00:00Z", "Europe/Kyiv")[..], seen[..1]);
    assert_eq!(lines_at(&text, "2026-10-25T00:00:00Z", "Europe/Kyiv"), seen);
}

/// A daily standup, and other versions of single instances.
fn standup(others: &[&str]) -> Vec<String> {
    let others = others.iter().map(|it| format!("BEGIN:VEVENT\nUID:s\n{it}\nEND:VEVENT\n"));
    lines(&calendar(&format!(
        "BEGIN:VEVENT\nUID:s\nSEQUENCE:1\nDTSTART;TZID=Europe/London:20261101T100000\nDURATION:PT15M\nRRULE:FREQ=DAILY;UNTIL=20261126T100000Z\nEND:VEVENT\n{}",
        others.collect::<String>()
    )))
}

#[test]
fn one_instance_can_be_moved_changed_and_cancelled() {
    let usual = ["busy 11-23 10:00 - 11-23 10:15", "busy 11-24 10:00 - 11-24 10:15"];
    let last = ["busy 11-25 10:00 - 11-25 10:15", "busy 11-26 10:00 - 11-26 10:15"];
    let instance = |lines: &str| format!("RECURRENCE-ID;TZID=Europe/London:20261124T100000\n{lines}");
    let with = |second: Option<&str>| -> Vec<String> {
        [usual[0]].into_iter().chain(second).chain(last).map(str::to_owned).collect()
    };
    let moved = instance("DTSTART:20261124T150000Z\nDURATION:PT1H");
    assert_eq!(standup(&[]), with(Some(usual[1])));
    assert_eq!(standup(&[&moved]), with(Some("busy 11-24 15:00 - 11-24 16:00")));
    // The same instance, named in UTC.
    let moved = "RECURRENCE-ID:20261124T100000Z\nDTSTART:20261124T150000Z\nDURATION:PT1H";
    assert_eq!(standup(&[moved]), with(Some("busy 11-24 15:00 - 11-24 16:00")));
    for gone in ["STATUS:CANCELLED", "TRANSP:TRANSPARENT"] {
        let gone = instance(&format!("DTSTART:20261124T100000Z\nDURATION:PT15M\n{gone}"));
        assert_eq!(standup(&[&gone]), with(None));
    }
    let declined = instance(
        "DTSTART:20261124T100000Z\nDURATION:PT15M\nATTENDEE;PARTSTAT=DECLINED:mailto:maria@example.org",
    );
    assert_eq!(standup(&[&declined]), with(None));
    // Out of the fortnight, and into it from before.
    let away = instance("DTSTART:20270124T100000Z\nDURATION:PT15M");
    assert_eq!(standup(&[&away]), with(None));
    let into = "RECURRENCE-ID:20261105T100000Z\nDTSTART:20261123T080000Z\nDURATION:PT15M";
    assert_eq!(standup(&[into])[0], "busy 11-23 08:00 - 11-23 08:15");
}

#[test]
fn the_newest_version_of_an_instance_holds() {
    let version = |sequence: u32, hour: u32| {
        format!(
            "RECURRENCE-ID:20261124T100000Z\nSEQUENCE:{sequence}\nDTSTART:20261124T{hour}0000Z\nDURATION:PT1H"
        )
    };
    for order in [[3, 2], [2, 3]] {
        let versions: Vec<_> = order.iter().map(|it| version(*it, 10 + it)).collect();
        let seen = standup(&versions.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(seen[1], "busy 11-24 13:00 - 11-24 14:00");
    }
}

#[test]
fn all_following_instances_can_be_moved() {
    let later = "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/London:20261124T100000\nDTSTART;TZID=Europe/London:20261124T113000\nDURATION:PT1H";
    let seen = [
        "busy 11-23 10:00 - 11-23 10:15",
        "busy 11-24 11:30 - 11-24 12:30",
        "busy 11-25 11:30 - 11-25 12:30",
        "busy 11-26 11:30 - 11-26 12:30",
    ];
    assert_eq!(standup(&[later]), seen);
    // One of them once more, and a second change from there on.
    let once = "RECURRENCE-ID:20261125T100000Z\nDTSTART:20261125T180000Z\nDURATION:PT1H";
    let again = "RECURRENCE-ID;RANGE=THISANDFUTURE:20261126T100000Z\nDTSTART:20261126T090000Z\nDURATION:PT5M";
    assert_eq!(
        standup(&[again, later, once])[2..],
        ["busy 11-25 18:00 - 11-25 19:00", "busy 11-26 09:00 - 11-26 09:05"]
    );
    // Moved by weeks: the instances come from far outside of the fortnight.
    let far = "RECURRENCE-ID;RANGE=THISANDFUTURE:20261103T100000Z\nDTSTART:20261203T100000Z\nDURATION:PT5M";
    assert_eq!(
        standup(&[far]),
        [
            "busy 12-03 10:00 - 12-03 10:05",
            "busy 12-04 10:00 - 12-04 10:05",
            "busy 12-05 10:00 - 12-05 10:05",
            "busy 12-06 10:00 - 12-06 10:05"
        ]
    );
    // Cancelled from there on.
    let end =
        "RECURRENCE-ID;RANGE=THISANDFUTURE:20261125T100000Z\nDTSTART:20261125T100000Z\nSTATUS:CANCELLED";
    assert_eq!(standup(&[end]).len(), 2);
}

#[test]
fn an_invitation_to_one_instance_stands_alone() {
    let text = event("RECURRENCE-ID:20261124T100000Z\nDTSTART:20261124T120000Z\nDURATION:PT1H");
    assert_eq!(lines(&text), ["busy 11-24 12:00 - 11-24 13:00"]);
}
