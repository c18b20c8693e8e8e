//! "Tell me when they are free", on virtual time.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use proptest::{collection::vec, prelude::*};
use ringlight_core::{
    Claims, Policy,
    alerts::{HOLD, Watch, Why, mutes, reachable},
};
use ringlight_protocol::*;

use crate::{arbitrary::cases, build::*};

const ALL: [&str; 4] = ["ada", "bob", "cleo", "dan"];

fn alert(people: &[&str], need: u32) -> Alert {
    Alert {
        id: "alert".into(),
        people: people.iter().map(|id| PersonId::from(*id)).collect(),
        need,
        standing: false,
        until: None,
        fired: None,
        free: Vec::new(),
    }
}

fn s(seconds: i64) -> Timestamp {
    at("10:00") + SignedDuration::from_secs(seconds)
}

/// A watch with the world that it looks at.
struct Desk {
    watch: Watch,
    free: BTreeSet<PersonId>,
    reachable: bool,
    next: Option<(Timestamp, Why)>,
}

impl Desk {
    fn new(watch: Watch) -> Self {
        Self { watch, free: BTreeSet::new(), reachable: true, next: None }
    }

    fn free(mut self, people: &[&str]) -> Self {
        self.free = people.iter().map(|id| PersonId::from(*id)).collect();
        self
    }

    /// Who is free when it fires.
    fn look(&mut self, at: Timestamp) -> Option<Vec<String>> {
        let looked = self.watch.look(|person| self.free.contains(person), self.reachable, at);
        self.next = looked.next;
        looked.fires.map(|people| people.iter().map(PersonId::to_string).collect())
    }

    fn now_free(&mut self, people: &[&str], at: Timestamp) -> Option<Vec<String>> {
        self.free = people.iter().map(|id| PersonId::from(*id)).collect();
        self.look(at)
    }
}

fn names(names: &[&str]) -> Option<Vec<String>> {
    Some(names.iter().map(ToString::to_string).collect())
}

#[test]
fn who_is_free_already_fires_at_once_and_only_once() {
    let mut desk = Desk::new(Watch::set(&alert(&["ada"], 1))).free(&["ada"]);
    assert_eq!(desk.look(s(0)), names(&["ada"]));
    assert!(desk.watch.is_over(s(0)));
    assert_eq!((desk.look(s(60)), desk.next), (None, None));
}

#[test]
fn a_change_must_hold_ten_seconds() {
    let mut desk = Desk::new(Watch::set(&alert(&["ada"], 1)));
    assert_eq!((desk.look(s(0)), desk.next), (None, None));
    assert_eq!((desk.now_free(&["ada"], s(5)), desk.next), (None, Some((s(15), Why::Held))));
    assert_eq!(desk.now_free(&[], s(12)), None);
    assert_eq!(desk.now_free(&["ada"], s(13)), None);
    assert_eq!(desk.look(s(22)), None, "a flicker begins anew");
    assert_eq!(desk.look(s(23)), names(&["ada"]));
}

#[test]
fn k_of_several_need_to_be_free_at_once() {
    let mut desk = Desk::new(Watch::set(&alert(&["ada", "bob", "cleo"], 2)));
    desk.look(s(0));
    assert_eq!((desk.now_free(&["ada"], s(1)), desk.next), (None, None), "one is not enough");
    desk.now_free(&["bob"], s(20));
    assert_eq!((desk.now_free(&["bob", "cleo"], s(25)), desk.next), (None, Some((s(30), Why::Held))));
    assert_eq!(desk.look(s(30)), None, "cleo has not held yet");
    assert_eq!(desk.next, Some((s(35), Why::Held)));
    assert_eq!(desk.look(s(35)), names(&["bob", "cleo"]));
}

#[test]
fn all_of_them_is_their_number() {
    let mut desk = Desk::new(Watch::set(&alert(&["ada", "bob"], 2))).free(&["ada", "bob"]);
    assert_eq!(desk.look(s(0)), names(&["ada", "bob"]));
}

