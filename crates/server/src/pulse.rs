//! The beat on which streams say that they live: the same instants for all of them, so that a resting team wakes its
//! server once, however many belong to it.

use std::time::Duration;

use tokio::time::Instant;

#[derive(Clone, Copy, Debug)]
pub(crate) struct Pulse {
    start: Instant,
    every: Duration,
}

impl Pulse {
    pub fn new(start: Instant, every: Duration) -> Self {
        Self { start, every: every.max(Duration::from_millis(1)) }
    }

    /// The next beat after `now`.
    pub fn after(&self, now: Instant) -> Instant {
        let into = now.saturating_duration_since(self.start).as_nanos() % self.every.as_nanos();
        now + (self.every - Duration::from_nanos(u64::try_from(into).unwrap_or_default()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_that_began_apart_beat_together() {
        let start = Instant::now();
        let pulse = Pulse::new(start, Duration::from_secs(25));
        let at = |millis| start + Duration::from_millis(millis);
        assert_eq!(pulse.after(at(0)), at(25_000));
        assert_eq!(pulse.after(at(24_999)), at(25_000));
        assert_eq!(pulse.after(at(25_000)), at(50_000));
        assert_eq!(pulse.after(at(61_234)), at(75_000));
    }
}
