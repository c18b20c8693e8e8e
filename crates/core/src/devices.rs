//! What devices say of themselves, and how long they count as alive.

use ringlight_protocol::{
    Call, ClaimId, Claims, Device, DeviceActivity, DeviceId, DeviceKind, Lease, Policy, Presenting, Report,
    SignedDuration, Timestamp,
};

use crate::{
    living::{alive, ends_with_absence, lease_end},
    settle,
};

/// How long a call or a presentation that a device reported counts without being renewed.
pub const SENSE_LEASE: SignedDuration = SignedDuration::from_secs(90);

/// Takes a device's report. False if one as new, or newer, was taken already; nothing changes then.
///
/// The device is alive for as long as its stream is open. A report that arrives after its own stream was lost tells
/// what the device does, but does not prolong it: only a newer epoch, that is, a new stream, does.
pub fn report(
    claims: &mut Claims,
    device: &DeviceId,
    kind: DeviceKind,
    report: &Report,
    now: Timestamp,
) -> bool {
    let number = (report.epoch, report.sequence);
    let since = now.saturating_sub(report.age.max(SignedDuration::ZERO)).unwrap_or(now);
    match claims.devices.iter_mut().find(|known| known.id == *device) {
        Some(known) if number <= known.last_report => return false,
        Some(known) => {
            known.last_active = last_active(Some(known), report.activity, since, now);
            known.since = if goes_on(known, report) { known.since.min(since) } else { since };
            if known.lease != Lease::Stream && known.last_report.0 != report.epoch {
                known.lease = Lease::Stream;
            }
            known.kind = kind;
            known.activity = report.activity;
            known.last_report = number;
        }
        None => claims.devices.push(Device {
            id: device.clone(),
            kind,
            activity: report.activity,
            since,
            last_active: last_active(None, report.activity, since, now),
            lease: Lease::Stream,
            last_report: number,
        }),
    }
    // Nobody talks or shows slides at a computer that sleeps, whatever it heard last.
    let awake = report.activity != DeviceActivity::Asleep;
    renew_call(claims, device, awake && report.call, now);
    renew_presenting(claims, device, awake && report.presenting, now);
    true
}

/// The device's stream was lost: it stays alive for the grace, or for the sleep lease if it said that it sleeps.
pub fn lost(claims: &mut Claims, device: &DeviceId, policy: &Policy, now: Timestamp) {
    let Some(device) = claims.devices.iter_mut().find(|known| known.id == *device) else { return };
    if device.lease == Lease::Stream {
        let lasts = if device.activity == DeviceActivity::Asleep { policy.sleep_lease } else { policy.grace };
        device.lease = Lease::Until(now.saturating_add(lasts).unwrap_or(Timestamp::MAX));
    }
}

/// The app on the device ended: its lease, and the calls that it told of, end at once. What was chosen stays.
pub fn quit(claims: &mut Claims, device: &DeviceId, now: Timestamp) {
    renew_call(claims, device, false, now);
    renew_presenting(claims, device, false, now);
    if let Some(device) =
        claims.devices.iter_mut().find(|known| known.id == *device && alive(known.lease, now))
    {
        device.lease = Lease::Until(now);
    }
}

/// Forgets a device. With the last living one, what was chosen without an end goes too, unless it is sticky or Appear
/// offline.
pub fn sign_out(claims: &mut Claims, device: &DeviceId, policy: &Policy, now: Timestamp) {
    settle(claims, policy, now);
    let was_alive = claims.devices.iter().any(|known| known.id == *device && alive(known.lease, now));
    quit(claims, device, now);
    let seen =
        claims.devices.iter().filter(|known| known.id == *device).filter_map(|known| lease_end(known.lease));
    claims.last_seen = seen.chain(claims.last_seen).max();
    claims.devices.retain(|known| known.id != *device);
    if was_alive && !claims.devices.iter().any(|known| alive(known.lease, now)) {
        claims.manual.retain(|manual| !ends_with_absence(manual));
    }
}

/// Within a stream no activity is skipped, so that one told again is still the same; its age may be rounded.
fn goes_on(known: &Device, report: &Report) -> bool {
    known.activity == report.activity && known.last_report.0 == report.epoch
}

/// Input ended when idling began; a lock or sleep that follows activity ended it too.
fn last_active(
    known: Option<&Device>,
    activity: DeviceActivity,
    since: Timestamp,
    now: Timestamp,
) -> Option<Timestamp> {
    let before = known.and_then(|known| known.last_active);
    let was_active = known.is_some_and(|known| known.activity == DeviceActivity::Active);
    match activity {
        DeviceActivity::Active => Some(now),
        DeviceActivity::Idle => before.max(Some(since)),
        DeviceActivity::Locked | DeviceActivity::Asleep if was_active => before.max(Some(since)),
        _ => before,
    }
}

fn renew_call(claims: &mut Claims, device: &DeviceId, goes_on: bool, now: Timestamp) {
    let mine = |call: &Call| call.device.as_ref() == Some(device);
    if !goes_on {
        return claims.calls.retain(|call| !mine(call));
    }
    claims.calls.retain(|call| !mine(call) || now < call.lease);
    let lease = sense_lease(now);
    match claims.calls.iter_mut().find(|call| mine(call)) {
        Some(call) => call.lease = lease,
        None => {
            let id = instance("call", device, now);
            claims.calls.push(Call { id, device: Some(device.clone()), ringing: false, from: now, lease });
        }
    }
}

fn renew_presenting(claims: &mut Claims, device: &DeviceId, goes_on: bool, now: Timestamp) {
    if !goes_on {
        return claims.presenting.retain(|presenting| presenting.device != *device);
    }
    claims.presenting.retain(|presenting| presenting.device != *device || now < presenting.lease);
    let lease = sense_lease(now);
    match claims.presenting.iter_mut().find(|presenting| presenting.device == *device) {
        Some(presenting) => presenting.lease = lease,
        None => {
            let id = instance("presenting", device, now);
            claims.presenting.push(Presenting { id, device: device.clone(), from: now, lease });
        }
    }
}

fn sense_lease(now: Timestamp) -> Timestamp {
    now.saturating_add(SENSE_LEASE).unwrap_or(Timestamp::MAX)
}

/// Stays within the 64 characters of an id: a device's own id may have as many.
fn instance(kind: &str, device: &DeviceId, from: Timestamp) -> ClaimId {
    let device: String = device.as_str().chars().take(32).collect();
    format!("{kind}:{device}:{}", from.as_millisecond()).into()
}