#[test]
fn a_standing_one_fires_again_only_after_too_few_were_free() {
    let standing = Alert { standing: true, ..alert(&["ada", "bob"], 1) };
    let mut desk = Desk::new(Watch::set(&standing)).free(&["ada"]);
    assert!(desk.look(s(0)).is_some());
    assert_eq!(desk.now_free(&["ada", "bob"], s(5)), None);
    assert_eq!(desk.now_free(&["bob"], s(60)), None, "bob is, without a gap");
    assert_eq!(desk.now_free(&[], s(61)), None);
    assert_eq!(desk.now_free(&["ada"], s(70)), None);
    assert_eq!(desk.look(s(80)), names(&["ada"]));
    assert!(!desk.watch.is_over(s(80)));
}

#[test]
fn what_falls_into_the_askers_absence_waits_and_is_looked_at_again() {
    let mut desk = Desk::new(Watch::set(&alert(&["ada"], 1)));
    desk.look(s(0));
    desk.reachable = false;
    assert_eq!(desk.now_free(&["ada"], s(1)), None);
    assert_eq!(desk.look(s(11)), None);
    assert_eq!(desk.next, None, "nothing to wake for");
    desk.reachable = true;
    assert_eq!(desk.look(s(500)), names(&["ada"]), "still free");
    let mut gone = Desk::new(Watch::set(&alert(&["ada"], 1))).free(&["ada"]);
    gone.reachable = false;
    assert_eq!(gone.look(s(0)), None);
    gone.now_free(&[], s(100));
    gone.reachable = true;
    assert_eq!(gone.look(s(200)), None, "not free any more");
}

#[test]
fn it_is_given_up_at_its_end() {
    let timed = Alert { until: Some(s(60)), ..alert(&["ada"], 1) };
    let mut desk = Desk::new(Watch::set(&timed));
    assert_eq!((desk.look(s(0)), desk.next), (None, Some((s(60), Why::Over))));
    desk.now_free(&["ada"], s(55));
    assert_eq!((desk.look(s(60)), desk.next), (None, None));
    assert!(desk.watch.is_over(s(60)));
}

#[test]
fn a_start_of_the_server_makes_nobody_free() {
    let fired = Alert { standing: true, fired: Some(at("09:00")), ..alert(&["ada"], 1) };
    let mut desk = Desk::new(Watch::recover(&fired, s(60))).free(&["ada"]);
    assert_eq!((desk.look(s(0)), desk.next), (None, Some((s(60), Why::Recovered))));
    assert_eq!((desk.look(s(60)), desk.next), (None, None), "free as before the start");
    desk.now_free(&[], s(100));
    desk.now_free(&["ada"], s(110));
    assert!(desk.look(s(120)).is_some());

    let mut in_grace = Desk::new(Watch::recover(&alert(&["ada"], 1), s(60))).free(&["ada"]);
    assert_eq!(in_grace.look(s(0)), None);
    assert_eq!(in_grace.now_free(&[], s(60)), None, "shown available in the grace only");
    let mut waited = Desk::new(Watch::recover(&alert(&["ada"], 1), s(60))).free(&["ada"]);
    waited.look(s(0));
    assert_eq!(waited.look(s(60)), names(&["ada"]), "somebody who is there has to be told once");
    let done = Alert { fired: Some(at("09:00")), ..alert(&["ada"], 1) };
    assert!(Watch::recover(&done, s(60)).is_over(s(0)));
}

#[test]
fn a_clock_set_back_makes_nobody_wait() {
    let mut desk = Desk::new(Watch::set(&alert(&["ada"], 1)));
    desk.look(s(0));
    desk.now_free(&["ada"], s(1000));
    assert_eq!(desk.look(s(0)), None);
    assert_eq!(desk.look(s(10)), names(&["ada"]));
}

