//! Absences planned ahead.

use jiff::SignedDuration;
use proptest::{collection::vec, prelude::*};
use ringlight_core::{
    Claims, Policy,
    absence::{MAX_PLANNED, PlanError, cancel, plan},
    drop_claim, next, next_change, reasons, settle,
    stack::{self, MAX_LAYERS, StackError, choose, clear},
};
use ringlight_protocol::{Availability, Manual, Planned, Source};

use crate::{
    arbitrary::{Case, case, cases},
    build::*,
    view::everything_shown,
};

fn holiday() -> Planned {
    planned("on_holiday", "+1 09:00", Some("+3 09:00"))
}

fn planning(absences: &[Planned]) -> Claims {
    let mut claims = at_work();
    absences.iter().for_each(|absence| plan(&mut claims, absence.clone(), at("08:00")).unwrap());
    claims
}

fn settled(claims: &Claims, clock: &str) -> Claims {
    let mut claims = claims.clone();
    settle(&mut claims, &Policy::default(), at(clock));
    claims
}

#[test]
fn an_absence_shows_from_its_start_to_its_end() {
    let claims = planning(&[holiday()]);
    assert_eq!(availability(&claims, "+1 08:59"), Availability::Available);
    let shown = show(&claims, "+1 09:00");
    assert_eq!((shown.status.as_str(), shown.until), ("on_holiday", Some(at("+3 09:00"))));
    assert_eq!(availability(&claims, "+3 09:00"), Availability::Available);
    assert_eq!(settled(&claims, "+3 09:00").planned, []);
}

#[test]
fn an_absence_that_has_begun_is_a_choice_like_any_other() {
    let policy = Policy::default();
    let mut claims = settled(&planning(&[holiday()]), "+1 09:00");
    assert_eq!((claims.manual.len(), claims.planned.len()), (1, 0));
    assert_eq!((&claims.manual[0].id, claims.manual[0].chosen), (&holiday().id, at("+1 09:00")));
    let before_it = manual("away", "+1 08:30", None);
    assert_eq!(
        choose(&mut claims, before_it, at("+1 10:00")),
        Err(StackError::Older),
        "made offline before it"
    );
    drop_claim(&mut claims, &holiday().id, &policy, at("+2 10:00")).unwrap();
    assert_eq!(availability(&claims, "+2 10:00"), Availability::Available);
}

#[test]
fn it_is_announced_and_woken_for() {
    let claims = planning(&[holiday()]);
    let policy = Policy::default();
    assert_eq!(next_change(&claims, &policy, at("10:00")), Some((at("+1 09:00"), Source::Manual)));
    let next = next(&claims, &policy, at("10:00")).unwrap();
    assert_eq!((next.at, next.status.as_str()), (at("+1 09:00"), "on_holiday"));
    assert!(reasons(&claims, &policy, at("10:00")).iter().all(|it| it.source != Source::Manual), "it waits");
    assert!(reasons(&claims, &policy, at("+1 10:00"))[0].wins);
}

#[test]
fn choosing_a_status_or_going_automatic_today_does_not_delete_it() {
    let mut claims = planning(&[holiday()]);
    choose(&mut claims, manual("do_not_disturb", "09:00", None), at("09:00")).unwrap();
    clear(&mut claims, at("10:00"));
    assert_eq!(show(&claims, "+2 12:00").status.as_str(), "on_holiday");
}

#[test]
fn it_drops_what_ends_no_later_and_lies_on_what_ends_later() {
    let mut claims = planning(&[holiday()]);
    choose(&mut claims, manual("sick_leave", "08:10", Some("+5 09:00")), at("08:10")).unwrap();
    choose(&mut claims, manual("busy", "08:20", Some("+2 09:00")), at("08:20")).unwrap();
    assert_eq!(show(&claims, "10:00").status.as_str(), "busy");
    assert_eq!(show(&claims, "+1 09:00").status.as_str(), "on_holiday");
    assert_eq!(show(&claims, "+3 09:00").status.as_str(), "sick_leave", "what lay under shows again");
}

#[test]
fn one_without_an_end_clears_the_stack_like_any_choice() {
    let mut claims = planning(&[planned("sick_leave", "+1 09:00", None)]);
    choose(&mut claims, manual("busy", "08:10", Some("+5 09:00")), at("08:10")).unwrap();
    assert_eq!(settled(&claims, "+1 09:00").manual.len(), 1);
}

