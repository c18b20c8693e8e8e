use std::time::{Duration, Instant};

/// How long a test waits for what must happen, where it does not measure how soon.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// Looks again until there is something, and fails after `within`: for what tells nobody when it changes, such as a page
/// or the process table. Gives what was seen and how long it took.
pub async fn until<T>(
    what: &str,
    within: Duration,
    mut look: impl AsyncFnMut() -> Option<T>,
) -> (T, Duration) {
    let began = Instant::now();
    loop {
        if let Some(seen) = look().await {
            return (seen, began.elapsed());
        }
        assert!(began.elapsed() < within, "not within {within:?}: {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
