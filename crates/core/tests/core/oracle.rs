//! The resolution table once more, slowly: every line collects what it needs from scratch, in the words of the model.

use jiff::{
    Span, Timestamp,
    civil::{DateTime, Time},
    tz::{AmbiguousOffset, TimeZone},
};
use ringlight_core::{OFFLINE, Policy, Resolution};
use ringlight_protocol::*;

pub fn resolve(claims: &Claims, policy: &Policy, now: Timestamp) -> Resolution {
    let shown = table(claims, policy, now);
    Resolution { free_at: free_at(claims, policy, &shown, now), ..shown }
}

/// Looks, with everything left out that nobody knows the end of, at every instant that the rest names, one after the
/// other, until there is one at which the person is free.
fn free_at(claims: &Claims, policy: &Policy, shown: &Resolution, now: Timestamp) -> Option<Timestamp> {
    if shown.availability == Availability::Available || alive(claims, now).is_empty() || !shown.online {
        return None;
    }
    let mut lasting = claims.clone();
    lasting.calls.clear();
    lasting.presenting.clear();
    lasting.external.clear();
    lasting.devices.iter_mut().for_each(|it| {
        it.lease = Lease::Stream;
        it.activity = DeviceActivity::Active;
    });
    let mut at = now;
    for _ in 0..200 {
        let then = table(&lasting, policy, at);
        if then.availability == Availability::Available {
            return Some(at).filter(|at| now < *at);
        }
        let ends = lasting.manual.iter().filter_map(|it| it.until);
        let absences = lasting.planned.iter().flat_map(|it| [Some(it.from), it.until]).flatten();
        let meetings = lasting.calendar.iter().map(|it| it.until);
        let night = lasting.quiet_hours.as_ref().and_then(|hours| quiet(hours, at)).map(|it| it.until);
        at = ends.chain(absences).chain(meetings).chain(night).filter(|end| at < *end).min()?;
        if !table(&lasting, policy, at).online {
            return None;
        }
    }
    None
}

fn table(claims: &Claims, policy: &Policy, now: Timestamp) -> Resolution {
    let stack = stack(claims, policy, now);
    let alive = alive(claims, now);
    let seen = claims.devices.iter().filter_map(|it| end(it.lease)).chain(claims.last_seen).max();
    if stack.first().is_some_and(|top| top.availability == Availability::Offline) {
        let hidden = stack.iter().take_while(|it| it.availability == Availability::Offline).count();
        return lines_2_and_3(claims, &stack[hidden..], now, Some(stack[hidden - 1].chosen));
    }
    if alive.is_empty() {
        return lines_2_and_3(claims, &stack, now, seen);
    }
    let top = stack.first();
    if let Some(top) = top.filter(|top| top.sticky) {
        return of_manual(top);
    }
    if let Some(top) = top.filter(|top| top.availability != Availability::Available) {
        return Resolution { activity: beside(claims, now), ..of_manual(top) };
    }
    let beaten = |began: Timestamp| top.is_some_and(|top| top.chosen > began);
    lines_5_to_9(claims, now, &beaten).unwrap_or_else(|| lines_10_and_11(claims, &alive, top, now))
}

fn lines_2_and_3(claims: &Claims, stack: &[Manual], now: Timestamp, seen: Option<Timestamp>) -> Resolution {
    let sticky = stack.iter().find(|it| it.sticky && it.availability != Availability::Offline).map(of_manual);
    let out = || of_meeting(claims, MeetingKind::OutOfOffice, now, &|_| false);
    let offline = || Resolution { status: OFFLINE.into(), ..of(Availability::Offline, Cause::NoDevice) };
    Resolution { online: false, last_seen: seen, ..sticky.or_else(out).unwrap_or_else(offline) }
}

fn lines_5_to_9(claims: &Claims, now: Timestamp, beaten: &dyn Fn(Timestamp) -> bool) -> Option<Resolution> {
    if let Some(quiet) = claims.quiet_hours.as_ref().and_then(|hours| quiet(hours, now))
        && !beaten(quiet.began)
        && !dismissed(claims, &quiet.id)
    {
        return Some(Resolution {
            until: Some(quiet.until),
            ..of(Availability::DoNotDisturb, Cause::Schedule)
        });
    }
    let presents = |it: &Presenting| runs(claims, &it.id, it.from, it.lease, now) && !beaten(it.from);
    if claims.presenting.iter().any(presents) {
        let activity = Some(Activity::Presenting);
        return Some(Resolution { activity, ..of(Availability::DoNotDisturb, Cause::Presenting) });
    }
    if let Some(activity) = call(claims, now) {
        return Some(Resolution { activity: Some(activity), ..of(Availability::Busy, Cause::Call) });
    }
    let mut external = externals(claims, now);
    external.retain(|it| it.availability != Availability::Available && !beaten(it.from));
    if let Some(it) = external.last() {
        return Some(Resolution { status: it.status.clone(), ..of(it.availability, Cause::External) });
    }
    let out = of_meeting(claims, MeetingKind::OutOfOffice, now, beaten);
    out.or_else(|| of_meeting(claims, MeetingKind::Busy, now, beaten))
}

