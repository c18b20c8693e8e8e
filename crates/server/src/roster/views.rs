//! What others see of a person, once for each sight they can have.

use std::sync::{Arc, OnceLock};

use ringlight_protocol::{self as protocol, Event, PersonId, Presence, Profile};

use super::sight::Sight;

/// One person as seen with one sight.
#[derive(Clone, Debug)]
pub(crate) struct View {
    pub profile: Arc<Profile>,
    pub presence: Presence,
    pub changed: Seen,
    written: OnceLock<Arc<str>>,
}

/// Positions in the roster's changes at which somebody who sees this saw it change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Seen {
    /// Anything of it.
    pub at: u64,
    /// The profile, or that there is somebody.
    pub profile: u64,
}

impl View {
    pub fn new(profile: Arc<Profile>, presence: Presence) -> Self {
        Self { profile, presence, changed: Seen::default(), written: OnceLock::new() }
    }

    pub fn person(&self, id: &PersonId) -> protocol::Person {
        protocol::Person {
            id: id.clone(),
            profile: Profile::clone(&self.profile),
            presence: self.presence.clone(),
        }
    }

    /// The news of the presence, written once for all who hear it.
    pub fn news(&self, id: &PersonId) -> Arc<str> {
        let event = || Event::Presence { person: id.clone(), presence: self.presence.clone() };
        self.written.get_or_init(|| super::news::write(&event()).into()).clone()
    }
}

/// All views of a person.
#[derive(Clone, Debug)]
pub(crate) struct Views {
    /// Theirs.
    pub own: Arc<View>,
    others: [Arc<View>; 8],
}

impl Views {
    /// Makes the view of each sight, and one's own.
    pub fn new(own: View, make: impl Fn(Sight) -> View) -> Self {
        Self { own: Arc::new(own), others: Sight::all().map(|sight| Arc::new(make(sight))) }
    }

    pub fn with(&self, sight: Sight) -> &Arc<View> {
        &self.others[sight.place()]
    }

    /// The same views where nothing differs from `before`, and the positions of the change where something does.
    /// False if nothing differs at all.
    pub fn follow(&mut self, before: &Self, position: u64) -> bool {
        let pairs = self.others.iter_mut().zip(&before.others);
        let all = pairs.chain(std::iter::once((&mut self.own, &before.own)));
        all.fold(false, |changed, (after, before)| follow(after, before, position) | changed)
    }

    /// All of it is news.
    pub fn begin(&mut self, position: u64) {
        for view in self.others.iter_mut().chain(std::iter::once(&mut self.own)) {
            Arc::make_mut(view).changed = Seen { at: position, profile: position };
        }
    }
}

fn follow(after: &mut Arc<View>, before: &Arc<View>, position: u64) -> bool {
    let profile = after.profile != before.profile;
    if !profile && after.presence == before.presence {
        *after = before.clone();
        return false;
    }
    let profile = if profile { position } else { before.changed.profile };
    Arc::make_mut(after).changed = Seen { at: position, profile };
    true
}
