use proptest::{prelude::*, sample::select};
use ringlight_core::{
    OFFLINE, Resolution, Shown, Subject, devices, fold, privacy::Sight, resolve, settle, view,
};
use ringlight_protocol::*;

use crate::{
    arbitrary::{Case, case, cases},
    build::{at, at_work, manual, meeting, show, with},
};

const LEVELS: [Level; 4] = [Level::Hidden, Level::Coarse, Level::Basic, Level::Full];

pub fn profile(zone: &str) -> Profile {
    Profile {
        name: "Ada".to_owned(),
        group: None,
        zone: zone.to_owned(),
        working_hours: None,
        location: Some("Lviv".to_owned()),
        contacts: Vec::new(),
        admin: false,
    }
}

/// As a viewer of this level sees somebody who shares everything that can be shared.
fn open(shown: &Shown, claims: &Claims, zone: &str, level: Level, at: Timestamp) -> Presence {
    let privacy = Privacy { location: true, ..Privacy::default() };
    let of = Subject { shown, claims, profile: &profile(zone), privacy: &privacy };
    view(&of, Sight { level, last_seen: true }, at)
}

/// What viewers of every level see, as if it had been so since ever.
pub fn everything_shown(case: &Case, at: Timestamp) -> (Resolution, [Presence; 4]) {
    let resolution = resolve(&case.claims, &case.policy, at);
    let shown = Shown::new(resolution.clone(), Timestamp::UNIX_EPOCH);
    (resolution, LEVELS.map(|level| open(&shown, &case.claims, &case.zone, level, at)))
}

fn seen(claims: &Claims, level: Level, clock: &str) -> Presence {
    open(&fold(None, show(claims, clock), at(clock)), claims, "Europe/Warsaw", level, at(clock))
}

proptest! {
    #![proptest_config(cases(2000))]

    #[test]
    fn who_appears_offline_looks_like_one_whose_devices_are_gone(case in case(), long_ago in 0..3000_i64, end in 1..3000_i64) {
        let chosen = case.now - SignedDuration::from_mins(long_ago);
        let hidden = Manual {
            id: "hidden".into(),
            status: "appear_offline".into(),
            availability: Availability::Offline,
            sticky: false,
            chosen,
            until: Some(case.now + SignedDuration::from_mins(end)),
            secondary: None,
            by: None,
        };
        let mut truly_gone = case.clone();
        settle(&mut truly_gone.claims, &case.policy, case.now);
        truly_gone.claims.manual.retain(|it| it.until.is_none_or(|until| hidden.until < Some(until)));
        truly_gone.claims.manual.retain(|it| it.availability != Availability::Offline);
        let mut appears = truly_gone.clone();
        appears.claims.manual.push(hidden);
        truly_gone.claims.devices.clear();
        truly_gone.claims.last_seen = Some(chosen);
        prop_assert_eq!(everything_shown(&appears, case.now), everything_shown(&truly_gone, case.now));
    }

    #[test]
    fn a_hidden_person_looks_like_one_who_never_came(case in case(), level in select(&LEVELS[..])) {
        let nobody = Claims::default();
        let offline = fold(None, resolve(&nobody, &case.policy, case.now), case.now);
        let gone = open(&offline, &nobody, &case.zone, level, case.now);
        prop_assert_eq!(&everything_shown(&case, case.now).1[0], &gone);
        prop_assert_eq!((gone.availability, gone.status.as_str(), gone.online), (Availability::Offline, OFFLINE, false));
    }

    #[test]
    fn below_full_nothing_tells_of_devices(case in case()) {
        let (resolution, [_, coarse, basic, _]) = everything_shown(&case, case.now);
        let offline = resolution.availability == Availability::Offline;
        for seen in [&coarse, &basic] {
            prop_assert_eq!(seen.online, !offline);
            prop_assert_eq!((seen.activity, seen.since, &seen.note), (None, None, &None));
            prop_assert_eq!(seen.cause, offline.then_some(Cause::NoDevice));
        }
        prop_assert_eq!((&basic.status, basic.until, basic.last_seen), (&resolution.status, resolution.until, None));
        prop_assert_eq!((coarse.until, coarse.last_seen.is_some()), (None, offline && resolution.last_seen.is_some()));
    }

    #[test]
    fn since_moves_only_with_what_is_shown(case in case(), ahead in 0..3000_i64) {
        let before = fold(None, resolve(&case.claims, &case.policy, case.now), case.now);
        let later = case.now + SignedDuration::from_mins(ahead);
        let after = fold(Some(&before), resolve(&case.claims, &case.policy, later), later);
        let label = |shown: &Shown| (shown.resolution.availability, shown.resolution.status.clone());
        prop_assert_eq!(after.since, if label(&before) == label(&after) { case.now } else { later });
    }
}

#[test]
fn last_seen_is_a_day_in_the_persons_zone() {
    let claims = Claims { last_seen: Some(at("23:30")), ..Claims::default() };
    let full = seen(&claims, Level::Full, "+1 09:00");
    assert_eq!(full.last_seen, Some("2026-11-19".parse().unwrap()), "past midnight in Warsaw");
    assert_eq!(seen(&claims, Level::Coarse, "+1 09:00").last_seen, full.last_seen);
}

