//! What the device says of itself: the latest, in order, and before the computer sleeps.

use super::{Call, *};

fn activity(call: &Call) -> DeviceActivity {
    match call {
        Call::Report(report) => report.activity,
        other => panic!("not a report: {other:?}"),
    }
}

#[test]
fn only_the_latest_is_sent() {
    let mut rig = Rig::online();
    rig.sense(DeviceActivity::Asleep);
    rig.sense(DeviceActivity::Locked);
    rig.sense(DeviceActivity::Active);
    rig.pass(seconds(5));
    rig.sense(DeviceActivity::Locked);
    assert_eq!(rig.calls.len(), 1, "one at a time");
    assert_eq!(activity(&rig.calls[0].1), DeviceActivity::Asleep);
    rig.pass(seconds(2));
    let (purpose, call) = rig.calls.remove(0);
    let answer = rig.server.answer(&call, rig.now);
    rig.handle(Input::Answered(purpose, answer));
    let Call::Report(report) = &rig.calls[0].1 else { panic!() };
    assert_eq!((report.activity, report.age), (DeviceActivity::Locked, seconds(2)));
    rig.answer_all();
    rig.sense(DeviceActivity::Locked);
    assert_eq!(rig.status(), "away");
}

#[test]
fn each_stream_is_told_anew_with_its_own_epoch() {
    let mut rig = Rig::online();
    rig.lose();
    assert!(rig.calls.is_empty());
    rig.connect();
    let Call::Report(report) = &rig.calls[0].1 else { panic!() };
    assert_eq!((report.epoch, report.sequence), (2, 1));
    rig.answer_all();
    rig.handle(Input::Stream(News::Beat));
    let Call::Report(report) = &rig.calls[0].1 else { panic!() };
    assert_eq!((report.epoch, report.sequence), (2, 2));
}

#[test]
fn an_answer_of_an_older_stream_settles_nothing() {
    let mut rig = Rig::online();
    rig.sense(DeviceActivity::Asleep);
    let (purpose, call) = rig.calls.remove(0);
    let answer = rig.server.answer(&call, rig.now);
    rig.connect();
    assert!(!rig.machine.is_settled());
    rig.handle(Input::Answered(purpose, answer));
    assert!(!rig.machine.is_settled(), "the new stream has not been told");
    rig.answer_all();
    assert!(rig.machine.is_settled());
}

#[test]
fn the_computer_sleeps_once_the_server_knows_or_cannot_be_told() {
    let mut rig = Rig::online();
    rig.sense(DeviceActivity::Asleep);
    assert!(!rig.machine.is_settled());
    rig.answer_all();
    assert!(rig.machine.is_settled());
    assert_eq!(rig.server.claims.devices[0].activity, DeviceActivity::Asleep);
    rig.sense(DeviceActivity::Active);
    assert!(
        rig.effects.iter().any(|effect| matches!(effect, Effect::Reconnect)),
        "awake: the old stream is dead"
    );
    rig.lose();
    rig.sense(DeviceActivity::Asleep);
    assert!(rig.machine.is_settled());
}

#[test]
fn after_wake_only_the_last_reading_is_told_however_late_the_network_is() {
    let mut rig = Rig::online();
    rig.sense(DeviceActivity::Asleep);
    rig.answer_all();
    rig.sense(DeviceActivity::Locked);
    rig.fail_all();
    rig.lose();
    rig.sense(DeviceActivity::Active);
    rig.pass(seconds(40));
    assert!(rig.calls.is_empty(), "there is no way to the server yet");
    rig.connect();
    let Call::Report(report) = &rig.calls[0].1 else { panic!() };
    assert_eq!((report.epoch, report.activity, report.age), (2, DeviceActivity::Active, seconds(40)));
    rig.answer_all();
    assert!(rig.calls.is_empty());
}

#[test]
fn a_failing_report_is_tried_again_and_not_in_a_loop() {
    let mut rig = Rig::online();
    rig.sense(DeviceActivity::Locked);
    rig.fail_all();
    assert!(rig.calls.is_empty());
    assert_eq!(rig.machine.next_deadline(rig.now), Some(rig.now + seconds(3)));
    rig.pass(seconds(3));
    assert_eq!(activity(&rig.calls[0].1), DeviceActivity::Locked);
}

#[test]
fn a_lock_that_does_not_count_is_not_told() {
    let mut rig = Rig::online();
    rig.ask(Request::Settings { settings: Settings { away_on_lock: false, ..Settings::default() } });
    rig.sense(DeviceActivity::Locked);
    rig.answer_all();
    assert_eq!(rig.status(), "available");
    rig.ask(Request::Settings { settings: Settings::default() });
    rig.answer_all();
    assert_eq!(rig.server.claims.devices[0].activity, DeviceActivity::Locked);
}

#[test]
fn what_was_not_answered_when_it_ends_is_sent_after_the_next_start() {
    let mut rig = Rig::online();
    rig.choose("busy", 0);
    rig.ask(Request::Quit);
    rig.pass(seconds(2));
    assert!(matches!(rig.effects.last(), Some(Effect::Exit)));
    let kept = rig.effects.iter().rev().find_map(|effect| match effect {
        Effect::Save(saved) => match &**saved {
            Saved::Pending(pending) => Some(pending.clone()),
            _ => None,
        },
        _ => None,
    });
    assert!(!kept.expect("it is on disk").is_empty());
}

#[test]
fn quitting_ends_the_lease_and_waits_no_longer_than_two_seconds() {
    let mut rig = Rig::online();
    assert_eq!(rig.ask(Request::Quit), None);
    assert!(matches!(sent(&rig)[..], [Call::EndReport]));
    rig.answer_all();
    assert!(is_done(&rig.reply_now()));
    assert!(matches!(rig.effects.last(), Some(Effect::Exit)));

    let mut rig = Rig::online();
    rig.ask(Request::Quit);
    rig.pass(seconds(1));
    assert!(!rig.effects.iter().any(|effect| matches!(effect, Effect::Exit)));
    rig.pass(seconds(1));
    assert!(matches!(rig.effects.last(), Some(Effect::Exit)));
}

#[test]
fn an_announced_logout_ends_the_lease_and_one_called_off_begins_anew() {
    let mut rig = Rig::online();
    let sensed = |ending| {
        let input = ringlight_core::idle::Input::Active;
        Input::Sensed(Sensed { input, ending, ..Sensed::default() })
    };
    rig.handle(sensed(true));
    assert!(matches!(sent(&rig)[..], [Call::EndReport]));
    assert!(!rig.machine.is_settled());
    rig.answer_all();
    assert!(rig.machine.is_settled());
    rig.effects.clear();
    rig.handle(sensed(false));
    assert!(
        rig.effects.iter().any(|effect| matches!(effect, Effect::Reconnect)),
        "a lease that was ended needs a new stream"
    );
}
