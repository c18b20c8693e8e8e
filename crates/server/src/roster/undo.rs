//! Taking the last change of one's own back, while it is young.

use ringlight_core::{alerts::Watch, quiet};
use ringlight_protocol::{
    Alert, Code, Dismissed, Group, Manual, Note, PersonId, Planned, Policy, Privacy, Profile, QuietHours,
    StatusChanged, Timestamp, UNDO_FOR,
};

use super::{Roster, person::Person};
use crate::{
    auth::Caller,
    refusal::{Refusal, refuse_field},
    secret,
};

/// The last change: what its owner has set before it and after it.
#[derive(Clone)]
pub(crate) struct Undo {
    token: String,
    until: Timestamp,
    before: Own,
    after: Own,
}

/// What somebody sets for themselves and can take back.
#[derive(Clone)]
struct Own {
    /// Together: an absence that begins goes from one to the other, and so does what waits for the end of do-not-disturb.
    stack: (Vec<Manual>, Vec<Planned>, Vec<Manual>),
    note: Option<Note>,
    dismissed: Vec<Dismissed>,
    quiet_hours: Option<QuietHours>,
    profile: Profile,
    privacy: Privacy,
    groups: Vec<Group>,
    alerts: Vec<Alert>,
    favourites: Vec<PersonId>,
    breakthrough: Vec<PersonId>,
}

impl Own {
    fn of(person: &Person) -> Self {
        let Person { claims, settings, profile, favourites, .. } = person;
        Self {
            stack: (claims.manual.clone(), claims.planned.clone(), settings.waiting.clone()),
            note: claims.note.clone(),
            dismissed: claims.dismissed.clone(),
            quiet_hours: claims.quiet_hours.clone(),
            profile: profile.clone(),
            privacy: settings.privacy.clone(),
            groups: settings.groups.clone(),
            alerts: settings.alerts.clone(),
            favourites: favourites.clone(),
            breakthrough: settings.breakthrough.clone(),
        }
    }
}

impl Person {
    /// Changes what is theirs, and gives the token that takes it back.
    fn change_own(
        &mut self,
        change: impl FnOnce(&mut Self, &Policy, Timestamp) -> Result<(), Refusal>,
        policy: &Policy,
        now: Timestamp,
    ) -> Result<String, Refusal> {
        let before = Own::of(self);
        change(self, policy, now)?;
        let token = secret::random::<16>();
        let until = now.saturating_add(UNDO_FOR).unwrap_or(Timestamp::MAX);
        self.undo = Some(Undo { token: token.clone(), until, before, after: Own::of(self) });
        Ok(token)
    }

    /// Takes the last change back, if `token` is of it and it is young. Only what it changed goes back, and what ended
    /// meanwhile does not come back.
    fn undo(&mut self, token: &str, policy: &Policy, now: Timestamp) -> bool {
        let Some(undo) = self.undo.take_if(|undo| undo.token == token && now < undo.until) else {
            return false;
        };
        let Undo { before, after, .. } = undo;
        if before.stack != after.stack {
            (self.claims.manual, self.claims.planned, self.settings.waiting) = before.stack;
            self.claims.manual.retain(|manual| manual.until.is_none_or(|until| now < until));
            self.claims.manual_changed = Some(now);
        }
        put_back(&mut self.claims.note, before.note, &after.note);
        put_back(&mut self.claims.dismissed, before.dismissed, &after.dismissed);
        put_back(&mut self.claims.quiet_hours, before.quiet_hours, &after.quiet_hours);
        // Who is an administrator is no change of their own.
        let admin = self.profile.admin;
        put_back(&mut self.profile, before.profile, &after.profile);
        self.profile.admin = admin;
        put_back(&mut self.settings.privacy, before.privacy, &after.privacy);
        put_back(&mut self.settings.groups, before.groups, &after.groups);
        if before.alerts != after.alerts {
            let alerts = std::mem::take(&mut self.settings.alerts);
            let untouched = |alert: &Alert| after.alerts.contains(alert);
            let back = |alert| if untouched(&alert) { as_it_is(alert, &alerts) } else { alert };
            self.settings.alerts = before.alerts.into_iter().map(back).collect();
        }
        put_back(&mut self.favourites, before.favourites, &after.favourites);
        put_back(&mut self.settings.breakthrough, before.breakthrough, &after.breakthrough);
        // The team's quiet hours, or where the person is, may have changed since.
        quiet::follow(&mut self.claims, policy, &self.profile.zone, now);
        true
    }
}

/// The same alert as it is among `now`: it may have fired meanwhile.
fn as_it_is(alert: Alert, now: &[Alert]) -> Alert {
    now.iter().find(|known| known.id == alert.id).cloned().unwrap_or(alert)
}

fn put_back<T: PartialEq>(now: &mut T, before: T, after: &T) {
    if before != *after {
        *now = before;
    }
}

impl Roster {
    /// Changes something of the caller's own in a way that can be taken back.
    pub(super) fn change_own(
        &mut self,
        caller: &Caller,
        change: impl FnOnce(&mut Person, &Policy, Timestamp) -> Result<(), Refusal>,
    ) -> Result<StatusChanged, Refusal> {
        let undo =
            self.alter(&caller.person, |person, policy, now| person.change_own(change, policy, now))?;
        Ok(StatusChanged { undo: Some(undo), me: self.me_of(caller)? })
    }

    /// Takes the last change back, if it is the one that gave `token`.
    pub fn undo(&mut self, caller: &Caller, token: &str) -> Result<StatusChanged, Refusal> {
        let before = self.person(&caller.person)?.settings.alerts.clone();
        self.alter(&caller.person, |person, policy, now| match person.undo(token, policy, now) {
            true => Ok(()),
            false => Err(refuse_field(
                Code::NothingToUndo,
                "undo",
                "Only the last change can be taken back, within ten seconds",
            )),
        })?;
        let me = self.person(&caller.person)?.clone();
        self.watch_again(&me, &before);
        Ok(StatusChanged { undo: None, me: self.me_of(caller)? })
    }

    /// Watches a person's alerts where they are others than before. One that comes back goes on as it was.
    pub(super) fn watch_again(&mut self, me: &Person, before: &[Alert]) {
        let (now, alerts) = (self.now(), &me.settings.alerts);
        for gone in before.iter().filter(|old| !alerts.iter().any(|alert| alert.id == old.id)) {
            self.unwatch(&me.id, &gone.id);
        }
        for alert in alerts.iter().filter(|alert| !before.contains(alert)) {
            self.watches.insert((me.id.clone(), alert.id.clone()), Watch::recover(alert, now));
        }
    }
}
