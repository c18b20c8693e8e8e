//! Being away by idling: announced, taken back; calls and slides, told again while they last.

use ringlight_core::idle::Input as Hand;

use super::*;

fn untouched(rig: &mut Rig, since: Timestamp) {
    rig.handle(Input::Sensed(Sensed { input: Hand::Idle { since }, ..Sensed::default() }));
}

fn warned(rig: &mut Rig) -> bool {
    let before = rig.effects.len();
    rig.effects.retain(|effect| !matches!(effect, Effect::Notify(it) if it.title.starts_with("Away in")));
    rig.effects.len() < before
}

/// Nobody has touched anything for 4 min 30 s.
fn soon_away() -> (Rig, Timestamp) {
    let mut rig = Rig::online();
    let since = rig.now;
    assert_eq!(rig.machine.watch_after(), Some(seconds(270)));
    rig.pass(seconds(270));
    untouched(&mut rig, since);
    (rig, since)
}

#[test]
fn away_is_announced_then_comes_and_can_be_taken_back_from_its_start() {
    let (mut rig, since) = soon_away();
    assert_eq!(rig.machine.snapshot().warning, Some(local::Warning { away_at: since + seconds(300) }));
    assert!(warned(&mut rig));
    rig.pass(seconds(29));
    assert!(!warned(&mut rig), "once");
    assert_eq!(rig.status(), "available");
    rig.pass(seconds(1));
    rig.answer_all();
    assert_eq!(rig.server.claims.devices[0].activity, DeviceActivity::Idle);
    assert_eq!((rig.status().as_str(), rig.machine.snapshot().warning), ("away", None));
    assert!(rig.shown().can_take_back);
    assert!(is_done(&rig.ask(Request::Here)));
    rig.answer_all();
    assert_eq!(rig.status(), "available");
    assert_eq!(rig.server.claims.devices[0].activity, DeviceActivity::Active);
}

#[test]
fn what_announced_an_away_goes_with_it() {
    let withdrawn = |rig: &mut Rig| {
        let before = rig.effects.len();
        rig.effects.retain(|effect| !matches!(effect, Effect::Withdraw));
        before - rig.effects.len()
    };
    let (mut rig, _) = soon_away();
    assert_eq!(withdrawn(&mut rig), 0);
    rig.handle(Input::Sensed(Sensed { input: Hand::Active, ..Sensed::default() }));
    assert_eq!(withdrawn(&mut rig), 1, "by input");
    let (mut rig, _) = soon_away();
    rig.pass(seconds(30));
    assert_eq!(withdrawn(&mut rig), 1, "when it has come");
}

#[test]
fn sleep_is_told_at_once_even_after_a_refused_report() {
    let mut rig = Rig::online();
    rig.handle(Input::Sensed(Sensed { locked: Some(rig.now), ..Sensed::default() }));
    rig.fail_all();
    rig.handle(Input::Sensed(Sensed { asleep: Some(rig.now), ..Sensed::default() }));
    rig.answer_all();
    assert_eq!(rig.server.claims.devices[0].activity, DeviceActivity::Asleep);
}

#[test]
fn saying_so_puts_an_announced_away_off() {
    let (mut rig, _) = soon_away();
    let notification = rig.effects.iter().find_map(|effect| match effect {
        Effect::Notify(notification) => Some(notification.clone()),
        _ => None,
    });
    rig.handle(Input::Pressed(notification.unwrap(), crate::notify::Press::Here));
    assert_eq!(rig.machine.snapshot().warning, None);
    rig.pass(seconds(60));
    assert_eq!(rig.status(), "available");
}

#[test]
fn without_an_away_there_is_nothing_to_take_back() {
    let mut rig = Rig::online();
    assert_eq!(code(rig.ask(Request::Here)), Some(Code::NothingToUndo));
}

#[test]
fn nobody_is_warned_of_an_away_that_would_not_show() {
    for status in ["busy", "do_not_disturb", "out_of_office"] {
        let mut rig = Rig::online();
        rig.choose(status, 0);
        rig.answer_all();
        let since = rig.now;
        rig.pass(seconds(270));
        untouched(&mut rig, since);
        assert!(!warned(&mut rig), "{status}");
    }
}

#[test]
fn the_team_bounds_the_threshold() {
    let mut rig = Rig::online();
    let idle = IdleBounds { min: 10, max: 15, never: false };
    rig.event(Event::Policy(Policy { idle, ..Policy::default() }));
    assert_eq!(rig.machine.watch_after(), Some(seconds(10 * 60 - 30)));
    rig.ask(Request::Settings { settings: Settings { idle_after_s: 0, ..Settings::default() } });
    assert_eq!(rig.machine.watch_after(), Some(seconds(15 * 60 - 30)));
}

#[test]
fn a_call_shows_at_once_is_renewed_each_minute_and_ends() {
    let mut rig = Rig::online();
    let call = Engaged { call: true, hearing: vec!["zoom".into()], ..Engaged::default() };
    rig.handle(Input::Engaged(call));
    let me = rig.shown();
    assert_eq!((me.presence.status.as_str(), me.presence.activity), ("busy", Some(Activity::OnCall)));
    assert_eq!(rig.machine.snapshot().senses.hearing, ["zoom"]);
    rig.answer_all();
    for _ in 0..3 {
        rig.pass(seconds(60));
        assert!(matches!(sent(&rig)[..], [Call::Report(Report { call: true, .. })]));
        rig.answer_all();
    }
    assert_eq!(rig.server.claims.calls.len(), 1, "one call, renewed");
    rig.handle(Input::Engaged(Engaged::default()));
    assert!(matches!(sent(&rig)[..], [Call::Report(Report { call: false, .. })]));
    rig.answer_all();
    assert_eq!(rig.status(), "available");
    rig.pass(seconds(300));
    assert!(rig.calls.is_empty(), "nothing to renew");
}

#[test]
fn presenting_is_do_not_disturb() {
    let mut rig = Rig::online();
    rig.handle(Input::Engaged(Engaged { presenting: true, ..Engaged::default() }));
    rig.answer_all();
    assert_eq!(rig.shown().presence.activity, Some(Activity::Presenting));
    assert!(rig.machine.is_muted());
}

#[test]
fn who_has_a_window_that_fills_the_screen_may_sit_still_for_longer() {
    let (mut rig, since) = soon_away();
    assert!(rig.machine.snapshot().warning.is_some());
    let input = Hand::Idle { since };
    rig.handle(Input::Sensed(Sensed { input, full_screen: true, ..Sensed::default() }));
    assert_eq!(rig.machine.snapshot().warning, None);
    rig.pass(seconds(60));
    assert_eq!(rig.status(), "available");
}
