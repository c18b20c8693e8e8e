//! The pure machine of calls, presentations and inhibitors, on virtual time.

use std::time::Duration;

use proptest::prelude::*;
use ringlight_senses::engaged::{App, Apps, DesktopDnd, Engagement, Inhibitor, Sense, Wishes, Word};
use ringlight_senses::{Moment, Source};

const PULSE: Source = Source::new("pulse");
const GNOME: Source = Source::new("gnome-session");

const fn at(seconds: u64) -> Moment {
    Moment::since_start(Duration::from_secs(seconds))
}

fn app(id: &str) -> App {
    App::new(id, None)
}

fn records(apps: &[&str]) -> Word {
    Word::Users { sense: Sense::Microphone, source: PULSE, apps: apps.iter().map(|id| app(id)).collect() }
}

fn inhibits(reasons: &[&str]) -> Word {
    let held = reasons.iter().map(|reason| Inhibitor { app: app("player"), reason: (*reason).into() });
    Word::Inhibitors { source: GNOME, held: held.collect() }
}

fn all() -> Wishes {
    Wishes { microphone: true, camera: true, presenting: true, desktop_dnd: true, ..Wishes::default() }
}

/// Calls and presentations need some seconds to be believed.
fn settled(wishes: Wishes, words: impl IntoIterator<Item = Word>) -> Engagement {
    let mut state = Engagement::default();
    state.wish(wishes, at(0));
    for word in words {
        state.handle(word, at(0));
    }
    state.follow(at(60));
    state
}

#[test]
fn a_call_begins_after_four_seconds_and_ends_after_ten() {
    let mut state = settled(all(), []);
    state.handle(records(&["zoom"]), at(100));
    assert_eq!((state.engaged().call, state.deadline()), (false, Some(at(104))));
    assert!(state.follow(at(104)).is_some_and(|engaged| engaged.call));
    assert_eq!(state.deadline(), None, "nothing to wait for while it lasts");
    state.handle(records(&[]), at(200));
    assert_eq!((state.engaged().call, state.deadline()), (true, Some(at(210))));
    assert!(state.follow(at(210)).is_some_and(|engaged| !engaged.call));
}

#[test]
fn a_camera_alone_is_a_call() {
    let films = Word::Users { sense: Sense::Camera, source: Source::new("video"), apps: vec![app("zoom")] };
    assert!(settled(all(), [films]).engaged().call);
}

#[test]
fn what_is_not_wished_for_is_not_heard() {
    let films = Word::Users { sense: Sense::Camera, source: Source::new("video"), apps: vec![app("zoom")] };
    let dnd = Word::DesktopDnd { source: GNOME, on: true, ours: false };
    let using = Word::Using { sense: Sense::Microphone, source: PULSE };
    let state =
        settled(Wishes::default(), [records(&["zoom"]), films, inhibits(&["presentation"]), dnd, using]);
    assert_eq!(*state.engaged(), Default::default());
}

#[test]
fn switching_a_sense_off_ends_its_call_at_once() {
    let mut state = settled(all(), [records(&["zoom"])]);
    assert!(state.engaged().call);
    let off = Wishes { microphone: false, ..all() };
    assert!(state.wish(off, at(61)).is_some_and(|engaged| !engaged.call && engaged.users.is_empty()));
}

#[test]
fn ignored_applications_make_no_call_but_are_shown_to_the_owner() {
    let ignore = |id: &str| Wishes { apps: Apps { ignored: [id.into()].into(), ..Apps::default() }, ..all() };
    let mut state = settled(ignore("dictation"), [records(&["dictation", "zoom"])]);
    assert!(state.engaged().call);
    let users: Vec<_> =
        state.engaged().users.iter().map(|used| (used.app.id.as_str(), used.counts)).collect();
    assert_eq!(users, [("dictation", false), ("zoom", true)]);

    // The owner's word counts at once and needs no new word of the mechanism.
    assert!(state.wish(ignore("zoom"), at(70)).is_some());
    state.follow(at(90));
    assert!(state.engaged().call, "the other one is not ignored any more");
    let both = Apps { ignored: ["zoom".into(), "dictation".into()].into(), ..Apps::default() };
    assert!(state.wish(Wishes { apps: both, ..all() }, at(91)).is_some_and(|engaged| !engaged.call));
}

