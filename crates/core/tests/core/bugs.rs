//! The mistakes that other presence systems are known for, a test each.

use jiff::SignedDuration;
use ringlight_core::{
    Claims, Policy, Subject, devices, drop_claim, fold,
    idle::{Idle, Input, Rules, Sensed},
    next_change, presets,
    privacy::Sight,
    reasons, resolve, settle, stack, view,
};
use ringlight_protocol::{
    Availability::*,
    local::{Preset, Settings},
    *,
};

use crate::build::*;

fn desktop() -> Idle {
    let mut idle = Idle::new(Rules::new(&Settings::default(), &IdleBounds::default()), at("09:00"));
    idle.sense(active(), at("09:00"));
    idle
}

fn active() -> Sensed {
    Sensed { input: Input::Active, ..Sensed::UNKNOWN }
}

fn no_input_since(clock: &str) -> Sensed {
    Sensed { input: Input::Idle { since: at(clock) }, ..Sensed::UNKNOWN }
}

/// What a desktop says, as the server takes it.
fn hear(claims: &mut Claims, sequence: u64, activity: DeviceActivity, clock: &str) {
    devices::report(claims, &"desk".into(), DeviceKind::Desktop, &report(9, sequence, activity), at(clock));
}

fn meeting_from(from: &str, until: &str) -> Vec<Meeting> {
    vec![meeting("k", MeetingKind::Busy, from, until)]
}

// Away although I am working.

#[test]
fn who_reads_is_warned_and_stays() {
    let mut idle = desktop();
    let warned = idle.sense(no_input_since("10:00"), at("10:04") + SignedDuration::from_secs(30));
    assert_eq!((warned.activity, warned.warning), (DeviceActivity::Active, Some(at("10:05"))));
    idle.here(at("10:04") + SignedDuration::from_secs(40));
    assert_eq!(idle.look(at("10:15")).activity, DeviceActivity::Active);
}

#[test]
fn an_app_in_the_background_changes_nothing_while_its_owner_works_elsewhere() {
    let mut idle = desktop();
    assert_eq!(idle.look(at("17:00")).activity, DeviceActivity::Active, "no focus, no window, but input");
    assert_eq!(idle.next(at("17:00")), None);
}

#[test]
fn between_two_inputs_closer_than_the_threshold_nothing_flaps() {
    let mut idle = desktop();
    for minute in 0..30 {
        let last = at("10:00") + SignedDuration::from_mins(5 * minute);
        idle.sense(active(), last);
        let quiet = Sensed { input: Input::Idle { since: last }, ..Sensed::UNKNOWN };
        let said = idle.sense(quiet, last + SignedDuration::from_secs(299));
        assert_eq!(said.activity, DeviceActivity::Active);
    }
}

#[test]
fn unsupported_idle_is_unknown_and_never_active() {
    let mut claims = Claims::default();
    let said =
        Idle::new(Rules::new(&Settings::default(), &IdleBounds::default()), at("09:00")).look(at("12:00"));
    hear(&mut claims, 1, said.activity, "12:00");
    let shown = show(&claims, "12:00");
    assert_eq!((shown.availability, shown.activity), (Available, Some(Activity::Unknown)));
}

// Available although locked, asleep or gone.

#[test]
fn who_is_locked_asleep_or_gone_is_never_available() {
    let mut claims = at_work();
    let mut idle = desktop();
    let locked = Sensed { locked: Some(at("10:00")), ..active() };
    hear(&mut claims, 1, idle.sense(locked, at("10:00")).activity, "10:00");
    assert_eq!(show(&claims, "10:00").activity, Some(Activity::Locked), "at once");
    let asleep = Sensed { asleep: Some(at("10:01")), ..locked };
    hear(&mut claims, 2, idle.sense(asleep, at("10:01")).activity, "10:01");
    devices::lost(&mut claims, &"desk".into(), &Policy::default(), at("10:02"));
    assert_eq!(
        (availability(&claims, "12:00"), show(&claims, "12:00").activity),
        (Away, Some(Activity::Asleep))
    );
    assert_eq!(availability(&claims, "22:02"), Offline, "the sleep lease is over");
    devices::quit(&mut claims, &"desk".into(), at("12:00"));
    assert_eq!(availability(&claims, "12:00"), Offline);
}

