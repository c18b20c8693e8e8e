//! My own presence: what the server knows of me, with what it does not know yet laid over, resolved here.

use std::sync::Arc;

use ringlight_core::{
    Shown, Subject, devices, fold, next, next_change, privacy::Sight, quiet, reasons, resolve, settle, view,
};
use ringlight_protocol::{
    Claims, DeviceKind, Lease, Me, Note, Policy, SignedDuration, Timestamp,
    local::{Myself, QuietNext},
};

use super::{Doing, Pending};

/// Claims that began at most this far ahead of our estimate of the server's clock show that the estimate lags.
const CLOCK_LAG: SignedDuration = SignedDuration::from_secs(5);

/// What is known of myself.
#[derive(Debug, Default)]
pub(crate) struct Own {
    me: Option<Me>,
    /// The server's clock minus ours.
    skew: SignedDuration,
    shown: Option<Shown>,
    /// Whether an answer may be older than what is known: revisions count from the start of the server.
    any_revision: bool,
}

impl Own {
    pub(crate) fn new(me: Option<Me>) -> Self {
        Self { me, any_revision: true, ..Self::default() }
    }

    pub(crate) fn me(&self) -> Option<&Me> {
        self.me.as_ref()
    }

    /// The instant on the server's clock.
    pub(crate) fn server_time(&self, now: Timestamp) -> Timestamp {
        now.saturating_add(self.skew).unwrap_or(now)
    }

    /// A new stream told the server's time. Gives how far our clock is off.
    pub(crate) fn begin(&mut self, server: Timestamp, now: Timestamp) -> SignedDuration {
        self.skew = server.duration_since(now);
        self.any_revision = true;
        self.skew
    }

    /// Takes in what the server says of me, unless it is older than what is known.
    pub(crate) fn accept(&mut self, me: Me, now: Timestamp) {
        if !self.any_revision && self.me.as_ref().is_some_and(|known| me.revision < known.revision) {
            return;
        }
        let ahead = latest_start(&me).duration_since(self.server_time(now));
        if ahead.is_positive() && ahead < CLOCK_LAG {
            self.skew = self.skew.saturating_add(ahead);
        }
        self.any_revision = false;
        self.me = Some(me);
    }

    /// All my claims as they will stand once the server knows everything. If nothing is said of it, this device does
    /// not live.
    pub(crate) fn claims(
        &self,
        pending: &Pending,
        doing: Option<Doing>,
        policy: &Policy,
        now: Timestamp,
    ) -> Claims {
        let now = self.server_time(now);
        let Some(me) = &self.me else { return Claims::default() };
        let mut claims = me.claims.clone();
        match doing {
            Some(doing) => self.lay_device(&mut claims, me, doing, now),
            None => devices::quit(&mut claims, &me.device, now),
        }
        settle(&mut claims, policy, now);
        pending.overlay(&mut claims, now);
        claims
    }

    /// As the server will after the next report.
    fn lay_device(&self, claims: &mut Claims, me: &Me, doing: Doing, now: Timestamp) {
        let known = claims.devices.iter().find(|device| device.id == me.device);
        let (epoch, sequence) = known.map_or((0, 0), |device| device.last_report);
        let doing = Doing { since: self.server_time(doing.since), ..doing };
        let report = doing.report(epoch, sequence.saturating_add(1), now);
        devices::report(claims, &me.device, DeviceKind::Desktop, &report, now);
        if let Some(device) = claims.devices.iter_mut().find(|device| device.id == me.device) {
            device.lease = Lease::Stream;
        }
    }

    /// What the owner sees. `claims` as [`claims`](Self::claims) gave them.
    pub(crate) fn myself(&mut self, claims: &Claims, policy: &Policy, now: Timestamp) -> Option<Myself> {
        let now = self.server_time(now);
        let me = self.me.as_ref()?;
        let resolution = resolve(claims, policy, now);
        let mut shown = fold(self.shown.as_ref(), resolution, now);
        if let Some(since) = server_since(me, &shown) {
            shown.since = since;
        }
        let subject = Subject { shown: &shown, claims, profile: &me.profile, privacy: &me.privacy };
        let presence = view(&subject, Sight::WHOLE, now);
        self.shown = Some(shown);
        Some(Myself {
            id: me.id.clone(),
            profile: me.profile.clone(),
            presence,
            reasons: reasons(claims, policy, now),
            next: next(claims, policy, now),
            note: living(claims.note.as_ref(), now),
            planned: claims.planned.clone(),
            quiet_hours: claims.quiet_hours.clone(),
            quiet_next: quiet::coming(claims, now).map(|next| QuietNext {
                claim: next.id(),
                at: next.began,
                until: next.until,
            }),
            privacy: me.privacy.clone(),
            breakthrough: me.breakthrough.clone(),
            can_take_back: false,
            silent: false,
            unsent: false,
        })
    }

    /// When, on our clock, what the owner sees may change by itself.
    pub(crate) fn next_change(&self, claims: &Claims, policy: &Policy, now: Timestamp) -> Option<Timestamp> {
        let (at, _) = next_change(claims, policy, self.server_time(now))?;
        Some(self.our_time(at))
    }

    /// An instant of the server's clock on ours.
    pub(crate) fn our_time(&self, at: Timestamp) -> Timestamp {
        at.saturating_sub(self.skew).unwrap_or(at)
    }
}

/// The server's word on since when holds as long as it shows the same.
fn server_since(me: &Me, shown: &Shown) -> Option<Timestamp> {
    let same = me.presence.availability == shown.resolution.availability
        && me.presence.status == shown.resolution.status;
    me.presence.since.filter(|_| same)
}

fn living(note: Option<&Note>, now: Timestamp) -> Option<Note> {
    note.filter(|note| note.until.is_none_or(|until| now < until)).cloned()
}

fn latest_start(me: &Me) -> Timestamp {
    let chosen = me.claims.manual.iter().map(|manual| manual.chosen);
    let devices = me.claims.devices.iter().map(|device| device.since);
    chosen
        .chain(devices)
        .chain(me.presence.since)
        .chain(me.claims.manual_changed)
        .max()
        .unwrap_or(Timestamp::MIN)
}

/// Saves a comparison of whole records where nothing changed.
pub(crate) fn keep_if_same(old: Option<Arc<Myself>>, new: Option<Myself>) -> Option<Arc<Myself>> {
    match (old, new) {
        (Some(old), Some(new)) if *old == new => Some(old),
        (_, new) => new.map(Arc::new),
    }
}