#[test]
fn with_a_list_of_callers_only_these_make_a_call() {
    let only = Apps { only: ["zoom".into(), "pavucontrol".into()].into(), ..Apps::default() };
    let wishes = Wishes { apps: only, ..all() };
    assert!(!settled(wishes.clone(), [records(&["obs"])]).engaged().call);
    assert!(settled(wishes.clone(), [records(&["zoom"])]).engaged().call);
    assert!(settled(wishes, [records(&["pavucontrol"])]).engaged().call, "is named");
}

#[test]
fn meters_and_sound_servers_make_no_call() {
    assert!(!settled(all(), [records(&["pavucontrol", "easyeffects", "cava"])]).engaged().call);
}

#[test]
fn who_keeps_the_screen_awake_is_told_apart_from_presentations_and_calls() {
    let awake = |wishes| {
        let state = settled(wishes, [inhibits(&["presentation"])]);
        let engaged = state.engaged();
        let users = engaged.users.iter().map(|used| (used.sense, used.app.id.clone(), used.counts)).collect();
        (engaged.call, engaged.presenting, users)
    };
    let player: Vec<_> = [(Sense::Inhibitors, "player".to_owned(), false)].into();
    assert_eq!(awake(Wishes { inhibitors: true, ..Wishes::default() }), (false, false, player.clone()));
    assert_eq!(awake(Wishes { presenting: true, ..Wishes::default() }), (false, true, player));
    assert_eq!(awake(Wishes { microphone: true, ..Wishes::default() }), (false, false, Vec::new()));
}

#[test]
fn a_presentation_is_believed_from_an_inhibitor_or_from_the_system() {
    assert!(settled(all(), [inhibits(&["Playing video", "screen capture"])]).engaged().presenting);
    let on = Word::Presenting { source: Source::new("windows-notifications"), on: true };
    assert!(settled(all(), [on]).engaged().presenting);
    assert!(!settled(all(), [inhibits(&["Playing video"])]).engaged().presenting);
}

#[test]
fn a_sound_server_that_restarts_does_not_end_a_call_and_one_that_stays_away_does() {
    let mut state = settled(all(), [records(&["zoom"])]);
    let lost = Word::CannotTell { sense: Sense::Microphone, source: PULSE, why: "gone".into() };
    state.handle(lost.clone(), at(100));
    state.follow(at(105));
    state.handle(records(&["zoom"]), at(105));
    state.follow(at(130));
    assert!(state.engaged().call);
    state.handle(lost, at(200));
    state.follow(at(210));
    assert!(!state.engaged().call);
    assert!(state.engaged().mechanisms[0].trouble.is_some());
}

#[test]
fn what_is_known_is_said_in_words() {
    let dnd = Word::DesktopDnd { source: GNOME, on: true, ours: true };
    let state = settled(all(), [records(&["zoom"]), inhibits(&["presentation"]), dnd]);
    let engaged = state.engaged();
    assert_eq!(engaged.desktop_dnd, Some(DesktopDnd { on: true, ours: true }));
    let words = Sense::ALL.map(|sense| engaged.says(sense));
    assert_eq!(
        words,
        [
            "in use by zoom",
            "not in use",
            "presenting",
            "the screen is kept awake by player",
            "on, because of your status"
        ]
    );
    let nothing = settled(all(), []);
    let words = Sense::ALL.map(|sense| nothing.engaged().says(sense));
    assert_eq!(
        words,
        ["not in use", "not in use", "not presenting", "nothing keeps the screen awake", "cannot tell"]
    );
}

#[test]
fn names_and_reasons_are_kept_out_of_logs() {
    let words = format!("{:?} {:?}", records(&["zoom"]), inhibits(&["Playing a secret film"]));
    for secret in ["zoom", "player", "secret"] {
        assert!(!words.contains(secret), "{words}");
    }
}

proptest! {
    /// Only ever asked for the time at its deadlines, it is never behind.
    #[test]
    fn nothing_changes_between_deadlines(steps in proptest::collection::vec((0..12_u64, any::<bool>(), any::<bool>()), 1..30)) {
        let mut state = settled(all(), []);
        let mut now = 100;
        for (pause, call, slides) in steps {
            while let Some(deadline) = state.deadline().filter(|deadline| *deadline <= at(now)) {
                prop_assert!(state.follow(deadline).is_some(), "a deadline without a change");
            }
            prop_assert!(state.follow(at(now)).is_none(), "a change without a deadline");
            state.handle(records(if call { &["zoom"] } else { &[] }), at(now));
            state.handle(inhibits(if slides { &["presentation"] } else { &[] }), at(now));
            now += pause;
        }
    }
}
