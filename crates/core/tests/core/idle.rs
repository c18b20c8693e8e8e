//! When a desktop counts as left, on virtual time.

use jiff::{SignedDuration, Timestamp};
use proptest::{collection::vec, prelude::*};
use ringlight_core::idle::{AT_ONCE, Idle, Input, NOTICE, Rules, Said, Sensed, TAKE_BACK, Why};
use ringlight_protocol::{DeviceActivity, IdleBounds, local::Settings};

use crate::{arbitrary::cases, build::at};

/// Seconds after ten o'clock.
fn s(seconds: i64) -> Timestamp {
    at("10:00") + SignedDuration::from_secs(seconds)
}

fn m(minutes: i64) -> Timestamp {
    s(60 * minutes)
}

fn rules() -> Rules {
    Rules::new(&Settings::default(), &IdleBounds::default())
}

const ACTIVE: Sensed = Sensed { input: Input::Active, ..Sensed::UNKNOWN };

fn idle_since(at: Timestamp) -> Sensed {
    Sensed { input: Input::Idle { since: at }, ..Sensed::UNKNOWN }
}

/// Somebody at work since ten, last input at `last`.
fn sitting(rules: Rules, last: Timestamp) -> Idle {
    let mut idle = Idle::new(rules, s(0));
    idle.sense(ACTIVE, s(0));
    let told = last + idle.watch_after().unwrap();
    idle.sense(idle_since(last), told);
    idle
}

/// Lets time pass as a driver does, from deadline to deadline.
fn pass(idle: &mut Idle, from: Timestamp, until: Timestamp) -> Vec<(i64, Why, DeviceActivity)> {
    let mut now = from;
    let mut seen = Vec::new();
    while let Some((at, why)) = idle.next(now).filter(|(at, _)| *at <= until) {
        now = at;
        let said = idle.look(now);
        seen.push((now.duration_since(s(0)).as_secs(), why, said.activity));
    }
    seen
}

fn activity(said: Said) -> DeviceActivity {
    said.activity
}

#[test]
fn away_is_announced_and_then_dates_from_the_last_input() {
    let mut idle = sitting(rules(), s(0));
    assert_eq!(idle.watch_after(), Some(SignedDuration::from_secs(270)));
    let said = idle.look(s(270));
    assert_eq!((said.activity, said.since, said.warning), (DeviceActivity::Active, s(0), Some(m(5))));
    assert_eq!(pass(&mut idle, s(270), m(60)), [(300, Why::Away, DeviceActivity::Idle)]);
    let said = idle.look(m(6));
    assert_eq!((said.activity, said.since, said.warning), (DeviceActivity::Idle, s(0), None));
}

#[test]
fn any_input_dismisses_the_announcement() {
    let mut idle = sitting(rules(), s(0));
    assert!(idle.look(s(280)).warning.is_some());
    let said = idle.sense(ACTIVE, s(285));
    assert_eq!((said.activity, said.since, said.warning), (DeviceActivity::Active, s(0), None));
    assert_eq!(idle.next(s(285)), None, "the senses will tell");
}

#[test]
fn i_am_here_dismisses_the_announcement_and_lengthens_what_follows() {
    let mut idle = sitting(rules(), s(0));
    assert_eq!(idle.here(s(280)).warning, None);
    assert_eq!(
        pass(&mut idle, s(280), m(60)),
        [
            (280 + 15 * 60 - 30, Why::Announce, DeviceActivity::Active),
            (280 + 15 * 60, Why::Away, DeviceActivity::Idle)
        ]
    );
}

#[test]
fn without_a_warning_the_senses_are_asked_at_the_threshold_itself() {
    let idle = sitting(Rules { warn: false, ..rules() }, s(0));
    assert_eq!(idle.watch_after(), Some(SignedDuration::from_mins(5)));
    assert_eq!(idle.clone().look(s(299)).warning, None);
    assert_eq!(activity(idle.clone().look(m(5))), DeviceActivity::Idle);
}

#[test]
fn coming_back_never_waits() {
    let mut idle = sitting(rules(), s(0));
    idle.look(m(5));
    let said = idle.sense(ACTIVE, m(9));
    assert_eq!((said.activity, said.since), (DeviceActivity::Active, m(9)));
}

