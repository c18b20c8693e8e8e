//! What must hold for every input.

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use ringlight_core::{Policy, Resolution, devices, drop_claim, next, next_change, reasons, resolve, settle};
use ringlight_protocol::*;

use crate::{
    arbitrary::{Case, activity, case, cases},
    oracle,
    view::everything_shown,
};

proptest! {
    #![proptest_config(cases(2000))]

    #[test]
    fn the_table_is_followed(Case { claims, policy, now, .. } in case()) {
        prop_assert_eq!(resolve(&claims, &policy, now), oracle::resolve(&claims, &policy, now));
    }

    #[test]
    fn the_order_in_which_claims_are_listed_says_nothing(
        Case { claims, policy, now, .. } in case(),
        turn in 0..4_usize,
    ) {
        let mut turned = claims.clone();
        turn_all(&mut turned, turn);
        prop_assert_eq!(resolve(&turned, &policy, now), resolve(&claims, &policy, now));
        prop_assert_eq!(next_change(&turned, &policy, now), next_change(&claims, &policy, now));
        let winner = |claims: &Claims| reasons(claims, &policy, now).into_iter().find(|it| it.wins);
        prop_assert_eq!(winner(&turned), winner(&claims));
    }

    #[test]
    fn nothing_changes_before_the_next_change(case in case(), steps in prop::collection::vec(0.0..1.0_f64, 12)) {
        let Case { claims, policy, now, .. } = &case;
        let next = next_change(claims, policy, *now);
        let until = next.map_or(*now + SignedDuration::from_hours(10 * 24), |(at, _)| at);
        prop_assert!(*now < until);
        let between = steps.iter().map(|step| *now + until.duration_since(*now).mul_f64(*step));
        let claimed = instants(claims).into_iter().flat_map(|at| [at, at - SignedDuration::from_millis(1)]);
        for at in between.chain(claimed).filter(|at| *now < *at && *at < until) {
            prop_assert_eq!(everything_shown(&case, at), everything_shown(&case, *now), "at {}", at);
            prop_assert_eq!(reasons(claims, policy, at), reasons(claims, policy, *now), "at {}", at);
        }
    }

    #[test]
    fn what_is_announced_is_what_comes(Case { claims, policy, now, .. } in case()) {
        if let Some(next) = next(&claims, &policy, now) {
            let (before, then) = (resolve(&claims, &policy, now), resolve(&claims, &policy, next.at));
            prop_assert_eq!((next.availability, &next.status), (then.availability, &then.status));
            prop_assert!((before.availability, before.status) != (then.availability, then.status));
        }
    }

    #[test]
    fn an_end_that_is_shown_is_one(Case { claims, policy, now, .. } in case()) {
        let shown = resolve(&claims, &policy, now);
        if let Some(until) = shown.until {
            prop_assert!(now < until);
            let before = resolve(&claims, &policy, until - SignedDuration::from_millis(1));
            let same_claim = (before.cause, &before.status, before.until) == (shown.cause, &shown.status, shown.until);
            let after = resolve(&claims, &policy, until);
            prop_assert!(!same_claim || after.until != shown.until);
        }
    }

    #[test]
    fn claims_that_did_not_win_and_are_not_shown_do_not_matter(Case { mut claims, policy, now, .. } in case()) {
        settle(&mut claims, &policy, now);
        let lone = without_losers(&claims, &policy, now);
        let shown = |claims| Resolution { free_at: None, ..resolve(claims, &policy, now) };
        prop_assert_eq!(shown(&lone), shown(&claims));
    }

    #[test]
    fn exactly_one_reason_wins_and_comes_first(Case { claims, policy, now, .. } in case()) {
        let reasons = reasons(&claims, &policy, now);
        prop_assert_eq!(reasons.iter().filter(|it| it.wins).count(), 1);
        prop_assert!(reasons[0].wins);
        let shown = resolve(&claims, &policy, now);
        if reasons[0].availability != Availability::Offline {
            prop_assert_eq!((reasons[0].availability, &reasons[0].status), (shown.availability, &shown.status));
        }
        prop_assert_eq!(reasons[0].source == Source::Manual, shown.cause == Cause::Manual || hides(&reasons[0]));
    }

    #[test]
    fn every_reason_with_a_claim_can_be_dropped_and_is_gone_then(Case { claims, policy, now, .. } in case()) {
        for reason in reasons(&claims, &policy, now) {
            prop_assert_eq!(reason.can_drop, reason.claim.is_some());
            let Some(id) = reason.claim else { continue };
            let mut left = claims.clone();
            prop_assert_eq!(drop_claim(&mut left, &id, &policy, now), Ok(()));
            prop_assert!(reasons(&left, &policy, now).iter().all(|it| it.claim.as_ref() != Some(&id)));
            prop_assert!(drop_claim(&mut left, &id, &policy, now).is_err());
        }
    }

    #[test]
    fn settling_changes_nothing_that_is_shown(case in case(), later in 0..2000_i64) {
        let mut settled = case.clone();
        settle(&mut settled.claims, &case.policy, case.now);
        for at in [case.now, case.now + SignedDuration::from_mins(later)] {
            prop_assert_eq!(everything_shown(&settled, at), everything_shown(&case, at));
            prop_assert_eq!(next_change(&settled.claims, &case.policy, at), next_change(&case.claims, &case.policy, at));
        }
    }

    #[test]
    fn settling_twice_is_settling_once(Case { mut claims, policy, now, .. } in case()) {
        let before = claims.clone();
        prop_assert_eq!(settle(&mut claims, &policy, now), claims != before);
        let once = claims.clone();
        prop_assert!(!settle(&mut claims, &policy, now));
        prop_assert_eq!(claims, once);
    }

    #[test]
    fn a_report_counts_once_and_never_after_a_newer_one(
        Case { claims, now, .. } in case(),
        (epoch, sequence, call, presenting) in (0..6_u64, 0..9_u64, any::<bool>(), any::<bool>()),
        activity in activity(),
    ) {
        let report = Report { epoch, sequence, activity, age: SignedDuration::from_secs(30), call, presenting };
        let id = DeviceId::from("d0");
        let mut once = claims.clone();
        let newer = claims.devices.first().is_none_or(|device| device.last_report < (epoch, sequence));
        prop_assert_eq!(devices::report(&mut once, &id, DeviceKind::Desktop, &report, now), newer);
        prop_assert!(newer || once == claims);
        let mut twice = once.clone();
        prop_assert!(!devices::report(&mut twice, &id, DeviceKind::Desktop, &report, now + SignedDuration::from_secs(5)));
        prop_assert_eq!(twice, once);
    }

    #[test]
    fn do_not_disturb_and_away_of_a_person_are_not_changed_by_anything_automatic(
        Case { mut claims, policy, now, .. } in case(),
        availability in prop::sample::select(&[Availability::DoNotDisturb, Availability::Away][..]),
        chosen in 0..500_i64,
        device in activity(),
    ) {
        claims.manual.clear();
        claims.planned.clear();
        claims.manual.push(Manual {
            id: "mine".into(),
            status: base_status(availability),
            availability,
            sticky: false,
            chosen: now - SignedDuration::from_mins(chosen),
            until: None,
            secondary: None,
            by: None,
        });
        claims.devices.push(crate::build::device("here", device, "08:00"));
        for at in instants(&claims).into_iter().chain([now]) {
            let shown = resolve(&claims, &policy, at);
            prop_assert_eq!((shown.availability, shown.cause), (availability, Cause::Manual));
        }
        settle(&mut claims, &policy, now);
        prop_assert_eq!(claims.manual.len(), 1);
    }
}

