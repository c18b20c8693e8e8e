//! What devices report, and what is left when they are gone.

use ringlight_core::{Policy, devices, next_change, settle};
use ringlight_protocol::*;

use crate::build::*;

#[test]
fn an_end_that_passed_while_asleep_has_passed() {
    let mut claims = with(vec![manual("do_not_disturb", "17:00", Some("18:00"))]);
    claims.devices = vec![device("laptop", DeviceActivity::Asleep, "17:30")];
    devices::lost(&mut claims, &"laptop".into(), &Policy::default(), at("17:30"));
    assert_eq!(availability(&claims, "17:59"), Availability::DoNotDisturb);
    assert_eq!(availability(&claims, "18:00"), Availability::Away);
    let woken = report(2, 1, DeviceActivity::Active);
    devices::report(&mut claims, &"laptop".into(), DeviceKind::Desktop, &woken, at("21:00"));
    assert_eq!(availability(&claims, "21:00"), Availability::Available);
}

#[test]
fn a_sleeping_laptop_is_away_and_not_offline() {
    let mut claims = at_work();
    devices::report(
        &mut claims,
        &"desk".into(),
        DeviceKind::Desktop,
        &report(1, 2, DeviceActivity::Asleep),
        at("09:00"),
    );
    devices::lost(&mut claims, &"desk".into(), &Policy::default(), at("09:01"));
    let asleep = show(&claims, "21:00");
    assert_eq!(
        (asleep.availability, asleep.activity, asleep.online),
        (Availability::Away, Some(Activity::Asleep), true)
    );
    let gone = show(&claims, "21:01");
    assert_eq!((gone.availability, gone.last_seen), (Availability::Offline, Some(at("21:01"))));
}

#[test]
fn nobody_is_on_a_call_at_a_computer_that_sleeps() {
    let mut claims = at_work();
    let mut hears = |sequence, activity, now: &str| {
        let report = Report { call: true, presenting: true, ..report(1, sequence, activity) };
        devices::report(&mut claims, &"desk".into(), DeviceKind::Desktop, &report, at(now));
        (claims.calls.len(), claims.presenting.len())
    };
    assert_eq!(hears(2, DeviceActivity::Active, "09:00"), (1, 1));
    assert_eq!(hears(3, DeviceActivity::Asleep, "09:01"), (0, 0));
    assert_eq!(hears(4, DeviceActivity::Locked, "09:02"), (1, 1), "headsets stay on behind a lock");
}

#[test]
fn one_active_device_is_enough() {
    let mut claims = at_work();
    claims.devices.push(device("laptop", DeviceActivity::Idle, "09:50"));
    assert_eq!(availability(&claims, "10:00"), Availability::Available);
}

#[test]
fn with_no_active_device_the_last_active_one_tells() {
    let mut idle = device("desk", DeviceActivity::Idle, "09:00");
    let mut locked = device("laptop", DeviceActivity::Locked, "09:30");
    (idle.last_active, locked.last_active) = (Some(at("09:00")), Some(at("08:00")));
    let mut claims = Claims { devices: vec![locked, idle], ..Claims::default() };
    assert_eq!(show(&claims, "10:00").activity, Some(Activity::Idle));
    claims.devices[0].last_active = Some(at("09:30"));
    assert_eq!(show(&claims, "10:00").activity, Some(Activity::Locked));
}

#[test]
fn a_desktop_that_cannot_tell_is_unknown_alone_and_silent_beside_one_that_knows() {
    let mut claims =
        Claims { devices: vec![device("desk", DeviceActivity::Unknown, "08:00")], ..Claims::default() };
    let alone = show(&claims, "10:00");
    assert_eq!((alone.availability, alone.activity), (Availability::Available, Some(Activity::Unknown)));
    claims.devices.push(device("laptop", DeviceActivity::Idle, "07:00"));
    assert_eq!(availability(&claims, "10:00"), Availability::Away);
}

#[test]
fn a_phone_counts_for_somebody_with_no_living_desktop_only() {
    let mut claims = Claims { devices: vec![phone("phone", "08:00")], ..Claims::default() };
    assert_eq!(availability(&claims, "10:00"), Availability::Available);
    claims.devices.push(device("desk", DeviceActivity::Locked, "09:00"));
    assert_eq!(availability(&claims, "10:00"), Availability::Away);
    claims.devices[1].lease = Lease::Until(at("09:30"));
    assert_eq!(availability(&claims, "10:00"), Availability::Available);
}

