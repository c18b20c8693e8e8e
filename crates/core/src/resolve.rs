use ringlight_protocol::{
    Activity, Availability, Call, Cause, Claims, Device, DeviceActivity, External, Manual, Meeting,
    MeetingKind, Policy, Presenting, SecondaryId, StatusId, Timestamp,
};

use crate::{absence::entered, base::base, free::free_at, living::Living};

/// What others see of a person at an instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolution {
    /// The ring's colour.
    pub availability: Availability,
    /// The catalogue entry that labels it; [`crate::OFFLINE`] for everybody offline.
    pub status: StatusId,
    /// What the owner says more precisely: for them and for reports, never for a viewer.
    pub secondary: Option<SecondaryId>,
    /// What goes on beside it.
    pub activity: Option<Activity>,
    /// Why.
    pub cause: Cause,
    /// When what is shown ends by itself; absent if the claim that won has no end of its own. A lease is none: it is
    /// renewed.
    pub until: Option<Timestamp>,
    /// When the person is free again, as far as claims with an end tell; only while a device is alive and they are not
    /// free.
    pub free_at: Option<Timestamp>,
    /// Whether a device is alive, as far as others may know.
    pub online: bool,
    /// When the last device was heard of; only while not online.
    pub last_seen: Option<Timestamp>,
    /// Since when the device that makes the person available says it is active.
    pub active_since: Option<Timestamp>,
}

/// What others see at `now`. Claims that have ended by then count as absent and planned absences that have begun as
/// chosen, settled or not, and the order in which claims are listed says nothing.
pub fn resolve(claims: &Claims, policy: &Policy, now: Timestamp) -> Resolution {
    let claims = entered(claims, policy, now);
    let living = Living::at(&claims, policy, now);
    let shown = decide(&living).resolution;
    Resolution { free_at: free_at(&shown, &living, policy), ..shown }
}

/// What is shown, and the claim that decides it.
pub(crate) struct Decision<'a> {
    pub resolution: Resolution,
    pub winner: Winner<'a>,
}

/// The claim that decides the ring, or that there is none.
#[derive(Clone, Debug)]
pub(crate) enum Winner<'a> {
    Manual(&'a Manual),
    Quiet,
    Presenting(&'a Presenting),
    Call(&'a Call),
    External(&'a External),
    Meeting(&'a Meeting),
    Device(&'a Device),
    NoDevice,
}

/// The resolution table: the first line that matches wins.
pub(crate) fn decide<'a>(living: &Living<'a>) -> Decision<'a> {
    let top = living.layer_under(None);
    if let Some(hidden) = top.filter(|top| top.availability == Availability::Offline) {
        return Decision { winner: Winner::Manual(hidden), ..appear_offline(living, hidden) };
    }
    if living.online() { with_devices(living, top) } else { without_devices(living, top, living.last_seen()) }
}

/// As if no device lived and the choice to appear offline were not there; last seen when it was made.
fn appear_offline<'a>(living: &Living<'a>, hidden: &Manual) -> Decision<'a> {
    let under = living.layer_under(Some(hidden));
    match under.filter(|under| under.availability == Availability::Offline) {
        Some(hidden) => appear_offline(living, hidden),
        None => without_devices(living, under, Some(hidden.chosen)),
    }
}

fn without_devices<'a>(
    living: &Living<'a>,
    top: Option<&'a Manual>,
    last_seen: Option<Timestamp>,
) -> Decision<'a> {
    let mut layers = std::iter::successors(top, |above| living.layer_under(Some(above)));
    let mut decision = layers
        .find(|layer| layer.sticky && layer.availability != Availability::Offline)
        .map(chosen)
        .or_else(|| meeting(living, MeetingKind::OutOfOffice, |_| false))
        .unwrap_or_else(|| shown(Availability::Offline, Winner::NoDevice));
    decision.resolution.online = false;
    decision.resolution.last_seen = last_seen;
    decision
}

fn with_devices<'a>(living: &Living<'a>, top: Option<&'a Manual>) -> Decision<'a> {
    claimed(living, top, true).unwrap_or_else(|| by_devices(living, available(top)))
}

