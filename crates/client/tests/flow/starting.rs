//! Starting where another one was killed a moment ago.

use std::{fs::File, sync::Arc};

use ringlight_client::{Engine, Options, Paths, SenseFeed, StartError};
use ringlight_protocol::local::Request;
use tempfile::TempDir;
use tokio::{sync::mpsc, time::timeout};

use crate::{
    TOO_LONG,
    stage::{MemoryKeyring, NoHost, Seat},
};

fn options(directory: &TempDir) -> Options {
    let data = directory.path().join("data");
    let mut options = Options::new(Paths { data, socket: directory.path().join("socket") });
    options.senses = SenseFeed::Fed(mpsc::channel(1).1);
    options.keyring = Arc::new(MemoryKeyring::default());
    options
}

#[cfg(unix)]
#[tokio::test]
async fn a_lock_that_is_given_up_a_moment_later_is_waited_for() {
    let directory = TempDir::new().unwrap();
    let lock = File::create(directory.path().join("socket.lock")).unwrap();
    lock.lock().unwrap();
    // In this order: the first try finds the lock taken.
    let (engine, ()) = tokio::join!(Engine::start(options(&directory), NoHost), async { drop(lock) });
    timeout(TOO_LONG, engine.unwrap().ask(Request::Quit)).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_answers_is_left_alone() {
    let first = Seat::new().await;
    let second = Engine::start(options(&first.directory), NoHost).await;
    assert!(matches!(second, Err(StartError::RunsAlready)));
    first.quit().await;
}
