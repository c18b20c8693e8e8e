//! Every zone there is, around every change of its clock.

use std::collections::BTreeSet;

use jiff::{
    SignedDuration, Span, Timestamp,
    civil::{Date, Time},
    tz::TimeZone,
};
use ringlight_core::{Claims, Policy, next_change, presets, quiet, resolve, working::working};
use ringlight_protocol::{Availability, QuietHours, Window, WorkingHours, local::Preset};

use crate::{build::*, oracle, world::instant};

/// Zones with the changes to look at: every one of the database from 2026 to 2030, and old ones that are odd.
fn changes() -> Vec<(String, TimeZone, Timestamp)> {
    let mut all = Vec::new();
    let mut add = |name: &str, from: &str, until: &str| {
        let zone = TimeZone::get(name).unwrap();
        let from = instant(from);
        let coming = zone.following(from).take_while(|change| change.timestamp() < instant(until));
        all.extend(coming.map(|change| (name.to_owned(), zone.clone(), change.timestamp())));
    };
    for name in jiff::tz::db().available() {
        add(name.as_str(), "2026-01-01T00:00:00Z", "2031-01-01T00:00:00Z");
    }
    add("Pacific/Apia", "2011-12-01T00:00:00Z", "2012-02-01T00:00:00Z");
    add("Australia/Lord_Howe", "2024-01-01T00:00:00Z", "2026-01-01T00:00:00Z");
    add("Africa/Casablanca", "2024-01-01T00:00:00Z", "2026-01-01T00:00:00Z");
    // One for each set of changes: many names are the same place.
    let mut seen = BTreeSet::new();
    all.retain(|(_, zone, at)| {
        let local = |at: Timestamp| zone.to_datetime(at);
        seen.insert((*at, local(*at), local(*at - SignedDuration::from_secs(1))))
    });
    all
}

/// Local minutes of the day on which the clock jumps, near the jump and far from it.
fn minutes_of(zone: &TimeZone, change: Timestamp) -> BTreeSet<u16> {
    let edges = [change, change - SignedDuration::from_secs(1)].map(|at| {
        let time = zone.to_datetime(at).time();
        i32::from(time.hour()) * 60 + i32::from(time.minute())
    });
    let near = edges.iter().flat_map(|edge| [-31, -1, 0, 1, 29, 61].map(|by| edge + by));
    near.chain([0, 9 * 60]).map(|minute| minute.rem_euclid(1440) as u16).collect()
}

#[test]
fn there_is_something_to_look_at() {
    let changes = changes();
    for name in ["Pacific/Apia", "Australia/Lord_Howe", "Africa/Casablanca"] {
        assert!(changes.iter().any(|(zone, ..)| zone == name), "{name}");
    }
    let years: BTreeSet<i16> = changes.iter().map(|(_, zone, at)| zone.to_datetime(*at).year()).collect();
    assert!((2026..=2030).all(|year| years.contains(&year)));
    assert!(changes.len() > 250, "{}", changes.len());
}

#[test]
fn presets_are_right_around_every_change() {
    for (name, zone, change) in changes() {
        let now = change - SignedDuration::from_hours(20);
        let today = zone.to_datetime(now).date();
        for minute in minutes_of(&zone, change) {
            let hours = WorkingHours {
                windows: (1..=7).map(|day| Window { day, from: minute, until: minute }).collect(),
            };
            let tomorrow = presets::at(Preset::Tomorrow, &name, Some(&hours), now);
            // Apia had no 30 December; its instant is the first of the 31st.
            assert_eq!(
                tomorrow,
                Some(slowly(&zone, today.tomorrow().unwrap(), minute)),
                "{name} {change} {minute}"
            );
            let end = presets::at(Preset::EndOfDay, &name, Some(&hours), now);
            let ends = [today, today.tomorrow().unwrap()].map(|day| slowly(&zone, day, minute));
            assert_eq!(end, ends.into_iter().find(|end| now < *end), "{name} {change} {minute}");
        }
        assert_eq!(presets::at(Preset::Hour, &name, None, now), Some(now + SignedDuration::from_hours(1)));
    }
}

/// The first instant at or after a local time, the earlier of two: minute by minute.
fn slowly(zone: &TimeZone, day: Date, minute: u16) -> Timestamp {
    oracle::first_instant(zone, day.to_datetime(Time::midnight()) + Span::new().minutes(minute))
}

#[test]
fn quiet_and_working_hours_are_right_around_every_change() {
    let policy = Policy::default();
    for (name, zone, change) in changes() {
        let minutes: Vec<u16> = minutes_of(&zone, change).into_iter().collect();
        let windows: Vec<Window> = minutes
            .iter()
            .zip(minutes.iter().skip(1).step_by(2))
            .enumerate()
            .flat_map(|(number, (from, until))| {
                let (from, until) = if number % 3 == 0 { (*until, *from) } else { (*from, *until) };
                (1..=7).map(move |day| Window { day, from, until })
            })
            .take(14)
            .collect();
        let hours = QuietHours { zone: name.clone(), windows: windows.clone(), ..nights() };
        let hours = QuietHours { changed: Timestamp::UNIX_EPOCH, ..hours };
        let working_hours = WorkingHours { windows };
        let claims = Claims { quiet_hours: Some(hours.clone()), ..at_work() };
        let mut at = change - SignedDuration::from_hours(26);
        while at < change + SignedDuration::from_hours(26) {
            let quiet_now = oracle::quiet(&hours, at);
            let shown = resolve(&claims, &policy, at);
            assert_eq!(shown.until, quiet_now.as_ref().map(|quiet| quiet.until), "{name} {at}");
            assert_eq!(shown.availability == Availability::DoNotDisturb, quiet_now.is_some(), "{name} {at}");
            assert_eq!(working(Some(&working_hours), &name, at), quiet_now.is_some(), "{name} {at}");
            let (next, _) = next_change(&claims, &policy, at).unwrap();
            for before in [at + next.duration_since(at) / 2, next - SignedDuration::from_secs(1)] {
                assert_eq!(oracle::quiet(&hours, before.max(at)), quiet_now, "{name} {at} {before}");
            }
            if let Some(coming) = quiet::coming(&claims, at).filter(|_| quiet_now.is_none()) {
                assert_eq!(
                    Some(coming.until),
                    oracle::quiet(&hours, coming.began).map(|quiet| quiet.until),
                    "{name} {at}"
                );
            }
            at = next;
        }
    }
}
