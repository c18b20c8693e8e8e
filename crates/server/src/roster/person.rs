use std::{collections::HashMap, sync::Arc};

use ringlight_core::{
    Resolution, Shown, Subject, fold, next, next_change, privacy, reasons, resolve, settle, view,
};
use ringlight_protocol::{Claims, DeviceId, DeviceKind, Me, PersonId, Policy, Presence, Profile, Timestamp};

use super::{
    hiding::public,
    shade::Shade,
    sight::Sight,
    undo::Undo,
    views::{self, Seen, View, Views},
};
use crate::{
    Digest,
    auth::{Caller, Holder},
    store::{self, DeviceRow, Frozen, PersonRow, ProgramRow, Settings},
};

/// One person with everything that is theirs.
#[derive(Clone)]
pub(crate) struct Person {
    pub id: PersonId,
    pub joined: Timestamp,
    pub profile: Profile,
    pub claims: Claims,
    pub settings: Settings,
    /// What is seen for as long as the person appears offline: what was there when they chose to.
    pub frozen: Option<Arc<Frozen>>,
    /// What those see from whom the person hides by a rule.
    pub shades: Vec<Shade>,
    pub shown: Shown,
    /// What they see of themselves.
    pub own: Arc<View>,
    pub views: Views,
    /// Viewers who came to see more or less than before, and what they had been told of by then.
    pub turned: Arc<HashMap<PersonId, Turn>>,
    pub devices: Vec<DeviceRow>,
    pub programs: Vec<ProgramRow>,
    pub favourites: Vec<PersonId>,
    pub undo: Option<Undo>,
    /// Counts their own changes; starts at the time of day, so that it grows over a restart too.
    pub revision: u64,
    pub changed: Changed,
}

/// Positions in the roster's changes.
#[derive(Clone, Copy, Default)]
pub(crate) struct Changed {
    /// When what anybody sees of them last changed.
    pub seen: u64,
    /// When what only they see changed.
    pub own: u64,
    pub favourites: u64,
    pub groups: u64,
    pub alerts: u64,
}

/// When a viewer came to another sight, and what they had seen change by then.
#[derive(Clone, Copy)]
pub(crate) struct Turn {
    pub at: u64,
    pub seen: Seen,
}

impl Person {
    /// Goes on from what was stored.
    pub fn new(row: PersonRow, now: Timestamp, policy: &Policy) -> Self {
        let resolution = resolve(&row.claims, policy, now);
        let store::Shown { availability, status, since } = row.shown;
        let mut person = Self {
            id: row.id,
            joined: row.joined,
            profile: row.profile,
            claims: row.claims,
            settings: row.settings,
            frozen: row.frozen.map(Arc::new),
            shown: Shown::new(Resolution { availability, status, ..resolution }, since),
            shades: row.shades.into_iter().map(|shade| Shade::new(shade, policy, now)).collect(),
            own: Arc::new(View::nothing()),
            views: Views::default(),
            turned: Arc::default(),
            devices: Vec::new(),
            programs: Vec::new(),
            favourites: Vec::new(),
            undo: None,
            revision: u64::try_from(now.as_millisecond()).unwrap_or(0),
            changed: Changed::default(),
        };
        person.look(policy, now);
        person
    }

    /// Removes what has ended.
    pub fn settle(&mut self, policy: &Policy, now: Timestamp) {
        settle(&mut self.claims, policy, now);
        for shade in &mut self.shades {
            settle(&mut shade.row.claims, policy, now);
        }
    }

    /// Resolves anew.
    pub fn look(&mut self, policy: &Policy, now: Timestamp) {
        let claims = self.seen_claims();
        let shown = fold(Some(&self.shown), resolve(&claims, policy, now), now);
        let profile = self.frozen.as_ref().map_or(&self.profile, |frozen| &frozen.profile);
        let subject = Subject { shown: &shown, claims: &claims, profile, privacy: &self.settings.privacy };
        let current = Arc::new(public(profile));
        let own = View::new(Arc::new(public(&self.profile)), view(&subject, privacy::Sight::WHOLE, now));
        let dated = self.frozen.as_ref().map_or(self.settings.privacy.last_seen, |frozen| frozen.last_seen);
        let see = |sight: Sight| view(&subject, sight.capped(dated, policy), now);
        let views = Views::new(|sight| View::new(current.clone(), see(sight)));
        (self.shown, self.own, self.views) = (shown, Arc::new(own), views);
        self.shades.iter_mut().for_each(|shade| shade.look(policy, now));
    }

