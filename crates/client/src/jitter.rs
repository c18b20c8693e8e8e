//! Chance, so that many clients do not do the same thing at the same time.

use std::time::Duration;

/// The longest pause between two tries.
const LONGEST: Duration = Duration::from_secs(60);
/// This many tries are spread over the server's own window before it grows: a server that restarts is back soon.
const QUICK_TRIES: u32 = 5;

/// Any time up to `window`, each as likely as the others ("full jitter").
pub(crate) fn full(window: Duration) -> Duration {
    // Without the system's randomness the middle is as good as any.
    let chance = getrandom::u32().map_or(0.5, |random| f64::from(random) / f64::from(u32::MAX));
    window.mul_f64(chance)
}

/// The window over which try number `failures` (from 0) is spread.
pub(crate) fn window(base: Duration, failures: u32) -> Duration {
    let doublings = failures.saturating_sub(QUICK_TRIES - 1).min(16);
    base.saturating_mul(1 << doublings).min(LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_grow_after_the_quick_tries_and_have_an_end() {
        let windows: Vec<u64> =
            (0..11).map(|failures| window(Duration::from_secs(2), failures).as_secs()).collect();
        assert_eq!(windows, [2, 2, 2, 2, 2, 4, 8, 16, 32, 60, 60]);
        assert_eq!(window(Duration::from_secs(2), u32::MAX), LONGEST);
    }

    #[test]
    fn pauses_spread_over_the_whole_window() {
        let pauses: Vec<f64> = (0..1000).map(|_| full(Duration::from_secs(1)).as_secs_f64()).collect();
        assert!(pauses.iter().all(|pause| (0.0..=1.0).contains(pause)));
        assert!(pauses.iter().any(|pause| *pause < 0.1) && pauses.iter().any(|pause| *pause > 0.9));
    }
}
