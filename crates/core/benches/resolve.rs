//! How long the core takes for one person with twenty claims: `cargo bench -p ringlight-core`.

#![allow(clippy::disallowed_methods, clippy::print_stdout, clippy::expect_used)]

use std::{hint::black_box, time::Instant};

use jiff::{SignedDuration, Timestamp};
use ringlight_core::{Claims, Policy, next_change, resolve};
use ringlight_protocol::{
    Availability, Call, Device, DeviceActivity, DeviceKind, External, Lease, Manual, Meeting, MeetingKind,
    QuietHours, Window,
};

const ROUNDS: u32 = 200_000;

fn main() {
    // A Saturday noon: quiet hours are asked, but do not run.
    let now: Timestamp = "2026-11-21T11:00:00Z".parse().expect("a timestamp");
    let claims = twenty(now);
    let policy = Policy::default();
    measure("resolve", || resolve(black_box(&claims), &policy, now));
    measure("next_change", || next_change(black_box(&claims), &policy, now));
}

fn measure<T>(what: &str, run: impl Fn() -> T) {
    (0..ROUNDS / 10).for_each(|_| _ = black_box(run()));
    let start = Instant::now();
    (0..ROUNDS).for_each(|_| _ = black_box(run()));
    println!("{what}: {} ns with 20 claims", start.elapsed().as_nanos() / u128::from(ROUNDS));
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
