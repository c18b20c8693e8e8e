//! The pure machine, in virtual time.

use std::time::Duration;

use proptest::prelude::*;
use ringlight_senses::{
    Activity, Change, Hold, Input, Lock, Moment, Says, Seen, Sense, Senses, Signal, Source,
};
use tokio::sync::oneshot;

const LOGIN: Source = Source::new("logind");
const KDE: Source = Source::new("org.freedesktop.ScreenSaver");
const GNOME: Source = Source::new("org.gnome.ScreenSaver");
const ALARM: Source = Source::new("x11-sync");
const TOUCH: Source = Source::new("touch");
const CLOCKS: Source = Source::new("clocks");
const HELD_BACK: Source = Source::yielding("held-back");

const fn at(seconds: u64) -> Moment {
    Moment::since_start(Duration::from_secs(seconds))
}

fn locked(source: Source, locked: bool) -> Signal {
    Signal::Locked { source, locked }
}

fn blanked(on: bool) -> Signal {
    Signal::Screensaver { source: GNOME, on }
}

fn idle(seconds: u64) -> Signal {
    Signal::Idle { source: ALARM, since_ms: seconds * 1_000 }
}

fn active() -> Signal {
    Signal::Active { source: ALARM }
}

fn using(sense: Sense, source: Source) -> Signal {
    Signal::Using { sense, source }
}

fn cannot_tell(sense: Sense, source: Source) -> Signal {
    Signal::CannotTell { sense, source, why: "it is not there".into() }
}

fn sleep() -> Signal {
    sleep_by(LOGIN)
}

fn sleep_by(source: Source) -> Signal {
    Signal::Sleep { source, release: Hold::new(()) }
}

fn ending(source: Source) -> Signal {
    Signal::SessionEnding { source, release: Hold::new(()) }
}

fn front(foreground: bool) -> Signal {
    Signal::Foreground { source: LOGIN, foreground }
}

/// Plays signals, one each ten seconds from second 1000 on, and tells what is seen in the end.
fn play(signals: impl IntoIterator<Item = Signal>) -> Seen {
    let mut senses = Senses::new(at(1_000));
    for (n, signal) in (0..).zip(signals) {
        senses.handle(signal, at(1_000 + 10 * n));
    }
    senses.seen().clone()
}

#[test]
fn each_story_ends_as_it_should() {
    use Activity::{Active, Asleep, Idle, Locked, Unknown};
    let stories: [(&str, Vec<Signal>, Activity, u64); 18] = [
        ("nothing known", vec![], Unknown, 1_000),
        ("input", vec![active()], Active, 1_000),
        ("idle counts from the last input", vec![active(), idle(300)], Idle, 710),
        ("back at once", vec![idle(300), active()], Active, 1_010),
        ("lock beats input", vec![active(), locked(KDE, true)], Locked, 1_010),
        ("input does not unlock", vec![locked(KDE, true), active(), active()], Locked, 1_000),
        ("unlock shows what is below", vec![locked(KDE, true), idle(300), locked(KDE, false)], Idle, 710),
        (
            "one of two unlocks",
            vec![locked(KDE, true), locked(LOGIN, true), locked(KDE, false)],
            Locked,
            1_000,
        ),
        (
            "the locker vanishes",
            vec![active(), locked(KDE, true), Signal::SourceGone { source: KDE }],
            Active,
            1_020,
        ),
        (
            "another one vanishes",
            vec![active(), locked(KDE, true), Signal::SourceGone { source: GNOME }],
            Locked,
            1_010,
        ),
        ("a screensaver is away", vec![active(), blanked(true)], Locked, 1_010),
        (
            "from blank to lock is one spell",
            vec![blanked(true), locked(KDE, true), blanked(false)],
            Locked,
            1_000,
        ),
        ("another session in front", vec![active(), front(false)], Locked, 1_010),
        ("sleep beats lock", vec![locked(KDE, true), sleep()], Asleep, 1_010),
        ("asleep stays asleep", vec![sleep(), active(), locked(KDE, false)], Asleep, 1_000),
        ("wake is not unlock", vec![locked(KDE, true), sleep(), Signal::Wake, active()], Locked, 1_000),
        ("wake to input", vec![active(), sleep(), Signal::Wake], Active, 1_020),
        (
            "idle lost is unknown, not active",
            vec![using(Sense::Idle, ALARM), active(), cannot_tell(Sense::Idle, ALARM)],
            Unknown,
            1_020,
        ),
    ];
    for (story, signals, activity, since) in stories {
        let seen = play(signals);
        assert_eq!((seen.activity, seen.since), (activity, at(since)), "{story}");
    }
}

