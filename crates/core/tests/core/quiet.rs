//! Quiet hours on clocks that jump.

use jiff::{SignedDuration, Timestamp};
use ringlight_core::{
    Claims, Policy, drop_claim, next_change, quiet as quiet_hours, reasons, settle, working,
};
use ringlight_protocol::*;

use crate::{build::*, oracle, world::instant};

fn quiet(hours: QuietHours) -> Claims {
    Claims { quiet_hours: Some(hours), ..at_work() }
}

fn in_zone(zone: &str, hours: &[(u8, &str, &str)]) -> QuietHours {
    QuietHours { zone: zone.to_owned(), windows: windows(hours), changed: Timestamp::UNIX_EPOCH, ..nights() }
}

/// The instants at which quiet hours begin and end, from `start` on.
fn boundaries(hours: &QuietHours, start: &str, number: usize) -> Vec<String> {
    let claims = Claims { quiet_hours: Some(hours.clone()), ..Claims::default() };
    let next = |at: Timestamp| next_change(&claims, &Policy::default(), at).map(|(at, _)| at);
    std::iter::successors(next(instant(start)), |at| next(*at))
        .take(number)
        .map(|at| at.to_string())
        .collect()
}

#[test]
fn a_window_that_crosses_midnight_is_one_night() {
    let claims = quiet(nights());
    for clock in ["18:00", "23:59", "+1 00:00", "+1 07:59"] {
        let shown = show(&claims, clock);
        assert_eq!(
            (shown.availability, shown.until),
            (Availability::DoNotDisturb, Some(at("+1 08:00"))),
            "{clock}"
        );
    }
    assert_eq!(show(&claims, "17:59").availability, Availability::Available);
    assert_eq!(show(&claims, "+1 08:00").availability, Availability::Available);
}

#[test]
fn the_night_to_monday_is_one_night_too() {
    let claims = quiet(in_zone("UTC", &[(7, "18:00", "08:00")]));
    for clock in ["+4 18:00", "+5 07:59"] {
        assert_eq!(show(&claims, clock).until, Some(at("+5 08:00")), "{clock}");
    }
}

#[test]
fn a_window_that_ends_when_it_begins_lasts_a_day() {
    let claims = quiet(in_zone("UTC", &[(3, "09:00", "09:00")]));
    assert_eq!(show(&claims, "09:00").until, Some(at("+1 09:00")));
}

#[test]
fn available_chosen_in_the_night_holds_for_that_night() {
    let mut claims = quiet(nights());
    claims.manual = vec![manual("available", "19:00", None)];
    assert_eq!(show(&claims, "+1 07:00").availability, Availability::Available);
    assert_eq!(show(&claims, "+1 18:00").availability, Availability::DoNotDisturb);
    claims.manual = vec![manual("available", "17:00", None)];
    assert_eq!(show(&claims, "18:00").availability, Availability::DoNotDisturb);
}

#[test]
fn a_change_of_the_quiet_hours_begins_the_window_anew() {
    let mut claims = quiet(QuietHours { changed: at("20:00"), ..nights() });
    claims.manual = vec![manual("available", "19:00", None)];
    assert_eq!(show(&claims, "20:00").availability, Availability::DoNotDisturb);
    claims.manual = vec![manual("available", "20:01", None)];
    assert_eq!(show(&claims, "20:01").availability, Availability::Available);
}

#[test]
fn tonight_can_be_dismissed_and_tomorrow_comes_again() {
    let policy = Policy::default();
    let mut claims = quiet(nights());
    let id = reasons(&claims, &policy, at("19:00"))[0].claim.clone().unwrap();
    assert_eq!(id.as_str(), "quiet:2026-11-18T18:00");
    assert!(drop_claim(&mut claims, &id, &policy, at("-1 17:00")).is_err(), "another night comes first");
    drop_claim(&mut claims, &id, &policy, at("19:00")).unwrap();
    assert_eq!(show(&claims, "+1 07:59").availability, Availability::Available);
    assert_eq!(show(&claims, "+1 18:00").availability, Availability::DoNotDisturb);
    settle(&mut claims, &policy, at("+1 08:00"));
    assert_eq!(claims.dismissed, []);
}

#[test]
fn a_dismissed_night_stays_away_when_its_end_is_moved() {
    let policy = Policy::default();
    let mut claims = quiet(nights());
    drop_claim(&mut claims, &"quiet:2026-11-18T18:00".into(), &policy, at("19:00")).unwrap();
    let longer: Vec<_> = (1..=7).map(|day| (day, "18:00", "09:00")).collect();
    claims.quiet_hours = Some(in_zone("UTC", &longer));
    settle(&mut claims, &policy, at("+1 08:30"));
    assert_eq!(show(&claims, "+1 08:30").availability, Availability::Available);
}