#[test]
fn unlocking_gives_what_was_there_before_not_always_available() {
    for status in ["do_not_disturb", "busy", "away", "in_the_office"] {
        let mut claims = with(vec![manual(status, "09:00", None)]);
        let before = show(&claims, "10:00");
        hear(&mut claims, 1, DeviceActivity::Locked, "10:00");
        hear(&mut claims, 2, DeviceActivity::Active, "10:30");
        let after = show(&claims, "10:30");
        assert_eq!(
            (after.availability, after.status, after.cause),
            (before.availability, before.status, before.cause)
        );
    }
}

#[test]
fn waking_is_not_unlocking() {
    let mut idle = desktop();
    let locked = Sensed { locked: Some(at("10:00")), ..no_input_since("10:00") };
    idle.sense(Sensed { asleep: Some(at("10:10")), ..locked }, at("10:10"));
    assert_eq!(idle.sense(locked, at("18:00")).activity, DeviceActivity::Locked);
}

#[test]
fn phantom_input_does_not_undo_away_behind_a_lock() {
    let mut claims = at_work();
    let mut idle = desktop();
    let locked = |sensed: Sensed| Sensed { locked: Some(at("10:00")), ..sensed };
    idle.sense(locked(no_input_since("10:00")), at("10:05"));
    let said = idle.sense(locked(active()), at("11:00"));
    hear(&mut claims, 1, said.activity, "11:00");
    assert_eq!(availability(&claims, "11:00"), Away);
}

#[test]
fn away_is_never_stuck() {
    let mut idle = desktop();
    idle.sense(no_input_since("09:30"), at("10:00"));
    assert_eq!(idle.look(at("10:00")).activity, DeviceActivity::Idle);
    assert_eq!(idle.sense(active(), at("10:01")).activity, DeviceActivity::Active);
    // Somebody away by hand is available again by hand, whatever the desktop says.
    let mut claims = with(vec![manual("away", "09:00", None)]);
    stack::choose(&mut claims, manual("available", "10:00", None), at("10:00")).unwrap();
    assert_eq!(availability(&claims, "10:00"), Available);
    stack::clear(&mut claims, at("10:01"));
    assert_eq!(availability(&claims, "10:01"), Available);
}

// Calendar, call, meeting, and back.

#[test]
fn after_a_meeting_with_a_call_shows_what_is_so_then() {
    let mut claims = at_work();
    claims.calendar = meeting_from("10:00", "11:00");
    claims.calls = vec![call("c", false, "10:02", "11:01")];
    assert_eq!(show(&claims, "10:30").activity, Some(Activity::OnCall));
    assert_eq!(availability(&claims, "11:01"), Available);
    hear(&mut claims, 1, DeviceActivity::Locked, "10:50");
    assert_eq!(availability(&claims, "11:01"), Away, "not what was saved before the meeting");
}

#[test]
fn a_meeting_that_began_before_my_choice_does_not_override_it() {
    let mut claims = with(vec![manual("available", "10:10", None)]);
    claims.calendar = meeting_from("10:00", "11:00");
    assert_eq!(availability(&claims, "10:30"), Available);
    claims.calendar.push(meeting("k2", MeetingKind::Busy, "10:40", "11:00"));
    assert_eq!(availability(&claims, "10:45"), Busy, "a new one does");
}

#[test]
fn an_inhibitor_that_is_released_is_not_a_return() {
    let mut idle = desktop();
    idle.sense(no_input_since("10:00"), at("10:05"));
    assert_eq!(idle.look(at("10:05")).activity, DeviceActivity::Idle);
    idle.sense(Sensed { inhibited: true, call: true, ..no_input_since("10:00") }, at("10:10"));
    assert_eq!(idle.sense(no_input_since("10:00"), at("10:20")).activity, DeviceActivity::Idle);
}