#[test]
fn the_lock_has_four_answers() {
    let known = || using(Sense::Lock, LOGIN);
    assert_eq!(play([]).lock, Lock::CannotTell);
    assert_eq!(play([known()]).lock, Lock::Unlocked);
    assert_eq!(play([blanked(true)]).lock, Lock::Screensaver);
    assert_eq!(play([known(), blanked(true), locked(LOGIN, true)]).lock, Lock::Locked);
    assert_eq!(play([known(), locked(LOGIN, true), cannot_tell(Sense::Lock, LOGIN)]).lock, Lock::CannotTell);
}

#[test]
fn a_source_that_dies_in_sleep_does_not_leave_us_asleep() {
    let seen = play([using(Sense::Sleep, LOGIN), active(), sleep(), cannot_tell(Sense::Sleep, LOGIN)]);
    assert_eq!(seen.activity, Activity::Active);
    let seen = play([active(), sleep(), Signal::SourceGone { source: LOGIN }]);
    assert_eq!(seen.activity, Activity::Active);
}

#[test]
fn one_that_fails_in_sleep_does_not_end_what_another_announced() {
    for failure in [cannot_tell(Sense::Sleep, CLOCKS), Signal::SourceGone { source: CLOCKS }] {
        let seen = play([using(Sense::Sleep, LOGIN), using(Sense::Sleep, CLOCKS), sleep(), failure]);
        assert_eq!((seen.activity, seen.since), (Activity::Asleep, at(1_020)));
    }
    let both = || [active(), sleep_by(CLOCKS), sleep()];
    assert_eq!(play(both().into_iter().chain([Signal::Wake])).activity, Activity::Active);
}

#[test]
fn another_idle_mechanism_that_fails_changes_nothing() {
    let seen = play([using(Sense::Idle, ALARM), idle(300), cannot_tell(Sense::Idle, GNOME)]);
    assert_eq!(seen.activity, Activity::Idle);
}

#[test]
fn of_two_ears_the_one_that_heard_the_last_input_counts() {
    let idle_by = |source, seconds: u64| Signal::Idle { source, since_ms: seconds * 1_000 };
    let seen = |signals: [Signal; 2]| play(signals).input;
    assert_eq!(seen([idle_by(ALARM, 300), Signal::Active { source: TOUCH }]), Input::Active);
    assert_eq!(seen([Signal::Active { source: ALARM }, idle_by(TOUCH, 300)]), Input::Active);
    assert_eq!(seen([idle_by(ALARM, 300), idle_by(TOUCH, 900)]), Input::Idle { since: at(700) });
}

#[test]
fn one_that_a_film_holds_back_counts_only_where_no_other_speaks() {
    let held_back = || Signal::Active { source: HELD_BACK };
    assert_eq!(play([held_back()]).input, Input::Active);
    assert_eq!(play([idle(300), held_back()]).activity, Activity::Idle);
    assert_eq!(play([held_back(), idle(300), cannot_tell(Sense::Idle, ALARM)]).activity, Activity::Active);
}

#[test]
fn mechanisms_are_listed_with_what_is_wrong() {
    let seen = play([using(Sense::Idle, ALARM), cannot_tell(Sense::Lock, LOGIN), using(Sense::Sleep, LOGIN)]);
    let list: Vec<_> =
        seen.mechanisms.iter().map(|m| (m.sense, m.source.name(), m.trouble.as_deref())).collect();
    let expected = [
        (Sense::Idle, "x11-sync", None),
        (Sense::Lock, "logind", Some("it is not there")),
        (Sense::Sleep, "logind", None),
    ];
    assert_eq!(list, expected);
}

#[test]
fn each_mechanism_is_shown_with_what_it_says_itself() {
    let seen = play([
        using(Sense::Lock, KDE),
        using(Sense::Lock, GNOME),
        using(Sense::Lock, LOGIN),
        using(Sense::Session, LOGIN),
        using(Sense::Idle, ALARM),
        using(Sense::Idle, TOUCH),
        locked(KDE, false),
        locked(LOGIN, true),
        front(true),
        active(),
    ]);
    let said: Vec<_> = seen.mechanisms.iter().map(|m| (m.sense, m.source, m.says)).collect();
    let expected = [
        (Sense::Idle, TOUCH, Says::Nothing),
        (Sense::Idle, ALARM, Says::Input(Input::Active)),
        (Sense::Lock, LOGIN, Says::Lock(Lock::Locked)),
        (Sense::Lock, KDE, Says::Lock(Lock::Unlocked)),
        (Sense::Lock, GNOME, Says::Nothing),
        (Sense::Session, LOGIN, Says::Foreground(true)),
    ];
    assert_eq!(said, expected);
    assert_eq!(
        play([using(Sense::Lock, GNOME), blanked(true)]).mechanisms[0].says,
        Says::Lock(Lock::Screensaver)
    );
}

