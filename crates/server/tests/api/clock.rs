use std::{
    future::Future,
    pin::Pin,
    sync::atomic::{AtomicI64, Ordering::SeqCst},
};

use ringlight_protocol::{SignedDuration, Timestamp};
use ringlight_server::Clock;
use tokio::sync::watch;

/// A clock that stands until somebody turns it.
pub struct Hands {
    now: watch::Sender<Timestamp>,
    slept: AtomicI64,
}

impl Hands {
    pub fn new() -> Self {
        let noon = "2026-03-02T12:00:00Z".parse().expect("it is an instant");
        Self { now: watch::Sender::new(noon), slept: AtomicI64::new(0) }
    }

    pub fn turn(&self, seconds: i64) {
        self.now.send_modify(|now| *now += SignedDuration::from_secs(seconds));
    }

    /// The computer sleeps.
    pub fn sleep(&self, seconds: i64) {
        self.slept.fetch_add(seconds, SeqCst);
        self.turn(seconds);
    }
}

impl Clock for Hands {
    fn now(&self) -> Timestamp {
        *self.now.borrow()
    }

    fn slept(&self) -> SignedDuration {
        SignedDuration::from_secs(self.slept.load(SeqCst))
    }

    fn reached(&self, at: Timestamp) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        let mut now = self.now.subscribe();
        Box::pin(async move {
            let _ = now.wait_for(|now| *now >= at).await;
        })
    }
}