fn lines_10_and_11(claims: &Claims, alive: &[Device], top: Option<&Manual>, now: Timestamp) -> Resolution {
    let desktops: Vec<&Device> = alive.iter().filter(|it| it.kind == DeviceKind::Desktop).collect();
    let mut counted = if desktops.is_empty() { alive.iter().collect() } else { desktops };
    counted.sort_by_key(|it| (it.last_active.unwrap_or(it.since), it.since, it.id.clone()));
    let last = |of: &[DeviceActivity]| {
        counted.iter().rev().find(|it| of.contains(&it.activity)).map(|it| it.activity)
    };
    use DeviceActivity::*;
    if last(&[Active]).is_none() {
        let away =
            |activity| Resolution { activity: Some(activity), ..of(Availability::Away, Cause::Device) };
        match last(&[Idle, Locked, Asleep]) {
            Some(Idle) => return away(Activity::Idle),
            Some(Locked) => return away(Activity::Locked),
            Some(Asleep) => return away(Activity::Asleep),
            _ => {}
        }
    }
    let active_since = counted.iter().rev().find(|it| it.activity == Active).map(|it| it.since);
    let activity = active_since.is_none().then_some(Activity::Unknown);
    let mut labels = externals(claims, now);
    labels.retain(|it| it.availability == Availability::Available);
    let by_program = labels
        .last()
        .map(|it| Resolution { status: it.status.clone(), ..of(it.availability, Cause::External) });
    let shown =
        top.map(of_manual).or(by_program).unwrap_or_else(|| of(Availability::Available, Cause::Device));
    Resolution { activity, active_since, ..shown }
}

fn of(availability: Availability, cause: Cause) -> Resolution {
    let status = base_status(availability);
    Resolution {
        availability,
        status,
        secondary: None,
        activity: None,
        cause,
        until: None,
        free_at: None,
        online: true,
        last_seen: None,
        active_since: None,
    }
}

fn of_manual(it: &Manual) -> Resolution {
    let (status, secondary) = (it.status.clone(), it.secondary.clone());
    Resolution { status, secondary, until: it.until, ..of(it.availability, Cause::Manual) }
}

fn of_meeting(
    claims: &Claims,
    kind: MeetingKind,
    now: Timestamp,
    beaten: &dyn Fn(Timestamp) -> bool,
) -> Option<Resolution> {
    let mut all: Vec<&Meeting> = claims.calendar.iter().collect();
    all.retain(|it| it.kind == kind && now < it.until && !dismissed(claims, &it.id) && !beaten(it.from));
    all.sort_by_key(|it| it.from);
    let mut until = None;
    for meeting in all {
        if meeting.from <= until.unwrap_or(now) {
            until = until.max(Some(meeting.until));
        }
    }
    let (availability, activity) = match kind {
        MeetingKind::Busy => (Availability::Busy, Some(Activity::InMeeting)),
        MeetingKind::OutOfOffice => (Availability::OutOfOffice, None),
    };
    until.map(|_| Resolution { until, activity, ..of(availability, Cause::Calendar) })
}

/// What was chosen, and what was planned and has begun: each absence drops what ends no later than it.
fn with_absences(claims: &Claims, now: Timestamp) -> Vec<Manual> {
    let mut chosen = claims.manual.clone();
    let mut absences: Vec<&Planned> = claims.planned.iter().filter(|it| it.from <= now).collect();
    absences.sort_by_key(|it| (it.from, it.id.clone()));
    for absence in absences {
        chosen.retain(|it| absence.until.is_some_and(|end| it.until.is_none_or(|until| end < until)));
        chosen.push(Manual {
            id: absence.id.clone(),
            status: absence.status.clone(),
            availability: absence.availability,
            sticky: absence.sticky,
            chosen: absence.from,
            until: absence.until,
            secondary: absence.secondary.clone(),
            by: None,
        });
    }
    chosen
}

/// Living choices from the top down: the one that ends first lies on top.
fn stack(claims: &Claims, policy: &Policy, now: Timestamp) -> Vec<Manual> {
    let mut stack = with_absences(claims, now);
    stack.retain(|it| it.until.is_none_or(|until| now < until));
    if alive(claims, now).is_empty() {
        let gone = claims.devices.iter().filter_map(|it| end(it.lease)).chain(claims.last_seen).max();
        let stays = |it: &Manual| it.until.is_some() || it.sticky || it.availability == Availability::Offline;
        stack.retain(|it| stays(it) || now < gone.unwrap_or(Timestamp::MIN).max(it.chosen) + policy.restore);
    }
    stack.sort_by_key(|it| (it.until.is_none(), it.until, std::cmp::Reverse(it.chosen), it.id.clone()));
    stack
}