    /// When what is seen could change by itself.
    pub fn next_change(&self, policy: &Policy, now: Timestamp) -> Option<Timestamp> {
        let own = next_change(&self.claims, policy, now).map(|(at, _)| at);
        let seen = || next_change(&self.seen_claims(), policy, now).map(|(at, _)| at);
        let shades = self.shades.iter().filter_map(|shade| shade.next_change(policy, now));
        own.into_iter().chain(self.frozen.as_ref().and_then(|_| seen())).chain(shades).min()
    }

    /// As `viewer` may see them.
    pub fn seen_by(&self, viewer: &Self) -> &Arc<View> {
        if self.id == viewer.id { &self.own } else { self.with(Sight::of(self, viewer)) }
    }

    /// As whoever has this sight sees them.
    pub fn with(&self, sight: Sight) -> &Arc<View> {
        self.shade_with(sight).map_or(&self.views, |shade| &shade.views).with(sight)
    }

    /// What is shown of them to whoever has this sight.
    pub fn shown_with(&self, sight: Sight) -> &Shown {
        self.shade_with(sight).map_or(&self.shown, |shade| &shade.shown)
    }

    fn shade_with(&self, sight: Sight) -> Option<&Shade> {
        self.shades.iter().find(|shade| Some(shade.row.number) == sight.shade)
    }

    /// The same views where nothing differs from `before`, and the positions of the change where something does.
    /// False if nothing differs at all.
    pub fn follow(&mut self, before: &Self, position: u64) -> bool {
        let mut changed = views::follow(&mut self.own, &before.own, position);
        changed |= self.views.follow(&before.views, position);
        for shade in &mut self.shades {
            let same = before.shades.iter().find(|it| it.row.number == shade.row.number);
            changed |= same.is_some_and(|before| shade.views.follow(&before.views, position));
        }
        changed
    }

    /// All of it is news.
    pub fn begin(&mut self, position: u64) {
        views::begin(&mut self.own, position);
        self.views.begin(position);
        self.shades.iter_mut().for_each(|shade| shade.views.begin(position));
    }

    /// Up to where the changes that `viewer` can see go.
    pub fn changed_for(&self, viewer: &Self) -> Seen {
        let seen = self.seen_by(viewer).changed;
        match self.turned.get(&viewer.id) {
            Some(turn) => Seen {
                at: if seen.at > turn.at { seen.at } else { turn.seen.at },
                profile: if seen.profile > turn.at { seen.profile } else { turn.seen.profile },
            },
            None => seen,
        }
    }

    /// What a full viewer sees.
    pub fn presence(&self) -> &Presence {
        &self.own.presence
    }

    pub fn me(&self, device: &DeviceId, policy: &Policy, now: Timestamp) -> Me {
        Me {
            id: self.id.clone(),
            device: device.clone(),
            profile: self.profile.clone(),
            claims: self.claims.clone(),
            presence: self.presence().clone(),
            reasons: reasons(&self.claims, policy, now),
            next: next(&self.claims, policy, now),
            privacy: self.settings.privacy.clone(),
            breakthrough: self.settings.breakthrough.clone(),
            revision: self.revision,
        }
    }

    pub fn kind_of(&self, device: &DeviceId) -> Option<DeviceKind> {
        self.devices.iter().find(|known| known.id == *device).map(|known| known.kind)
    }

    pub fn tokens(&self) -> impl Iterator<Item = (Digest, Holder)> {
        let device = |device: &DeviceRow| {
            Holder::Device(Caller { person: self.id.clone(), device: device.id.clone() })
        };
        let program = |it: &ProgramRow| Holder::Program { person: it.person.clone(), program: it.id.clone() };
        let devices = self.devices.iter().map(move |it| (it.token, device(it)));
        devices.chain(self.programs.iter().map(move |it| (it.token, program(it))))
    }

    pub fn row(&self) -> PersonRow {
        PersonRow {
            id: self.id.clone(),
            joined: self.joined,
            profile: self.profile.clone(),
            claims: self.claims.clone(),
            settings: self.settings.clone(),
            frozen: self.frozen.as_deref().cloned(),
            shades: self.shades.iter().map(|shade| shade.row.clone()).collect(),
            shown: (&self.shown).into(),
        }
    }
}

impl From<&Shown> for store::Shown {
    fn from(shown: &Shown) -> Self {
        let Resolution { availability, status, .. } = &shown.resolution;
        Self { availability: *availability, status: status.clone(), since: shown.since }
    }
}
