//! When somebody is free again.

use jiff::Timestamp;
use ringlight_core::{Claims, Subject, fold, privacy::Sight, view};
use ringlight_protocol::*;

use crate::build::*;

fn free_at(claims: &Claims, clock: &str) -> Option<Timestamp> {
    show(claims, clock).free_at
}

fn meetings(spans: &[(&str, &str)]) -> Claims {
    let busy = |(number, (from, until)): (usize, &(&str, &str))| {
        meeting(&format!("k{number}"), MeetingKind::Busy, from, until)
    };
    Claims { calendar: spans.iter().enumerate().map(busy).collect(), ..at_work() }
}

#[test]
fn meetings_back_to_back_are_skipped_through_and_gaps_count() {
    let claims = meetings(&[("10:00", "11:00"), ("11:00", "12:00"), ("12:05", "13:00")]);
    assert_eq!(free_at(&claims, "10:30"), Some(at("12:00")));
    assert_eq!(free_at(&claims, "12:30"), Some(at("13:00")));
    assert_eq!(free_at(&claims, "12:02"), None, "free already");
}

#[test]
fn one_thing_after_another_of_different_kinds_is_skipped_through() {
    let mut claims = meetings(&[("10:00", "11:00")]);
    claims.calendar.push(meeting("out", MeetingKind::OutOfOffice, "10:50", "14:00"));
    claims.manual = vec![manual("do_not_disturb", "09:00", Some("10:30"))];
    claims.planned = vec![planned("business_trip", "13:00", Some("18:30"))];
    claims.quiet_hours = Some(nights());
    assert_eq!(free_at(&claims, "10:00"), Some(at("+1 08:00")), "DND, meeting, out, trip, the night");
}

#[test]
fn a_call_in_a_meeting_ends_with_it_as_far_as_anybody_knows() {
    let mut claims = meetings(&[("10:00", "11:00")]);
    claims.calls = vec![call("c", false, "10:01", "10:40")];
    assert_eq!(show(&claims, "10:30").cause, Cause::Call);
    assert_eq!(free_at(&claims, "10:30"), Some(at("11:00")));
}

#[test]
fn what_nobody_knows_the_end_of_has_none() {
    let mut on_call = at_work();
    on_call.calls = vec![call("c", false, "10:00", "10:40")];
    let program = Claims { external: vec![external("x", Availability::Busy, "10:00", "14:00")], ..at_work() };
    let presents = Claims { presenting: vec![presenting("p", "10:00", "10:40")], ..at_work() };
    let idle = Claims { devices: vec![device("desk", DeviceActivity::Idle, "10:00")], ..Claims::default() };
    let open = with(vec![manual("do_not_disturb", "10:00", None)]);
    for claims in [on_call, program, presents, idle, open] {
        assert_ne!(availability(&claims, "10:30"), Availability::Available);
        assert_eq!(free_at(&claims, "10:30"), None);
    }
}

#[test]
fn lunch_with_a_locked_screen_has_the_end_that_was_said() {
    let mut claims = with(vec![manual("meal", "12:00", Some("13:00"))]);
    claims.devices = vec![device("desk", DeviceActivity::Locked, "12:00")];
    assert_eq!(free_at(&claims, "12:10"), Some(at("13:00")));
}

#[test]
fn what_ends_in_an_open_end_is_not_known() {
    let mut claims = meetings(&[("10:00", "11:00")]);
    claims.planned = vec![planned("sick_leave", "10:30", None)];
    assert_eq!(free_at(&claims, "10:10"), None);
}

#[test]
fn quiet_hours_around_the_clock_have_no_end() {
    let every: Vec<_> = (1..=7).map(|day| (day, "00:00", "24:00")).collect();
    let quiet_hours = Some(QuietHours { windows: windows(&every), ..nights() });
    assert_eq!(free_at(&Claims { quiet_hours, ..at_work() }, "10:10"), None);
}

#[test]
fn nobody_who_is_or_appears_offline_says_when_they_are_back() {
    let absent =
        Claims { devices: Vec::new(), last_seen: Some(at("09:00")), ..meetings(&[("10:00", "11:00")]) };
    assert_eq!(free_at(&absent, "10:30"), None);
    let away = Claims { manual: vec![manual("on_holiday", "09:00", Some("+2 09:00"))], ..absent };
    assert_eq!(free_at(&away, "10:30"), None);
    let hides = manual("appear_offline", "09:00", Some("15:00"));
    assert_eq!(free_at(&with(vec![hides.clone()]), "10:30"), None);
    let later = with(vec![manual("do_not_disturb", "09:30", Some("12:00")), hides]);
    assert_eq!(free_at(&later, "10:30"), None, "would tell that it is a choice, and when it ends");
}

#[test]
fn only_full_viewers_are_told() {
    let claims = meetings(&[("10:00", "11:00")]);
    let shown = fold(None, show(&claims, "10:30"), at("10:30"));
    let (profile, privacy) = (crate::view::profile("UTC"), Privacy::default());
    let of = Subject { shown: &shown, claims: &claims, profile: &profile, privacy: &privacy };
    let told = [Level::Hidden, Level::Coarse, Level::Basic, Level::Full]
        .map(|level| view(&of, Sight { level, last_seen: true }, at("10:30")).free_at.is_some());
    assert_eq!(told, [false, false, false, true]);
}
