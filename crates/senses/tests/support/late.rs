//! How late the senses may be.

use std::time::Duration;

use ringlight_senses::{Activity, Moment, Watch};
use tokio::time::Instant;

use super::until;

/// How late away may come after the threshold or the event.
pub const AWAY_WITHIN: Duration = Duration::from_secs(LATE);
/// How late the return may come after the input.
pub const BACK_WITHIN: Duration = Duration::from_millis(300 * LATE);
/// Computers that run continuous integration are shared, and late themselves.
const LATE: u64 = if option_env!("CI").is_some() { 4 } else { 1 };
/// Clocks of two programs differ by this much.
const ROUNDING: Duration = Duration::from_millis(50);

/// Awaits it, which must not take longer.
pub async fn within<T>(longest: Duration, awaited: impl Future<Output = T>) -> T {
    let begun = Instant::now();
    let came = awaited.await;
    let took = begun.elapsed();
    assert!(took < longest, "came after {took:?}");
    came
}

/// Awaits being idle, at the threshold and not much later.
pub async fn goes_idle_after(watch: &mut Watch, threshold: Duration) {
    let idle = until(watch, |seen| seen.activity == Activity::Idle).await.seen;
    let age = idle.age(Moment::now());
    assert!(age >= threshold - ROUNDING, "idle after {age:?}");
    assert!(age < threshold + AWAY_WITHIN, "idle after {age:?}");
}

/// Awaits being active by the input that `input` makes.
pub async fn comes_back(watch: &mut Watch, input: impl Future<Output = ()>) {
    let (begun, ()) = (Instant::now(), input.await);
    let took = begun.elapsed();
    until(watch, |seen| seen.activity == Activity::Active).await;
    let late = begun.elapsed().saturating_sub(took);
    assert!(late < BACK_WITHIN, "back after {late:?}");
}