fn turn_all(claims: &mut Claims, by: usize) {
    fn turn<T>(list: &mut [T], by: usize) {
        if !list.is_empty() {
            list.rotate_left(by % list.len());
        }
        if by > 1 {
            list.reverse();
        }
    }
    turn(&mut claims.manual, by);
    turn(&mut claims.planned, by);
    turn(&mut claims.calls, by);
    turn(&mut claims.presenting, by);
    turn(&mut claims.external, by);
    turn(&mut claims.calendar, by);
    turn(&mut claims.dismissed, by);
    turn(&mut claims.devices, by);
    if let Some(hours) = &mut claims.quiet_hours {
        turn(&mut hours.windows, by);
    }
}

/// Every instant that the claims name.
fn instants(claims: &Claims) -> Vec<Timestamp> {
    let planned = claims.planned.iter().flat_map(|it| [Some(it.from), it.until]).flatten();
    let manual = claims.manual.iter().filter_map(|it| it.until).chain(planned);
    let calls = claims.calls.iter().flat_map(|it| [it.from, it.lease]);
    let presenting = claims.presenting.iter().flat_map(|it| [it.from, it.lease]);
    let external = claims.external.iter().flat_map(|it| [it.from, it.lease]);
    let calendar = claims.calendar.iter().flat_map(|it| [it.from, it.until]);
    let leases = claims.devices.iter().filter_map(|it| match it.lease {
        Lease::Until(end) => Some(end),
        Lease::Stream => None,
    });
    let note = claims.note.iter().filter_map(|it| it.until);
    manual.chain(calls).chain(presenting).chain(external).chain(calendar).chain(leases).chain(note).collect()
}

fn hides(reason: &Reason) -> bool {
    reason.source == Source::Manual && reason.availability == Availability::Offline
}

/// Leaves devices, the winner, and what is shown with it: the activity beside a choice, the meetings that prolong one,
/// and for somebody who appears offline what shows then.
fn without_losers(claims: &Claims, policy: &Policy, now: Timestamp) -> Claims {
    let winner = reasons(claims, policy, now).swap_remove(0);
    let shown = resolve(claims, policy, now);
    let hides = hides(&winner);
    let wins = |id: &ClaimId| winner.claim.as_ref() == Some(id);
    let beside = |activity| winner.source == Source::Manual && shown.activity == Some(activity);
    let in_call = beside(Activity::OnCall) || beside(Activity::Ringing);
    let mut left = claims.clone();
    left.manual.retain(|it| wins(&it.id) || hides || winner.source == Source::Calendar);
    left.planned.clear();
    left.calls.retain(|it| wins(&it.id) || in_call);
    left.presenting.retain(|it| wins(&it.id));
    left.external.retain(|it| wins(&it.id));
    let prolongs = |it: &Meeting| {
        winner.source == Source::Calendar
            || hides
            || beside(Activity::InMeeting) && it.kind == MeetingKind::Busy
    };
    left.calendar.retain(|it| wins(&it.id) || prolongs(it));
    left.quiet_hours = left.quiet_hours.filter(|_| winner.source == Source::Schedule);
    left
}