#[test]
fn windows_that_touch_or_overlap_are_one_instance() {
    let weekend = in_zone(
        "UTC",
        &[(5, "18:00", "00:00"), (6, "00:00", "24:00"), (7, "00:00", "24:00"), (1, "00:00", "08:00")],
    );
    let expected = ["2026-11-20T18:00:00Z", "2026-11-23T08:00:00Z", "2026-11-27T18:00:00Z"];
    assert_eq!(boundaries(&weekend, "2026-11-18T10:00:00Z", 3), expected);
    let overlapping = in_zone("UTC", &[(3, "12:00", "15:00"), (3, "14:00", "16:00"), (3, "13:00", "13:30")]);
    assert_eq!(
        boundaries(&overlapping, "2026-11-18T10:00:00Z", 2),
        ["2026-11-18T12:00:00Z", "2026-11-18T16:00:00Z"]
    );
}

#[test]
fn a_week_without_a_gap_is_quiet_throughout() {
    let always: Vec<_> = (1..=7).map(|day| (day, "00:00", "24:00")).collect();
    let claims = quiet(in_zone("UTC", &always));
    assert_eq!(show(&claims, "10:00").until, Some(at("+5 00:00")), "cut on Monday");
    assert_eq!(show(&claims, "+5 00:00").availability, Availability::DoNotDisturb);
}

#[test]
fn a_window_that_makes_no_sense_is_passed_over() {
    let odd = |day, from, until| QuietHours { windows: vec![Window { day, from, until }], ..nights() };
    for hours in [odd(0, 0, 1440), odd(8, 0, 1440), odd(3, 1440, 0), odd(3, 0, 1441)] {
        assert_eq!(show(&quiet(hours.clone()), "10:00").availability, Availability::Available, "{hours:?}");
        assert_eq!(next_change(&quiet(hours), &Policy::default(), at("10:00")), None);
    }
}

#[test]
fn in_a_gap_the_first_instant_after_it_counts() {
    let hours = in_zone("Europe/Warsaw", &[(7, "02:30", "04:00"), (6, "20:00", "02:15")]);
    let expected = ["2027-03-27T19:00:00Z", "2027-03-28T01:00:00Z", "2027-03-28T02:00:00Z"];
    assert_eq!(boundaries(&hours, "2027-03-27T10:00:00Z", 3), expected, "both touch at 03:00");
}

#[test]
fn in_an_overlap_the_earlier_instant_counts() {
    let warsaw = in_zone("Europe/Warsaw", &[(7, "02:30", "05:00"), (6, "20:00", "02:15")]);
    let expected =
        ["2026-10-24T18:00:00Z", "2026-10-25T00:15:00Z", "2026-10-25T00:30:00Z", "2026-10-25T04:00:00Z"];
    assert_eq!(boundaries(&warsaw, "2026-10-24T10:00:00Z", 4), expected);
    let howe = in_zone("Australia/Lord_Howe", &[(7, "01:45", "01:55")]);
    assert_eq!(
        boundaries(&howe, "2026-04-04T12:00:00Z", 2),
        ["2026-04-04T14:45:00Z", "2026-04-04T14:55:00Z"]
    );
    let johns = in_zone("America/St_Johns", &[(7, "00:00", "01:00")]);
    let expected = ["2010-11-07T02:30:00Z", "2010-11-07T04:30:00Z"];
    assert_eq!(
        boundaries(&johns, "2010-11-06T12:00:00Z", 2),
        expected,
        "through the second 23:30 of Saturday"
    );
}

#[test]
fn a_day_that_does_not_exist_has_no_quiet_hours_of_its_own() {
    let friday = in_zone("Pacific/Apia", &[(5, "09:00", "17:00")]);
    assert_eq!(show_at(&friday, "2011-12-30T10:00:00Z").until, None);
    let night = in_zone("Pacific/Apia", &[(5, "18:00", "08:00")]);
    let shown = show_at(&night, "2011-12-30T10:00:00Z");
    assert_eq!(
        shown.until,
        Some(instant("2011-12-30T18:00:00Z")),
        "it begins with Saturday, the first instant after"
    );
}

fn show_at(hours: &QuietHours, at: &str) -> ringlight_core::Resolution {
    ringlight_core::resolve(&quiet(hours.clone()), &Policy::default(), instant(at))
}

/// Walks from boundary to boundary and asks the oracle at every minute between.
#[test]
fn no_boundary_is_missed_through_a_change_of_clocks() {
    let hours = |zone| {
        in_zone(
            zone,
            &[(7, "00:00", "00:30"), (7, "01:40", "02:20"), (6, "22:00", "23:45"), (5, "23:00", "04:00")],
        )
    };
    for (zone, near) in crate::world::WORLDS {
        let claims = quiet(hours(zone));
        let start = instant(near) - SignedDuration::from_hours(6);
        let mut deadline = start;
        let mut shown = None;
        for minute in 0..12 * 60 {
            let now = start + minutes(minute);
            if deadline <= now {
                shown = Some(ringlight_core::resolve(&claims, &Policy::default(), now).until);
                deadline = next_change(&claims, &Policy::default(), now).unwrap().0;
            }
            let truth = oracle::quiet(claims.quiet_hours.as_ref().unwrap(), now).map(|quiet| quiet.until);
            assert_eq!(shown, Some(truth), "{zone} at {now}");
        }
    }
}

fn coming(claims: &Claims, clock: &str) -> Option<(Timestamp, Timestamp)> {
    quiet_hours::coming(claims, at(clock)).map(|quiet| (quiet.began, quiet.until))
}