#[test]
fn mondays_away_does_not_greet_tuesday() {
    let policy = Policy::default();
    let mut claims =
        with(vec![manual("do_not_disturb", "17:00", Some("+2 09:00")), manual("away", "17:00", None)]);
    devices::quit(&mut claims, &"desk".into(), at("18:00"));
    let mut before = claims.clone();
    settle(&mut before, &policy, at("+1 01:59"));
    assert_eq!(before.manual.len(), 2);
    settle(&mut claims, &policy, at("+1 02:00"));
    assert_eq!(claims.manual.len(), 1, "8 h later what had no end is gone, what was timed stays");
}

#[test]
fn the_owner_is_told_when_the_restore_window_ends() {
    let away = vec![manual("away", "09:00", None)];
    let claims = Claims { manual: away, last_seen: Some(at("10:00")), ..Claims::default() };
    let next = next_change(&claims, &Policy::default(), at("12:00"));
    assert_eq!(next, Some((at("18:00"), Source::Manual)));
    assert_eq!(next_change(&claims, &Policy::default(), at("18:00")), None);
}

#[test]
fn the_restore_window_spares_appear_offline_out_of_office_and_a_choice_made_since() {
    let policy = Policy::default();
    for status in ["appear_offline", "on_holiday"] {
        let mut claims = Claims {
            manual: vec![manual(status, "09:00", None)],
            last_seen: Some(at("09:30")),
            ..Claims::default()
        };
        assert!(!settle(&mut claims, &policy, at("+5 12:00")), "{status}");
    }
    let mut late = Claims {
        manual: vec![manual("away", "+1 09:00", None)],
        last_seen: Some(at("09:30")),
        ..Claims::default()
    };
    assert!(!settle(&mut late, &policy, at("+1 16:59")));
    assert!(settle(&mut late, &policy, at("+1 17:00")));
}

#[test]
fn signing_out_everywhere_ends_what_has_no_end() {
    let policy = Policy::default();
    let mut claims = with(vec![manual("away", "09:00", Some("12:00")), manual("busy", "09:00", None)]);
    claims.devices.push(device("laptop", DeviceActivity::Active, "09:00"));
    devices::sign_out(&mut claims, &"desk".into(), &policy, at("10:00"));
    assert_eq!(claims.manual.len(), 2, "the laptop still lives");
    devices::sign_out(&mut claims, &"laptop".into(), &policy, at("10:30"));
    assert_eq!(claims.manual.len(), 1);
    assert_eq!((claims.devices.len(), claims.last_seen), (0, Some(at("10:30"))));
}

#[test]
fn a_device_that_was_gone_ends_nothing_by_quitting_or_signing_out() {
    let policy = Policy::default();
    let mut claims = with(vec![manual("away", "09:00", None)]);
    devices::lost(&mut claims, &"desk".into(), &policy, at("10:00"));
    devices::quit(&mut claims, &"desk".into(), at("12:00"));
    assert_eq!(show(&claims, "12:00").last_seen, Some(at("10:01")));
    devices::sign_out(&mut claims, &"desk".into(), &policy, at("12:30"));
    assert_eq!((claims.manual.len(), claims.last_seen), (1, Some(at("10:01"))));
}

#[test]
fn a_loss_shorter_than_the_grace_changes_nothing() {
    let mut claims = at_work();
    devices::lost(&mut claims, &"desk".into(), &Policy::default(), at("10:00"));
    assert_eq!(availability(&claims, "10:00"), Availability::Available);
    assert_eq!(next_change(&claims, &Policy::default(), at("10:00")), Some((at("10:01"), Source::Device)));
    let mut back = claims.clone();
    devices::report(
        &mut back,
        &"desk".into(),
        DeviceKind::Desktop,
        &report(2, 1, DeviceActivity::Active),
        at("10:00"),
    );
    assert_eq!(next_change(&back, &Policy::default(), at("10:00")), None);
    assert_eq!(availability(&claims, "10:01"), Availability::Offline);
}