/// Of the claims that have an end, or were chosen without one, the one that decides for somebody who is there.
pub(crate) fn has_an_end<'a>(living: &Living<'a>) -> Option<Decision<'a>> {
    claimed(living, living.layer_under(None), false)
}

/// The claim that decides for somebody who is there, if any does but for their devices; `leased` ones hold for as long as
/// somebody renews them. `Available`, chosen after an instance of something automatic began, beats it; calls it does not.
fn claimed<'a>(living: &Living<'a>, top: Option<&'a Manual>, leased: bool) -> Option<Decision<'a>> {
    let beaten = |began: Timestamp| available(top).is_some_and(|available| available.chosen > began);
    let renewed = || presenting(living, beaten).or_else(|| call(living)).or_else(|| external(living, beaten));
    top.and_then(|top| firm(living, top))
        .or_else(|| quiet_hours(living, beaten))
        .or_else(|| leased.then(renewed).flatten())
        .or_else(|| meeting(living, MeetingKind::OutOfOffice, beaten))
        .or_else(|| meeting(living, MeetingKind::Busy, beaten))
}

fn available(top: Option<&Manual>) -> Option<&Manual> {
    top.filter(|top| top.availability == Availability::Available)
}

/// Choices that nothing automatic changes: the sticky ones, and all that are not of the available kind.
fn firm<'a>(living: &Living<'a>, top: &'a Manual) -> Option<Decision<'a>> {
    if top.sticky {
        return Some(chosen(top));
    }
    if top.availability == Availability::Available {
        return None;
    }
    let mut decision = chosen(top);
    decision.resolution.activity = beside(living);
    Some(decision)
}

fn chosen(manual: &Manual) -> Decision<'_> {
    let mut decision = labelled(manual.availability, &manual.status, Winner::Manual(manual));
    decision.resolution.until = manual.until;
    decision.resolution.secondary = manual.secondary.clone();
    decision
}

/// A call or a meeting that goes on beside what was chosen.
fn beside(living: &Living) -> Option<Activity> {
    let in_meeting = || living.meetings().any(|meeting| meeting.kind == MeetingKind::Busy);
    decisive_call(living).map(call_activity).or_else(|| in_meeting().then_some(Activity::InMeeting))
}

fn quiet_hours<'a>(living: &Living<'a>, beaten: impl Fn(Timestamp) -> bool) -> Option<Decision<'a>> {
    let quiet = living.quiet().filter(|quiet| !beaten(quiet.began))?;
    let mut decision = shown(Availability::DoNotDisturb, Winner::Quiet);
    decision.resolution.until = Some(quiet.until);
    Some(decision)
}

fn presenting<'a>(living: &Living<'a>, beaten: impl Fn(Timestamp) -> bool) -> Option<Decision<'a>> {
    let first = living.presenting().filter(|it| !beaten(it.from)).min_by_key(|it| (it.from, &it.id))?;
    let mut decision = shown(Availability::DoNotDisturb, Winner::Presenting(first));
    decision.resolution.activity = Some(Activity::Presenting);
    Some(decision)
}

fn call<'a>(living: &Living<'a>) -> Option<Decision<'a>> {
    let call = decisive_call(living)?;
    let mut decision = shown(Availability::Busy, Winner::Call(call));
    decision.resolution.activity = Some(call_activity(call));
    Some(decision)
}

/// One that was answered before one that rings.
fn decisive_call<'a>(living: &Living<'a>) -> Option<&'a Call> {
    living.calls().min_by_key(|call| (call.ringing, call.from, &call.id))
}

pub(crate) fn call_activity(call: &Call) -> Activity {
    if call.ringing { Activity::Ringing } else { Activity::OnCall }
}

/// Of several programs the one that spoke last.
fn external<'a>(living: &Living<'a>, beaten: impl Fn(Timestamp) -> bool) -> Option<Decision<'a>> {
    let counts = |it: &&External| it.availability != Availability::Available && !beaten(it.from);
    let newest = living.external().filter(counts).max_by_key(|it| (it.from, &it.id))?;
    Some(labelled(newest.availability, &newest.status, Winner::External(newest)))
}

