use proptest::prelude::*;
use ringlight_core::presets::{at, offered};
use ringlight_protocol::{Timestamp, Window, WorkingHours, local::Preset};

use crate::{
    arbitrary::cases,
    build::windows,
    world::{WORLDS, instant},
};

fn office() -> WorkingHours {
    let days: Vec<_> = (1..=5).flat_map(|day| [(day, "08:30", "12:00"), (day, "13:00", "17:00")]).collect();
    WorkingHours { windows: windows(&days) }
}

fn in_warsaw(preset: Preset, hours: Option<&WorkingHours>, local: &str) -> Option<String> {
    let now = local.parse::<jiff::civil::DateTime>().unwrap().in_tz("Europe/Warsaw").unwrap().timestamp();
    local_time(at(preset, "Europe/Warsaw", hours, now)?, "Europe/Warsaw")
}

fn local_time(at: Timestamp, zone: &str) -> Option<String> {
    Some(at.in_tz(zone).unwrap().datetime().strftime("%Y-%m-%dT%H:%M").to_string())
}

fn some(local: &str) -> Option<String> {
    Some(local.to_owned())
}

#[test]
fn without_hours_work_begins_at_nine_and_ends_never() {
    let wednesday = "2026-11-18T10:00";
    assert_eq!(in_warsaw(Preset::EndOfDay, None, wednesday), None);
    assert_eq!(in_warsaw(Preset::Tomorrow, None, wednesday), some("2026-11-19T09:00"));
    assert_eq!(in_warsaw(Preset::NextWeek, None, wednesday), some("2026-11-23T09:00"));
    let none = WorkingHours::default();
    assert_eq!(in_warsaw(Preset::Tomorrow, Some(&none), wednesday), some("2026-11-19T09:00"));
}

#[test]
fn tomorrow_is_the_next_working_start_on_a_later_day() {
    let office = office();
    assert_eq!(
        in_warsaw(Preset::Tomorrow, Some(&office), "2026-11-18T07:00"),
        some("2026-11-19T08:30"),
        "not today's"
    );
    assert_eq!(
        in_warsaw(Preset::Tomorrow, Some(&office), "2026-11-20T16:00"),
        some("2026-11-23T08:30"),
        "Friday"
    );
    let mondays = WorkingHours { windows: windows(&[(1, "10:00", "14:00")]) };
    assert_eq!(in_warsaw(Preset::Tomorrow, Some(&mondays), "2026-11-23T11:00"), some("2026-11-30T10:00"));
}

#[test]
fn next_week_is_the_first_working_start_of_the_next_iso_week() {
    let office = office();
    for now in ["2026-11-16T00:00", "2026-11-22T23:59"] {
        assert_eq!(in_warsaw(Preset::NextWeek, Some(&office), now), some("2026-11-23T08:30"));
    }
    let late = WorkingHours { windows: windows(&[(3, "11:00", "19:00")]) };
    assert_eq!(in_warsaw(Preset::NextWeek, Some(&late), "2026-11-16T10:00"), some("2026-11-25T11:00"));
}

#[test]
fn the_end_of_the_working_day_is_offered_while_it_lies_ahead() {
    let office = office();
    assert_eq!(in_warsaw(Preset::EndOfDay, Some(&office), "2026-11-18T12:30"), some("2026-11-18T17:00"));
    assert_eq!(in_warsaw(Preset::EndOfDay, Some(&office), "2026-11-18T17:00"), None);
    assert_eq!(in_warsaw(Preset::EndOfDay, Some(&office), "2026-11-21T12:00"), None, "Saturday");
    let night = WorkingHours { windows: windows(&[(2, "22:00", "06:00")]) };
    assert_eq!(in_warsaw(Preset::EndOfDay, Some(&night), "2026-11-17T21:00"), some("2026-11-18T06:00"));
    assert_eq!(
        in_warsaw(Preset::EndOfDay, Some(&night), "2026-11-18T02:00"),
        some("2026-11-18T06:00"),
        "past midnight"
    );
}

#[test]
fn a_window_that_ends_when_it_begins_ends_a_day_later() {
    let all_day = WorkingHours { windows: windows(&[(3, "09:00", "09:00")]) };
    assert_eq!(in_warsaw(Preset::EndOfDay, Some(&all_day), "2026-11-18T10:00"), some("2026-11-19T09:00"));
}

#[test]
fn local_times_jump_over_gaps_and_take_the_first_of_an_overlap() {
    let small_hours = WorkingHours { windows: windows(&[(7, "02:30", "10:00")]) };
    let tomorrow = |now: &str, zone: &str| at(Preset::Tomorrow, zone, Some(&small_hours), instant(now));
    assert_eq!(
        tomorrow("2027-03-27T12:00:00Z", "Europe/Warsaw"),
        Some(instant("2027-03-28T01:00:00Z")),
        "gap"
    );
    assert_eq!(
        tomorrow("2026-10-24T12:00:00Z", "Europe/Warsaw"),
        Some(instant("2026-10-25T00:30:00Z")),
        "overlap"
    );
    assert_eq!(
        at(Preset::FourHours, "Europe/Warsaw", None, instant("2027-03-27T23:00:00Z")),
        Some(instant("2027-03-28T03:00:00Z")),
        "hours are hours"
    );
    let howe = WorkingHours { windows: windows(&[(7, "01:45", "10:00")]) };
    let at = at(Preset::Tomorrow, "Australia/Lord_Howe", Some(&howe), instant("2026-04-04T02:00:00Z"));
    assert_eq!(at, Some(instant("2026-04-04T14:45:00Z")), "half an hour of overlap");
}

#[test]
fn the_day_apia_skipped_gives_the_first_instant_after_it() {
    let thursday = instant("2011-12-29T22:00:00Z");
    assert_eq!(local_time(thursday, "Pacific/Apia"), some("2011-12-29T12:00"));
    let tomorrow = at(Preset::Tomorrow, "Pacific/Apia", None, thursday).unwrap();
    assert_eq!(local_time(tomorrow, "Pacific/Apia"), some("2011-12-31T00:00"));
}

#[test]
fn a_zone_nobody_knows_is_utc() {
    let tomorrow = at(Preset::Tomorrow, "Middle/Nowhere", None, instant("2026-11-18T10:00:00Z"));
    assert_eq!(tomorrow, Some(instant("2026-11-19T09:00:00Z")));
}

proptest! {
    #![proptest_config(cases(2000))]

    #[test]
    fn every_offered_end_lies_ahead_within_a_fortnight(
        (zone, near) in prop::sample::select(&WORLDS[..]),
        ahead in -20_000..20_000_i64,
        windows in prop::collection::vec((1..=7_u8, 0..1440_u16, 0..=1440_u16), 0..8),
    ) {
        let now = instant(near) + jiff::SignedDuration::from_mins(ahead);
        let windows = windows.into_iter().map(|(day, from, until)| Window { day, from, until }).collect();
        let offered = offered(zone, Some(&WorkingHours { windows }), now);
        for it in &offered {
            prop_assert!(now < it.at && it.at < now + jiff::SignedDuration::from_hours(15 * 24));
        }
        let has = |preset| offered.iter().any(|it| it.preset == preset);
        prop_assert!(has(Preset::HalfHour) && has(Preset::FourHours) && has(Preset::Tomorrow) && has(Preset::NextWeek));
    }
}