#[test]
fn absences_lie_on_one_another_by_their_ends() {
    let trip = planned("business_trip", "+2 09:00", Some("+2 18:00"));
    let claims = planning(&[trip.clone(), holiday()]);
    let statuses = ["+1 12:00", "+2 12:00", "+2 18:00"].map(|clock| show(&claims, clock).status.to_string());
    assert_eq!(statuses, ["on_holiday", "business_trip", "on_holiday"]);
}

/// Seven layers that end after the holiday, and one below without an end.
fn full_stack() -> Claims {
    let mut claims = planning(&[holiday()]);
    choose(&mut claims, manual("away", "08:00", None), at("08:00")).unwrap();
    for day in (4..=10).rev() {
        let until = format!("+{day} 09:00");
        let layer = Manual { id: until.as_str().into(), ..manual("busy", "08:30", Some(&until)) };
        choose(&mut claims, layer, at("08:30")).unwrap();
    }
    assert_eq!(claims.manual.len(), MAX_LAYERS);
    claims
}

#[test]
fn over_a_full_stack_it_waits_for_room() {
    let mut claims = full_stack();
    assert_eq!(show(&claims, "+1 12:00").status.as_str(), "busy", "a ninth layer is refused");
    claims = settled(&claims, "+1 12:00");
    assert_eq!((claims.manual.len(), claims.planned.len()), (MAX_LAYERS, 1));
    let top = claims.manual[0].id.clone();
    drop_claim(&mut claims, &top, &Policy::default(), at("+1 13:00")).unwrap();
    assert_eq!(show(&claims, "+1 13:00").status.as_str(), "on_holiday");
    assert_eq!(settled(&claims, "+1 13:00").manual.len(), MAX_LAYERS);
}

#[test]
fn one_that_found_no_room_is_gone_at_its_end_and_with_back_to_automatic() {
    assert_eq!(settled(&full_stack(), "+3 09:00").planned, []);
    let mut claims = full_stack();
    clear(&mut claims, at("+1 12:00"));
    assert_eq!(availability(&claims, "+1 12:00"), Availability::Available);
}

#[test]
fn planning_the_same_again_moves_it() {
    let mut claims = planning(&[holiday()]);
    let later = Planned { from: at("+2 09:00"), ..holiday() };
    plan(&mut claims, later, at("09:00")).unwrap();
    assert_eq!(claims.planned.len(), 1);
    assert_eq!(availability(&claims, "+1 12:00"), Availability::Available);
}

#[test]
fn cancelling_takes_it_away_before_and_after_its_start() {
    let mut claims = planning(&[holiday()]);
    let mut begun = settled(&claims, "+1 12:00");
    cancel(&mut begun, &holiday().id, at("+1 12:00")).unwrap();
    assert_eq!(availability(&begun, "+1 12:00"), Availability::Available);
    cancel(&mut claims, &holiday().id, at("10:00")).unwrap();
    assert_eq!((claims.planned.len(), claims.manual_changed), (0, None));
    assert!(cancel(&mut claims, &holiday().id, at("10:00")).is_err());
    let mut again = planning(&[holiday()]);
    drop_claim(&mut again, &holiday().id, &Policy::default(), at("10:00")).unwrap();
    assert_eq!(again.planned, []);
}

#[test]
fn what_cannot_be_planned_says_why_and_changes_nothing() {
    let of = |from, until| planned("on_holiday", from, until);
    let mut claims = settled(&planning(&[holiday()]), "+1 12:00");
    let before = claims.clone();
    let table = [
        (planned("busy", "+2 09:00", None), PlanError::NotOutOfOffice),
        (of("+1 12:00", None), PlanError::NotAhead),
        (of("+2 12:00", Some("+2 12:00")), PlanError::EndsBeforeItBegins),
        (of("+2 12:00", Some("+2 11:00")), PlanError::EndsBeforeItBegins),
        (of("+368 12:00", None), PlanError::TooFar),
        (of("+2 12:00", Some("+400 12:00")), PlanError::TooFar),
        (Planned { from: at("+2 09:00"), ..holiday() }, PlanError::Begun),
    ];
    for (absence, error) in table {
        assert_eq!(plan(&mut claims, absence, at("+1 12:00")), Err(error));
        assert_eq!(claims, before);
    }
    for number in 0..MAX_PLANNED {
        plan(
            &mut claims,
            Planned { id: format!("a{number}").into(), ..of("+5 09:00", None) },
            at("+1 12:00"),
        )
        .unwrap();
    }
    assert_eq!(plan(&mut claims, of("+6 09:00", None), at("+1 12:00")), Err(PlanError::TooMany));
    let known = Planned { id: "a3".into(), ..of("+6 09:00", None) };
    assert_eq!(plan(&mut claims, known, at("+1 12:00")), Ok(()), "a change is not one more");
}

