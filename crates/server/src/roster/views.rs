//! What others see of a person, once for each sight they can have.

use std::sync::{Arc, OnceLock};

use ringlight_protocol::{self as protocol, Availability, Event, PersonId, Presence, Profile};

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

    /// Stands for what was never looked at.
    pub fn nothing() -> Self {
        let profile = Profile {
            name: String::new(),
            group: None,
            zone: String::new(),
            working_hours: None,
            location: None,
            contacts: Vec::new(),
            admin: false,
        };
        let presence = Presence {
            availability: Availability::Offline,
            status: ringlight_core::OFFLINE.into(),
            activity: None,
            cause: None,
            since: None,
            until: None,
            free_at: None,
            note: None,
            online: false,
            location: None,
            last_seen: None,
        };
        Self::new(Arc::new(profile), presence)
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

/// What others see, by how much they may.
#[derive(Clone, Debug)]
pub(crate) struct Views([Arc<View>; 8]);

impl Default for Views {
    /// Before anybody has looked: somebody offline without a name.
    fn default() -> Self {
        let nothing = Arc::new(View::nothing());
        Self(std::array::from_fn(|_| nothing.clone()))
    }
}

impl Views {
    /// Makes the view of each sight.
    pub fn new(make: impl Fn(Sight) -> View) -> Self {
        Self(Sight::all().map(|sight| Arc::new(make(sight))))
    }

    pub fn with(&self, sight: Sight) -> &Arc<View> {
        &self.0[sight.place()]
    }

    /// The same views where nothing differs from `before`, and the positions of the change where something does.
    /// False if nothing differs at all.
    pub fn follow(&mut self, before: &Self, position: u64) -> bool {
        let pairs = self.0.iter_mut().zip(&before.0);
        pairs.fold(false, |changed, (after, before)| follow(after, before, position) | changed)
    }

    /// All of it is news.
    pub fn begin(&mut self, position: u64) {
        self.0.iter_mut().for_each(|view| begin(view, position));
    }
}

/// All of it is news.
pub(crate) fn begin(view: &mut Arc<View>, position: u64) {
    Arc::make_mut(view).changed = Seen { at: position, profile: position };
}

/// The same as for [`Views::follow`], for one.
pub(crate) fn follow(after: &mut Arc<View>, before: &Arc<View>, position: u64) -> bool {
    let profile = after.profile != before.profile;
    if !profile && after.presence == before.presence {
        *after = before.clone();
        return false;
    }
    let profile = if profile { position } else { before.changed.profile };
    Arc::make_mut(after).changed = Seen { at: position, profile };
    true
}