fn alive(claims: &Claims, now: Timestamp) -> Vec<Device> {
    claims.devices.iter().filter(|it| end(it.lease).is_none_or(|end| now < end)).cloned().collect()
}

fn end(lease: Lease) -> Option<Timestamp> {
    match lease {
        Lease::Stream => None,
        Lease::Until(end) => Some(end),
    }
}

fn runs(claims: &Claims, id: &ClaimId, from: Timestamp, until: Timestamp, now: Timestamp) -> bool {
    (from..until).contains(&now) && !dismissed(claims, id)
}

fn dismissed(claims: &Claims, id: &ClaimId) -> bool {
    claims.dismissed.iter().any(|it| it.claim == *id)
}

fn call(claims: &Claims, now: Timestamp) -> Option<Activity> {
    let calls: Vec<_> =
        claims.calls.iter().filter(|it| runs(claims, &it.id, it.from, it.lease, now)).collect();
    let ringing = !calls.is_empty() && calls.iter().all(|it| it.ringing);
    (!calls.is_empty()).then_some(if ringing { Activity::Ringing } else { Activity::OnCall })
}

fn beside(claims: &Claims, now: Timestamp) -> Option<Activity> {
    let meets = |it: &Meeting| it.kind == MeetingKind::Busy && runs(claims, &it.id, it.from, it.until, now);
    call(claims, now).or(claims.calendar.iter().any(meets).then_some(Activity::InMeeting))
}

/// The one that spoke last comes last.
fn externals(claims: &Claims, now: Timestamp) -> Vec<&External> {
    let mut all: Vec<_> =
        claims.external.iter().filter(|it| runs(claims, &it.id, it.from, it.lease, now)).collect();
    all.retain(|it| it.availability != Availability::Offline);
    all.sort_by_key(|it| (it.from, it.id.clone()));
    all
}

#[derive(Debug, PartialEq)]
pub struct Quiet {
    pub began: Timestamp,
    pub until: Timestamp,
    pub id: ClaimId,
}

/// Writes out the windows of three weeks on a local calendar, joins those that overlap or touch, and only then asks
/// when each of them begins and ends.
pub fn quiet(hours: &QuietHours, now: Timestamp) -> Option<Quiet> {
    let zone = TimeZone::get(&hours.zone).unwrap_or(TimeZone::UTC);
    let today = zone.to_datetime(now).date();
    let mut spans: Vec<(DateTime, DateTime)> = Vec::new();
    for day in (-9..=9).map(|days| today + Span::new().days(days)) {
        let midnight = day.to_datetime(Time::midnight());
        for it in hours.windows.iter().filter(|it| it.day as i8 == day.weekday().to_monday_one_offset()) {
            let end = if it.until <= it.from { it.until + 1440 } else { it.until };
            spans.push((midnight + Span::new().minutes(it.from), midnight + Span::new().minutes(end)));
        }
    }
    spans.sort();
    let mut joined: Vec<(DateTime, DateTime)> = Vec::new();
    for (from, until) in spans {
        match joined.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(until),
            _ => joined.push((from, until)),
        }
    }
    if let [(from, until)] = joined[..]
        && (until - from).get_days() > 12
    {
        joined = weeks(today);
    }
    joined.into_iter().find_map(|(from, until)| {
        let (begins, ends) = (first_instant(&zone, from), first_instant(&zone, until));
        let id = format!("quiet:{}T{:02}:{:02}", from.date(), from.hour(), from.minute()).into();
        (begins..ends).contains(&now).then(|| Quiet { began: begins.max(hours.changed), until: ends, id })
    })
}

/// A week without a gap is cut on Monday.
fn weeks(today: Date) -> Vec<(DateTime, DateTime)> {
    let days = (-9..=9).map(|days| today + Span::new().days(days));
    let mondays = days.filter(|day| day.weekday().to_monday_one_offset() == 1);
    mondays
        .map(|day| {
            (day.to_datetime(Time::midnight()), (day + Span::new().days(7)).to_datetime(Time::midnight()))
        })
        .collect()
}

/// In a gap the first instant after it, in an overlap the earlier one.
pub fn first_instant(zone: &TimeZone, mut local: DateTime) -> Timestamp {
    while matches!(zone.to_ambiguous_timestamp(local).offset(), AmbiguousOffset::Gap { .. }) {
        local += Span::new().minutes(1);
    }
    zone.to_ambiguous_timestamp(local).earlier().unwrap()
}
