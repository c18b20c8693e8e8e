//! What a person costs: no allocation while nothing changes, and how much memory two weeks of calendar take.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says where")]

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
};

use jiff::{SignedDuration, Timestamp};
use ringlight_core::{Claims, Policy, fold, next_change, resolve, settle};
use ringlight_protocol::*;

thread_local! {
    /// How often this thread asked for memory, and how many bytes it holds.
    static ASKED: Cell<(u64, i64)> = const { Cell::new((0, 0)) };
}

struct Counting;

fn count(times: u64, bytes: i64) {
    let _ = ASKED.try_with(|asked| {
        let (n, held) = asked.get();
        asked.set((n + times, held + bytes));
    });
}

// SAFETY: hands everything to the system's allocator, and counts without allocating.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(1, layout.size() as i64);
        // SAFETY: the caller's promises are passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        count(0, -(layout.size() as i64));
        // SAFETY: the caller's promises are passed on.
        unsafe { System.dealloc(at, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// What `run` gives, how often it asked for memory and how many bytes stay.
fn counted<T>(run: impl FnOnce() -> T) -> (T, u64, i64) {
    let (times, bytes) = ASKED.get();
    let value = run();
    let (after, held) = ASKED.get();
    (value, after - times, held - bytes)
}

fn noon() -> Timestamp {
    "2026-11-18T12:10:00Z".parse().unwrap()
}

/// Somebody with a full fortnight: four meetings on each of ten days, quiet hours, two devices, three layers, a
/// planned holiday and a note.
fn busy_person(now: Timestamp) -> Claims {
    let at = |hours: i64| now + SignedDuration::from_hours(hours);
    let layer = |hours: i64| Manual {
        id: format!("a-manual-claim-id-{hours:04}").into(),
        status: "in_the_office".into(),
        availability: Availability::Available,
        sticky: false,
        chosen: at(-hours),
        until: Some(at(hours)),
        secondary: None,
        by: None,
    };
    let device = |id: &str, activity| Device {
        id: id.into(),
        kind: DeviceKind::Desktop,
        activity,
        since: at(-1),
        last_active: Some(at(-1)),
        lease: Lease::Stream,
        last_report: (7, 42),
    };
    Claims {
        manual: [1, 2, 3].map(layer).to_vec(),
        planned: vec![Planned {
            id: "holiday-in-the-alps-1".into(),
            status: "on_holiday".into(),
            availability: Availability::OutOfOffice,
            sticky: true,
            secondary: None,
            from: at(300),
            until: Some(at(500)),
        }],
        calendar: (0..40)
            .map(|number| Meeting {
                id: format!("{:016x}", number * 7919).into(),
                kind: MeetingKind::Busy,
                from: at(24 * (number / 4) + 2 * (number % 4) + 1),
                until: at(24 * (number / 4) + 2 * (number % 4) + 2),
            })
            .collect(),
        quiet_hours: Some(QuietHours {
            zone: "Europe/Kyiv".to_owned(),
            windows: (1..=7).map(|day| Window { day, from: 18 * 60, until: 8 * 60 }).collect(),
            own: true,
            travels: true,
            changed: at(-1000),
        }),
        devices: vec![
            device("a-laptop-00001", DeviceActivity::Active),
            device("a-tower-0002", DeviceActivity::Idle),
        ],
        note: Some(Note {
            text: "Back after the workshop in the big room".to_owned(),
            emoji: None,
            until: None,
        }),
        ..Claims::default()
    }
}

#[test]
fn nothing_is_allocated_while_nothing_changes() {
    let (policy, now) = (Policy::default(), noon());
    for hours in [0, 1, 8] {
        let now = now + SignedDuration::from_hours(hours);
        let mut claims = busy_person(noon());
        settle(&mut claims, &policy, now);
        let shown = fold(None, resolve(&claims, &policy, now), now);
        let look = |claims: &mut Claims| {
            let changed = settle(claims, &policy, now);
            let same = fold(Some(&shown), resolve(claims, &policy, now), now) == shown;
            (changed, same, next_change(claims, &policy, now))
        };
        look(&mut claims);
        let ((changed, same, next), times, _) = counted(|| look(&mut claims));
        assert!(!changed && same && next.is_some());
        assert_eq!(times, 0, "{hours} hours later, shown as {:?}", shown.resolution.availability);
    }
}

#[test]
fn two_weeks_of_calendar_stay_under_four_kilobytes() {
    // As the server holds them: a copy of what came from the store. Ids as short as ours lie in their records.
    let stored = serde_json::to_string(&busy_person(noon())).unwrap();
    let read: Claims = serde_json::from_str(&stored).unwrap();
    let (claims, _, bytes) = counted(|| read.clone());
    drop(read);
    assert_eq!(claims.calendar.len(), 40);
    let all = usize::try_from(bytes).unwrap() + size_of::<Claims>();
    assert!(all < 4096, "{all} bytes");
}
