//! Each line of the resolution table, and the mistakes that draw complaints elsewhere.

use ringlight_core::{OFFLINE, Policy, devices, drop_claim, next, next_change, reasons, settle, stack};
use ringlight_protocol::*;

use crate::build::*;

#[test]
fn do_not_disturb_survives_idle_lock_and_sleep() {
    for activity in
        [DeviceActivity::Idle, DeviceActivity::Locked, DeviceActivity::Asleep, DeviceActivity::Unknown]
    {
        let mut claims = with(vec![manual("do_not_disturb", "09:00", None)]);
        claims.devices = vec![device("desk", activity, "09:30")];
        assert_eq!(availability(&claims, "10:00"), Availability::DoNotDisturb, "{activity:?}");
    }
}

#[test]
fn manual_away_survives_a_meeting_a_call_and_typing() {
    let mut claims = with(vec![manual("away", "09:00", None)]);
    claims.calendar = vec![meeting("k", MeetingKind::Busy, "09:30", "10:30")];
    assert_eq!(show(&claims, "10:00").activity, Some(Activity::InMeeting));
    claims.calls = vec![call("c", false, "09:45", "10:45")];
    let shown = show(&claims, "10:00");
    assert_eq!((shown.availability, shown.activity), (Availability::Away, Some(Activity::OnCall)));
}

#[test]
fn do_not_disturb_over_do_not_disturb_keeps_what_lay_under() {
    let mut claims = with(vec![manual("working_from_home", "08:00", None)]);
    stack::choose(&mut claims, manual("do_not_disturb", "09:00", Some("15:00")), at("09:00")).unwrap();
    stack::choose(&mut claims, manual("focusing", "10:00", Some("16:00")), at("10:00")).unwrap();
    assert_eq!(show(&claims, "15:30").status.as_str(), "focusing");
    assert_eq!(show(&claims, "16:00").status.as_str(), "working_from_home");
}

#[test]
fn a_choice_of_available_beats_only_what_had_begun() {
    let mut claims = with(vec![manual("available", "09:30", None)]);
    claims.calendar = vec![meeting("early", MeetingKind::Busy, "09:00", "10:00")];
    assert_eq!(availability(&claims, "09:45"), Availability::Available, "chosen in the meeting");
    claims.calendar.push(meeting("late", MeetingKind::Busy, "11:00", "12:00"));
    assert_eq!(availability(&claims, "11:00"), Availability::Busy, "a meeting that begins later counts");
    claims.calendar = vec![meeting("same", MeetingKind::Busy, "09:30", "12:00")];
    assert_eq!(availability(&claims, "11:00"), Availability::Busy, "chosen when it began is not after");
}

#[test]
fn available_beats_presenting_and_programs_but_no_call_and_no_empty_chair() {
    let mut claims = with(vec![manual("in_the_office", "09:30", None)]);
    claims.presenting = vec![presenting("p", "09:00", "12:00")];
    claims.external = vec![external("x", Availability::DoNotDisturb, "09:00", "12:00")];
    assert_eq!(show(&claims, "10:00").status.as_str(), "in_the_office");
    claims.calls = vec![call("c", true, "09:10", "12:00")];
    let shown = show(&claims, "10:00");
    assert_eq!((shown.availability, shown.activity), (Availability::Busy, Some(Activity::Ringing)));
    claims.calls.clear();
    claims.devices[0].activity = DeviceActivity::Locked;
    let shown = show(&claims, "10:00");
    assert_eq!((shown.availability, shown.activity), (Availability::Away, Some(Activity::Locked)));
}

#[test]
fn lines_come_in_the_order_of_the_table() {
    let mut claims = at_work();
    claims.calendar = vec![meeting("k", MeetingKind::Busy, "09:00", "12:00")];
    let meets = show(&claims, "10:00");
    assert_eq!(
        (meets.cause, meets.activity, meets.until),
        (Cause::Calendar, Some(Activity::InMeeting), Some(at("12:00")))
    );
    claims.calendar.push(meeting("o", MeetingKind::OutOfOffice, "09:30", "11:00"));
    assert_eq!(availability(&claims, "10:00"), Availability::OutOfOffice);
    claims.external = vec![external("x", Availability::Busy, "09:00", "12:00")];
    assert_eq!((show(&claims, "10:00").cause, show(&claims, "10:00").until), (Cause::External, None));
    claims.calls = vec![call("c", false, "09:00", "12:00")];
    assert_eq!(show(&claims, "10:00").cause, Cause::Call);
    claims.presenting = vec![presenting("p", "09:00", "12:00")];
    let presents = show(&claims, "10:00");
    assert_eq!((presents.availability, presents.cause), (Availability::DoNotDisturb, Cause::Presenting));
    claims.quiet_hours = Some(QuietHours { windows: windows(&[(3, "09:00", "13:00")]), ..nights() });
    assert_eq!(
        (show(&claims, "10:00").cause, show(&claims, "10:00").until),
        (Cause::Schedule, Some(at("13:00")))
    );
    claims.manual = vec![manual("busy", "08:00", None)];
    assert_eq!(show(&claims, "10:00").cause, Cause::Manual);
}

