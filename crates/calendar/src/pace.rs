use std::time::Duration;

use crate::Fault;

/// Between two readings that go well.
const USUAL: Duration = Duration::from_secs(5 * 60);
/// The longest that faults can stretch it to, a server's own wish included.
const LONGEST: Duration = Duration::from_secs(60 * 60);

/// How long to wait until the next reading, after this many faults in a row, the last of which is given.
///
/// A fault that its owner has to end waits the longest time at once: a wrong password, tried again and again, locks
/// accounts.
pub fn wait(last: Option<&Fault>, in_a_row: u32) -> Duration {
    match last {
        None => USUAL,
        Some(fault) if fault.needs_its_owner() => LONGEST,
        Some(Fault::Unavailable { again: Some(again) }) => doubled(in_a_row).max(*again).min(LONGEST),
        Some(_) => doubled(in_a_row),
    }
}

fn doubled(in_a_row: u32) -> Duration {
    USUAL.saturating_mul(1 << in_a_row.min(8)).min(LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_stretch_the_pace_and_never_beyond_an_hour() {
        let minutes = |last: Option<Fault>, in_a_row| wait(last.as_ref(), in_a_row).as_secs() / 60;
        let busy = |secs| Fault::Unavailable { again: Some(Duration::from_secs(secs)) };
        assert_eq!(minutes(None, 0), 5);
        assert_eq!(minutes(Some(Fault::TooSlow), 1), 10);
        assert_eq!(minutes(Some(Fault::TooSlow), 2), 20);
        assert_eq!(minutes(Some(Fault::Unreachable), u32::MAX), 60);
        assert_eq!(minutes(Some(busy(1800)), 1), 30);
        assert_eq!(minutes(Some(busy(60)), 1), 10);
        assert_eq!(minutes(Some(busy(u64::MAX)), 1), 60);
        assert_eq!(minutes(Some(Fault::PasswordWrong), 1), 60);
    }
}
