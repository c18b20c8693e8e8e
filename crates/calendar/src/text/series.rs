use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::{SignedDuration, Timestamp, civil::Date};
use ringlight_protocol::MeetingKind;

use super::{
    Event,
    expand::{Budget, Exhausted, Span},
    stamp::{Length, Stamp},
};

/// An event with all its repetitions and their exceptions.
#[derive(Default)]
pub(crate) struct Series {
    /// What repeats. Absent if only single instances of it are in this calendar, as with an invitation to one of them.
    main: Option<Event>,
    /// Instances that differ, by when they would have begun.
    changed: HashMap<Timestamp, Event>,
}

/// One time at which an event takes place.
#[derive(Debug)]
pub(crate) struct Instance {
    /// Which instance of its series it is; absent for an event without repetitions.
    pub of: Option<Timestamp>,
    pub kind: MeetingKind,
    pub from: Timestamp,
    pub until: Timestamp,
}

type Starts = BTreeMap<Timestamp, (Stamp, Length)>;

impl Instance {
    /// Whether it takes time, and some of it then.
    pub fn touches(&self, span: Span) -> bool {
        self.from < self.until && span.from < self.until && self.from < span.until
    }
}

impl Series {
    /// Takes a version of the event in, unless a newer one is there.
    pub fn add(&mut self, event: Event) {
        let Some(instance) = &event.instance else {
            if self.main.as_ref().is_none_or(|old| event.replaces(old)) {
                self.main = Some(event);
            }
            return;
        };
        let Some(at) = instance.instant() else { return };
        if self.changed.get(&at).is_none_or(|old| event.replaces(old)) {
            self.changed.insert(at, event);
        }
    }

    /// All instances within a span.
    pub fn instances(&self, span: Span, budget: &mut Budget) -> Result<Vec<Instance>, Exhausted> {
        let changed = self.changed.iter().filter_map(|(at, it)| lasting(it.kind, &it.start, it.length, *at));
        let mut found: Vec<_> = changed.collect();
        if let Some(main) = &self.main {
            let repeats = !main.rules.is_empty() || !main.further.is_empty();
            let starts = self.starts(main, span, budget)?;
            let following = self.changed.iter().filter(|(_, it)| it.following);
            let following: BTreeMap<_, _> = following.map(|(at, it)| (*at, it)).collect();
            for (at, (start, length)) in starts.iter().filter(|(at, _)| !self.changed.contains_key(at)) {
                let instance = match following.range(..*at).next_back() {
                    Some((_, changed)) => changed.shifted(*at),
                    None => lasting(main.kind, start, *length, *at),
                };
                found.extend(instance.map(|it| Instance { of: repeats.then_some(*at), ..it }));
            }
        }
        found.retain(|it| it.touches(span));
        Ok(found)
    }

    /// When the series itself has instances, exceptions taken out.
    fn starts(&self, main: &Event, span: Span, budget: &mut Budget) -> Result<Starts, Exhausted> {
        let reach = span.reach(&main.start.zone, self.slack(main));
        let mut starts = Starts::new();
        let mut put = |start: Stamp, length| start.instant().map(|at| starts.insert(at, (start, length)));
        put(main.start.clone(), main.length);
        for rule in &main.rules {
            for local in rule.starts(reach, budget)? {
                put(main.start.at(local), main.length);
            }
        }
        for (start, length) in &main.further {
            put(start.clone(), length.unwrap_or(main.length));
        }
        let except = Except::of(main);
        starts.retain(|at, (start, _)| !except.has(*at, start));
        Ok(starts)
    }

    /// At least as long as any instance lasts, or was moved.
    fn slack(&self, main: &Event) -> SignedDuration {
        let lengths = main.further.iter().filter_map(|(_, length)| *length);
        let lengths = lengths.chain([main.length]).chain(self.changed.values().map(|it| it.length));
        let longest = lengths.map(Length::longest).max().unwrap_or_default();
        let moved = self.changed.values().filter(|it| it.following).filter_map(Event::moved);
        longest.saturating_add(moved.map(SignedDuration::abs).max().unwrap_or_default())
    }
}

impl Event {
    /// A later instance, as this one for all that follow has it.
    fn shifted(&self, at: Timestamp) -> Option<Instance> {
        let local = self.start.local_of(at).checked_add(self.moved()?).ok()?;
        lasting(self.kind, &self.start.at(local), self.length, at)
    }

    /// By how much local time an instance was moved.
    fn moved(&self) -> Option<SignedDuration> {
        let from = self.start.local_of(self.instance.as_ref()?.instant()?);
        Some(self.start.local.duration_since(from))
    }
}

fn lasting(kind: Option<MeetingKind>, start: &Stamp, length: Length, of: Timestamp) -> Option<Instance> {
    Some(Instance { of: Some(of), kind: kind?, from: start.instant()?, until: length.end(start)? })
}

/// The instances that an event leaves out. A date leaves out that day's.
struct Except {
    instants: HashSet<Timestamp>,
    days: HashSet<Date>,
}

impl Except {
    fn of(event: &Event) -> Self {
        let (days, instants): (Vec<_>, Vec<_>) = event.except.iter().partition(|it| it.whole_day);
        Self {
            instants: instants.into_iter().filter_map(Stamp::instant).collect(),
            days: days.into_iter().map(|it| it.local.date()).collect(),
        }
    }

    fn has(&self, at: Timestamp, start: &Stamp) -> bool {
        self.instants.contains(&at) || self.days.contains(&start.local.date())
    }
}
