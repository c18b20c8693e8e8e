//! What is said outside the window, and what waits until its owner wants to hear it.

use ringlight_protocol::{
    Alert, Availability, PersonId, SignedDuration, Timestamp,
    local::{Link, Myself, Notice},
};
use serde::{Deserialize, Serialize};

use super::{Effect, HostJob, Machine, Roster};
use crate::notify::{Notification, Press};

/// An alert that fired longer ago is no news any more; the window still shows it.
const NEWS_FOR: SignedDuration = SignedDuration::from_mins(15);
/// How long a snoozed notification stays quiet.
const SNOOZE: SignedDuration = SignedDuration::from_mins(10);
/// What comes this soon after a stream began may have happened while we were away, and is no news to speak of.
const CATCHING_UP: SignedDuration = SignedDuration::from_secs(5);
/// A digest names the latest of what was missed, at most this many.
const DIGEST: usize = 20;

/// What is not said now.
#[derive(Debug, Default)]
pub(crate) struct Untold {
    /// Whether its owner is not to be disturbed.
    muted: bool,
    /// What is said again, and when.
    snoozed: Vec<(Timestamp, Notification)>,
}

/// Who could be reached while the owner was not to be disturbed, and when. Their names are the roster's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Missed {
    at: Timestamp,
    about: Vec<PersonId>,
}

impl Untold {
    /// When something is said again.
    pub(crate) fn next(&self) -> Option<Timestamp> {
        self.snoozed.iter().map(|(at, _)| *at).min()
    }
}

impl Machine {
    /// A favourite became available.
    pub(super) fn favourite_is_free(&mut self, id: PersonId, now: Timestamp) {
        let caught_up = self.begun.is_some_and(|begun| now.duration_since(begun) >= CATCHING_UP);
        if self.settings.notify_favourites && caught_up && self.roster.favourites.contains(&id) {
            let body = "One of your favourites can be reached now.";
            let title = title(&self.roster, std::slice::from_ref(&id));
            self.tell(Notification { about: vec![id], ..Notification::new(title, body) }, now);
        }
    }

    /// The alerts as they stand: each firing is told once.
    pub(super) fn alerts(&mut self, alerts: Vec<Alert>, now: Timestamp) {
        let server_now = self.own.server_time(now);
        for alert in &alerts {
            let Some(fired) = alert.fired else { continue };
            if self.roster.told.get(&alert.id).is_none_or(|told| *told < fired) {
                self.roster.told.insert(alert.id.clone(), fired);
                self.save_roster = Some(now);
                if server_now.duration_since(fired) < NEWS_FOR {
                    self.tell(fired_one(&self.roster, alert), now);
                }
            }
        }
        self.roster.told.retain(|id, _| alerts.iter().any(|alert| alert.id == *id));
        self.roster.alerts = alerts.into();
    }

    /// Says something in the window. What was refused outside it is said there too.
    pub(super) fn say(&mut self, notice: Notice) {
        if let Notice::Refused { problem } = &notice {
            let body = problem.detail.as_ref().unwrap_or(&problem.title);
            self.out.push(Effect::Notify(Notification::new("Not changed", body)));
        }
        self.notice = Some(notice);
    }

    /// Says it, or keeps it for the digest of somebody who is not to be disturbed, who may start the app anew meanwhile.
    pub(super) fn tell(&mut self, notification: Notification, now: Timestamp) {
        let breaks_through =
            self.own.me().is_some_and(|me| notification.about.iter().any(|id| me.breakthrough.contains(id)));
        if self.untold.muted && !breaks_through {
            let missed = &mut self.roster.missed;
            missed.retain(|missed| missed.about != notification.about);
            missed.push(Missed { at: now, about: notification.about });
            missed.drain(..missed.len().saturating_sub(DIGEST));
            self.save_roster = Some(now);
        } else {
            self.out.push(Effect::Notify(notification));
        }
    }

    /// Something on a notification was pressed.
    pub(super) fn pressed(&mut self, notification: Notification, press: Press, now: Timestamp) {
        match press {
            Press::Open => self.out.push(Effect::Host(HostJob::Show)),
            Press::Here => drop(self.here(now)),
            Press::Snooze => {
                self.untold.snoozed.extend(now.saturating_add(SNOOZE).ok().map(|at| (at, notification)));
            }
        }
    }

    /// Says again what was snoozed, unless nobody of whom it speaks is free any more.
    pub(super) fn tell_snoozed(&mut self, now: Timestamp) {
        let (due, later) =
            std::mem::take(&mut self.untold.snoozed).into_iter().partition(|(at, _)| *at <= now);
        self.untold.snoozed = later;
        let due: Vec<(Timestamp, Notification)> = due;
        for (_, notification) in due {
            if notification.about.iter().any(|id| is_free(&self.roster, id)) {
                self.tell(notification, now);
            }
        }
    }

    /// When do-not-disturb ends, one digest says what came meanwhile. After a start only the server knows whether it has.
    pub(super) fn mute_or_digest(&mut self, now: Timestamp) {
        let muted = self.is_muted();
        let was_muted = std::mem::replace(&mut self.untold.muted, muted);
        let over = !muted && (was_muted || self.link == Link::Online);
        if !over || self.roster.missed.is_empty() {
            return;
        }
        let missed = std::mem::take(&mut self.roster.missed);
        self.save_roster = Some(now);
        let zone = jiff::tz::TimeZone::get(&self.computer.zone).unwrap_or(jiff::tz::TimeZone::UTC);
        let lines: Vec<String> = missed.iter().map(|missed| line(&self.roster, missed, &zone)).collect();
        self.out.push(Effect::Notify(digest(&lines)));
        self.notice = Some(Notice::Digest { lines });
    }

    /// Whether the status that others see keeps its owner's notifications quiet.
    pub(crate) fn is_muted(&self) -> bool {
        let mutes = |me: &Myself| {
            let status = self.roster.statuses.iter().find(|status| status.id == me.presence.status);
            me.presence.availability == Availability::DoNotDisturb
                || status.is_some_and(|status| status.mutes)
        };
        self.myself.as_deref().is_some_and(mutes)
    }
}

fn is_free(roster: &Roster, id: &PersonId) -> bool {
    roster.get(id).is_some_and(|person| person.presence.availability == Availability::Available)
}

fn fired_one(roster: &Roster, alert: &Alert) -> Notification {
    let body = if alert.standing { "You asked to be told each time." } else { "You asked to be told." };
    Notification {
        offers: &[Press::Open, Press::Snooze],
        about: alert.free.clone(),
        ..Notification::new(title(roster, &alert.free), body)
    }
}

fn title(roster: &Roster, free: &[PersonId]) -> String {
    let names: Vec<&str> =
        free.iter().filter_map(|id| roster.get(id)).map(|person| person.profile.name.as_str()).collect();
    match names.split_last() {
        None => "Somebody you wait for is available".into(),
        Some((only, [])) => format!("{only} is available"),
        Some((last, others)) => format!("{} and {last} are available", others.join(", ")),
    }
}

fn line(roster: &Roster, missed: &Missed, zone: &jiff::tz::TimeZone) -> String {
    format!("{}, {}", title(roster, &missed.about), missed.at.to_zoned(zone.clone()).strftime("%H:%M"))
}

fn digest(lines: &[String]) -> Notification {
    Notification::new("While you were not to be disturbed", lines.join("\n"))
}
