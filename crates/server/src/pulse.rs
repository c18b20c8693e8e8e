//! The beat on which every stream says that it lives: one timer for all of them, so that a resting team wakes its server
//! once, however many belong to it.

use std::time::Duration;

use tokio::sync::watch;

/// Hears the beat.
pub(crate) type Pulse = watch::Receiver<()>;

/// Beats until nobody listens.
pub(crate) fn start(every: Duration) -> Pulse {
    let (beat, pulse) = watch::channel(());
    tokio::spawn(async move {
        while !beat.is_closed() {
            tokio::time::sleep(every).await;
            beat.send_replace(());
        }
    });
    pulse
}
