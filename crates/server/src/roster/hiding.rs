//! What others go on seeing of somebody who appears offline, whatever the person does meanwhile.

use std::{borrow::Cow, collections::BTreeSet, sync::Arc};

use ringlight_core::Claims;
use ringlight_protocol::{Availability, Manual, Profile, Timestamp};

use super::person::Person;
use crate::store::Frozen;

impl Person {
    /// The claims as others see their result. Who appears offline looks as if no device lived since then, whatever they
    /// do meanwhile.
    pub(super) fn seen_claims(&self) -> Cow<'_, Claims> {
        let Some(frozen) = &self.frozen else { return Cow::Borrowed(&self.claims) };
        let mut claims = self.claims.clone();
        claims.manual.retain(|manual| manual.availability != Availability::Offline);
        claims.manual.extend(self.settings.waiting.iter().cloned());
        claims.devices.clear();
        claims.last_seen = Some(frozen.since);
        claims.note.clone_from(&frozen.note);
        claims.calendar.clone_from(&frozen.calendar);
        Cow::Owned(claims)
    }

    /// The choice to appear offline, if it is on top or only absences that began by themselves lie over it.
    fn appears_offline(&self, now: Timestamp) -> Option<&Manual> {
        let top = self.top(now)?;
        let beneath = self.frozen.as_ref().is_some_and(|frozen| frozen.over.contains(&top.id));
        match top.availability {
            Availability::Offline => Some(top),
            _ => self.claims.manual.iter().find(|it| beneath && it.availability == Availability::Offline),
        }
    }

    /// Finds absences that have just begun over Appear offline. To be called before anything else is changed.
    pub fn stay_beneath(&mut self, before: &Self) {
        let Some(frozen) = &mut self.frozen else { return };
        let known = |layer: &Manual| before.claims.manual.iter().any(|it| it.id == layer.id);
        let begun: Vec<_> = self.claims.manual.iter().filter(|layer| !known(layer)).collect();
        if !begun.is_empty() {
            Arc::make_mut(frozen).over.extend(begun.into_iter().map(|layer| layer.id.clone()));
        }
    }

    fn top(&self, now: Timestamp) -> Option<&Manual> {
        let living = |manual: &&Manual| manual.until.is_none_or(|until| now < until);
        self.claims.manual.iter().filter(living).min_by_key(|manual| manual.until.unwrap_or(Timestamp::MAX))
    }

    /// Keeps what others see from moving while the person appears offline.
    pub fn freeze(&mut self, before: &Self, now: Timestamp) {
        let since = self.appears_offline(now).map(|top| top.chosen);
        self.frozen = since.map(|since| match &self.frozen {
            Some(frozen) => frozen.clone(),
            None => Arc::new(Frozen {
                since,
                profile: before.profile.clone(),
                note: before.claims.note.clone(),
                calendar: before.claims.calendar.clone(),
                last_seen: before.settings.privacy.last_seen,
                over: BTreeSet::new(),
            }),
        });
    }

    /// Sees to it that those from whom the person hides have the profile as it is.
    pub fn list(&mut self) {
        if let Some(frozen) = &mut self.frozen {
            Arc::make_mut(frozen).profile = self.profile.clone();
        }
        for shade in &mut self.shades {
            shade.row.profile = public(&self.profile);
        }
    }

    /// Whether somebody has another profile than the person's.
    pub fn is_unlisted(&self) -> bool {
        let profile = public(&self.profile);
        self.shades.iter().any(|shade| shade.row.profile != profile)
            || self.frozen.as_ref().is_some_and(|frozen| public(&frozen.profile) != profile)
    }
}

/// The profile as others have it: where somebody is stands in their presence, if they share it.
pub(super) fn public(profile: &Profile) -> Profile {
    Profile { location: None, ..profile.clone() }
}
