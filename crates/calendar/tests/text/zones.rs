//! Whose noon it is.

use crate::calendar::{MONDAY, calendar, lines_at};

/// The UTC time of noon on 24 November in a zone, for an owner in Tokyo.
fn noon(tzid: &str, described: &str) -> String {
    let text = calendar(&format!(
        "{described}\nBEGIN:VEVENT\nUID:z\nDTSTART;TZID={tzid}:20261124T120000\nDURATION:PT1H\nEND:VEVENT"
    ));
    let seen = lines_at(&text, MONDAY, "Asia/Tokyo");
    seen[0].strip_prefix("busy ").unwrap().split_once(" -").unwrap().0.to_owned()
}

#[test]
fn names_of_the_world_and_of_windows_are_known() {
    for (tzid, seen) in [
        ("Europe/Kyiv", "11-24 10:00"),
        ("Europe/Kiev", "11-24 10:00"),
        ("america/new_york", "11-24 17:00"),
        ("\"America/New_York\"", "11-24 17:00"),
        ("/example.org/20260101_1/America/Argentina/Buenos_Aires", "11-24 15:00"),
        ("Eastern Standard Time", "11-24 17:00"),
        ("\"FLE Standard Time\"", "11-24 10:00"),
        ("W. Europe Standard Time", "11-24 11:00"),
        ("GMT Standard Time", "11-24 12:00"),
        ("UTC", "11-24 12:00"),
        // Nobody explains it: the owner's.
        ("Nowhere", "11-24 03:00"),
    ] {
        assert_eq!(noon(tzid, ""), seen, "{tzid}");
    }
}

/// A zone of two halves that change in March and November.
fn described(tzid: &str, standard: &str, daylight: &str, rules: [&str; 2]) -> String {
    format!(
        "BEGIN:VTIMEZONE\nTZID:{tzid}\nBEGIN:STANDARD\nDTSTART:16010101T020000\nTZOFFSETFROM:{daylight}\nTZOFFSETTO:{standard}\n{}\nEND:STANDARD\nBEGIN:DAYLIGHT\nDTSTART:16010101T020000\nTZOFFSETFROM:{standard}\nTZOFFSETTO:{daylight}\n{}\nEND:DAYLIGHT\nEND:VTIMEZONE",
        rules[0], rules[1]
    )
}

#[test]
fn a_description_that_lies_about_a_known_zone_does_not_count() {
    let lie = described("Europe/Kyiv", "-0800", "-0700", ["", ""]);
    assert_eq!(noon("Europe/Kyiv", &lie), "11-24 10:00");
    let lie = lie.replace("Europe/Kyiv", "FLE Standard Time");
    assert_eq!(noon("FLE Standard Time", &lie), "11-24 10:00");
}

#[test]
fn an_unknown_zone_is_as_described() {
    let plain = "BEGIN:VTIMEZONE\nTZID:Ours\nBEGIN:STANDARD\nDTSTART:20000101T000000\nTZOFFSETFROM:+0530\nTZOFFSETTO:+0530\nEND:STANDARD\nEND:VTIMEZONE";
    assert_eq!(noon("Ours", plain), "11-24 06:30");
    assert_eq!(noon("Ours", &plain.replace("TZOFFSETTO:+0530", "TZOFFSETTO:-003015")), "11-24 12:30");
    let located = plain.replace("TZID:Ours", "TZID:Ours\nX-LIC-LOCATION:Europe/Kyiv");
    assert_eq!(noon("Ours", &located), "11-24 10:00");
    assert_eq!(noon("Ours", &plain.replace("+0530", "nonsense")), "11-24 03:00");
}

#[test]
fn an_unknown_zone_changes_its_clocks_as_described() {
    let forms = [
        ["RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11", "RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3"],
        [
            "RRULE:FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=1,2,3,4,5,6,7;BYDAY=SU",
            "RRULE:FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=8,9,10,11,12,13,14;BYDAY=SU",
        ],
        [
            "RRULE:FREQ=YEARLY;BYDAY=SU;BYSETPOS=1;BYMONTH=11",
            "RRULE:FREQ=YEARLY;BYDAY=SU;BYSETPOS=2;BYMONTH=3",
        ],
    ];
    for rules in forms {
        let zone = described("Customized", "-0500", "-0400", rules);
        let text = calendar(&format!(
            "{zone}\nBEGIN:VEVENT\nUID:z\nDTSTART;TZID=Customized:20260105T120000\nDURATION:PT1H\nRRULE:FREQ=DAILY;BYDAY=SA,SU\nEND:VEVENT"
        ));
        let seen = lines_at(&text, "2026-10-31T00:00:00Z", "Asia/Tokyo");
        assert_eq!(
            seen[..2],
            ["busy 10-31 16:00 - 10-31 17:00", "busy 11-01 17:00 - 11-01 18:00"],
            "{rules:?}"
        );
    }
    // What no POSIX zone expresses leaves the offset that began last.
    let odd = described("Odd", "-0500", "-0400", ["RDATE:20261101T020000", "RDATE:20260308T020000"]);
    assert_eq!(noon("Odd", &odd), "11-24 17:00");
}