#[test]
fn tonight_is_announced_and_can_be_skipped_before_it_begins() {
    let policy = Policy::default();
    let mut claims = quiet(nights());
    assert_eq!(coming(&claims, "12:00"), Some((at("18:00"), at("+1 08:00"))));
    assert_eq!(coming(&claims, "19:00"), Some((at("+1 18:00"), at("+2 08:00"))), "after the one that runs");
    let tonight = quiet_hours::coming(&claims, at("12:00")).unwrap().id();
    drop_claim(&mut claims, &tonight, &policy, at("12:00")).unwrap();
    assert_eq!(availability(&claims, "20:00"), Availability::Available);
    assert_eq!(coming(&claims, "12:00"), Some((at("+1 18:00"), at("+2 08:00"))));
    settle(&mut claims, &policy, at("+1 07:59"));
    assert_eq!(availability(&claims, "+1 07:59"), Availability::Available, "skipped to its end");
    assert_eq!(availability(&claims, "+1 18:00"), Availability::DoNotDisturb);
}

#[test]
fn nothing_comes_without_a_window() {
    assert_eq!(coming(&at_work(), "12:00"), None);
    assert_eq!(coming(&quiet(in_zone("UTC", &[])), "12:00"), None);
}

#[test]
fn the_teams_quiet_hours_hold_until_somebody_sets_their_own() {
    let mut policy = Policy { quiet_hours: nights().windows, ..Policy::default() };
    let mut claims = at_work();
    let zone = |claims: &Claims| claims.quiet_hours.as_ref().map(|hours| hours.zone.clone());
    let follow = |claims: &mut Claims, policy: &Policy, home: &str, clock| {
        quiet_hours::follow(claims, policy, home, at(clock))
    };
    assert!(follow(&mut claims, &policy, "UTC", "-1 10:00"));
    assert!(!follow(&mut claims, &policy, "UTC", "10:00"), "nothing new");
    assert_eq!(availability(&claims, "19:00"), Availability::DoNotDisturb);
    assert!(follow(&mut claims, &policy, "Asia/Tokyo", "10:00"));
    assert_eq!(availability(&claims, "10:00"), Availability::DoNotDisturb, "19:00 in Tokyo: they travel");

    quiet_hours::set(&mut claims, Vec::new(), None, "UTC", at("11:00"));
    assert!(!follow(&mut claims, &policy, "UTC", "11:00"));
    assert_eq!(availability(&claims, "19:00"), Availability::Available, "none, whatever the team's are");

    let fixed = Some("Europe/Kyiv".to_owned());
    quiet_hours::set(&mut claims, nights().windows, fixed, "UTC", at("11:00"));
    assert!(!follow(&mut claims, &policy, "Asia/Tokyo", "11:00"));
    assert_eq!(zone(&claims).as_deref(), Some("Europe/Kyiv"), "meant there, wherever I am");
    quiet_hours::set(&mut claims, nights().windows, None, "UTC", at("11:00"));
    assert!(follow(&mut claims, &policy, "Asia/Tokyo", "11:00"));
    assert_eq!(zone(&claims).as_deref(), Some("Asia/Tokyo"), "own, and travelling along");

    quiet_hours::reset(&mut claims, &policy, "UTC", at("12:00"));
    assert_eq!(claims.quiet_hours.as_ref().map(|hours| hours.own), Some(false));
    policy.quiet_hours.clear();
    assert!(follow(&mut claims, &policy, "UTC", "12:00"));
    assert_eq!(claims.quiet_hours, None);
}

#[test]
fn travelling_into_the_night_is_not_beaten_by_what_was_chosen_before() {
    let mut claims = quiet(QuietHours { travels: true, ..nights() });
    claims.manual = vec![manual("available", "09:00", None)];
    quiet_hours::follow(&mut claims, &Policy::default(), "Asia/Tokyo", at("10:00"));
    assert_eq!(availability(&claims, "10:00"), Availability::DoNotDisturb);
}

#[test]
fn working_hours_begin_and_end_on_the_persons_clock() {
    let shifts = WorkingHours { windows: windows(&[(3, "09:00", "17:00"), (3, "22:00", "06:00")]) };
    let works = |clock: &str| working::working(Some(&shifts), "Europe/Warsaw", at(clock));
    assert_eq!(["07:59", "08:00", "15:59", "16:00"].map(works), [false, true, true, false]);
    assert_eq!(["21:00", "+1 04:59", "+1 05:00"].map(works), [true, true, false], "over midnight");
    let boundary = |clock: &str| working::next_boundary(Some(&shifts), "Europe/Warsaw", at(clock));
    assert_eq!([boundary("07:00"), boundary("08:00")], [Some(at("08:00")), Some(at("16:00"))]);
    assert_eq!(boundary("+1 05:00"), Some(at("+7 08:00")));
    for none in [None, Some(&WorkingHours::default())] {
        assert!(working::working(none, "UTC", at("03:00")), "no time outside hours that nobody declared");
        assert_eq!(working::next_boundary(none, "UTC", at("03:00")), None);
    }
}