// Automation overwrites what I chose, or does not restore it.

#[test]
fn manual_away_survives_a_meeting() {
    let mut claims = with(vec![manual("away", "09:00", None)]);
    claims.calendar = meeting_from("10:00", "11:00");
    for clock in ["09:30", "10:30", "11:30"] {
        let shown = show(&claims, clock);
        assert_eq!((shown.availability, shown.cause), (Away, Cause::Manual), "{clock}");
    }
}

#[test]
fn do_not_disturb_survives_a_call() {
    let mut claims = with(vec![manual("do_not_disturb", "09:00", None)]);
    claims.calls = vec![call("c", false, "10:00", "10:10")];
    assert_eq!(
        (availability(&claims, "10:05"), show(&claims, "10:05").activity),
        (DoNotDisturb, Some(Activity::OnCall))
    );
    assert_eq!(availability(&claims, "10:10"), DoNotDisturb, "and its end");
}

#[test]
fn do_not_disturb_survives_idling_locking_and_coming_back() {
    let mut claims = with(vec![manual("do_not_disturb", "09:00", None)]);
    for (sequence, activity) in
        [DeviceActivity::Idle, DeviceActivity::Locked, DeviceActivity::Active].into_iter().enumerate()
    {
        hear(&mut claims, sequence as u64 + 1, activity, "10:00");
        assert_eq!(availability(&claims, "10:00"), DoNotDisturb);
    }
}

#[test]
fn do_not_disturb_over_do_not_disturb_keeps_what_lay_under() {
    let mut claims = at_work();
    for (status, chosen, until) in [
        ("on_the_road", "08:00", Some("18:00")),
        ("do_not_disturb", "09:00", Some("10:00")),
        ("focusing", "09:30", Some("11:00")),
    ] {
        stack::choose(&mut claims, manual(status, chosen, until), at(chosen)).unwrap();
    }
    assert_eq!(show(&claims, "11:00").status.as_str(), "on_the_road");
}

#[test]
fn an_automation_restores_nothing_it_computes() {
    let mut claims = with(vec![manual("busy", "09:00", Some("10:30"))]);
    claims.calendar = meeting_from("10:00", "11:00");
    claims.presenting = vec![presenting("p", "10:10", "10:50")];
    let seen: Vec<_> =
        ["10:20", "10:40", "10:55", "11:00"].iter().map(|clock| availability(&claims, clock)).collect();
    assert_eq!(seen, [Busy, DoNotDisturb, Busy, Available], "Busy ended meanwhile and does not come back");
}

#[test]
fn what_an_automation_did_can_be_put_aside() {
    let mut claims = at_work();
    claims.calendar = meeting_from("10:00", "11:00");
    let id = reasons(&claims, &Policy::default(), at("10:10"))[0].claim.clone().unwrap();
    drop_claim(&mut claims, &id, &Policy::default(), at("10:10")).unwrap();
    assert_eq!(availability(&claims, "10:30"), Available);
}

// Stale, ghost and flickering presence; several devices.

#[test]
fn two_devices_disagree_and_the_active_one_wins() {
    let mut claims = at_work();
    claims.devices.push(device("home", DeviceActivity::Locked, "09:00"));
    assert_eq!(availability(&claims, "10:00"), Available);
    claims.calls = vec![Call { device: Some("home".into()), ..call("c", false, "09:30", "10:30") }];
    assert_eq!(availability(&claims, "10:00"), Busy, "busy beats active, from any device");
    claims.devices[0].lease = Lease::Until(at("09:50"));
    assert_eq!(availability(&claims, "10:30"), Away, "a device that is gone drops out");
}