#[test]
fn a_hold_goes_to_whoever_sends_the_change() {
    let mut senses = Senses::new(at(0));
    let (guard, mut released) = oneshot::channel::<()>();
    let change = senses
        .handle(Signal::Sleep { source: LOGIN, release: Hold::new(guard) }, at(1))
        .expect("is a change");
    assert!(matches!(released.try_recv(), Err(oneshot::error::TryRecvError::Empty)));
    drop(change);
    assert!(matches!(released.try_recv(), Err(oneshot::error::TryRecvError::Closed)));

    let again = senses.handle(sleep(), at(2));
    assert!(again.is_some_and(|change| change.hold.is_some()), "the system waits, even if nothing is new");
}

#[test]
fn the_same_spell_read_again_does_not_tremble() {
    let mut senses = Senses::new(at(0));
    senses.handle(Signal::Idle { source: ALARM, since_ms: 300_000 }, at(1_000));
    assert!(senses.handle(Signal::Idle { source: ALARM, since_ms: 309_990 }, at(1_010)).is_none());
    assert_eq!(senses.seen().input, Input::Idle { since: at(700) });
    assert!(
        senses.handle(Signal::Idle { source: ALARM, since_ms: 5_000 }, at(1_020)).is_some(),
        "a later input was missed"
    );
    assert_eq!(senses.seen().since, at(1_015));
}

#[test]
fn an_announced_logout_may_be_called_off() {
    let kept = |source| Signal::SessionKept { source };
    let seen = play([active(), ending(GNOME)]);
    assert_eq!((seen.ending, seen.activity), (true, Activity::Active));
    assert!(!play([active(), ending(GNOME), kept(GNOME)]).ending);
    assert!(play([active(), ending(GNOME), ending(LOGIN), kept(GNOME)]).ending, "the other one goes on");
}

#[test]
fn an_announced_end_outlives_who_announced_it_but_not_by_long() {
    let mut senses = Senses::new(at(0));
    senses.handle(ending(GNOME), at(100));
    senses.handle(Signal::SourceGone { source: GNOME }, at(101));
    assert!(senses.seen().ending, "it goes before the session does");
    // Announced again, it counts from then.
    senses.handle(ending(LOGIN), at(110));
    senses.handle(ending(LOGIN), at(120));
    assert_eq!(senses.deadline(), Some(at(160)));
    assert!(senses.follow(at(160)).is_none() && senses.seen().ending);
    assert_eq!(senses.deadline(), Some(at(180)));
    assert!(senses.follow(at(180)).is_some_and(|change| !change.seen.ending));
    assert_eq!(senses.deadline(), None);
}

/// A signal that can be made again.
#[derive(Clone, Copy, Debug)]
enum Word {
    Idle(Source, u32),
    Active(Source),
    Locked(Source, bool),
    Blanked(Source, bool),
    Front(bool),
    Sleep(Source),
    Wake,
    Gone(Source),
    Using(Sense, Source),
    CannotTell(Sense, Source),
}

impl Word {
    fn say(self) -> Signal {
        match self {
            Self::Idle(source, ms) => Signal::Idle { source, since_ms: ms.into() },
            Self::Active(source) => Signal::Active { source },
            Self::Locked(source, is) => locked(source, is),
            Self::Blanked(source, on) => Signal::Screensaver { source, on },
            Self::Front(is) => front(is),
            Self::Sleep(source) => sleep_by(source),
            Self::Wake => Signal::Wake,
            Self::Gone(source) => Signal::SourceGone { source },
            Self::Using(sense, source) => using(sense, source),
            Self::CannotTell(sense, source) => cannot_tell(sense, source),
        }
    }
}

fn source() -> impl Strategy<Value = Source> {
    prop::sample::select(vec![LOGIN, KDE, GNOME, ALARM, HELD_BACK])
}

fn sense() -> impl Strategy<Value = Sense> {
    use Sense::{Idle, Lock, Screensaver, Session, Sleep};
    prop::sample::select(vec![Idle, Lock, Screensaver, Session, Sleep])
}