#[test]
fn i_was_here_takes_an_away_back_from_its_start_for_a_quarter_of_an_hour() {
    let mut idle = sitting(rules(), m(10));
    assert!(idle.look(m(15)).can_take_back, "while it lasts, too");
    idle.sense(ACTIVE, m(20));
    assert_eq!(idle.next(m(20)), Some((m(20) + TAKE_BACK, Why::Forget)));
    let said = idle.clone().here(m(34));
    assert_eq!((said.activity, said.since, said.can_take_back), (DeviceActivity::Active, s(0), false));
    let late = idle.look(m(35));
    assert!(!late.can_take_back);
    assert_eq!(idle.here(m(35)), late, "nothing to take back, nothing changes");

    let mut still = sitting(rules(), m(10));
    still.look(m(15));
    let said = still.here(m(16));
    assert_eq!((said.activity, said.since), (DeviceActivity::Active, s(0)));
    assert_eq!(activity(still.look(m(30))), DeviceActivity::Active, "reads");
    assert_eq!(activity(still.look(m(31))), DeviceActivity::Idle);
}

#[test]
fn lock_and_sleep_pass_every_delay_and_end_where_they_began() {
    let mut idle = Idle::new(rules(), s(0));
    idle.sense(ACTIVE, s(0));
    let locked = Sensed { locked: Some(s(10)), ..ACTIVE };
    assert_eq!(
        (activity(idle.sense(locked, s(10))), idle.look(s(10)).since),
        (DeviceActivity::Locked, s(10))
    );
    let asleep = Sensed { asleep: Some(s(20)), ..locked };
    assert_eq!(activity(idle.sense(asleep, s(20))), DeviceActivity::Asleep);
    assert_eq!(activity(idle.sense(locked, s(30))), DeviceActivity::Locked, "wake is not unlock");
    assert_eq!(activity(idle.sense(ACTIVE, s(40))), DeviceActivity::Active);
    assert!(!idle.look(s(40)).can_take_back, "a lock is no mistake");
}

#[test]
fn a_lock_does_not_count_for_who_says_so() {
    let mut idle = Idle::new(Rules { on_lock: false, ..rules() }, s(0));
    let locked = Sensed { locked: Some(s(10)), ..ACTIVE };
    assert_eq!(activity(idle.sense(locked, s(10))), DeviceActivity::Active);
    idle.sense(Sensed { locked: Some(s(10)), ..idle_since(s(20)) }, s(290));
    assert_eq!(activity(idle.look(s(320))), DeviceActivity::Idle);
}

#[test]
fn a_blip_of_input_does_not_undo_an_away_behind_a_lock_but_typing_on_does() {
    for on_lock in [true, false] {
        let rules = Rules { on_lock, ..rules() };
        let away = if on_lock { DeviceActivity::Locked } else { DeviceActivity::Idle };
        let locked = |sensed: Sensed| Sensed { locked: Some(m(1)), ..sensed };
        let mut idle = sitting(rules, s(0));
        idle.sense(locked(idle_since(s(0))), s(280));
        assert_eq!(activity(idle.look(m(6))), away);
        assert_eq!(activity(idle.sense(locked(ACTIVE), m(10))), away, "a game controller");
        let blip = idle_since(m(10));
        assert_eq!(activity(idle.sense(locked(blip), m(10) + SignedDuration::from_secs(270))), away);
        assert_eq!(activity(idle.look(m(30))), away);
        // The locker is killed, and nobody came.
        assert_eq!(activity(idle.clone().sense(blip, m(31))), DeviceActivity::Idle);

        let mut typing = idle.clone();
        typing.sense(locked(ACTIVE), m(40));
        let (at, why) = typing.next(m(40)).unwrap();
        assert_eq!((at, why), (m(40) + SignedDuration::from_secs(275), Why::Believe));
        let said = typing.look(at);
        assert_eq!(activity(said), if on_lock { DeviceActivity::Locked } else { DeviceActivity::Active });
        assert_eq!(activity(idle.sense(ACTIVE, m(50))), DeviceActivity::Active, "unlocked by typing");
    }
}

#[test]
fn an_inhibitor_alone_may_be_a_film() {
    let held = |sensed: Sensed, rules: Rules| {
        let mut idle = Idle::new(rules, s(0));
        idle.sense(Sensed { input: Input::Active, ..sensed }, s(0));
        idle.sense(Sensed { input: Input::Idle { since: s(0) }, ..sensed }, s(270));
        activity(idle.look(m(20))) == DeviceActivity::Active
    };
    let inhibited = Sensed { inhibited: true, ..Sensed::UNKNOWN };
    assert!(!held(inhibited, rules()));
    assert!(held(inhibited, Rules { inhibitors_hold: true, ..rules() }), "as its owner wishes");
    assert!(held(Sensed { call: true, ..inhibited }, rules()));
    assert!(held(Sensed { presenting: true, ..inhibited }, rules()));
    assert!(!held(Sensed { call: true, ..Sensed::UNKNOWN }, rules()), "the call shows by itself");
}

