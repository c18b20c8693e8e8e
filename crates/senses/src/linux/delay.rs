//! What keeps the system from going on until the last change has been sent.

use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::timeout;

use crate::signal::Hold;

/// Ends when the hold does.
pub(super) struct Released(oneshot::Receiver<()>);

pub(super) fn hold() -> (Hold, Released) {
    let (guard, released) = oneshot::channel();
    (Hold::new(guard), Released(released))
}

impl Released {
    /// Waits for it, but not for longer than this.
    pub(super) async fn within(self, longest: Duration) {
        // Nothing is ever sent: either way the guard is gone.
        if timeout(longest, self.0).await.is_err() {
            tracing::warn!("the last change was not sent in time before the system goes on");
        }
    }
}