#[test]
fn last_seen_is_told_of_nobody_who_is_there() {
    let claims = Claims { last_seen: Some(at("07:00")), ..at_work() };
    assert!(LEVELS.iter().all(|level| seen(&claims, *level, "10:00").last_seen.is_none()));
}

#[test]
fn since_when_somebody_is_offline_is_told_to_nobody() {
    let claims = Claims { last_seen: Some(at("09:30")), ..Claims::default() };
    assert!(LEVELS.iter().all(|level| seen(&claims, *level, "10:00").since.is_none()));
    assert_eq!(seen(&at_work(), Level::Full, "10:00").since, Some(at("10:00")));
}

#[test]
fn coarse_does_not_tell_out_of_office_with_a_device_from_without() {
    let mut claims = at_work();
    claims.manual = vec![manual("on_holiday", "09:00", None)];
    let with = seen(&claims, Level::Coarse, "10:00");
    claims.devices.clear();
    claims.last_seen = Some(at("09:30"));
    assert_eq!(seen(&claims, Level::Coarse, "10:00"), with);
    assert_eq!(with.status, base_status(Availability::OutOfOffice), "the particular status stays private");
    assert!(!seen(&claims, Level::Full, "10:00").online, "full shows the offline glyph");
}

#[test]
fn a_note_ends_by_its_own_end() {
    let until = Some(at("12:00"));
    let claims =
        Claims { note: Some(Note { text: "Lunch at noon".into(), emoji: None, until }), ..at_work() };
    assert!(seen(&claims, Level::Full, "11:59").note.is_some());
    assert!(seen(&claims, Level::Full, "12:00").note.is_none());
    assert!(seen(&claims, Level::Basic, "11:59").note.is_none());
}

/// What somebody at one desktop shows in turn, and since when.
fn lived(reports: &[(&str, DeviceActivity, &str)]) -> Vec<String> {
    let mut claims = Claims::default();
    let mut shown = None;
    let fold_one = |(number, (clock, activity, since)): (u64, &(&str, DeviceActivity, &str))| {
        let (now, age) = (at(clock), at(clock).duration_since(at(since)));
        let report =
            Report { epoch: 1, sequence: number, activity: *activity, age, call: false, presenting: false };
        devices::report(&mut claims, &"d".into(), DeviceKind::Desktop, &report, now);
        let next = fold(shown.as_ref(), show(&claims, clock), now);
        let told = format!("{} {}", next.resolution.status, next.since.strftime("%H:%M"));
        shown = Some(next);
        told
    };
    (1..).zip(reports).map(fold_one).collect()
}

#[test]
fn an_away_that_was_taken_back_never_was() {
    use DeviceActivity::*;
    let at_once = [("08:00", Active, "08:00"), ("10:00", Idle, "09:55"), ("10:05", Active, "08:00")];
    assert_eq!(lived(&at_once), ["available 08:00", "away 10:00", "available 08:00"]);
    let later = [at_once[0], at_once[1], ("10:05", Active, "10:05"), ("10:15", Active, "08:00")];
    assert_eq!(lived(&later)[2..], ["available 10:05", "available 08:00"]);
    let twice = [later[0], later[1], later[2], ("10:20", Idle, "10:10"), ("10:25", Active, "10:05")];
    assert_eq!(lived(&twice)[3..], ["away 10:20", "available 10:05"]);
}

#[test]
fn only_an_away_by_idling_is_taken_back() {
    use DeviceActivity::*;
    let returned = [("08:00", Active, "08:00"), ("10:00", Idle, "09:55"), ("10:05", Active, "10:05")];
    assert_eq!(lived(&returned)[2], "available 10:05");
    let locked = [("08:00", Active, "08:00"), ("10:00", Locked, "10:00"), ("10:05", Active, "08:00")];
    assert_eq!(lived(&locked)[2], "available 10:05");
    let mut claims = at_work();
    let here = fold(None, show(&claims, "08:00"), at("08:00"));
    claims.devices[0].activity = Idle;
    let idle = fold(Some(&here), show(&claims, "10:00"), at("10:00"));
    claims.manual = vec![manual("busy", "10:05", Some("10:30"))];
    let busy = fold(Some(&idle), show(&claims, "10:05"), at("10:05"));
    claims.devices[0].activity = Active;
    let after = fold(Some(&busy), show(&claims, "10:30"), at("10:30"));
    assert_eq!((after.resolution.status.as_str(), after.since), ("available", at("10:30")));
}

#[test]
fn since_moves_with_the_status_though_the_ring_stays() {
    let claims = with(vec![manual("do_not_disturb", "09:00", None)]);
    let before = fold(None, show(&claims, "09:00"), at("09:00"));
    let claims = with(vec![manual("focusing", "09:30", None)]);
    assert_eq!(fold(Some(&before), show(&claims, "09:30"), at("09:30")).since, at("09:30"));
}

#[test]
fn since_stays_when_only_something_underneath_changes() {
    let mut claims = at_work();
    claims.manual = vec![manual("do_not_disturb", "09:00", None)];
    let before = fold(None, show(&claims, "09:00"), at("09:00"));
    claims.calendar = vec![meeting("k", MeetingKind::Busy, "10:00", "11:00")];
    let during = fold(Some(&before), show(&claims, "10:30"), at("10:30"));
    assert_eq!(during.resolution.activity, Some(Activity::InMeeting));
    assert_eq!(during.since, at("09:00"));
}
