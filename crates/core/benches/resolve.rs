//! How long the core takes for one person, with twenty claims and with a full fortnight: `cargo bench -p ringlight-core`.

#![allow(clippy::disallowed_methods, clippy::print_stdout, clippy::expect_used)]

use std::{hint::black_box, time::Instant};

use jiff::{SignedDuration, Timestamp};
use ringlight_core::{Claims, Policy, next_change, resolve, settle};
use ringlight_protocol::{
    Availability, Call, Device, DeviceActivity, DeviceKind, External, Lease, Manual, Meeting, MeetingKind,
    QuietHours, Window,
};

const BATCHES: u32 = 300;
const BATCH: u32 = 500;

fn main() {
    // A Saturday noon: quiet hours are asked, but do not run.
    let now: Timestamp = "2026-11-21T11:00:00Z".parse().expect("a timestamp");
    both("20 claims", &twenty(now), now);
    both("two weeks of calendar", &fortnight(now), now);
    both("two weeks of calendar, in a meeting before two others", &fortnight(now), now + minutes(65));
}

fn both(what: &str, claims: &Claims, now: Timestamp) {
    let policy = Policy::default();
    measure(&format!("resolve, {what}"), || resolve(black_box(claims), &policy, now));
    measure(&format!("next_change, {what}"), || next_change(black_box(claims), &policy, now));
    measure(&format!("settle when nothing has ended, {what}"), || {
        settle(black_box(&mut claims.clone()), &policy, now)
    });
    measure(&format!("copying only, {what}"), || black_box(claims).clone());
}

fn minutes(minutes: i64) -> SignedDuration {
    SignedDuration::from_mins(minutes)
}

/// Forty meetings on ten days, three of them back to back.
fn fortnight(now: Timestamp) -> Claims {
    let at = |hours: i64| now + SignedDuration::from_hours(hours);
    let meeting = |number: i64| Meeting {
        id: format!("{number:016x}").into(),
        kind: MeetingKind::Busy,
        from: at(24 * (number / 4) + 1 + number % 4),
        until: at(24 * (number / 4) + 2 + number % 4),
    };
    Claims { calendar: (0..40).map(meeting).collect(), ..twenty(now) }
}

/// The quickest of many batches: what else the computer does only ever adds.
fn measure<T>(what: &str, run: impl Fn() -> T) {
    let batch = || {
        let start = Instant::now();
        (0..BATCH).for_each(|_| _ = black_box(run()));
        start.elapsed().as_nanos() / u128::from(BATCH)
    };
    let quickest = (0..BATCHES).map(|_| batch()).min().unwrap_or_default();
    println!("{what}: {quickest} ns");
}

/// Nothing that would decide early lives, so that every line of the table is asked.
fn twenty(now: Timestamp) -> Claims {
    let at = |hours: i64| now + SignedDuration::from_hours(hours);
    Claims {
        manual: (1..=4)
            .map(|layer| Manual {
                id: format!("m{layer}").into(),
                status: "in_the_office".into(),
                availability: Availability::Available,
                sticky: false,
                chosen: at(-layer),
                until: (layer < 4).then(|| at(layer)),
                secondary: None,
                by: None,
            })
            .collect(),
        calls: vec![Call { id: "c".into(), device: None, ringing: false, from: at(-3), lease: at(-2) }],
        external: vec![External {
            id: "x".into(),
            status: "on_the_road".into(),
            availability: Availability::Available,
            from: at(-1),
            lease: at(1),
        }],
        calendar: (1..=10)
            .map(|number| Meeting {
                id: format!("k{number}").into(),
                kind: if number % 3 == 0 { MeetingKind::OutOfOffice } else { MeetingKind::Busy },
                from: at(2 * number),
                until: at(2 * number + 1),
            })
            .collect(),
        quiet_hours: Some(QuietHours {
            zone: "Europe/Warsaw".to_owned(),
            windows: (1..=7).map(|day| Window { day, from: 18 * 60, until: 8 * 60 }).collect(),
            own: true,
            travels: false,
            changed: at(-100),
        }),
        devices: (1..=3)
            .map(|number| Device {
                id: format!("d{number}").into(),
                kind: DeviceKind::Desktop,
                activity: if number == 1 { DeviceActivity::Active } else { DeviceActivity::Idle },
                since: at(-number),
                last_active: Some(at(-number)),
                lease: Lease::Stream,
                last_report: (1, 1),
            })
            .collect(),
        ..Claims::default()
    }
}