#[test]
fn the_end_of_a_call_is_no_input_but_gives_a_threshold_more() {
    let mut idle = Idle::new(rules(), s(0));
    let in_call = |sensed: Sensed| Sensed { inhibited: true, call: true, ..sensed };
    idle.sense(in_call(ACTIVE), s(0));
    idle.sense(in_call(idle_since(s(0))), s(270));
    idle.look(m(40));
    idle.sense(idle_since(s(0)), m(40));
    assert_eq!(
        pass(&mut idle, m(40), m(60)),
        [(45 * 60 - 30, Why::Announce, DeviceActivity::Active), (45 * 60, Why::Away, DeviceActivity::Idle)]
    );
    assert_eq!(idle.look(m(45)).since, m(40));
}

#[test]
fn an_inhibitor_that_is_released_brings_nobody_back() {
    let mut idle = sitting(rules(), s(0));
    idle.look(m(5));
    let film = Sensed { inhibited: true, call: true, ..idle_since(s(0)) };
    assert_eq!(activity(idle.sense(film, m(6))), DeviceActivity::Idle);
    assert_eq!(activity(idle.sense(idle_since(s(0)), m(7))), DeviceActivity::Idle);
}

#[test]
fn a_window_that_covers_the_screen_lengthens_the_threshold() {
    let full = Sensed { full_screen: true, ..idle_since(s(0)) };
    let mut idle = sitting(rules(), s(0));
    idle.sense(full, s(280));
    assert_eq!(activity(idle.look(s(899))), DeviceActivity::Active);
    assert_eq!(activity(idle.clone().look(m(15))), DeviceActivity::Idle);
    // It closes by itself: time for a notice is left.
    let said = idle.sense(idle_since(s(0)), m(14));
    assert_eq!((said.activity, said.warning), (DeviceActivity::Active, Some(m(14) + NOTICE)));
    assert_eq!(activity(idle.look(m(14) + NOTICE)), DeviceActivity::Idle);
}

#[test]
fn who_comes_back_at_once_had_not_gone() {
    let mut idle = sitting(rules(), s(0));
    idle.look(m(5));
    idle.sense(ACTIVE, m(5) + AT_ONCE - SignedDuration::from_secs(1));
    idle.sense(idle_since(m(6)), s(360 + 270));
    assert_eq!(activity(idle.look(m(20))), DeviceActivity::Active);
    assert_eq!(activity(idle.look(m(21))), DeviceActivity::Idle);
    let mut gone = sitting(rules(), s(0));
    gone.look(m(5));
    gone.sense(ACTIVE, m(5) + AT_ONCE);
    gone.sense(idle_since(m(6)), s(360 + 270));
    assert_eq!(activity(gone.look(m(11))), DeviceActivity::Idle);
}

#[test]
fn after_a_night_asleep_nobody_is_there_until_there_is_input() {
    let mut idle = Idle::new(rules(), s(0));
    idle.sense(ACTIVE, s(0));
    idle.sense(Sensed { asleep: Some(s(30)), ..idle_since(s(20)) }, s(30));
    let said = idle.sense(idle_since(s(20)), m(600));
    assert_eq!((said.activity, said.since, said.warning), (DeviceActivity::Idle, s(20), None));
}

#[test]
fn who_cannot_tell_says_so() {
    let mut idle = sitting(rules(), s(0));
    idle.look(m(5));
    let said = idle.sense(Sensed::UNKNOWN, m(6));
    assert_eq!((said.activity, said.since), (DeviceActivity::Unknown, m(6)));
    assert_eq!(idle.next(m(6)), None);
}

#[test]
fn a_clock_set_back_postpones_by_a_threshold_at_most() {
    let mut idle = sitting(rules(), m(60));
    idle.sense(idle_since(m(60)), m(5));
    assert_eq!(pass(&mut idle, m(5), m(60)).last().unwrap().0, 600);
}

#[test]
fn the_same_spell_read_again_is_the_same() {
    let mut idle = sitting(rules(), s(0));
    let before = idle.look(m(6));
    let again = s(0) + SignedDuration::from_millis(700);
    assert_eq!(idle.sense(idle_since(again), m(6)), before);
}

#[test]
fn the_threshold_keeps_within_the_teams_bounds() {
    let after = |idle_after_s: u32, min: u32, max: u32, never: bool| {
        let settings = Settings { idle_after_s, ..Settings::default() };
        Rules::new(&settings, &IdleBounds { min, max, never }).after.map(|after| after.as_secs())
    };
    assert_eq!(after(300, 1, 60, true), Some(300));
    assert_eq!(after(300, 10, 60, true), Some(600));
    assert_eq!(after(3000, 1, 15, true), Some(900));
    assert_eq!(after(0, 1, 60, true), None);
    assert_eq!(after(0, 1, 15, false), Some(900), "the longest there is");
    assert_eq!(after(3, 1, 60, true), Some(3), "a settings file may say what no window offers");
    assert_eq!(after(3, 2, 60, true), Some(120), "unless the team asks for more");
    assert_eq!(after(300, 0, 0, true), Some(60), "bounds that make no sense");
    assert_eq!(after(300, 30, 10, true), Some(1800), "bounds that cross");
}

