use std::sync::LazyLock;

use ringlight_protocol::{Availability, StatusId, base_status};

/// The status id of everybody who is shown as offline, for whatever reason. No catalogue entry: one who chose to appear
/// offline and one whose devices are gone carry the same.
pub const OFFLINE: &str = "offline";

/// The status that labels an availability when nothing more particular does, without allocating.
pub(crate) fn base(availability: Availability) -> StatusId {
    static IDS: LazyLock<[StatusId; 6]> = LazyLock::new(|| {
        use Availability::*;
        let [available, busy, quiet, away, out] =
            [Available, Busy, DoNotDisturb, Away, OutOfOffice].map(base_status);
        [available, busy, quiet, away, out, OFFLINE.into()]
    });
    IDS[availability as usize].clone()
}
