//! A person's life as random operations, driven as the server drives it: settle, act, resolve, sleep until the next
//! change. Clocks are set and servers start anew in between. The oracle looks on at every minute.

use jiff::{SignedDuration, Timestamp};
use proptest::{collection::vec, option, prelude::*, sample::select};
use ringlight_core::{
    Policy, absence, devices, drop_claim, next_change, quiet, reasons, resolve, settle,
    stack::{self, MAX_LAYERS},
};
use ringlight_protocol::*;

use crate::{
    arbitrary::{
        activity, call, cases, claims, external, manual, meeting, note, planned, policy, quiet_hours,
    },
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
    Plan { absence: Planned, ahead: i64, lasts: Option<i64> },
    Cancel(usize),
    Call(Option<Call>),
    External(External),
    Calendar(Vec<Meeting>),
    Note(Note),
    Quiet(Option<QuietHours>, bool),
    Travel(&'static str),
    Restart,
    SetClock(i64),
}

/// An instant of an operation, as it lies to the time of the operation.
fn moved(at: Timestamp, now: Timestamp) -> Timestamp {
    now + at.duration_since(Timestamp::UNIX_EPOCH)
}

fn op() -> impl Strategy<Value = Op> {
    let flags = (activity(), 0..400_i64, any::<bool>(), any::<bool>());
    let never = Timestamp::UNIX_EPOCH;
    let said = prop_oneof![
        option::of(call(never)).prop_map(Op::Call),
        external(never).prop_map(Op::External),
        vec(meeting(never), 0..5).prop_map(Op::Calendar),
        note(never).prop_map(Op::Note),
    ];
    let quiet = (option::of(quiet_hours(never, "Europe/Kyiv")), any::<bool>());
    let set = prop_oneof![
        3 => quiet.prop_map(|(hours, travels)| Op::Quiet(hours, travels)),
        1 => select(&["Europe/Kyiv", "Australia/Lord_Howe"][..]).prop_map(Op::Travel),
        2 => Just(Op::Restart),
        2 => (-90..90_i64).prop_map(Op::SetClock),
    ];
    let ahead = (planned(never), 0..200_i64, option::of(1..300_i64));
    prop_oneof![
        2 => ahead.prop_map(|(absence, ahead, lasts)| Op::Plan { absence, ahead, lasts }),
        1 => (0..3_usize).prop_map(Op::Cancel),
        3 => said,
        2 => set,
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
            Op::SetClock(minutes) => *now += SignedDuration::from_mins(*minutes),
            Op::Plan { absence, ahead, lasts } => _ = plan(claims, absence, (*ahead, *lasts), *count, *now),
            Op::Cancel(which) => cancel_nth(claims, *which, *now),
            Op::Call(said) => ring(claims, said.as_ref(), *count, *now),
            Op::External(said) => {
                let (from, lease) = (moved(said.from, *now), moved(said.lease, *now));
                let id = format!("x{count}").into();
                claims.external.push(External { id, from, lease, ..said.clone() });
            }
            Op::Calendar(meetings) => claims.calendar = moved_meetings(meetings, *now),
            Op::Note(note) => {
                claims.note =
                    Some(Note { until: note.until.map(|until| moved(until, *now)), ..note.clone() });
            }
            Op::Quiet(Some(hours), travels) => {
                let zone = Some(hours.zone.clone()).filter(|_| !travels);
                quiet::set(claims, hours.windows.clone(), zone, "Asia/Tokyo", *now);
            }
            Op::Quiet(None, _) => quiet::reset(claims, policy, "Asia/Tokyo", *now),
            Op::Travel(home) => _ = quiet::follow(claims, policy, home, *now),
            Op::Restart => restart(claims, policy, *now),
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

fn plan(
    claims: &mut Claims,
    absence: &Planned,
    (ahead, lasts): (i64, Option<i64>),
    count: u64,
    now: Timestamp,
) -> Result<(), absence::PlanError> {
    let from = now + SignedDuration::from_mins(ahead);
    let until = lasts.map(|minutes| from + SignedDuration::from_mins(minutes));
    absence::plan(
        claims,
        Planned { id: format!("planned{count}").into(), from, until, ..absence.clone() },
        now,
    )
}

fn cancel_nth(claims: &mut Claims, which: usize, now: Timestamp) {
    if let Some(id) = claims.planned.get(which).map(|absence| absence.id.clone()) {
        absence::cancel(claims, &id, now).unwrap();
    }
}

/// A PBX reports a call, or that all are over.
fn ring(claims: &mut Claims, said: Option<&Call>, count: u64, now: Timestamp) {
    let Some(said) = said else { return claims.calls.retain(|call| call.device.is_some()) };
    let (from, lease) = (moved(said.from, now), moved(said.lease, now));
    claims.calls.push(Call { id: format!("c{count}").into(), from, lease, ..said.clone() });
}

fn moved_meetings(meetings: &[Meeting], now: Timestamp) -> Vec<Meeting> {
    let named = |(number, it): (usize, &Meeting)| Meeting {
        id: format!("k{number}").into(),
        kind: it.kind,
        from: moved(it.from, now),
        until: moved(it.until, now),
    };
    meetings.iter().enumerate().map(named).collect()
}

/// What is stored comes back as it was; devices that lived have their grace.
fn restart(claims: &mut Claims, policy: &Policy, now: Timestamp) {
    let stored = serde_json::to_string(claims).unwrap();
    let restored: Claims = serde_json::from_str(&stored).unwrap();
    assert_eq!(restored, *claims);
    *claims = restored;
    let devices: Vec<_> = claims.devices.iter().map(|it| it.id.clone()).collect();
    devices.iter().for_each(|device| devices::lost(claims, device, policy, now));
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
    #![proptest_config(cases(300))]

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
        for op in meanwhile.iter().filter(|op| !matches!(op, Op::Drop(_) | Op::SetClock(_))) {
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
    #![proptest_config(cases(60))]

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