#[test]
fn the_grace_and_the_sleep_lease_are_the_teams() {
    let policy = Policy {
        grace: SignedDuration::from_secs(120),
        sleep_lease: SignedDuration::from_hours(1),
        ..Policy::default()
    };
    for (activity, gone) in [(DeviceActivity::Active, "10:02"), (DeviceActivity::Asleep, "11:00")] {
        let mut claims = at_work();
        claims.devices[0].activity = activity;
        devices::lost(&mut claims, &"desk".into(), &policy, at("10:00"));
        assert_eq!(next_change(&claims, &policy, at("10:00")), Some((at(gone), Source::Device)));
    }
}

#[test]
fn quitting_ends_the_device_its_calls_and_nothing_else() {
    let mut claims = with(vec![manual("away", "09:00", None)]);
    let talking = Report { call: true, presenting: true, ..report(1, 2, DeviceActivity::Active) };
    devices::report(&mut claims, &"desk".into(), DeviceKind::Desktop, &talking, at("09:30"));
    assert_eq!((claims.calls.len(), claims.presenting.len()), (1, 1));
    devices::quit(&mut claims, &"desk".into(), at("10:00"));
    assert_eq!((claims.calls.len(), claims.presenting.len(), claims.manual.len()), (0, 0, 1));
    assert_eq!(availability(&claims, "10:00"), Availability::Offline);
}

#[test]
fn a_stream_that_is_lost_after_quitting_or_twice_gives_no_grace() {
    let policy = Policy::default();
    let mut claims = at_work();
    devices::lost(&mut claims, &"desk".into(), &policy, at("10:00"));
    let once = claims.clone();
    devices::lost(&mut claims, &"desk".into(), &policy, at("10:00") + SignedDuration::from_secs(50));
    assert_eq!(claims, once);
    let mut claims = at_work();
    devices::quit(&mut claims, &"desk".into(), at("10:00"));
    devices::lost(&mut claims, &"desk".into(), &policy, at("10:00"));
    assert_eq!(availability(&claims, "10:00"), Availability::Offline);
}

#[test]
fn a_report_that_was_on_its_way_when_its_stream_was_lost_keeps_nobody_alive() {
    let mut claims = at_work();
    devices::lost(&mut claims, &"desk".into(), &Policy::default(), at("10:00"));
    let late = report(1, 2, DeviceActivity::Locked);
    assert!(devices::report(&mut claims, &"desk".into(), DeviceKind::Desktop, &late, at("10:00")));
    assert_eq!(show(&claims, "10:00").activity, Some(Activity::Locked));
    assert_eq!(availability(&claims, "10:01"), Availability::Offline);
}

#[test]
fn reports_carry_ages() {
    let mut claims = at_work();
    let idle = Report { age: minutes(6), ..report(1, 2, DeviceActivity::Idle) };
    devices::report(&mut claims, &"desk".into(), DeviceKind::Desktop, &idle, at("10:00"));
    assert_eq!((claims.devices[0].since, claims.devices[0].last_active), (at("09:54"), Some(at("09:54"))));
    let locked = report(1, 3, DeviceActivity::Locked);
    devices::report(&mut claims, &"desk".into(), DeviceKind::Desktop, &locked, at("10:05"));
    assert_eq!((claims.devices[0].since, claims.devices[0].last_active), (at("10:05"), Some(at("09:54"))));
}

#[test]
fn what_goes_on_keeps_its_start_and_what_began_while_away_has_its_own() {
    let mut claims = at_work();
    let idle =
        |epoch, sequence, age| Report { age: minutes(age), ..report(epoch, sequence, DeviceActivity::Idle) };
    let mut tell = |report, clock| {
        devices::report(&mut claims, &"desk".into(), DeviceKind::Desktop, &report, at(clock));
        claims.devices[0].since
    };
    assert_eq!(tell(idle(1, 2, 10), "10:00"), at("09:50"));
    assert_eq!(tell(idle(1, 3, 10), "10:01"), at("09:50"), "an age that was rounded down");
    assert_eq!(tell(idle(2, 1, 5), "12:00"), at("11:55"), "active meanwhile, while its stream was lost");
}
