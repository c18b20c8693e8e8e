use std::cmp::Reverse;

use ringlight_protocol::{
    Availability, Call, ClaimId, Claims, Device, DeviceActivity, DeviceKind, External, Lease, Manual,
    Meeting, Policy, Presenting, Timestamp,
};

use crate::quiet::{self, Quiet};

/// A person's claims as they stand at one instant: what has ended, has not begun or was dismissed is not there.
pub(crate) struct Living<'a> {
    pub claims: &'a Claims,
    pub now: Timestamp,
    policy: &'a Policy,
    /// The end of the last lease, if no device is alive.
    gone: Option<Timestamp>,
}

impl<'a> Living<'a> {
    pub fn at(claims: &'a Claims, policy: &'a Policy, now: Timestamp) -> Self {
        Self { claims, now, policy, gone: gone(claims, now) }
    }

    /// As it will stand at a later instant, for somebody whose device lives now: nobody knows when a lease will end.
    pub fn ahead(claims: &'a Claims, policy: &'a Policy, then: Timestamp) -> Self {
        Self { claims, now: then, policy, gone: None }
    }

    pub fn online(&self) -> bool {
        self.gone.is_none()
    }

    /// When the last device was heard of; absent while one is alive, or if there never was one.
    pub fn last_seen(&self) -> Option<Timestamp> {
        self.gone.filter(|gone| *gone > Timestamp::MIN)
    }

    pub fn devices(&self) -> impl Iterator<Item = &'a Device> {
        let now = self.now;
        self.claims.devices.iter().filter(move |device| alive(device.lease, now))
    }

    /// The device that tells what the person does: an active one, else of those that know the one that was active last.
    /// Phones only for somebody with no living desktop.
    pub fn telling_device(&self) -> Option<&'a Device> {
        let desktop = self.devices().any(|device| device.kind == DeviceKind::Desktop);
        self.devices().filter(|device| !desktop || device.kind == DeviceKind::Desktop).max_by_key(|device| {
            let knows = match device.activity {
                DeviceActivity::Active => 2,
                DeviceActivity::Idle | DeviceActivity::Locked | DeviceActivity::Asleep => 1,
                DeviceActivity::Unknown => 0,
            };
            (knows, device.last_active.unwrap_or(device.since), device.since, &device.id)
        })
    }

    pub fn manual(&self) -> impl Iterator<Item = &'a Manual> {
        self.claims.manual.iter().filter(|manual| self.manual_end(manual).is_none_or(|end| self.now < end))
    }

    /// The living layer under `above`, or the top one.
    pub fn layer_under(&self, above: Option<&Manual>) -> Option<&'a Manual> {
        self.manual()
            .filter(|layer| above.is_none_or(|above| depth(layer) > depth(above)))
            .min_by_key(|layer| depth(layer))
    }

    /// A choice's own end, or the end of the restore window if nobody has been there since.
    pub fn manual_end(&self, manual: &Manual) -> Option<Timestamp> {
        let gone = self.gone.filter(|_| ends_with_absence(manual));
        manual.until.or_else(|| gone?.max(manual.chosen).checked_add(self.policy.restore).ok())
    }

    pub fn calls(&self) -> impl Iterator<Item = &'a Call> {
        self.claims.calls.iter().filter(|call| self.runs(&call.id, call.from, call.lease))
    }

    pub fn presenting(&self) -> impl Iterator<Item = &'a Presenting> {
        self.claims
            .presenting
            .iter()
            .filter(|presenting| self.runs(&presenting.id, presenting.from, presenting.lease))
    }

    /// What other programs say. They cannot make anybody offline.
    pub fn external(&self) -> impl Iterator<Item = &'a External> {
        self.claims.external.iter().filter(|external| {
            external.availability != Availability::Offline
                && self.runs(&external.id, external.from, external.lease)
        })
    }

    pub fn meetings(&self) -> impl Iterator<Item = &'a Meeting> {
        self.claims.calendar.iter().filter(|meeting| self.runs(&meeting.id, meeting.from, meeting.until))
    }

    pub fn quiet(&self) -> Option<Quiet> {
        quiet::running(self.claims.quiet_hours.as_ref()?, self.now)
            .filter(|quiet| !quiet.dismissed(&self.claims.dismissed))
    }

    fn runs(&self, id: &ClaimId, from: Timestamp, until: Timestamp) -> bool {
        from <= self.now && self.now < until && !self.dismissed(id)
    }

    /// A record counts for as long as its claim does, even past its own end: leases are renewed.
    pub fn dismissed(&self, id: &ClaimId) -> bool {
        self.claims.dismissed.iter().any(|dismissed| dismissed.claim == *id)
    }
}

/// Whether a lease holds at `now`.
pub(crate) fn alive(lease: Lease, now: Timestamp) -> bool {
    lease_end(lease).is_none_or(|end| now < end)
}

/// When a lease ends, unless it lasts as long as a stream.
pub(crate) fn lease_end(lease: Lease) -> Option<Timestamp> {
    match lease {
        Lease::Stream => None,
        Lease::Until(end) => Some(end),
    }
}

/// Whether a choice ends at sign-out or with the restore window. Timed ones, sticky ones and Appear offline stay.
pub(crate) fn ends_with_absence(manual: &Manual) -> bool {
    manual.until.is_none() && !manual.sticky && manual.availability != Availability::Offline
}

fn gone(claims: &Claims, now: Timestamp) -> Option<Timestamp> {
    let mut gone = claims.last_seen.unwrap_or(Timestamp::MIN);
    for device in &claims.devices {
        gone = gone.max(lease_end(device.lease).filter(|end| *end <= now)?);
    }
    Some(gone)
}

/// Orders layers from the top down by their ends; the rest only makes the order total.
fn depth(manual: &Manual) -> (Timestamp, Reverse<Timestamp>, &ClaimId) {
    (manual.until.unwrap_or(Timestamp::MAX), Reverse(manual.chosen), &manual.id)
}
