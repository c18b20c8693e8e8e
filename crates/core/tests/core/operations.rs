//! A person's life as random operations, driven as the server drives it: settle, act, resolve, sleep until the next
//! change. The oracle looks on at every minute.

use jiff::{SignedDuration, Timestamp};
use proptest::{collection::vec, option, prelude::*, sample::select};
use ringlight_core::{
    Policy, devices, drop_claim, next_change, reasons, resolve, settle,
    stack::{self, MAX_LAYERS},
};
use ringlight_protocol::*;

use crate::{
    arbitrary::{activity, cases, claims, manual, policy},
    oracle,
    world::{WORLDS, instant},
};

#[derive(Clone, Debug)]
enum Op {
    Wait(i64),
    Choose { manual: Manual, lasts: Option<i64> },
    Clear,
    Drop(usize),
    Report { device: u8, epoch: u64, report: (DeviceActivity, i64, bool, bool) },
    Lost(u8),
    Quit(u8),
    SignOut(u8),
}

fn op() -> impl Strategy<Value = Op> {
    let flags = (activity(), 0..400_i64, any::<bool>(), any::<bool>());
    prop_oneof![
        4 => prop_oneof![1..30_i64, 1..700_i64].prop_map(Op::Wait),
        4 => (manual(Timestamp::UNIX_EPOCH), option::of(1..90_i64)).prop_map(|(manual, lasts)| Op::Choose { manual, lasts }),
        1 => Just(Op::Clear),
        2 => (0..8_usize).prop_map(Op::Drop),
        4 => (0..3_u8, 1..4_u64, flags).prop_map(|(device, epoch, report)| Op::Report { device, epoch, report }),
        2 => (0..3_u8).prop_map(Op::Lost),
        1 => (0..3_u8).prop_map(Op::Quit),
        1 => (0..3_u8).prop_map(Op::SignOut),
    ]
}

fn id(device: u8) -> DeviceId {
    format!("d{device}").into()
}

/// One person, with the clock and the counters that a server has.
#[derive(Clone, Debug)]
struct Life {
    claims: Claims,
    policy: Policy,
    now: Timestamp,
    count: u64,
}

impl Life {
    fn act(&mut self, op: &Op) {
        settle(&mut self.claims, &self.policy, self.now);
        self.count += 1;
        let Self { claims, policy, now, count } = self;
        match op {
            Op::Wait(minutes) => *now += SignedDuration::from_mins(*minutes),
            Op::Choose { manual, lasts } => _ = choose(claims, manual, *lasts, *count, *now),
            Op::Clear => stack::clear(claims, *now),
            Op::Drop(which) => drop_nth(claims, policy, *which, *now),
            Op::Report { device, epoch, report: (activity, age, call, presenting) } => {
                let age = SignedDuration::from_secs(*age);
                let report = Report {
                    epoch: *epoch,
                    sequence: *count,
                    activity: *activity,
                    age,
                    call: *call,
                    presenting: *presenting,
                };
                devices::report(claims, &id(*device), DeviceKind::Desktop, &report, *now);
            }
            Op::Lost(device) => devices::lost(claims, &id(*device), policy, *now),
            Op::Quit(device) => devices::quit(claims, &id(*device), *now),
            Op::SignOut(device) => devices::sign_out(claims, &id(*device), policy, *now),
        }
    }

    fn shown(&self) -> ringlight_core::Resolution {
        resolve(&self.claims, &self.policy, self.now)
    }
}

fn choose(
    claims: &mut Claims,
    manual: &Manual,
    lasts: Option<i64>,
    count: u64,
    now: Timestamp,
) -> Result<(), stack::StackError> {
    let until = lasts.map(|minutes| now + SignedDuration::from_mins(minutes));
    stack::choose(
        claims,
        Manual { id: format!("chosen{count}").into(), chosen: now, until, ..manual.clone() },
        now,
    )
}

fn drop_nth(claims: &mut Claims, policy: &Policy, which: usize, now: Timestamp) {
    let told = reasons(claims, policy, now);
    if let Some(claim) = told.iter().filter_map(|it| it.claim.as_ref()).nth(which) {
        drop_claim(claims, claim, policy, now).unwrap();
    }
}

fn life() -> impl Strategy<Value = Life> {
    (select(&WORLDS[..]), policy()).prop_flat_map(|((zone, near), policy)| {
        let now = instant(near);
        claims(now, zone, now).prop_map(move |claims| {
            let claims = Claims { manual: Vec::new(), ..claims };
            Life { claims, policy: policy.clone(), now, count: 100 }
        })
    })
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn every_operation_keeps_the_claims_in_order(mut life in life(), ops in vec(op(), 1..30)) {
        for op in &ops {
            life.act(op);
            let ends: Vec<_> = life.claims.manual.iter().map(|it| it.until.unwrap_or(Timestamp::MAX)).collect();
            prop_assert!(ends.is_sorted_by(|a, b| a < b), "ends are strictly later downwards");
            prop_assert!(ends.len() <= MAX_LAYERS);
            prop_assert_eq!(life.shown(), oracle::resolve(&life.claims, &life.policy, life.now));
            let mut settled = life.clone();
            settle(&mut settled.claims, &life.policy, life.now);
            prop_assert_eq!(settled.shown(), life.shown());
            prop_assert!(!settle(&mut settled.claims, &life.policy, life.now));
        }
    }

    #[test]
    fn a_timed_choice_that_ran_out_leaves_no_trace(
        mut life in life(),
        before in vec(op(), 0..8),
        manual in manual(Timestamp::UNIX_EPOCH),
        lasts in 1..600_i64,
        meanwhile in vec(op(), 0..12),
    ) {
        before.iter().for_each(|op| life.act(op));
        settle(&mut life.claims, &life.policy, life.now);
        let mut chose = life.clone();
        let end = life.now + SignedDuration::from_mins(lasts);
        prop_assume!(choose(&mut chose.claims, &manual, Some(lasts), 0, life.now).is_ok());
        for op in meanwhile.iter().filter(|op| !matches!(op, Op::Drop(_))) {
            if life.now < end {
                life.act(op);
                chose.act(op);
            }
        }
        // One choice more can make the difference between eight layers and nine.
        prop_assume!(life.claims.manual.len() < MAX_LAYERS - 1);
        (life.now, chose.now) = (life.now.max(end), chose.now.max(end));
        prop_assert_eq!(chose.shown(), life.shown());
        prop_assert_eq!(next_change(&chose.claims, &chose.policy, chose.now), next_change(&life.claims, &life.policy, life.now));
    }
}

proptest! {
    #![proptest_config(cases(100))]

    #[test]
    fn a_driver_that_sleeps_until_the_next_change_is_always_right(mut life in life(), ops in vec(op(), 1..6)) {
        let mut shown = life.shown();
        for op in ops.iter().flat_map(|op| [op, &Op::Wait(45)]) {
            if let Op::Wait(minutes) = op {
                for _ in 0..(*minutes).min(90) {
                    let next = next_change(&life.claims, &life.policy, life.now);
                    life.now += SignedDuration::from_mins(1);
                    if next.is_some_and(|(at, _)| at <= life.now) {
                        settle(&mut life.claims, &life.policy, life.now);
                        shown = life.shown();
                    }
                    prop_assert_eq!(&shown, &oracle::resolve(&life.claims, &life.policy, life.now), "at {}", life.now);
                }
            } else {
                life.act(op);
                shown = life.shown();
            }
        }
    }
}
