//! Claims written shortly. All clock times are of Wednesday, 18 November 2026, UTC.

use jiff::{SignedDuration, Timestamp};
use ringlight_core::{Policy, Resolution, resolve};
use ringlight_protocol::*;

/// `"10:00"`, or `"+1 10:00"` for the day after.
pub fn at(clock: &str) -> Timestamp {
    let (day, clock) = clock.split_once(' ').unwrap_or(("0", clock));
    let midnight = format!("2026-11-18T{clock}:00Z").parse::<Timestamp>().unwrap();
    midnight + SignedDuration::from_hours(24 * day.parse::<i64>().unwrap())
}

pub fn minutes(minutes: i64) -> SignedDuration {
    SignedDuration::from_mins(minutes)
}

pub fn show(claims: &Claims, clock: &str) -> Resolution {
    resolve(claims, &Policy::default(), at(clock))
}

pub fn manual(status: &str, chosen: &str, until: Option<&str>) -> Manual {
    let known = shipped_statuses().into_iter().find(|known| known.id.as_str() == status).unwrap();
    Manual {
        id: format!("manual:{status}:{chosen}").replace(' ', "_").into(),
        status: known.id,
        availability: known.availability,
        sticky: known.sticky,
        chosen: at(chosen),
        until: until.map(at),
        secondary: None,
        by: None,
    }
}

pub fn planned(status: &str, from: &str, until: Option<&str>) -> Planned {
    let Manual { id, status, availability, sticky, .. } = manual(status, from, None);
    Planned { id, status, availability, sticky, secondary: None, from: at(from), until: until.map(at) }
}

pub fn device(id: &str, activity: DeviceActivity, since: &str) -> Device {
    let active = activity == DeviceActivity::Active;
    Device {
        id: id.into(),
        kind: DeviceKind::Desktop,
        activity,
        since: at(since),
        last_active: active.then(|| at(since)),
        lease: Lease::Stream,
        last_report: (1, 1),
    }
}

pub fn phone(id: &str, since: &str) -> Device {
    Device { kind: DeviceKind::Phone, ..device(id, DeviceActivity::Active, since) }
}

/// Somebody active at one desktop since 08:00.
pub fn at_work() -> Claims {
    Claims { devices: vec![device("desk", DeviceActivity::Active, "08:00")], ..Claims::default() }
}

/// Somebody at work who chose these.
pub fn with(manual: Vec<Manual>) -> Claims {
    Claims { manual, ..at_work() }
}

pub fn availability(claims: &Claims, clock: &str) -> Availability {
    show(claims, clock).availability
}

pub fn meeting(id: &str, kind: MeetingKind, from: &str, until: &str) -> Meeting {
    Meeting { id: id.into(), kind, from: at(from), until: at(until) }
}

pub fn call(id: &str, ringing: bool, from: &str, lease: &str) -> Call {
    Call { id: id.into(), device: None, ringing, from: at(from), lease: at(lease) }
}

pub fn presenting(id: &str, from: &str, lease: &str) -> Presenting {
    Presenting { id: id.into(), device: "desk".into(), from: at(from), lease: at(lease) }
}

pub fn external(id: &str, availability: Availability, from: &str, lease: &str) -> External {
    External {
        id: id.into(),
        status: base_status(availability),
        availability,
        from: at(from),
        lease: at(lease),
    }
}

/// Windows of the week from `(day, from, until)` with clock times.
pub fn windows(windows: &[(u8, &str, &str)]) -> Vec<Window> {
    windows
        .iter()
        .map(|(day, from, until)| Window { day: *day, from: minute(from), until: minute(until) })
        .collect()
}

fn minute(clock: &str) -> u16 {
    let (hour, minute) = clock.split_once(':').unwrap();
    hour.parse::<u16>().unwrap() * 60 + minute.parse::<u16>().unwrap()
}

/// Quiet from 18:00 to 08:00 every night, in UTC, set long ago.
pub fn nights() -> QuietHours {
    let every: Vec<_> = (1..=7).map(|day| (day, "18:00", "08:00")).collect();
    QuietHours {
        zone: "UTC".to_owned(),
        windows: windows(&every),
        own: true,
        travels: false,
        changed: at("-30 12:00"),
    }
}

pub fn report(epoch: u64, sequence: u64, activity: DeviceActivity) -> Report {
    Report { epoch, sequence, activity, age: SignedDuration::ZERO, call: false, presenting: false }
}
