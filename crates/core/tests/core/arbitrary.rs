//! Arbitrary people: any claims at all around an instant of one of the [`WORLDS`], most of them near enough to matter.

use std::sync::LazyLock;

use jiff::{SignedDuration, Timestamp};
use proptest::{collection::vec, option, prelude::*, sample::select};
use ringlight_core::Policy;
use ringlight_protocol::*;

use crate::{
    oracle,
    world::{WORLDS, instant},
};

#[derive(Clone, Debug)]
pub struct Case {
    pub claims: Claims,
    pub policy: Policy,
    pub zone: String,
    pub now: Timestamp,
}

/// How many cases a property is tried on, unless `PROPTEST_CASES` says otherwise.
#[expect(clippy::disallowed_methods, reason = "the number of cases is set from outside")]
pub fn cases(usual: u32) -> ProptestConfig {
    let set = std::env::var_os("PROPTEST_CASES").is_some();
    let config = ProptestConfig { max_shrink_iters: 20_000, ..ProptestConfig::default() };
    if set { config } else { ProptestConfig { cases: usual, ..config } }
}

pub fn case() -> impl Strategy<Value = Case> {
    (select(&WORLDS[..]), minutes()).prop_flat_map(|((zone, near), ahead)| {
        let near = instant(near);
        let now = near + SignedDuration::from_mins(ahead);
        (claims(near, zone, now), policy()).prop_map(move |(claims, policy)| Case {
            claims,
            policy,
            zone: zone.to_owned(),
            now,
        })
    })
}

pub fn policy() -> impl Strategy<Value = Policy> {
    select(&[1, 30, 480][..])
        .prop_map(|restore| Policy { restore: SignedDuration::from_mins(restore), ..Policy::default() })
}

pub fn claims(near: Timestamp, zone: &'static str, now: Timestamp) -> impl Strategy<Value = Claims> {
    let automatic = (
        vec(call(near), 0..3),
        vec(presenting(near), 0..3),
        vec(external(near), 0..3),
        vec(meeting(near), 0..4),
    );
    let own =
        (vec(manual(near), 0..4), vec(device(near), 0..4), option::of(note(near)), option::of(time(near)));
    let own = (own, vec(planned(near), 0..3));
    let quiet = (option::of(quiet_hours(near, zone)), any::<bool>());
    (own, automatic, quiet, vec(select(&["c0", "p0", "x0", "k0", "k1"][..]), 0..2)).prop_map(
        move |(
            ((manual, devices, note, last_seen), planned),
            (calls, presenting, external, calendar),
            (quiet_hours, night),
            dismissed,
        )| {
            let mut claims = Claims {
                manual,
                planned,
                calls,
                presenting,
                external,
                calendar,
                quiet_hours,
                devices,
                note,
                last_seen,
                ..Claims::default()
            };
            number(&mut claims);
            let tonight =
                claims.quiet_hours.as_ref().and_then(|hours| oracle::quiet(hours, now)).filter(|_| night);
            let dismissed = dismissed.into_iter().map(ClaimId::from).chain(tonight.map(|quiet| quiet.id));
            claims.dismissed = dismissed
                .map(|claim| Dismissed { claim, until: now + SignedDuration::from_mins(90) })
                .collect();
            claims
        },
    )
}

/// Gives every claim and device an id of its own.
fn number(claims: &mut Claims) {
    claims.manual.iter_mut().enumerate().for_each(|(n, it)| it.id = format!("m{n}").into());
    claims.planned.iter_mut().enumerate().for_each(|(n, it)| it.id = format!("a{n}").into());
    claims.calls.iter_mut().enumerate().for_each(|(n, it)| it.id = format!("c{n}").into());
    claims.presenting.iter_mut().enumerate().for_each(|(n, it)| it.id = format!("p{n}").into());
    claims.external.iter_mut().enumerate().for_each(|(n, it)| it.id = format!("x{n}").into());
    claims.calendar.iter_mut().enumerate().for_each(|(n, it)| it.id = format!("k{n}").into());
    claims.devices.iter_mut().enumerate().for_each(|(n, it)| it.id = format!("d{n}").into());
}

fn minutes() -> impl Strategy<Value = i64> {
    prop_oneof![3 => (-24..24_i64).prop_map(|step| 5 * step), 1 => -1500..1500_i64]
}

fn time(near: Timestamp) -> impl Strategy<Value = Timestamp> + Clone {
    minutes().prop_map(move |ahead| near + SignedDuration::from_mins(ahead)).boxed().prop_map(|at| at)
}

