use ringlight_protocol::Timestamp;

use crate::Resolution;

/// What is shown, and since when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// What others see.
    pub resolution: Resolution,
    /// When the shown availability or status last changed.
    pub since: Timestamp,
}

/// Keeps `since` while neither the shown availability nor the shown status changes.
pub fn fold(previous: Option<&Shown>, resolution: Resolution, now: Timestamp) -> Shown {
    let since = match previous {
        Some(shown) if same_label(&shown.resolution, &resolution) => shown.since,
        _ => now,
    };
    Shown { resolution, since }
}

fn same_label(a: &Resolution, b: &Resolution) -> bool {
    a.availability == b.availability && a.status == b.status
}