#[test]
fn the_asker_is_reached_while_there_and_not_muted() {
    let (policy, statuses) = (Policy::default(), shipped_statuses());
    let reached = |claims: &Claims, clock: &str| reachable(claims, &policy, &statuses, at(clock));
    assert!(reached(&at_work(), "10:00"));
    assert!(!reached(&Claims::default(), "10:00"), "offline");
    assert!(!reached(&with(vec![manual("focusing", "09:00", None)]), "10:00"));
    assert!(!reached(&Claims { quiet_hours: Some(nights()), ..at_work() }, "19:00"), "quiet hours");
    assert!(reached(&with(vec![manual("appear_offline", "09:00", None)]), "10:00"), "hidden, but there");
    let mut muting = shipped_statuses();
    muting.iter_mut().find(|status| status.id.as_str() == "training").unwrap().mutes = true;
    let trains = with(vec![manual("training", "09:00", None)]);
    assert!(!mutes(&trains, &policy, &statuses, at("10:00")));
    assert!(mutes(&trains, &policy, &muting, at("10:00")), "as the team's catalogue says");
}

#[derive(Clone, Debug)]
enum Event {
    Toggle(usize),
    Reach(bool),
    Wait(i64),
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        4 => (0..ALL.len()).prop_map(Event::Toggle),
        1 => any::<bool>().prop_map(Event::Reach),
        4 => (1..15_i64).prop_map(Event::Wait),
    ]
}

proptest! {
    #![proptest_config(cases(1000))]

    /// A driver that looks at changes and deadlines only fires in the same seconds as one that looks every second, and
    /// whenever it fires enough people have been free for the hold.
    #[test]
    fn a_driver_that_sleeps_until_the_deadline_misses_nothing(
        need in 1..4_u32, standing: bool, ends in prop::option::of(20..90_i64),
        recovers in prop::option::of(1..30_i64), events in vec(event(), 1..20),
    ) {
        let alert = Alert { standing, until: ends.map(s), fired: recovers.filter(|it| it % 2 == 0).map(|_| s(-9)), ..alert(&ALL, need) };
        let watch = recovers.map_or_else(|| Watch::set(&alert), |end| Watch::recover(&alert, s(end)));
        let (mut sleeps, mut polls) = (Desk::new(watch.clone()), Desk::new(watch));
        let mut since: BTreeMap<PersonId, Timestamp> = BTreeMap::new();
        let (mut now, mut fired) = (0, [Vec::new(), Vec::new()]);
        fired[0].extend(sleeps.look(s(0)).map(|_| 0));
        fired[1].extend(polls.look(s(0)).map(|_| 0));
        for event in events {
            match event {
                Event::Toggle(which) => {
                    let person = PersonId::from(ALL[which]);
                    for desk in [&mut sleeps, &mut polls] {
                        if !desk.free.remove(&person) { desk.free.insert(person.clone()); }
                    }
                    if since.remove(&person).is_none() { since.insert(person, s(now)); }
                    fired[0].extend(sleeps.look(s(now)).map(|_| now));
                }
                Event::Reach(reachable) => {
                    (sleeps.reachable, polls.reachable) = (reachable, reachable);
                    fired[0].extend(sleeps.look(s(now)).map(|_| now));
                }
                Event::Wait(seconds) => for _ in 0..seconds {
                    now += 1;
                    if sleeps.next.is_some_and(|(at, _)| at <= s(now)) {
                        fired[0].extend(sleeps.look(s(now)).map(|_| now));
                    }
                    if let Some(people) = polls.look(s(now)) {
                        fired[1].push(now);
                        let held = |id: &String| since[&PersonId::from(id.as_str())] + HOLD <= s(now);
                        prop_assert!(people.len() >= need as usize && people.iter().all(held));
                        prop_assert!(polls.reachable && recovers.is_none_or(|end| end <= now));
                        prop_assert!(ends.is_none_or(|end| now < end));
                    }
                },
            }
            if matches!(event, Event::Toggle(_) | Event::Reach(_)) {
                fired[1].extend(polls.look(s(now)).map(|_| now));
            }
        }
        prop_assert!(standing || fired[0].len() <= 1);
        prop_assert_eq!(&fired[0], &fired[1]);
    }
}
