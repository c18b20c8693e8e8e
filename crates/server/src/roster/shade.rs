//! What those see from whom a person hides by a rule: the person as if their devices had ended when they began to hide.
//! Whatever the person does after that does not show; what others do to them does, as it would of anybody who is gone.

use std::{collections::BTreeMap, sync::Arc};

use ringlight_core::{Resolution, Shown, Subject, fold, next_change, privacy, resolve, view};
use ringlight_protocol::{Level, PersonId, Policy, Privacy, Timestamp};

use super::{
    Roster,
    hiding::public,
    person::Person,
    sight::{self, Sight},
    views::{View, Views},
};
use crate::store::{self, ShadeRow};

/// The person as some see them.
#[derive(Clone)]
pub(crate) struct Shade {
    pub row: ShadeRow,
    pub shown: Shown,
    pub views: Views,
}

impl Shade {
    /// Goes on from what was stored, or begins.
    pub fn new(row: ShadeRow, policy: &Policy, now: Timestamp) -> Self {
        let store::Shown { availability, status, since } = row.shown.clone();
        let resolution = Resolution { availability, status, ..resolve(&row.claims, policy, now) };
        let mut shade = Self { views: Views::default(), shown: Shown::new(resolution, since), row };
        shade.look(policy, now);
        shade
    }

    /// Resolves anew.
    pub fn look(&mut self, policy: &Policy, now: Timestamp) {
        self.shown = fold(Some(&self.shown), resolve(&self.row.claims, policy, now), now);
        self.row.shown = (&self.shown).into();
        let ShadeRow { claims, profile, last_seen, .. } = &self.row;
        let privacy = Privacy { last_seen: *last_seen, ..Privacy::default() };
        let of = Subject { shown: &self.shown, claims, profile, privacy: &privacy };
        let profile = Arc::new(profile.clone());
        let see = |sight: Sight| view(&of, sight.capped(*last_seen, policy), now);
        self.views = Views::new(|sight| View::new(profile.clone(), see(sight)));
    }

    pub fn next_change(&self, policy: &Policy, now: Timestamp) -> Option<Timestamp> {
        next_change(&self.row.claims, policy, now).map(|(at, _)| at)
    }
}

/// Somebody who looks at a person: whether the person hides from them, and how much they saw before.
pub(super) struct Looks<'a> {
    pub viewer: &'a PersonId,
    pub hides: bool,
    pub saw: Level,
}

impl Person {
    /// What `viewer` sees in the place of the person, and how much of it.
    pub fn shade_of(&self, viewer: &PersonId) -> Option<(&Shade, Level)> {
        self.shades.iter().find_map(|shade| Some((shade, *shade.row.viewers.get(viewer)?)))
    }

    /// Leaves a shade of `before` to those who lose sight of the person, and takes it from those who see them again.
    pub(super) fn shade<'a>(
        &mut self,
        before: &Self,
        viewers: impl Iterator<Item = Looks<'a>>,
        policy: &Policy,
        now: Timestamp,
    ) {
        let mut left = BTreeMap::new();
        for Looks { viewer, hides, saw } in viewers {
            match (hides, self.shade_of(viewer).is_some()) {
                (true, false) => left.extend([(viewer.clone(), saw)]),
                (false, true) => self.unshade(viewer),
                _ => {}
            }
        }
        if !left.is_empty() {
            let last = before.shades.iter().map(|shade| shade.row.number).max();
            let row = before.leave_behind(last.unwrap_or(0) + 1, left, now);
            self.shades.push(Shade::new(row, policy, now));
        }
    }

    /// Somebody new, from whom the person hides, sees what most of those see who are in their place, and no more of it than
    /// any of them. Without such, neither the note nor the day they were last seen: nobody was allowed to see it.
    pub(super) fn shade_newcomer(&mut self, newcomer: &PersonId, policy: &Policy, now: Timestamp) {
        match self.shades.iter_mut().max_by_key(|shade| shade.row.viewers.len()) {
            Some(shade) => {
                let least = shade.row.viewers.values().min().copied().unwrap_or(Level::Basic);
                shade.row.viewers.insert(newcomer.clone(), least);
            }
            None => {
                let row = self.leave_behind(1, [(newcomer.clone(), Level::Basic)].into(), now);
                self.shades.push(Shade::new(row, policy, now));
            }
        }
    }

    /// `viewer` sees the person again, or is gone.
    pub(super) fn unshade(&mut self, viewer: &PersonId) {
        self.shades.iter_mut().for_each(|shade| shade.row.viewers.retain(|id, _| id != viewer));
        self.shades.retain(|shade| !shade.row.viewers.is_empty());
    }

    fn leave_behind(&self, number: u32, viewers: BTreeMap<PersonId, Level>, now: Timestamp) -> ShadeRow {
        let frozen = self.frozen.as_deref();
        ShadeRow {
            number,
            viewers,
            profile: public(frozen.map_or(&self.profile, |frozen| &frozen.profile)),
            last_seen: frozen.map_or(self.settings.privacy.last_seen, |frozen| frozen.last_seen),
            claims: privacy::gone(&self.seen_claims(), now),
            // Of somebody who appears offline it shows already.
            waiting: if frozen.is_some() { Vec::new() } else { self.settings.waiting.clone() },
            shown: (&self.shown).into(),
        }
    }
}

impl Roster {
    /// Sees to the shades of somebody who may have come to hide from others, or to show themself again.
    pub(super) fn shade_from_all(&self, before: &Person, after: &mut Person, now: Timestamp) {
        if after.settings.privacy.rules.iter().all(|rule| rule.level > Level::Hidden) {
            return after.shades.clear();
        }
        let others = self.people.values().filter(|viewer| viewer.id != after.id);
        let looks: Vec<_> = others
            .map(|viewer| Looks {
                viewer: &viewer.id,
                hides: sight::level(after, viewer) == Level::Hidden,
                saw: sight::level(before, viewer),
            })
            .collect();
        after.shade(before, looks.into_iter(), &self.rules.policy, now);
    }

    /// Sees to it that somebody new sees nobody who hides.
    pub(super) fn shade_all_from(&mut self, newcomer: &PersonId) {
        let Some(viewer) = self.people.get(newcomer) else { return };
        let hides = |person: &Person| {
            person.id != *newcomer
                && person.shade_of(newcomer).is_none()
                && sight::level(person, viewer) == Level::Hidden
        };
        let hiding = self.people.values().filter(|person| hides(person));
        for id in hiding.map(|person| person.id.clone()).collect::<Vec<_>>() {
            let shaded = self.alter(&id, |person, policy, now| {
                person.shade_newcomer(newcomer, policy, now);
                Ok(())
            });
            shaded.unwrap_or_else(|refusal| tracing::debug!(?refusal, "nobody is left to hide"));
        }
    }
}
