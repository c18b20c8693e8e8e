//! The lock that delays sleep and shutdown.

use tokio::time::Instant;
use zbus::Connection;
use zbus::names::OwnedUniqueName;
use zbus::zvariant::OwnedFd;

use super::{MANAGER, PATH};
use crate::mechanism::Pause;

/// Held, let go, or refused until it is asked for again.
#[derive(Default)]
pub(super) struct DelayLock {
    held: Option<OwnedFd>,
    again: Option<Instant>,
    refusals: Pause,
}

impl DelayLock {
    /// Takes it, unless it is held.
    pub(super) async fn take(&mut self, conn: &Connection, logind: &OwnedUniqueName) {
        if self.held.is_some() {
            return;
        }
        let wanted = ("sleep:shutdown", "Ringlight", "Tells colleagues that you are away", "delay");
        let asked = conn.call_method(Some(logind), PATH, Some(MANAGER), "Inhibit", &wanted).await;
        match asked.and_then(|reply| reply.body().deserialize()) {
            Ok(lock) => *self = Self { held: Some(lock), ..Self::default() },
            Err(error) => {
                let pause = self.refusals.after_failure();
                tracing::info!(%error, ?pause, "logind grants no delay: the last change before sleep may come late");
                self.again = Some(Instant::now() + pause);
            }
        }
    }

    /// Lets the computer sleep or end.
    pub(super) fn let_go(&mut self) {
        *self = Self::default();
    }

    /// When to ask again for what was refused.
    pub(super) fn due(&self) -> Option<Instant> {
        self.again
    }
}
