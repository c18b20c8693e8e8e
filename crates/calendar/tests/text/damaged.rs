//! Texts that are no calendars, or broken ones.

use proptest::{collection::vec, prelude::*, sample::select};
use ringlight_calendar::{AHEAD, Fault, MOST};

use crate::calendar::{MONDAY, calendar, event, instant, lines, read_at};

fn fault(text: &str) -> Option<Fault> {
    read_at(text, MONDAY, "Europe/Kyiv").err()
}

#[test]
fn a_text_that_is_no_calendar_is_told_as_such() {
    for text in ["", "hello", "BEGIN:VCARD\nEND:VCARD", "{}", "\0\0\0", "BEGIN:"] {
        assert_eq!(fault(text), Some(Fault::NotACalendar), "{text}");
    }
    for text in ["<!DOCTYPE html><html>", "\n\n  <html>\n", "\u{feff}<?xml?>"] {
        assert_eq!(fault(text), Some(Fault::WebPage), "{text}");
    }
    for text in [
        "BEGIN:VCALENDAR",
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR",
        "BEGIN:VCALENDAR\nEND:VEVENT",
        "BEGIN:VCALENDAR\nEND:VCALENDAR\nEND:VCALENDAR",
        &calendar(&format!("{}{}", "BEGIN:X\n".repeat(8), "END:X\n".repeat(8))),
    ] {
        assert!(matches!(fault(text), Some(Fault::Damaged(_))), "{text}");
    }
    assert_eq!(
        read_at(&calendar(""), MONDAY, "Nowhere/At_All").err(),
        Some(Fault::Zone("Nowhere/At_All".into()))
    );
}

#[test]
fn an_empty_calendar_is_a_free_one() {
    assert_eq!(lines("BEGIN:VCALENDAR\r\nEND:VCALENDAR"), [""; 0]);
    assert_eq!(lines(&calendar("BEGIN:VTODO\nDUE:20261124T100000Z\nEND:VTODO")), [""; 0]);
}

#[test]
fn one_broken_entry_does_not_hide_the_others() {
    let good = "BEGIN:VEVENT\nUID:a\nDTSTART:20261124T100000Z\nDURATION:PT1H\nEND:VEVENT";
    for broken in [
        "DTSTART:tomorrow",
        "DTSTART:20261324T100000Z",
        "DTSTART:20261124T250000Z",
        "DTSTART",
        "DTSTART;TZID=:x",
        "UID:b",
        "DTSTART:20261124T120000Z\nDTEND:later",
        "DTSTART:20261124T120000Z\nDURATION:P1Y",
        "DTSTART:20261124T120000Z\nDURATION:-PT1H",
        "DTSTART:99991231T235959Z\nDURATION:P9999999999W",
        "DTSTART:20261124T120000Z\nDTEND:20261124T130000Z\nRECURRENCE-ID:nonsense",
    ] {
        let both = calendar(&format!("BEGIN:VEVENT\nUID:b\n{broken}\nEND:VEVENT\n{good}"));
        assert_eq!(lines(&both), ["busy 11-24 10:00 - 11-24 11:00"], "{broken}");
        assert_eq!(fault(&event(broken)), Some(Fault::Unreadable), "{broken}");
    }
    // A line that says nothing about times may be as broken as it likes.
    let odd = calendar(&good.replace("UID:a", "UID:a\nSUMMARY broken\n\"\";;:\nno colon at all"));
    assert_eq!(lines(&odd).len(), 1);
}

#[test]
fn a_rule_in_letters_that_rules_do_not_have_is_one_that_cannot_be_read() {
    let on = |day| event(&format!("DTSTART:20261124T100000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;BYDAY={day}"));
    for day in ["¡O", "M\u{202e}", "МО"] {
        assert_eq!(lines(&on(day)), lines(&on("XX")), "{day:?}");
    }
}

/// Calendars with much in them, to be damaged.
fn samples() -> Vec<String> {
    vec![
        calendar(
            "BEGIN:VTIMEZONE
            TZID:Ours
            BEGIN:STANDARD
            DTSTART:20001101T020000
            TZOFFSETTO:+0200
            RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
            END:STANDARD
            BEGIN:DAYLIGHT
            DTSTART:20000301T020000
            TZOFFSETTO:+0300
            RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
            END:DAYLIGHT
            END:VTIMEZONE
            BEGIN:VEVENT
            UID:a
            DTSTART;TZID=Ours:20261101T100000
            DURATION:PT1H30M
            RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;COUNT=60
            EXDATE;TZID=Ours:20261109T100000
            RDATE;VALUE=PERIOD:20261124T100000Z/PT1H
            END:VEVENT
            BEGIN:VEVENT
            UID:a
            RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Ours:20261123T100000
            DTSTART;TZID=Ours:20261123T120000
            DTEND;TZID=Ours:20261123T130000
            END:VEVENT",
        ),
        calendar(
            "BEGIN:VEVENT
            UID:b
            DTSTART;VALUE=DATE:20261124
            DTEND;VALUE=DATE:20261126
            RRULE:FREQ=MONTHLY;BYSETPOS=-1;BYDAY=MO,TU;UNTIL=20271231
            TRANSP:OPAQUE
            X-MICROSOFT-CDO-BUSYSTATUS:OOF
            ATTENDEE;PARTSTAT=ACCEPTED:mailto:maria@example.org
            END:VEVENT
            BEGIN:VFREEBUSY
            FREEBUSY;FBTYPE=BUSY:20261124T100000Z/20261124T110000Z,20261125T100000Z/P1D
            END:VFREEBUSY",
        ),
    ]
}