#[test]
fn a_short_loss_and_a_new_start_of_the_server_show_nothing() {
    let policy = Policy::default();
    let mut claims = at_work();
    let before = show(&claims, "10:00");
    devices::lost(&mut claims, &"desk".into(), &policy, at("10:00"));
    let grace = SignedDuration::from_secs(59);
    assert_eq!(resolve(&claims, &policy, at("10:00") + grace), before);
    assert_eq!(next_change(&claims, &policy, at("10:00")), Some((at("10:01"), Source::Device)));
    assert_eq!(availability(&claims, "10:01"), Offline, "no ghost after it");
}

#[test]
fn a_report_that_comes_late_changes_nothing() {
    let mut claims = at_work();
    hear(&mut claims, 5, DeviceActivity::Locked, "10:00");
    let before = claims.clone();
    hear(&mut claims, 4, DeviceActivity::Active, "10:01");
    assert_eq!(claims, before);
}

// Hidden is hidden.

#[test]
fn appear_offline_stops_the_clock_of_last_seen_and_shows_nothing_else() {
    let mut claims = with(vec![manual("appear_offline", "10:00", Some("18:00"))]);
    claims.calls = vec![call("c", false, "11:00", "12:00")];
    claims.calendar = meeting_from("11:00", "12:00");
    hear(&mut claims, 1, DeviceActivity::Active, "11:30");
    let gone = Claims { last_seen: Some(at("10:00")), ..Claims::default() };
    let profile = crate::view::profile("Asia/Tokyo");
    let seen = |claims: &Claims| {
        let shown = fold(None, show(claims, "11:30"), at("11:30"));
        view(
            &Subject { shown: &shown, claims, profile: &profile, privacy: &Privacy::default() },
            Sight::WHOLE,
            at("11:30"),
        )
    };
    assert_eq!(seen(&claims), seen(&gone));
    assert_eq!(seen(&claims).last_seen, Some("2026-11-18".parse().unwrap()));
}

// Schedules, per weekday, in the person's zone.

#[test]
fn quiet_hours_wrap_midnight_and_until_tomorrow_is_nine_in_the_persons_zone() {
    let claims = Claims { quiet_hours: Some(nights()), ..at_work() };
    assert_eq!(show(&claims, "+1 03:00").until, Some(at("+1 08:00")));
    let tomorrow = presets::at(Preset::Tomorrow, "Asia/Tokyo", None, at("10:00")).unwrap();
    assert_eq!(tomorrow, at("+1 00:00"), "nine o'clock in Tokyo");
}

// Ends and clocks.

#[test]
fn an_end_that_passed_while_asleep_has_passed() {
    let policy = Policy::default();
    let mut claims = with(vec![manual("do_not_disturb", "09:00", Some("10:00"))]);
    hear(&mut claims, 1, DeviceActivity::Asleep, "09:30");
    devices::lost(&mut claims, &"desk".into(), &policy, at("09:31"));
    settle(&mut claims, &policy, at("14:00"));
    devices::report(
        &mut claims,
        &"desk".into(),
        DeviceKind::Desktop,
        &report(10, 1, DeviceActivity::Active),
        at("14:00"),
    );
    assert_eq!(availability(&claims, "14:00"), Available);
}

#[test]
fn a_clock_set_back_lengthens_nothing_but_by_as_much() {
    let mut claims = at_work();
    stack::choose(&mut claims, manual("do_not_disturb", "12:00", Some("13:00")), at("12:00")).unwrap();
    assert_eq!(show(&claims, "11:00").until, Some(at("13:00")), "an end is an instant");
    stack::choose(&mut claims, manual("away", "11:00", Some("11:30")), at("11:00")).unwrap();
    assert_eq!(availability(&claims, "11:10"), Away, "and choosing goes on working");
    assert_eq!(availability(&claims, "13:00"), Available);
}

#[test]
fn a_wrong_clock_of_a_client_changes_no_end() {
    let mut claims = at_work();
    let report = Report { age: SignedDuration::from_hours(-5), ..report(9, 1, DeviceActivity::Idle) };
    devices::report(&mut claims, &"desk".into(), DeviceKind::Desktop, &report, at("10:00"));
    assert_eq!(claims.devices[0].since, at("10:00"), "ages, not times, and none of the future");
}
