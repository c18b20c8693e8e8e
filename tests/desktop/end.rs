//! The app ends when the session does, and says so to the server first.

use std::time::Duration;

use ringlight_protocol::{Availability, local::Request};
use rustix::process::Signal;

use crate::support::{App, PATIENCE, Pair, until};

async fn ends(app: &mut App) {
    let code = until("the app has ended", PATIENCE, async || app.process().ended()).await.0;
    assert_eq!(code, Some(0), "in good order");
}

#[tokio::test]
async fn a_session_that_ends_takes_its_owner_offline_at_once() {
    let mut pair = Pair::meet(async |_| ()).await;
    pair.ben.process().signal(Signal::TERM);
    pair.ada.page().row_is("Ben", Availability::Offline, Duration::from_secs(3)).await;
    ends(&mut pair.ben).await;
}

#[tokio::test]
async fn quitting_does_too() {
    let mut pair = Pair::meet(async |_| ()).await;
    pair.ben.must(Request::Quit).await;
    pair.ada.page().row_is("Ben", Availability::Offline, Duration::from_secs(1)).await;
    ends(&mut pair.ben).await;
}