/// A piece that means something in a calendar.
fn piece() -> impl Strategy<Value = String> {
    const WORDS: [&str; 32] = [
        "\n",
        "\r\n ",
        ";",
        ":",
        ",",
        "=",
        "-",
        "/",
        "P",
        "T",
        "Z",
        "\"",
        "0",
        "99999999",
        "BEGIN:",
        "END:",
        "VEVENT",
        "FREQ=SECONDLY",
        "FREQ=YEARLY",
        "COUNT=0",
        "INTERVAL=65535",
        "BYSETPOS=-366",
        "BYWEEKNO=-53",
        "BYDAY=-53SU",
        "BYYEARDAY=366",
        "BYEASTER=1",
        "-99991231T235959",
        "00000101T000000Z",
        "99991231T235959Z",
        "+9999",
        "é",
        "\u{0}",
    ];
    prop_oneof![4 => select(&WORDS[..]).prop_map(str::to_owned), 1 => any::<char>().prop_map(String::from)]
}

/// Puts a piece in place of a stretch of a text.
fn damage(text: &mut String, at: usize, length: usize, piece: &str) {
    let bounds: Vec<_> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let from = at % bounds.len();
    let to = (from + length).min(bounds.len() - 1);
    text.replace_range(bounds[from]..bounds[to], piece);
}

fn holds(text: &str) -> Result<(), TestCaseError> {
    for (now, zone) in [(MONDAY, "Europe/Kyiv"), ("2026-10-24T12:00:00Z", "America/New_York")] {
        let Ok(told) = read_at(text, now, zone) else { continue };
        let now = instant(now);
        prop_assert!(told.len() <= MOST);
        prop_assert!(told.is_sorted_by_key(|it| it.from));
        for it in &told {
            prop_assert!(it.from < it.until && now < it.until && it.from < now + AHEAD);
        }
    }
    Ok(())
}

fn cases(usual: u32) -> ProptestConfig {
    let set = std::env::var_os("PROPTEST_CASES").is_some();
    let config = ProptestConfig::default();
    if set { config } else { ProptestConfig { cases: usual, ..config } }
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in vec(any::<u8>(), 0..400), inside in any::<bool>()) {
        let text = String::from_utf8_lossy(&bytes);
        holds(&if inside { event(&text) } else { text.into_owned() })?;
    }

    #[test]
    fn any_damage_is_survived(
        sample in select(samples()),
        damages in vec((any::<usize>(), 0..30_usize, piece()), 1..6),
    ) {
        let mut text = sample;
        for (at, length, piece) in damages {
            damage(&mut text, at, length, &piece);
        }
        holds(&text)?;
    }

    #[test]
    fn any_rule_is_read_or_passed_over(
        parts in vec(
            prop_oneof![
                select(&["FREQ=YEARLY", "FREQ=MONTHLY", "FREQ=WEEKLY", "FREQ=DAILY", "FREQ=HOURLY", "WKST=SU"][..])
                    .prop_map(str::to_owned),
                (
                    select(&["INTERVAL", "COUNT", "BYSETPOS", "BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYHOUR"][..]),
                    vec(-400..400_i32, 1..4),
                )
                    .prop_map(|(name, values)| {
                        let values: Vec<_> = values.iter().map(i32::to_string).collect();
                        format!("{name}={}", values.join(","))
                    }),
                (select(&["", "1", "-1", "5", "53"][..]), select(&["MO", "SU"][..]))
                    .prop_map(|(nth, day)| format!("BYDAY={nth}{day}")),
            ],
            1..5,
        ),
        year in 1..9999_u32,
    ) {
        let rule = parts.join(";");
        holds(&event(&format!("DTSTART:{year:04}0228T100000\nDURATION:PT1H\nRRULE:FREQ=DAILY;{rule}")))?;
        holds(&event(&format!("DTSTART;VALUE=DATE:{year:04}0131\nTRANSP:OPAQUE\nRRULE:{rule}")))?;
    }
}
