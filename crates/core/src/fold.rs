use ringlight_protocol::{Activity, Availability, Cause, StatusId, Timestamp};

use crate::Resolution;

/// What is shown, and since when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// What others see.
    pub resolution: Resolution,
    /// When the shown availability or status last changed.
    pub since: Timestamp,
    /// What was shown before the last away by idling, until something else is.
    left: Option<Left>,
}

/// What an away by idling came after.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Left {
    availability: Availability,
    status: StatusId,
    since: Timestamp,
    /// When the away began to show.
    at: Timestamp,
}

impl Shown {
    /// It has been so since then.
    pub fn new(resolution: Resolution, since: Timestamp) -> Self {
        Self { resolution, since, left: None }
    }
}

impl Left {
    /// Whether it is shown again.
    fn is(&self, shown: &Resolution) -> bool {
        self.availability == shown.availability && self.status == shown.status
    }
}

/// Keeps `since` while neither the shown availability nor the shown status changes. An away by idling that its owner
/// took back never was: once a device says that it has been active since before it began, `since` is what it was then.
pub fn fold(previous: Option<&Shown>, resolution: Resolution, now: Timestamp) -> Shown {
    let Some(before) = previous else { return Shown::new(resolution, now) };
    let goes_on = same_label(&before.resolution, &resolution);
    let since = if goes_on { before.since } else { now };
    let mut shown = Shown { left: left(before, &resolution, goes_on, now), ..Shown::new(resolution, since) };
    let active = shown.resolution.active_since;
    let taken_back = |left: &Left| left.is(&shown.resolution) && active.is_some_and(|since| since < left.at);
    if let Some(left) = shown.left.clone().filter(taken_back) {
        (shown.since, shown.left) = (left.since, None);
    }
    shown
}

fn left(before: &Shown, resolution: &Resolution, goes_on: bool, now: Timestamp) -> Option<Left> {
    let idles = resolution.cause == Cause::Device && resolution.activity == Some(Activity::Idle);
    if idles && !goes_on {
        let Resolution { availability, status, .. } = &before.resolution;
        return Some(Left {
            availability: *availability,
            status: status.clone(),
            since: before.since,
            at: now,
        });
    }
    before.left.clone().filter(|left| goes_on || left.is(resolution))
}

fn same_label(a: &Resolution, b: &Resolution) -> bool {
    a.availability == b.availability && a.status == b.status
}