#[test]
fn a_status_of_their_own_refuge_is_theirs_alone() {
    let chose = |status: &str, by: Option<&str>| {
        let by = by.map(Into::into);
        stack::is_theirs_alone(&Manual { by, ..manual(status, "09:00", None) })
    };
    assert!(chose("do_not_disturb", None) && chose("focusing", None) && chose("appear_offline", None));
    assert!(!chose("away", None) && !chose("do_not_disturb", Some("boss")));
}

#[test]
fn one_that_waited_for_room_lies_where_it_would_had_somebody_looked() {
    let mut claims = at_work();
    claims.devices.clear();
    claims.last_seen = Some(at("08:00"));
    claims.manual = (1..8).map(|day| manual("busy", "08:00", Some(&format!("+{day} 12:00")))).collect();
    claims.manual.iter_mut().enumerate().for_each(|(number, it)| it.id = format!("m{number}").into());
    claims.manual.push(manual("busy", "08:00", None));
    let absence = |id: &str, until: &str| Planned {
        id: id.into(),
        from: at("09:00"),
        until: Some(at(until)),
        ..holiday()
    };
    claims.planned = vec![absence("a0", "+1 09:00"), absence("a1", "+7 12:00")];
    let mut looked = claims.clone();
    settle(&mut looked, &Policy::default(), at("09:00"));
    for claims in [&mut looked, &mut claims] {
        settle(claims, &Policy::default(), at("17:00"));
        let ids: Vec<_> = claims.manual.iter().map(|it| it.id.as_str()).collect();
        assert_eq!(ids, ["a0", "a1"]);
    }
}

proptest! {
    #![proptest_config(cases(1000))]

    #[test]
    fn settling_on_the_way_changes_nothing_later(case in case(), steps in vec(1..400_i64, 1..6)) {
        let mut stepped = case.clone();
        let mut at = case.now;
        for step in steps {
            settle(&mut stepped.claims, &case.policy, at);
            at += SignedDuration::from_mins(step);
        }
        prop_assert_eq!(everything_shown(&stepped, at), everything_shown(&case, at));
        let next = |Case { claims, policy, .. }: &Case| next_change(claims, policy, at);
        prop_assert_eq!(next(&stepped), next(&case));
        settle(&mut stepped.claims, &case.policy, at);
        let mut once = case.clone();
        settle(&mut once.claims, &case.policy, at);
        prop_assert_eq!(stepped.claims.manual.len(), once.claims.manual.len());
    }

    #[test]
    fn absences_enter_full_stacks_the_same_whenever_somebody_settles(
        ends in vec(1..40_i64, 8),
        absences in vec((1..40_i64, 1..40_i64), 1..5),
        steps in vec(1..15_i64, 1..6),
    ) {
        let start = at("08:00");
        let hours = |hours: i64| start + SignedDuration::from_hours(hours);
        let mut claims = at_work();
        claims.devices.clear();
        claims.last_seen = Some(start);
        let layer = |(number, end): (usize, &i64)| Manual {
            id: format!("m{number}").into(),
            until: (number > 0).then(|| hours(*end)),
            ..manual("busy", "08:00", None)
        };
        claims.manual = ends.iter().enumerate().map(layer).collect();
        claims.planned = absences.iter().enumerate().map(|(number, (from, lasts))| Planned {
            id: format!("a{number}").into(),
            from: hours(*from),
            until: Some(hours(from + lasts)),
            ..holiday()
        }).collect();
        let policy = Policy::default();
        let (mut stepped, mut now) = (claims.clone(), start);
        for step in steps {
            settle(&mut stepped, &policy, now);
            now += SignedDuration::from_hours(step);
        }
        settle(&mut stepped, &policy, now);
        settle(&mut claims, &policy, now);
        let sorted = |mut claims: Claims| { claims.manual.sort_by_key(|it| it.until); claims };
        prop_assert_eq!(sorted(stepped), sorted(claims));
    }
}
