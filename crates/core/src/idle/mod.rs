//! When a desktop counts as left: what its senses see and its owner wishes, folded into what the device reports.
//!
//! Going away waits: for the threshold, for longer while there is something to read or to watch, for as long as an
//! application that keeps the screen on belongs to a call, and it is announced. Coming back never waits. A lock, a
//! screensaver, sleep and a session behind another pass every delay.
//!
//! The driver calls [`Idle::sense`], [`Idle::set`] and [`Idle::here`] as things happen and [`Idle::look`] at the
//! deadline that [`Idle::next`] gives; each answers with what to report. Senses are to tell of idling after
//! [`Idle::watch_after`].

mod rules;
mod words;

use ringlight_protocol::{DeviceActivity, SignedDuration, Timestamp};

pub use rules::Rules;
pub use words::{Input, Said, Sensed, Why};

/// How long before going away it is announced.
pub const NOTICE: SignedDuration = SignedDuration::from_secs(30);
/// How long after coming back an away can be taken back.
pub const TAKE_BACK: SignedDuration = SignedDuration::from_mins(15);
/// For how long somebody who said "I was here", or came back at once, is taken for one who reads.
pub const READS_FOR: SignedDuration = SignedDuration::from_hours(1);
/// Whoever comes back this soon had not gone.
pub const AT_ONCE: SignedDuration = SignedDuration::from_secs(60);
/// Two readings of the same idle spell may differ by this much.
const SAME_SPELL: SignedDuration = SignedDuration::from_secs(1);
/// By when senses have told that a lone input was one.
const BLIP: SignedDuration = SignedDuration::from_secs(5);

/// An away by idling that is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Past {
    /// When the activity before it began.
    active_since: Timestamp,
    /// When it was over.
    back: Timestamp,
}

/// The state of one desktop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Idle {
    rules: Rules,
    sensed: Sensed,
    /// When somebody was last surely there.
    there: Timestamp,
    /// When the input that goes on began, while it does.
    input_since: Option<Timestamp>,
    /// When it went away by idling, while it is.
    left: Option<Timestamp>,
    /// Nobody goes away before this instant: what held them has just ended.
    not_before: Timestamp,
    /// Until when somebody is taken for one who reads.
    reads_until: Timestamp,
    active_since: Timestamp,
    past: Option<Past>,
    said: (DeviceActivity, Timestamp),
}

impl Idle {
    /// Knows nothing yet.
    pub fn new(rules: Rules, now: Timestamp) -> Self {
        Self {
            rules,
            sensed: Sensed::UNKNOWN,
            there: now,
            input_since: None,
            left: None,
            not_before: Timestamp::MIN,
            reads_until: Timestamp::MIN,
            active_since: now,
            past: None,
            said: (DeviceActivity::Unknown, now),
        }
    }

    /// After how long without input senses are to say [`Input::Idle`]; absent = never.
    pub fn watch_after(&self) -> Option<SignedDuration> {
        self.rules.after.map(|after| if self.rules.warn { after - NOTICE } else { after })
    }

    /// The owner or the team changed the rules.
    pub fn set(&mut self, rules: Rules, now: Timestamp) -> Said {
        if rules != self.rules {
            self.rules = rules;
            self.guard(now);
        }
        self.look(now)
    }

    /// Takes in what the senses see. Ages may be read again at any time: the same spell stays the same.
    pub fn sense(&mut self, sensed: Sensed, now: Timestamp) -> Said {
        let before = std::mem::replace(&mut self.sensed, sensed);
        let was_held = self.holds(&before);
        if was_held && !self.holds(&sensed) && self.left.is_none() {
            // Whoever was in the call until now was there until now.
            self.there = self.there.max(now);
        }
        if before.full_screen && !sensed.full_screen {
            self.guard(now);
        }
        self.take_in(sensed.input, now);
        self.look(now)
    }

    /// "I am here", or "I was here". Puts the announced away off, or takes one by idling back from its start, now or up to
    /// [`TAKE_BACK`] after it was over. None of them: nothing changes.
    pub fn here(&mut self, now: Timestamp) -> Said {
        let said = self.look(now);
        if said.warning.is_some() || said.can_take_back {
            self.reads_until = after(now, READS_FOR);
            self.there = now;
            if self.left.take().is_none()
                && let Some(past) = self.past.take()
            {
                self.active_since = past.active_since;
            }
            self.said = (DeviceActivity::Active, self.active_since);
        }
        self.look(now)
    }

    /// What is to be said now.
    pub fn look(&mut self, now: Timestamp) -> Said {
        self.there = self.there.min(now);
        self.past.take_if(|past| after(past.back, TAKE_BACK) <= now);
        self.believe(now);
        if self.left.is_none() && self.leaves_at().is_some_and(|at| at <= now) {
            self.left = Some(now);
        }
        self.say(now);
        Said {
            activity: self.said.0,
            since: self.said.1,
            warning: self.leaves_at().filter(|at| self.warns() && before(*at, NOTICE) <= now),
            can_take_back: self.said.0 == DeviceActivity::Idle || self.past.is_some(),
        }
    }

