//! Who sees how much.

use proptest::{collection::vec, option, prelude::*, sample::select};
use ringlight_core::{
    Claims, Subject, devices, fold,
    privacy::{Relation, Sight, gone, level_for, rule_for},
    resolve, settle, view,
};
use ringlight_protocol::*;

use crate::{
    arbitrary::{Case, case, cases},
    build::*,
    view::{everything_shown, profile},
};

const LEVELS: [Level; 4] = [Level::Hidden, Level::Coarse, Level::Basic, Level::Full];

fn person(id: &str) -> Who {
    Who::Person { person: id.into() }
}

fn privacy(rules: &[(Who, Level)]) -> Privacy {
    let rule = |(who, level): &(Who, Level)| Rule { who: who.clone(), level: *level };
    Privacy { rules: rules.iter().map(rule).collect(), ..Privacy::default() }
}

#[test]
fn who_matches_no_rule_sees_everything_the_team_allows() {
    let nobody = PersonId::from("ada");
    let stranger = Relation { viewer: &nobody, favourite: false, own_group: false };
    let open = privacy(&[
        (person("bob"), Level::Hidden),
        (Who::Favourites, Level::Coarse),
        (Who::OwnGroup, Level::Hidden),
    ]);
    assert_eq!(rule_for(&open, &stranger), None);
    for at_most in LEVELS {
        assert_eq!(Sight::new(level_for(&open, &stranger), at_most, true, true).level, at_most);
    }
}

#[test]
fn a_rule_that_names_the_person_wins_else_the_most_open_of_their_groups() {
    let ada = PersonId::from("ada");
    let both = Relation { viewer: &ada, favourite: true, own_group: true };
    let groups =
        [(Who::Everyone, Level::Hidden), (Who::OwnGroup, Level::Basic), (Who::Favourites, Level::Coarse)];
    assert_eq!(rule_for(&privacy(&groups), &both).unwrap().who, Who::OwnGroup);
    let colleague = Relation { favourite: false, own_group: false, ..both };
    assert_eq!(level_for(&privacy(&groups), &colleague), Level::Hidden);
    for level in LEVELS {
        let named = [groups.as_slice(), &[(person("ada"), level)]].concat();
        assert_eq!(level_for(&privacy(&named), &both), level);
    }
}

#[test]
fn who_hides_last_seen_sees_no_ones() {
    let seen = |owner, viewer| Sight::new(Level::Full, Level::Full, owner, viewer).last_seen;
    assert_eq!([seen(true, true), seen(true, false), seen(false, true)], [true, false, false]);
    let open = Privacy::default();
    let mut claims = at_work();
    claims.devices.clear();
    claims.last_seen = Some(at("09:00"));
    let shown = fold(None, show(&claims, "10:00"), at("10:00"));
    let of = Subject { shown: &shown, claims: &claims, profile: &profile("UTC"), privacy: &open };
    for level in LEVELS {
        assert_eq!(view(&of, Sight { level, last_seen: false }, at("10:00")).last_seen, None);
    }
}

#[test]
fn a_location_is_told_only_if_shared_to_full_viewers_and_while_they_are_there() {
    let told = |location: bool, level: Level, claims: &Claims| {
        let shown = fold(None, show(claims, "10:00"), at("10:00"));
        let privacy = Privacy { location, ..Privacy::default() };
        let of = Subject { shown: &shown, claims, profile: &profile("UTC"), privacy: &privacy };
        view(&of, Sight { level, last_seen: true }, at("10:00")).location
    };
    assert_eq!(told(true, Level::Full, &at_work()).as_deref(), Some("Lviv"));
    assert_eq!(told(false, Level::Full, &at_work()), None);
    assert_eq!(told(true, Level::Basic, &at_work()), None);
    assert_eq!(told(true, Level::Full, &with(vec![manual("appear_offline", "09:00", None)])), None);
    assert_eq!(told(true, Level::Full, &Claims::default()), None);
    let on_holiday = with(vec![manual("on_holiday", "09:00", None)]);
    assert_eq!(told(true, Level::Full, &on_holiday).as_deref(), Some("Lviv"));
    assert_eq!(told(true, Level::Full, &Claims { devices: Vec::new(), ..on_holiday }), None);
}

#[test]
fn an_alert_needs_somebody_who_is_seen_and_allows_it() {
    let (open, shy) = (Privacy::default(), Privacy { alerts: false, ..Privacy::default() });
    let at = |level| Sight { level, last_seen: false };
    assert!(at(Level::Coarse).may_be_alerted(&open));
    assert!(!at(Level::Hidden).may_be_alerted(&open) && !at(Level::Full).may_be_alerted(&shy));
}