/// Of several that overlap or touch, the one that runs longest; `until` is the end of them all.
fn meeting<'a>(
    living: &Living<'a>,
    kind: MeetingKind,
    beaten: impl Fn(Timestamp) -> bool,
) -> Option<Decision<'a>> {
    let counts = |it: &Meeting| it.kind == kind && !beaten(it.from);
    let longest = living.meetings().filter(|it| counts(it)).max_by_key(|it| (it.until, &it.id))?;
    let mut decision = shown(meeting_availability(kind), Winner::Meeting(longest));
    decision.resolution.activity = meeting_activity(kind);
    decision.resolution.until = Some(end_of_chain(living, longest.until, counts));
    Some(decision)
}

fn end_of_chain(living: &Living, end: Timestamp, counts: impl Fn(&Meeting) -> bool) -> Timestamp {
    let last = living.claims.calendar.iter().fold(end, |end, it| {
        let goes_on = it.from <= end && end < it.until && counts(it) && !living.dismissed(&it.id);
        if goes_on { it.until } else { end }
    });
    // They are listed in any order, as a rule by their starts: then one round finds all, and the next one nothing.
    if last == end { end } else { end_of_chain(living, last, counts) }
}

pub(crate) fn meeting_availability(kind: MeetingKind) -> Availability {
    match kind {
        MeetingKind::Busy => Availability::Busy,
        MeetingKind::OutOfOffice => Availability::OutOfOffice,
    }
}

pub(crate) fn meeting_activity(kind: MeetingKind) -> Option<Activity> {
    (kind == MeetingKind::Busy).then_some(Activity::InMeeting)
}

fn by_devices<'a>(living: &Living<'a>, available: Option<&'a Manual>) -> Decision<'a> {
    let Some(device) = living.telling_device() else { return shown(Availability::Offline, Winner::NoDevice) };
    let (availability, activity) = device_shows(device.activity);
    let mut decision = match availability {
        Availability::Available => {
            label(living, available).unwrap_or_else(|| shown(availability, Winner::Device(device)))
        }
        _ => shown(availability, Winner::Device(device)),
    };
    decision.resolution.activity = activity;
    decision.resolution.active_since =
        Some(device.since).filter(|_| device.activity == DeviceActivity::Active);
    decision
}

/// What says how an available person is labelled, if anything does.
fn label<'a>(living: &Living<'a>, available: Option<&'a Manual>) -> Option<Decision<'a>> {
    let by_program = || {
        let labels = living.external().filter(|it| it.availability == Availability::Available);
        labels.max_by_key(|it| (it.from, &it.id))
    };
    available
        .map(chosen)
        .or_else(|| by_program().map(|it| labelled(it.availability, &it.status, Winner::External(it))))
}

/// What a device shows by itself.
pub(crate) fn device_shows(activity: DeviceActivity) -> (Availability, Option<Activity>) {
    match activity {
        DeviceActivity::Active => (Availability::Available, None),
        DeviceActivity::Unknown => (Availability::Available, Some(Activity::Unknown)),
        DeviceActivity::Idle => (Availability::Away, Some(Activity::Idle)),
        DeviceActivity::Locked => (Availability::Away, Some(Activity::Locked)),
        DeviceActivity::Asleep => (Availability::Away, Some(Activity::Asleep)),
    }
}

fn labelled<'a>(availability: Availability, status: &StatusId, winner: Winner<'a>) -> Decision<'a> {
    let cause = cause(&winner);
    let status = status.clone();
    let resolution = Resolution {
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
    };
    Decision { resolution, winner }
}

fn shown<'a>(availability: Availability, winner: Winner<'a>) -> Decision<'a> {
    labelled(availability, &base(availability), winner)
}

fn cause(winner: &Winner) -> Cause {
    match winner {
        Winner::Manual(_) => Cause::Manual,
        Winner::Quiet => Cause::Schedule,
        Winner::Presenting(_) => Cause::Presenting,
        Winner::Call(_) => Cause::Call,
        Winner::External(_) => Cause::External,
        Winner::Meeting(_) => Cause::Calendar,
        Winner::Device(_) => Cause::Device,
        Winner::NoDevice => Cause::NoDevice,
    }
}
