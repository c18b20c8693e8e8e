//! The pure machine: signals of all mechanisms in, one activity out.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::clock::Moment;
use crate::signal::{Hold, Sense, Signal, Source};

/// Two readings of the same idle spell may differ by this much.
const SAME_SPELL: Duration = Duration::from_secs(1);

/// What goes on at the device, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Activity {
    /// Somebody uses it.
    Active,
    /// Nobody has touched it for the threshold or longer.
    Idle,
    /// It is locked, shows a screensaver, or has another session in front.
    Locked,
    /// It sleeps or is about to.
    Asleep,
    /// This computer cannot tell.
    Unknown,
}

/// What is known about input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// It is more recent than the threshold.
    Active,
    /// There is none.
    Idle {
        /// When the last one was.
        since: Moment,
    },
    /// No mechanism works here, or none has spoken yet.
    CannotTell,
}

impl Input {
    /// What two ears know together.
    fn later(self, other: Self) -> Self {
        match (self, other) {
            (Self::Idle { since }, Self::Idle { since: also }) => Self::Idle { since: since.max(also) },
            (Self::Active, _) | (_, Self::CannotTell) => self,
            _ => other,
        }
    }
}

/// What is known about the lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lock {
    /// Somebody can tell, and nobody says locked.
    Unlocked,
    /// At least one source says locked.
    Locked,
    /// A screensaver runs or the screen is blanked, and nobody says locked.
    Screensaver,
    /// No mechanism that knows of locking works here.
    CannotTell,
}

/// A mechanism that was tried, and how it went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mechanism {
    /// What it was tried for.
    pub sense: Sense,
    /// Its name.
    pub source: Source,
    /// Why it does not work, in words for the owner; `None` while it is relied on.
    pub trouble: Option<String>,
}

/// What the computer knows now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The sum of the rest.
    pub activity: Activity,
    /// When the activity began; for [`Activity::Idle`] the last input.
    pub since: Moment,
    /// Input, whatever the lock.
    pub input: Input,
    /// The lock, whatever the input.
    pub lock: Lock,
    /// Between the announcement of sleep and the end of waking up.
    pub asleep: bool,
    /// Whether this session is in front. True where nobody can tell.
    pub foreground: bool,
    /// Logout or shutdown is announced.
    pub ending: bool,
    /// Whether the window in front fills the screen. False where nobody can tell.
    pub full_screen: bool,
    /// All mechanisms that were tried, by what for and name.
    pub mechanisms: Vec<Mechanism>,
}

impl Seen {
    /// How long the activity has lasted.
    pub fn age(&self, now: Moment) -> Duration {
        now.since(self.since)
    }
}

/// A new value.
#[derive(Debug)]
pub struct Change {
    /// What is known now.
    pub seen: Seen,
    /// Present when the system waits for this change to be sent before it sleeps or ends the session: drop it then.
    pub hold: Option<Hold>,
}

/// Folds signals into [`Seen`].
///
/// Locks are claims, one for each source: any live one is enough, and a source that vanishes takes its own along.
/// Input is what the source that hears it best says; of equals, the one that heard the last.
/// Sleep beats locks, locks beat input, and an unknown input is never taken for an active one.
#[derive(Debug)]
pub struct Senses {
    inputs: BTreeMap<Source, Input>,
    locks: BTreeMap<Source, bool>,
    screensavers: BTreeMap<Source, bool>,
    foreground: BTreeMap<Source, bool>,
    full_screen: BTreeMap<Source, bool>,
    away_since: Option<Moment>,
    asleep_since: Option<Moment>,
    ending: bool,
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
            away_since: None,
            asleep_since: None,
            ending: false,
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
        let away = self.is_away();
        self.away_since = away.then(|| self.away_since.unwrap_or(now));
        let seen = self.look(now);
        let changed = seen != self.seen;
        self.seen = seen;
        (changed || hold.is_some()).then(|| Change { seen: self.seen.clone(), hold })
    }

    fn take_in(&mut self, signal: Signal, now: Moment) -> Option<Hold> {
        match signal {
            Signal::Idle { source, since_ms } => {
                self.idle(source, now.before(Duration::from_millis(since_ms)));
            }
            Signal::Active { source } => drop(self.inputs.insert(source, Input::Active)),
            Signal::Locked { source, locked } => drop(self.locks.insert(source, locked)),
            Signal::Screensaver { source, on } => drop(self.screensavers.insert(source, on)),
            Signal::Foreground { source, foreground } => drop(self.foreground.insert(source, foreground)),
            Signal::FullScreen { source, on } => drop(self.full_screen.insert(source, on)),
            Signal::Wake => self.asleep_since = None,
            // The driver makes a sleep and a wake of it.
            Signal::Slept { .. } => {}
            Signal::SessionKept => self.ending = false,
            Signal::Using { sense, source } => drop(self.mechanisms.insert((sense, source), None)),
            Signal::CannotTell { sense, source, why } => {
                self.mechanisms.insert((sense, source), Some(why));
                self.void(sense, source);
            }
            Signal::SourceGone { source } => self.gone(source),
            Signal::Sleep { release } => {
                self.asleep_since.get_or_insert(now);
                return Some(release);
            }
            Signal::SessionEnding { release } => {
                self.ending = true;
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
            Sense::Sleep => self.asleep_since = None,
            Sense::FullScreen => drop(self.full_screen.remove(&source)),
        }
    }

    fn gone(&mut self, source: Source) {
        let told: Vec<Sense> =
            self.mechanisms.keys().filter(|(_, by)| *by == source).map(|(sense, _)| *sense).collect();
        for sense in told {
            self.mechanisms.remove(&(sense, source));
            self.void(sense, source);
        }
        self.inputs.remove(&source);
        self.locks.remove(&source);
        self.screensavers.remove(&source);
        self.foreground.remove(&source);
        self.full_screen.remove(&source);
    }

    /// Whether anybody but `source` tells of `sense`.
    pub(crate) fn is_told_beside(&self, source: Source, sense: Sense) -> bool {
        let beside = |((of, by), trouble): (&(Sense, Source), &Option<String>)| {
            *of == sense && *by != source && trouble.is_none()
        };
        self.mechanisms.iter().any(beside)
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

    fn look(&self, now: Moment) -> Seen {
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
            ending: self.ending,
            full_screen: self.full_screen.values().any(|on| *on),
            mechanisms: self.mechanisms.iter().map(Mechanism::of).collect(),
        }
    }
}

impl Mechanism {
    fn of((&(sense, source), trouble): (&(Sense, Source), &Option<String>)) -> Self {
        Self { sense, source, trouble: trouble.clone() }
    }
}