#[test]
fn two_answered_or_not_calls_are_one_on_call() {
    let mut claims = at_work();
    claims.calls = vec![call("a", true, "09:00", "12:00"), call("b", false, "09:30", "12:00")];
    assert_eq!(show(&claims, "10:00").activity, Some(Activity::OnCall));
}

#[test]
fn meetings_back_to_back_end_together() {
    let mut claims = at_work();
    claims.calendar = vec![
        meeting("a", MeetingKind::Busy, "09:00", "10:00"),
        meeting("b", MeetingKind::Busy, "10:00", "11:00"),
        meeting("c", MeetingKind::Busy, "11:05", "12:00"),
    ];
    assert_eq!(show(&claims, "09:30").until, Some(at("11:00")));
}

#[test]
fn a_program_labels_an_available_person_and_cannot_hide_one() {
    let mut claims = at_work();
    claims.external = vec![external("x", Availability::Offline, "09:00", "12:00")];
    assert_eq!(show(&claims, "10:00").cause, Cause::Device);
    claims.external.push(External {
        status: "on_the_road".into(),
        ..external("y", Availability::Available, "09:00", "12:00")
    });
    assert_eq!(
        (show(&claims, "10:00").status.as_str(), show(&claims, "10:00").cause),
        ("on_the_road", Cause::External)
    );
    claims.manual = vec![manual("in_the_office", "08:00", None)];
    assert_eq!(show(&claims, "10:00").status.as_str(), "in_the_office", "before a program the person labels");
}

#[test]
fn of_several_programs_the_one_counts_that_spoke_last() {
    let mut claims = at_work();
    claims.external = vec![
        external("z", Availability::Busy, "09:00", "12:00"),
        external("a", Availability::Away, "09:30", "11:00"),
    ];
    assert_eq!(availability(&claims, "09:15"), Availability::Busy);
    assert_eq!(availability(&claims, "10:00"), Availability::Away);
    assert_eq!(availability(&claims, "11:00"), Availability::Busy);
}

#[test]
fn out_of_office_shows_without_a_device_from_anywhere_in_the_stack() {
    let mut claims =
        with(vec![manual("do_not_disturb", "09:00", Some("12:00")), manual("on_holiday", "08:00", None)]);
    assert_eq!(show(&claims, "10:00").status.as_str(), "do_not_disturb");
    claims.devices[0].lease = Lease::Until(at("09:30"));
    let shown = show(&claims, "10:00");
    assert_eq!(
        (shown.status.as_str(), shown.online, shown.last_seen),
        ("on_holiday", false, Some(at("09:30")))
    );
}

#[test]
fn a_calendars_out_of_office_shows_without_a_device_and_a_meeting_does_not() {
    let mut claims =
        Claims { calendar: vec![meeting("k", MeetingKind::Busy, "09:00", "12:00")], ..Claims::default() };
    assert_eq!(
        (availability(&claims, "10:00"), show(&claims, "10:00").status.as_str()),
        (Availability::Offline, OFFLINE)
    );
    claims.calendar.push(meeting("o", MeetingKind::OutOfOffice, "09:00", "12:00"));
    assert_eq!(show(&claims, "10:00").cause, Cause::Calendar);
}

#[test]
fn an_out_of_office_status_that_does_not_stick_still_shows() {
    let mut claims = with(vec![Manual { sticky: false, ..manual("business_trip", "09:00", None) }]);
    claims.calendar = vec![meeting("k", MeetingKind::Busy, "09:00", "12:00")];
    assert_eq!(show(&claims, "10:00").status.as_str(), "business_trip");
}

#[test]
fn appear_offline_tells_neither_its_end_nor_what_goes_on() {
    let mut claims = with(vec![manual("appear_offline", "09:00", Some("11:00"))]);
    claims.calls = vec![call("c", false, "09:10", "12:00")];
    let hidden = show(&claims, "10:00");
    assert_eq!(
        (hidden.availability, hidden.status.as_str(), hidden.cause),
        (Availability::Offline, OFFLINE, Cause::NoDevice)
    );
    assert_eq!((hidden.activity, hidden.until, hidden.online), (None, None, false));
    assert_eq!(hidden.last_seen, Some(at("09:00")));
    assert_eq!(
        reasons(&claims, &Policy::default(), at("10:00"))[0].until,
        Some(at("11:00")),
        "its owner knows"
    );
}

#[test]
fn appear_offline_over_appear_offline_does_not_move_last_seen() {
    let claims =
        with(vec![manual("appear_offline", "10:00", Some("11:00")), manual("appear_offline", "08:30", None)]);
    assert_eq!(show(&claims, "10:30").last_seen, Some(at("08:30")));
}

