use std::{future::Future, pin::Pin};

use ringlight_protocol::{SignedDuration, Timestamp};
use ringlight_server::Clock;
use tokio::sync::watch;

/// A clock that stands until somebody turns it.
pub struct Hands(watch::Sender<Timestamp>);

impl Hands {
    pub fn new() -> Self {
        let noon = "2026-03-02T12:00:00Z".parse().expect("it is an instant");
        Self(watch::Sender::new(noon))
    }

    pub fn turn(&self, seconds: i64) {
        self.0.send_modify(|now| *now += SignedDuration::from_secs(seconds));
    }
}

impl Clock for Hands {
    fn now(&self) -> Timestamp {
        *self.0.borrow()
    }

    fn reached(&self, at: Timestamp) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        let mut now = self.0.subscribe();
        Box::pin(async move {
            let _ = now.wait_for(|now| *now >= at).await;
        })
    }
}
