use std::sync::Arc;

use ringlight_core::{Resolution, Shown, fold, next, reasons, resolve, view};
use ringlight_protocol::{
    self as protocol, Claims, DeviceId, DeviceKind, Event, Level, Manual, Me, Note, PersonId, Policy,
    Presence, Profile, Timestamp, UNDO_FOR,
};

use crate::{
    Digest, secret,
    store::{self, DeviceRow, PersonRow},
};

/// What people of a team see of each other.
const WITHIN_THE_TEAM: Level = Level::Full;

/// One person with everything that is theirs.
#[derive(Clone)]
pub(crate) struct Person {
    pub id: PersonId,
    pub joined: Timestamp,
    pub profile: Profile,
    pub claims: Claims,
    pub shown: Shown,
    pub presence: Presence,
    pub devices: Vec<DeviceRow>,
    pub favourites: Vec<PersonId>,
    pub undo: Option<Undo>,
    /// Counts their own changes; starts at the time of day, so that it grows over a restart too.
    pub revision: u64,
    pub changed: Changed,
    /// The latest news of them, written once for all who hear it.
    pub news: Arc<str>,
}

/// Positions in the roster's changes.
#[derive(Clone, Copy, Default)]
pub(crate) struct Changed {
    /// When what others see of them changed.
    pub seen: u64,
    /// When their profile changed, or they came.
    pub profile: u64,
    /// When what only they see changed.
    pub own: u64,
    pub favourites: u64,
}

/// What the last change of one's own status or note replaced.
#[derive(Clone)]
pub(crate) struct Undo {
    token: String,
    until: Timestamp,
    manual: Vec<Manual>,
    note: Option<Note>,
    dismissed: Vec<protocol::Dismissed>,
}

impl Person {
    /// Goes on from what was stored.
    pub fn new(row: PersonRow, now: Timestamp, policy: &Policy) -> Self {
        let resolution = resolve(&row.claims, policy, now);
        let store::Shown { availability, status, since } = row.shown;
        let before = Shown { resolution: Resolution { availability, status, ..resolution.clone() }, since };
        let shown = fold(Some(&before), resolution, now);
        Self {
            presence: view(&shown, &row.claims, &row.profile.zone, WITHIN_THE_TEAM, now),
            id: row.id,
            joined: row.joined,
            profile: row.profile,
            claims: row.claims,
            shown,
            devices: Vec::new(),
            favourites: Vec::new(),
            undo: None,
            revision: u64::try_from(now.as_millisecond()).unwrap_or(0),
            changed: Changed::default(),
            news: Arc::from(""),
        }
    }

    /// Resolves anew.
    pub fn look(&mut self, policy: &Policy, now: Timestamp) {
        self.shown = fold(Some(&self.shown), resolve(&self.claims, policy, now), now);
        self.presence = view(&self.shown, &self.claims, &self.profile.zone, WITHIN_THE_TEAM, now);
    }

    /// As others see them.
    pub fn public(&self) -> protocol::Person {
        protocol::Person {
            id: self.id.clone(),
            profile: self.profile.clone(),
            presence: self.presence.clone(),
        }
    }

    pub fn me(&self, device: &DeviceId, policy: &Policy, now: Timestamp) -> Me {
        Me {
            id: self.id.clone(),
            device: device.clone(),
            profile: self.profile.clone(),
            claims: self.claims.clone(),
            presence: self.presence.clone(),
            reasons: reasons(&self.claims, policy, now),
            next: next(&self.claims, policy, now),
            privacy: protocol::Privacy::default(),
            breakthrough: Vec::new(),
            revision: self.revision,
        }
    }

    pub fn write_news(&mut self) {
        let presence = Event::Presence { person: self.id.clone(), presence: self.presence.clone() };
        self.news = super::news::write(&presence).into();
    }

    pub fn kind_of(&self, device: &DeviceId) -> Option<DeviceKind> {
        self.devices.iter().find(|known| known.id == *device).map(|known| known.kind)
    }

    pub fn tokens(&self) -> impl Iterator<Item = (Digest, (PersonId, DeviceId))> {
        self.devices.iter().map(|device| (device.token, (self.id.clone(), device.id.clone())))
    }

    /// Remembers what is there before a change, and returns the token that brings it back.
    pub fn remember(&mut self, now: Timestamp) -> String {
        let token = secret::random::<16>();
        self.undo = Some(Undo {
            token: token.clone(),
            until: now.saturating_add(UNDO_FOR).unwrap_or(Timestamp::MAX),
            manual: self.claims.manual.clone(),
            note: self.claims.note.clone(),
            dismissed: self.claims.dismissed.clone(),
        });
        token
    }

    /// Takes the last change back, if `token` is of it and it is young. What ended meanwhile does not come back.
    pub fn undo(&mut self, token: &str, now: Timestamp) -> bool {
        let Some(undo) = self.undo.take_if(|undo| undo.token == token && now < undo.until) else {
            return false;
        };
        self.claims.manual = undo.manual;
        self.claims.note = undo.note;
        self.claims.dismissed = undo.dismissed;
        self.claims.manual_changed = Some(now);
        true
    }

    pub fn row(&self) -> PersonRow {
        PersonRow {
            id: self.id.clone(),
            joined: self.joined,
            profile: self.profile.clone(),
            claims: self.claims.clone(),
            shown: store::Shown {
                availability: self.shown.resolution.availability,
                status: self.shown.resolution.status.clone(),
                since: self.shown.since,
            },
        }
    }
}