    /// The next instant at which what is to be said changes by itself.
    pub fn next(&self, now: Timestamp) -> Option<(Timestamp, Why)> {
        let leaves = self.leaves_at();
        let announced = leaves.filter(|_| self.warns()).map(|at| before(at, NOTICE));
        let all = [
            announced.map(|at| (at, Why::Announce)),
            leaves.map(|at| (at, Why::Away)),
            self.believes_at().map(|at| (at, Why::Believe)),
            self.past.map(|past| (after(past.back, TAKE_BACK), Why::Forget)),
        ];
        all.into_iter().flatten().filter(|(at, _)| now < *at).min_by_key(|(at, _)| *at)
    }

    fn take_in(&mut self, input: Input, now: Timestamp) {
        match input {
            Input::Active => {
                let goes_on = self.input_since.is_some();
                self.input_since.get_or_insert(now);
                if self.left.is_some() && self.sensed.locked.is_none() {
                    self.come_back(now);
                } else if self.left.is_none() && !goes_on {
                    self.there = now;
                }
            }
            Input::Idle { since } => {
                let since = since.min(now);
                let input = since > after(self.there, SAME_SPELL);
                self.input_since = None;
                if self.left.is_none() {
                    self.there = self.there.max(since);
                } else if input && self.sensed.locked.is_none() {
                    self.come_back(since);
                }
            }
            Input::CannotTell => {
                self.input_since = None;
                self.left = None;
            }
        }
    }

    fn come_back(&mut self, at: Timestamp) {
        if let Some(left) = self.left.take().filter(|_| self.said.0 == DeviceActivity::Idle) {
            if at.duration_since(left) < AT_ONCE {
                self.reads_until = after(at, READS_FOR);
            }
            self.past = Some(Past { active_since: self.active_since, back: at });
        }
        self.there = self.there.max(at);
    }

    /// A blip of input, such as a game controller gives, does not undo an away behind a lock; typing on does.
    fn believe(&mut self, now: Timestamp) {
        if self.believes_at().is_some_and(|at| at <= now) {
            self.come_back(now);
        }
    }

    fn believes_at(&self) -> Option<Timestamp> {
        let (Some(_), Some(since)) = (self.left, self.input_since) else { return None };
        Some(after(since, self.watch_after()? + BLIP))
    }

    /// Gives who stays time for a notice after what kept them here has ended.
    fn guard(&mut self, now: Timestamp) {
        self.not_before = after(now, NOTICE);
    }

    /// When the desktop counts as left, if nothing else happens.
    fn leaves_at(&self) -> Option<Timestamp> {
        if !matches!(self.sensed.input, Input::Idle { .. }) || self.left.is_some() || self.holds(&self.sensed)
        {
            return None;
        }
        let reads = self.sensed.full_screen || self.there < self.reads_until;
        let after_all = if reads { self.rules.longer() } else { self.rules.after }?;
        let due = after(self.there, after_all);
        // Away already: nothing is to be guarded.
        Some(if self.is_active() { due.max(self.not_before) } else { due })
    }

    /// An application that keeps the screen on counts together with a call or slides, or if the owner wishes: alone it
    /// may be a film that nobody watches.
    fn holds(&self, sensed: &Sensed) -> bool {
        sensed.inhibited && (sensed.call || sensed.presenting || self.rules.inhibitors_hold)
    }

    fn warns(&self) -> bool {
        self.rules.warn && self.is_active()
    }

    fn is_active(&self) -> bool {
        self.said.0 == DeviceActivity::Active
    }

    fn say(&mut self, now: Timestamp) {
        let locked = self.sensed.locked.filter(|_| self.rules.on_lock);
        let says = match (self.sensed.asleep, locked, self.left, self.sensed.input) {
            (Some(since), ..) => (DeviceActivity::Asleep, since),
            (_, Some(since), ..) => (DeviceActivity::Locked, since),
            (_, _, Some(_), _) => (DeviceActivity::Idle, self.there),
            (_, _, _, Input::CannotTell) => self.goes_on(DeviceActivity::Unknown, now),
            _ => self.goes_on(DeviceActivity::Active, now),
        };
        if says.0 == DeviceActivity::Active {
            self.active_since = says.1;
        }
        self.said = says;
    }

    fn goes_on(&self, activity: DeviceActivity, now: Timestamp) -> (DeviceActivity, Timestamp) {
        if self.said.0 == activity { self.said } else { (activity, now) }
    }
}

fn after(at: Timestamp, lasts: SignedDuration) -> Timestamp {
    at.saturating_add(lasts).unwrap_or(Timestamp::MAX)
}

fn before(at: Timestamp, lasts: SignedDuration) -> Timestamp {
    at.saturating_sub(lasts).unwrap_or(Timestamp::MIN)
}
