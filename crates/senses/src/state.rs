//! The pure machine: signals of all mechanisms in, one activity out.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use crate::clock::Moment;
use crate::seen::{Activity, Change, Input, Lock, Mechanism, Says, Seen};
use crate::signal::{Hold, Sense, Signal, Source};

/// Two readings of the same idle spell may differ by this much.
const SAME_SPELL: Duration = Duration::from_secs(1);
/// A session that still runs this long after its end was announced goes on: not everybody says that it was called off.
const ENDS_WITHIN: Duration = Duration::from_secs(60);

/// Folds signals into [`Seen`].
///
/// Locks and sleep are claims, one for each source: any live one is enough, and a source that vanishes takes its own
/// along. A logout or shutdown outlives who announced it, as that ends before the session does, but not by long.
/// Input is what the source that hears it best says; of equals, the one that heard the last.
/// Sleep beats locks, locks beat input, and an unknown input is never taken for an active one.
#[derive(Debug)]
pub struct Senses {
    inputs: BTreeMap<Source, Input>,
    locks: BTreeMap<Source, bool>,
    screensavers: BTreeMap<Source, bool>,
    foreground: BTreeMap<Source, bool>,
    full_screen: BTreeMap<Source, bool>,
    asleep: BTreeSet<Source>,
    /// Until when each announced end is believed.
    ending: BTreeMap<Source, Moment>,
    away_since: Option<Moment>,
    asleep_since: Option<Moment>,
    mechanisms: BTreeMap<(Sense, Source), Option<String>>,
    seen: Seen,
}

impl Senses {
    /// Knows nothing yet.
    pub fn new(now: Moment) -> Self {
        Self {
            inputs: BTreeMap::new(),
            locks: BTreeMap::new(),
            screensavers: BTreeMap::new(),
            foreground: BTreeMap::new(),
            full_screen: BTreeMap::new(),
            asleep: BTreeSet::new(),
            ending: BTreeMap::new(),
            away_since: None,
            asleep_since: None,
            mechanisms: BTreeMap::new(),
            seen: Seen {
                activity: Activity::Unknown,
                since: now,
                input: Input::CannotTell,
                lock: Lock::CannotTell,
                asleep: false,
                foreground: true,
                ending: false,
                full_screen: false,
                mechanisms: Vec::new(),
            },
        }
    }

    /// What is known now.
    pub fn seen(&self) -> &Seen {
        &self.seen
    }

    /// Takes in what a mechanism says. Gives a change if anything in [`Seen`] differs or the system waits for an answer.
    pub fn handle(&mut self, signal: Signal, now: Moment) -> Option<Change> {
        let hold = self.take_in(signal, now);
        let changed = self.look(now);
        (changed || hold.is_some()).then(|| Change { seen: self.seen.clone(), hold })
    }

    /// When [`Senses::follow`] has something to do, if nothing else happens before.
    pub fn deadline(&self) -> Option<Moment> {
        self.ending.values().min().copied()
    }

    /// Looks at the time. Gives a change if anything in [`Seen`] differs.
    pub fn follow(&mut self, now: Moment) -> Option<Change> {
        self.ending.retain(|_, until| *until > now);
        self.look(now).then(|| Change { seen: self.seen.clone(), hold: None })
    }

    fn take_in(&mut self, signal: Signal, now: Moment) -> Option<Hold> {
        match signal {
            Signal::Idle { source, since_ms } => {
                self.idle(source, now.before(Duration::from_millis(since_ms)));
            }
            Signal::Active { source } | Signal::StillActive { source, .. } => {
                self.inputs.insert(source, Input::Active);
            }
            Signal::Locked { source, locked } => drop(self.locks.insert(source, locked)),
            Signal::Screensaver { source, on } => drop(self.screensavers.insert(source, on)),
            Signal::Foreground { source, foreground } => drop(self.foreground.insert(source, foreground)),
            Signal::FullScreen { source, on } => drop(self.full_screen.insert(source, on)),
            Signal::Wake => self.asleep.clear(),
            // The driver makes a sleep and a wake of it.
            Signal::Slept { .. } => {}
            Signal::SessionKept { source } => drop(self.ending.remove(&source)),
            Signal::Using { sense, source } => drop(self.mechanisms.insert((sense, source), None)),
            Signal::CannotTell { sense, source, why } => {
                self.mechanisms.insert((sense, source), Some(why));
                self.void(sense, source);
            }
            Signal::SourceGone { source } => self.gone(source),
            Signal::Sleep { source, release } => {
                self.asleep.insert(source);
                return Some(release);
            }
            Signal::SessionEnding { source, release } => {
                self.ending.insert(source, now.after(ENDS_WITHIN));
                return Some(release);
            }
        }
        None
    }