fn who() -> impl Strategy<Value = Who> {
    select(vec![person("ada"), person("bob"), Who::Favourites, Who::OwnGroup, Who::Everyone])
}

fn rules() -> impl Strategy<Value = Vec<(Who, Level)>> {
    vec((who(), select(&LEVELS[..])), 0..5)
}

proptest! {
    #![proptest_config(cases(2000))]

    #[test]
    fn a_cap_only_takes_away_and_never_shows_who_hides(
        rules in rules(), at_most in select(&LEVELS[..]), favourite: bool, own_group: bool,
    ) {
        let ada = PersonId::from("ada");
        let relation = Relation { viewer: &ada, favourite, own_group };
        let uncapped = level_for(&privacy(&rules), &relation);
        let capped = Sight::new(uncapped, at_most, true, true).level;
        prop_assert_eq!(capped, uncapped.min(at_most));
    }

    #[test]
    fn the_order_of_rules_says_nothing(rules in rules(), favourite: bool, own_group: bool) {
        let ada = PersonId::from("ada");
        let relation = Relation { viewer: &ada, favourite, own_group };
        let turned: Vec<_> = rules.iter().rev().cloned().collect();
        let level = |rules| level_for(&privacy(rules), &relation);
        prop_assert_eq!(level(&rules), level(&turned));
    }

    /// Whatever a hidden person does, claims, notes, shares or sets.
    #[test]
    fn a_hidden_person_is_one_who_is_offline_and_never_was_there(
        case in case(), location: bool, last_seen: bool, level in select(&LEVELS[..]), since in option::of(0..900_i64),
    ) {
        let Case { claims, policy, zone, now } = &case;
        let shown = fold(None, resolve(claims, policy, *now), *now - minutes(since.unwrap_or(0)));
        let privacy = Privacy { location, last_seen, ..Privacy::default() };
        let of = Subject { shown: &shown, claims, profile: &profile(zone), privacy: &privacy };
        let nobody = Claims::default();
        let gone = fold(None, resolve(&nobody, policy, *now), *now);
        let gone = Subject { shown: &gone, claims: &nobody, profile: &profile("UTC"), privacy: &Privacy::default() };
        let offline = view(&gone, Sight { level, last_seen: true }, *now);
        prop_assert_eq!(view(&of, Sight { level: Level::Hidden, last_seen }, *now), offline.clone());
        prop_assert_eq!(view(&of, Sight::NOTHING, *now), offline);
    }

    /// Whatever was claimed, and whenever one looks.
    #[test]
    fn what_is_left_of_who_hides_looks_as_if_their_devices_had_ended_then(case in case(), later in 0..3000_i64) {
        let mut quit = case.clone();
        settle(&mut quit.claims, &case.policy, case.now);
        let mut left = quit.clone();
        for device in quit.claims.devices.clone() {
            devices::quit(&mut quit.claims, &device.id, case.now);
        }
        left.claims = gone(&left.claims, case.now);
        for at in [case.now, case.now + minutes(later)] {
            prop_assert_eq!(everything_shown(&left, at), everything_shown(&quit, at));
        }
    }

    /// The same claims with other secondary statuses look the same to everybody else.
    #[test]
    fn a_secondary_status_changes_nothing_that_viewers_see(case in case()) {
        let mut plain = case.clone();
        plain.claims.manual.iter_mut().for_each(|it| it.secondary = None);
        plain.claims.planned.iter_mut().for_each(|it| it.secondary = None);
        let seen = |case: &Case| everything_shown(case, case.now).1;
        prop_assert_eq!(seen(&plain), seen(&case));
        let mut settled = case.clone();
        settle(&mut settled.claims, &case.policy, case.now);
        let told = ringlight_core::reasons(&case.claims, &case.policy, case.now);
        for manual in &settled.claims.manual {
            let reason = told.iter().find(|it| it.claim.as_ref() == Some(&manual.id)).unwrap();
            prop_assert_eq!(&reason.secondary, &manual.secondary);
        }
        let shown = resolve(&case.claims, &case.policy, case.now);
        let wins = &told[0];
        if shown.cause == Cause::Manual && wins.availability != Availability::Offline {
            prop_assert_eq!(&shown.secondary, &wins.secondary);
        }
    }
}
