//! Calendars that want to keep us busy.

use std::time::Duration;

use ringlight_calendar::{Fault, LARGEST};

use crate::calendar::{MONDAY, calendar, event, read_at};

/// What the processor spent on this thread: other programs on the computer do not count.
#[cfg(unix)]
fn spent() -> Duration {
    use rustix::time::{ClockId, clock_gettime};
    Duration::try_from(clock_gettime(ClockId::ThreadCPUTime)).unwrap()
}

#[cfg(not(unix))]
fn spent() -> Duration {
    std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap()
}

/// Reads it, and fails if that takes longer than it may. The bounds leave an unoptimised build room: what they rule out
/// takes minutes.
#[expect(clippy::print_stderr, reason = "shown when a bound fails")]
fn within(most: Duration, text: &str) -> Result<usize, Fault> {
    let before = spent();
    let found = read_at(text, MONDAY, "Europe/Kyiv").map(|it| it.len());
    let took = spent() - before;
    eprintln!(
        "{took:?} {found:?} {}",
        text.lines().find(|it| it.starts_with("RRULE")).unwrap_or_default().get(..60).unwrap_or_default()
    );
    assert!(took < most, "{took:?}");
    found
}

const MOMENT: Duration = Duration::from_millis(200);
const WHILE: Duration = Duration::from_secs(10);

#[test]
fn a_rule_without_end_costs_milliseconds() {
    for rule in [
        "FREQ=SECONDLY",
        "FREQ=SECONDLY;COUNT=4294967295",
        "FREQ=SECONDLY;BYSECOND=1;BYMINUTE=1;BYHOUR=1;BYMONTH=2;BYMONTHDAY=29",
        "FREQ=SECONDLY;INTERVAL=59;BYSECOND=5;BYMINUTE=3;BYHOUR=4",
        "FREQ=MINUTELY;BYMONTHDAY=31;BYMONTH=2",
        "FREQ=HOURLY;INTERVAL=1",
        "FREQ=DAILY;COUNT=4294967295",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=65535",
        "FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYHOUR=0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23;BYMINUTE=0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29",
    ] {
        for start in ["00010101T000000Z", "19700101T000000", "20261120T000000Z", "99991231T235959Z"] {
            within(MOMENT, &event(&format!("DTSTART:{start}\nDURATION:PT1S\nRRULE:{rule}"))).unwrap();
        }
    }
}

#[test]
fn rules_that_never_come_to_anything_are_given_up() {
    for count in ["", ";COUNT=30"] {
        rules_that_never_come_to_anything(count);
    }
}

fn rules_that_never_come_to_anything(count: &str) {
    let rules = [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=31",
        "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6",
    ];
    let many: String = (0..5000)
        .map(|it| {
            format!(
                "BEGIN:VEVENT\nUID:{it}\nDTSTART:20260101T000000Z\nDURATION:PT1H\nRRULE:{}{count}\nEND:VEVENT\n",
                rules[it % 3]
            )
        })
        .collect();
    assert_eq!(within(WHILE, &calendar(&many)), Err(Fault::TooManyRepeats));
}

#[test]
fn many_series_are_worked_out_within_a_budget() {
    let many = |count: usize, rule: &str| {
        let events = (0..count).map(|it| {
            format!(
                "BEGIN:VEVENT\nUID:{it}\nDTSTART:19700101T000000Z\nDURATION:PT1H\nRRULE:{rule}\nEND:VEVENT\n"
            )
        });
        calendar(&events.collect::<String>())
    };
    // As many birthdays as nobody has friends.
    assert_eq!(within(WHILE, &many(5000, "FREQ=YEARLY")), Ok(0));
    assert_eq!(
        within(WHILE, &many(5000, "FREQ=DAILY;COUNT=30;BYMONTH=2;BYMONTHDAY=29")),
        Err(Fault::TooManyRepeats)
    );
    assert_eq!(within(WHILE, &many(5000, "FREQ=SECONDLY")), Err(Fault::TooManyRepeats));
}

#[test]
fn sizes_are_bounded() {
    let long = "x".repeat(LARGEST);
    assert_eq!(within(MOMENT, &event(&format!("DESCRIPTION:{long}"))), Err(Fault::TooLarge));
    let deep = "BEGIN:VEVENT\n".repeat(300_000);
    assert!(matches!(within(WHILE, &calendar(&deep)), Err(Fault::Damaged(_))));
    let within_size = "y".repeat(LARGEST - 500);
    for property in ["DESCRIPTION", "UID", "RRULE", "ATTENDEE;CN"] {
        let text =
            event(&format!("DTSTART:20261124T100000Z\nDTEND:20261124T110000Z\n{property}:{within_size}"));
        assert!(within(WHILE, &text).is_ok(), "{property}");
    }
    let dates = "20261124T100000Z,".repeat(LARGEST / 17 - 20);
    for property in ["EXDATE", "RDATE"] {
        let text = event(&format!("DTSTART:20261124T100000Z\nDURATION:PT1H\n{property}:{dates}"));
        assert!(within(WHILE, &text).is_ok(), "{property}");
    }
    let lines = "SUMMARY:a\n".repeat(LARGEST / 10 - 20);
    assert!(within(WHILE, &format!("BEGIN:VCALENDAR\n{lines}END:VCALENDAR")).is_ok());
    let parameters = ";A=B".repeat(LARGEST / 5);
    assert!(within(WHILE, &event(&format!("DTSTART{parameters}:20261124T100000Z"))).is_ok());
}

#[test]
fn many_dates_and_many_changes_of_one_series_do_not_multiply() {
    let time = |it: u32| format!("{:02}{:02}{:02}Z", it / 3600, it / 60 % 60, it % 60);
    let dates: Vec<_> = (0..20_000).map(|it| format!("20261123T{}", time(it))).collect();
    let changes = (0..20_000).map(|it| {
        format!(
            "BEGIN:VEVENT\nUID:1\nRECURRENCE-ID;RANGE=THISANDFUTURE:20200101T{}\nDTSTART:20200101T000000Z\nEND:VEVENT\n",
            time(it)
        )
    });
    let series = format!(
        "BEGIN:VEVENT\nUID:1\nDTSTART:20261123T000000Z\nDURATION:PT1S\nRDATE:{}\nEND:VEVENT\n{}",
        dates.join(","),
        changes.collect::<String>()
    );
    assert!(within(WHILE, &calendar(&series)).is_ok());
}