fn word() -> impl Strategy<Value = Word> {
    prop_oneof![
        (source(), any::<u32>()).prop_map(|(by, ms)| Word::Idle(by, ms)),
        source().prop_map(Word::Active),
        (source(), any::<bool>()).prop_map(|(by, is)| Word::Locked(by, is)),
        (source(), any::<bool>()).prop_map(|(by, on)| Word::Blanked(by, on)),
        any::<bool>().prop_map(Word::Front),
        source().prop_map(Word::Sleep),
        Just(Word::Wake),
        source().prop_map(Word::Gone),
        (sense(), source()).prop_map(|(of, by)| Word::Using(of, by)),
        (sense(), source()).prop_map(|(of, by)| Word::CannotTell(of, by)),
    ]
}

fn words() -> impl Strategy<Value = Vec<Word>> {
    prop::collection::vec(word(), 0..40)
}

/// Plays words a second apart. Gives the machine and all that came out of it.
fn speak(words: &[Word]) -> (Senses, Vec<(Moment, Option<Change>)>) {
    let mut senses = Senses::new(at(5_000_000));
    let moments = (5_000_001..).map(at);
    let out = words.iter().zip(moments).map(|(word, now)| (now, senses.handle(word.say(), now))).collect();
    (senses, out)
}

/// Whether anybody's last living word keeps the device from being active, told naively from the whole story.
fn is_kept_away(words: &[Word]) -> bool {
    let last = |tells: &dyn Fn(&Word) -> Option<bool>| words.iter().rev().find_map(tells).unwrap_or(false);
    [LOGIN, KDE, GNOME, ALARM, HELD_BACK].into_iter().any(|by| {
        let void = |word: &Word, of: &[Sense]| match word {
            Word::Gone(gone) => *gone == by,
            Word::CannotTell(sense, source) => *source == by && of.contains(sense),
            _ => false,
        };
        let locked = last(&|word| match word {
            Word::Locked(source, is) if *source == by => Some(*is),
            word => void(word, &[Sense::Lock]).then_some(false),
        });
        let blanked = last(&|word| match word {
            Word::Blanked(source, on) if *source == by => Some(*on),
            word => void(word, &[Sense::Lock, Sense::Screensaver]).then_some(false),
        });
        let behind = last(&|word| match word {
            Word::Front(is) if by == LOGIN => Some(!*is),
            word => void(word, &[Sense::Session]).then_some(false),
        });
        let asleep = last(&|word| match word {
            Word::Sleep(source) if *source == by => Some(true),
            Word::Wake => Some(false),
            word => void(word, &[Sense::Sleep]).then_some(false),
        });
        locked || blanked || behind || asleep
    })
}

proptest! {
    #[test]
    fn active_only_while_nobody_says_otherwise(words in words()) {
        let (senses, _) = speak(&words);
        let seen = senses.seen();
        let away = is_kept_away(&words);
        prop_assert_eq!(matches!(seen.activity, Activity::Locked | Activity::Asleep), away);
        prop_assert_eq!(seen.activity == Activity::Active, !away && seen.input == Input::Active);
        prop_assert_eq!(seen.activity == Activity::Unknown, !away && seen.input == Input::CannotTell);
    }

    #[test]
    fn a_change_is_given_exactly_when_something_differs(words in words()) {
        let (_, out) = speak(&words);
        let mut before = Senses::new(at(5_000_000)).seen().clone();
        for change in out.into_iter().filter_map(|(_, change)| change) {
            prop_assert!(change.seen != before || change.hold.is_some());
            before = change.seen;
        }
    }

    #[test]
    fn the_same_word_twice_is_the_same_as_once(words in words()) {
        let (mut senses, out) = speak(&words);
        if let (Some(word), Some((now, _))) = (words.last(), out.last()) {
            let again = senses.handle(word.say(), *now);
            prop_assert!(again.is_none_or(|change| change.hold.is_some()));
        }
    }

    #[test]
    fn an_activity_begins_before_now_and_keeps_its_beginning(words in words()) {
        let (_, out) = speak(&words);
        let mut before: Option<Seen> = None;
        for (now, change) in out {
            let Some(Change { seen, .. }) = change else { continue };
            prop_assert!(seen.since <= now);
            if let Some(before) = before.filter(|before| before.activity == seen.activity) {
                prop_assert!(seen.activity == Activity::Idle || seen.since == before.since);
            }
            before = Some(seen);
        }
    }
}