#[test]
fn a_call_is_one_instance_for_as_long_as_it_is_renewed() {
    let mut claims = at_work();
    let policy = Policy::default();
    let talk = |claims: &mut Claims, sequence, clock| {
        let talking = Report { call: true, ..report(1, sequence, DeviceActivity::Active) };
        settle(claims, &policy, at(clock));
        devices::report(claims, &"desk".into(), DeviceKind::Desktop, &talking, at(clock));
        claims.calls[0].id.clone()
    };
    let id = talk(&mut claims, 2, "10:00");
    assert_eq!(availability(&claims, "10:00"), Availability::Busy);
    drop_claim(&mut claims, &id, &policy, at("10:00")).unwrap();
    assert_eq!(talk(&mut claims, 3, "10:01"), id);
    assert_eq!(talk(&mut claims, 4, "10:02"), id);
    assert_eq!(
        availability(&claims, "10:02"),
        Availability::Available,
        "dismissed, however often it is renewed"
    );
    let another = talk(&mut claims, 5, "10:10");
    assert_ne!(another, id);
    assert_eq!(availability(&claims, "10:10"), Availability::Busy, "another call counts again");
}

#[test]
fn a_dismissed_meeting_stays_away_until_it_ends() {
    let policy = Policy::default();
    let mut claims = at_work();
    claims.calendar = vec![
        meeting("a", MeetingKind::Busy, "09:00", "10:00"),
        meeting("b", MeetingKind::Busy, "11:00", "12:00"),
    ];
    drop_claim(&mut claims, &"a".into(), &policy, at("09:30")).unwrap();
    assert_eq!(availability(&claims, "09:30"), Availability::Available);
    assert_eq!(availability(&claims, "11:00"), Availability::Busy);
    assert!(drop_claim(&mut claims, &"b".into(), &policy, at("10:00")).is_err(), "it has not begun");
    settle(&mut claims, &policy, at("10:00"));
    assert_eq!((claims.dismissed.len(), claims.calendar.len()), (0, 1));
}

#[test]
fn settling_leaves_nothing_that_has_ended() {
    let mut claims = with(vec![manual("busy", "09:00", Some("10:00"))]);
    claims.calls = vec![call("c", false, "09:00", "10:00")];
    claims.presenting = vec![presenting("p", "09:00", "10:00")];
    claims.external = vec![external("x", Availability::Busy, "09:00", "10:00")];
    claims.calendar = vec![meeting("k", MeetingKind::Busy, "09:00", "10:00")];
    claims.dismissed = vec![Dismissed { claim: "k".into(), until: at("10:00") }];
    claims.note = Some(Note { text: "Until ten".into(), emoji: None, until: Some(at("10:00")) });
    let full = claims.clone();
    assert!(!settle(&mut claims, &Policy::default(), at("09:59")));
    assert_eq!(claims, full);
    assert!(settle(&mut claims, &Policy::default(), at("10:00")));
    assert_eq!(claims, at_work());
}

#[test]
fn reasons_tell_every_living_claim_in_order() {
    let mut claims =
        with(vec![manual("available", "09:30", Some("12:00")), manual("on_holiday", "08:00", None)]);
    claims.calendar = vec![
        meeting("k", MeetingKind::Busy, "09:00", "11:00"),
        meeting("l", MeetingKind::Busy, "11:00", "12:00"),
    ];
    claims.calls = vec![call("c", false, "09:00", "11:00")];
    let told = reasons(&claims, &Policy::default(), at("10:00"));
    let order: Vec<_> = told.iter().map(|it| (it.source, it.status.as_str())).collect();
    let expected = [
        (Source::Call, "busy"),
        (Source::Calendar, "busy"),
        (Source::Device, "available"),
        (Source::Manual, "available"),
        (Source::Manual, "on_holiday"),
    ];
    assert_eq!(order, expected);
    assert!(told[0].wins && told[1..].iter().all(|it| !it.wins));
}

#[test]
fn with_no_device_the_reasons_say_so() {
    let claims = Claims {
        last_seen: Some(at("08:00")),
        manual: vec![manual("busy", "08:00", None)],
        ..Claims::default()
    };
    let told = reasons(&claims, &Policy::default(), at("10:00"));
    assert_eq!(
        (told[0].source, told[0].availability, told[0].wins),
        (Source::Device, Availability::Offline, true)
    );
    assert_eq!((told[0].can_drop, told[0].claim.is_none(), told[0].from), (false, true, Some(at("08:00"))));
    assert_eq!(told[1].source, Source::Manual);
}

#[test]
fn what_comes_next_skips_what_nobody_would_see() {
    let policy = Policy::default();
    let mut claims = with(vec![manual("do_not_disturb", "09:00", Some("12:00"))]);
    claims.calendar = vec![meeting("k", MeetingKind::Busy, "10:00", "13:00")];
    assert_eq!(next_change(&claims, &policy, at("09:30")), Some((at("10:00"), Source::Calendar)));
    let next = next(&claims, &policy, at("09:30")).unwrap();
    assert_eq!((next.at, next.source, next.availability), (at("12:00"), Source::Manual, Availability::Busy));
}