    /// Keeps the start of a spell that is only read again, so that it does not tremble.
    fn idle(&mut self, source: Source, since: Moment) {
        match self.inputs.get(&source) {
            Some(Input::Idle { since: known }) if since.since(*known) < SAME_SPELL => {}
            _ => drop(self.inputs.insert(source, Input::Idle { since })),
        }
    }

    fn void(&mut self, sense: Sense, source: Source) {
        match sense {
            Sense::Idle => drop(self.inputs.remove(&source)),
            Sense::Lock => {
                self.locks.remove(&source);
                self.screensavers.remove(&source);
            }
            Sense::Screensaver => drop(self.screensavers.remove(&source)),
            Sense::Session => drop(self.foreground.remove(&source)),
            Sense::Sleep => drop(self.asleep.remove(&source)),
            Sense::FullScreen => drop(self.full_screen.remove(&source)),
        }
    }

    fn gone(&mut self, source: Source) {
        self.mechanisms.retain(|(_, by), _| *by != source);
        self.inputs.remove(&source);
        self.locks.remove(&source);
        self.screensavers.remove(&source);
        self.foreground.remove(&source);
        self.full_screen.remove(&source);
        self.asleep.remove(&source);
    }

    fn relies_on(&self, sense: Sense) -> bool {
        self.mechanisms.iter().any(|((of, _), trouble)| *of == sense && trouble.is_none())
    }

    fn input(&self) -> Input {
        let best = self.inputs.keys().any(|source| !source.yields());
        let heard = self.inputs.iter().filter(|(source, _)| source.yields() != best).map(|(_, input)| *input);
        heard.reduce(Input::later).unwrap_or(Input::CannotTell)
    }

    fn lock(&self) -> Lock {
        if self.locks.values().any(|locked| *locked) {
            Lock::Locked
        } else if self.screensavers.values().any(|on| *on) {
            Lock::Screensaver
        } else if self.relies_on(Sense::Lock) {
            Lock::Unlocked
        } else {
            Lock::CannotTell
        }
    }

    fn is_foreground(&self) -> bool {
        self.foreground.values().all(|foreground| *foreground)
    }

    fn is_away(&self) -> bool {
        matches!(self.lock(), Lock::Locked | Lock::Screensaver) || !self.is_foreground()
    }

    /// Sums up. Gives whether that is news.
    fn look(&mut self, now: Moment) -> bool {
        let since = |holds: bool, before: Option<Moment>| holds.then(|| before.unwrap_or(now));
        self.away_since = since(self.is_away(), self.away_since);
        self.asleep_since = since(!self.asleep.is_empty(), self.asleep_since);
        let seen = self.sum(now);
        let changed = seen != self.seen;
        self.seen = seen;
        changed
    }

    fn sum(&self, now: Moment) -> Seen {
        let (activity, began) = match (self.asleep_since, self.away_since, self.input()) {
            (Some(since), _, _) => (Activity::Asleep, Some(since)),
            (None, Some(since), _) => (Activity::Locked, Some(since)),
            (None, None, Input::Idle { since }) => (Activity::Idle, Some(since)),
            (None, None, Input::Active) => (Activity::Active, None),
            (None, None, Input::CannotTell) => (Activity::Unknown, None),
        };
        let goes_on = (activity == self.seen.activity).then_some(self.seen.since);
        Seen {
            activity,
            since: began.or(goes_on).unwrap_or(now),
            input: self.input(),
            lock: self.lock(),
            asleep: self.asleep_since.is_some(),
            foreground: self.is_foreground(),
            ending: !self.ending.is_empty(),
            full_screen: self.full_screen.values().any(|on| *on),
            mechanisms: self.tried().collect(),
        }
    }

    fn tried(&self) -> impl Iterator<Item = Mechanism> {
        self.mechanisms.iter().map(|(&(sense, source), trouble)| {
            let says = if trouble.is_none() { self.says(sense, source) } else { Says::Nothing };
            Mechanism { sense, source, says, trouble: trouble.clone() }
        })
    }

    fn says(&self, sense: Sense, by: Source) -> Says {
        let screensaver =
            || self.screensavers.get(&by).map(|on| if *on { Lock::Screensaver } else { Lock::Unlocked });
        let said = match sense {
            Sense::Idle => self.inputs.get(&by).copied().map(Says::Input),
            Sense::Lock if self.locks.get(&by) == Some(&true) => Some(Says::Lock(Lock::Locked)),
            Sense::Lock => {
                screensaver().or_else(|| self.locks.get(&by).map(|_| Lock::Unlocked)).map(Says::Lock)
            }
            Sense::Screensaver => screensaver().map(Says::Lock),
            Sense::Sleep => Some(Says::Asleep(self.asleep.contains(&by))),
            Sense::Session => self.foreground.get(&by).copied().map(Says::Foreground),
            Sense::FullScreen => self.full_screen.get(&by).copied().map(Says::FullScreen),
        };
        said.unwrap_or(Says::Nothing)
    }
}