/// A first instant, and a later one.
fn span(near: Timestamp) -> impl Strategy<Value = (Timestamp, Timestamp)> {
    (time(near), prop_oneof![3 => (1..24_i64).prop_map(|step| 5 * step), 1 => 1..1500_i64])
        .prop_map(|(from, lasts)| (from, from + SignedDuration::from_mins(lasts)))
}

fn availability() -> impl Strategy<Value = Availability> {
    use Availability::*;
    select(&[Available, Available, Busy, DoNotDisturb, Away, OutOfOffice, Offline][..])
}

fn status(availability: Availability, other: bool) -> StatusId {
    let of_kind = |it: &Status| it.availability == availability;
    static KNOWN: LazyLock<Vec<Status>> = LazyLock::new(shipped_statuses);
    let mut of_kind = KNOWN.iter().filter(|it| of_kind(it));
    let first = of_kind.next().unwrap();
    if other { of_kind.next().unwrap_or(first).id.clone() } else { first.id.clone() }
}

pub fn manual(near: Timestamp) -> impl Strategy<Value = Manual> {
    (availability(), any::<bool>(), select(&[true, false, false][..]), time(near), option::of(time(near)))
        .prop_map(|(availability, other, sticky, chosen, until)| Manual {
            id: "m".into(),
            status: status(availability, other),
            availability,
            sticky: sticky && availability != Availability::Offline,
            chosen,
            until,
            secondary: other.then(|| "precise".into()),
            by: None,
        })
}

pub fn planned(near: Timestamp) -> impl Strategy<Value = Planned> {
    (any::<bool>(), span(near), select(&[true, true, false][..]), any::<bool>()).prop_map(
        |(sticky, (from, until), ends, other)| Planned {
            id: "a".into(),
            status: status(Availability::OutOfOffice, other),
            availability: Availability::OutOfOffice,
            sticky,
            secondary: other.then(|| "parental".into()),
            from,
            until: ends.then_some(until),
        },
    )
}

pub fn call(near: Timestamp) -> impl Strategy<Value = Call> {
    (any::<bool>(), span(near)).prop_map(|(ringing, (from, lease))| Call {
        id: "c".into(),
        device: None,
        ringing,
        from,
        lease,
    })
}

fn presenting(near: Timestamp) -> impl Strategy<Value = Presenting> {
    span(near).prop_map(|(from, lease)| Presenting { id: "p".into(), device: "d0".into(), from, lease })
}

pub fn external(near: Timestamp) -> impl Strategy<Value = External> {
    (availability(), any::<bool>(), span(near)).prop_map(|(availability, other, (from, lease))| External {
        id: "x".into(),
        status: status(availability, other),
        availability,
        from,
        lease,
    })
}

pub fn meeting(near: Timestamp) -> impl Strategy<Value = Meeting> {
    (select(&[MeetingKind::Busy, MeetingKind::OutOfOffice][..]), span(near))
        .prop_map(|(kind, (from, until))| Meeting { id: "k".into(), kind, from, until })
}

fn device(near: Timestamp) -> impl Strategy<Value = Device> {
    let kind = select(&[DeviceKind::Desktop, DeviceKind::Desktop, DeviceKind::Phone][..]);
    (kind, activity(), time(near), option::of(time(near)), lease(near)).prop_map(
        |(kind, activity, since, last_active, lease)| Device {
            id: "d".into(),
            kind,
            activity,
            since,
            last_active,
            lease,
            last_report: (3, 5),
        },
    )
}

pub fn activity() -> impl Strategy<Value = DeviceActivity> {
    use DeviceActivity::*;
    select(&[Active, Idle, Locked, Asleep, Unknown][..])
}

fn lease(near: Timestamp) -> impl Strategy<Value = Lease> {
    prop_oneof![1 => Just(Lease::Stream), 2 => time(near).prop_map(Lease::Until)]
}

pub fn note(near: Timestamp) -> impl Strategy<Value = Note> {
    option::of(time(near)).prop_map(|until| Note { text: "Back soon".to_owned(), emoji: None, until })
}

pub fn quiet_hours(near: Timestamp, zone: &'static str) -> impl Strategy<Value = QuietHours> {
    let often = prop_oneof![4 => 1..4_usize, 1 => 7..12_usize];
    let windows = often.prop_flat_map(|number| vec(window(), number));
    (windows, time(near)).prop_map(move |(windows, changed)| QuietHours {
        zone: zone.to_owned(),
        windows,
        own: true,
        travels: false,
        changed,
    })
}

fn window() -> impl Strategy<Value = Window> {
    (1..=7_u8, 0..48_u16, 0..=48_u16).prop_map(|(day, from, until)| Window {
        day,
        from: 30 * from,
        until: 30 * until,
    })
}