#[test]
fn an_away_that_comes_sooner_than_its_notice_is_not_announced() {
    let settings = Settings { idle_after_s: 3, warn_before_away: true, ..Settings::default() };
    let mut idle = Idle::new(Rules::new(&settings, &IdleBounds::default()), s(0));
    assert_eq!(idle.watch_after(), Some(SignedDuration::from_secs(3)));
    assert_eq!(idle.sense(idle_since(s(0)), s(3)).warning, None);
    assert_eq!(activity(idle.look(s(3))), DeviceActivity::Idle);
}

#[test]
fn never_is_never() {
    let settings = Settings { idle_after_s: 0, ..Settings::default() };
    let mut idle = Idle::new(Rules::new(&settings, &IdleBounds::default()), s(0));
    idle.sense(idle_since(s(0)), m(500));
    assert_eq!((activity(idle.look(m(600))), idle.watch_after()), (DeviceActivity::Active, None));
}

#[derive(Clone, Debug)]
enum Event {
    Wait(i64),
    Input,
    Quiet,
    Lock(bool),
    Sleep(bool),
    Evidence(bool, bool, bool, bool),
    Here,
    Lost,
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        6 => prop_oneof![1..40_i64, 1..500_i64].prop_map(Event::Wait),
        3 => Just(Event::Input),
        3 => Just(Event::Quiet),
        2 => any::<bool>().prop_map(Event::Lock),
        1 => any::<bool>().prop_map(Event::Sleep),
        2 => any::<(bool, bool, bool, bool)>().prop_map(|(a, b, c, d)| Event::Evidence(a, b, c, d)),
        1 => Just(Event::Here),
        1 => Just(Event::Lost),
    ]
}

proptest! {
    #![proptest_config(cases(300))]

    /// Looking at deadlines only gives what looking every second gives, and neither ever says what the rules forbid.
    #[test]
    fn deadlines_are_enough_and_the_rules_hold(
        warn: bool, on_lock: bool, inhibitors_hold: bool, minutes in 1..7_i64, events in vec(event(), 1..25),
    ) {
        let after = SignedDuration::from_mins(minutes);
        let rules = Rules { after: Some(after), warn, on_lock, inhibitors_hold, ..rules() };
        let (mut sleeps, mut polls) = (Idle::new(rules, s(0)), Idle::new(rules, s(0)));
        let (mut sensed, mut now, mut last_input) = (Sensed::UNKNOWN, 0, 0);
        let mut before = polls.look(s(0));
        for event in events {
            match event {
                Event::Wait(seconds) => for _ in 0..seconds {
                    if sleeps.next(s(now)).is_some_and(|(at, _)| at <= s(now + 1)) {
                        sleeps.look(s(now + 1));
                    }
                    now += 1;
                    let said = polls.look(s(now));
                    if before.activity == DeviceActivity::Active && said.activity == DeviceActivity::Idle {
                        prop_assert!(s(last_input) + after <= s(now), "not before the threshold");
                        prop_assert!(!warn || before.warning.is_some(), "announced");
                    }
                    before = said;
                },
                Event::Input => { sensed.input = Input::Active; last_input = now; }
                Event::Quiet => if sensed.input == Input::Active && s(last_input) + polls.watch_after().unwrap() <= s(now) {
                    sensed.input = Input::Idle { since: s(last_input) };
                },
                Event::Lock(locked) => sensed.locked = locked.then(|| s(now)),
                Event::Sleep(asleep) => sensed.asleep = asleep.then(|| s(now)),
                Event::Evidence(call, presenting, full_screen, inhibited) =>
                    sensed = Sensed { call, presenting, full_screen, inhibited, ..sensed },
                Event::Here => { sleeps.here(s(now)); polls.here(s(now)); }
                Event::Lost => sensed.input = Input::CannotTell,
            }
            sleeps.sense(sensed, s(now));
            before = polls.sense(sensed, s(now));
            prop_assert_eq!(sleeps.look(s(now)), before);
            prop_assert!(before.since <= s(now));
            if sensed.asleep.is_some() {
                prop_assert_eq!(before.activity, DeviceActivity::Asleep);
            } else if on_lock && sensed.locked.is_some() {
                prop_assert_eq!(before.activity, DeviceActivity::Locked);
            } else if sensed.locked.is_none() && sensed.input == Input::Active {
                prop_assert_eq!(before.activity, DeviceActivity::Active);
            } else if sensed.input == Input::CannotTell {
                prop_assert_eq!(before.activity, DeviceActivity::Unknown);
            }
        }
    }
}
