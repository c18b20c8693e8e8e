//! The computer waits with sleeping until the team has been told, but not for long.

use ringlight_protocol::{Activity as Shown, local::Link};
use ringlight_senses::{Activity, Hold};
use tokio::{sync::oneshot, time::timeout};

use crate::{
    TOO_LONG,
    stage::{Seat, Team},
};

fn hold() -> (Hold, oneshot::Receiver<()>) {
    let (held, released) = oneshot::channel::<()>();
    (Hold::new(std::sync::Mutex::new(held)), released)
}

#[tokio::test(flavor = "multi_thread")]
async fn asleep_is_told_before_the_computer_sleeps() {
    let team = Team::start().await;
    let ada = Seat::joined(&team.invite().await, "Ada").await;
    let mut ben = Seat::joined(&team.invite().await, "Ben").await;
    ben.until_shows("Ada", "available").await;
    let (hold, released) = hold();
    ada.sense_and_hold(Activity::Asleep, hold).await;
    assert!(timeout(TOO_LONG, released).await.expect("released").is_err(), "dropped");
    let known = ada.me().presence.activity;
    assert_eq!(known, Some(Shown::Asleep));
    ben.until_row("Ada", "asleep", |it| it.activity == Some(Shown::Asleep)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_does_not_answer_does_not_keep_the_computer_awake() {
    let mut team = Team::start().await;
    let mut ada = Seat::joined(&team.invite().await, "Ada").await;
    team.kill();
    ada.until("offline", |it| matches!(it.link, Link::Offline { .. })).await;
    let (hold, released) = hold();
    ada.sense_and_hold(Activity::Asleep, hold).await;
    assert!(timeout(TOO_LONG, released).await.expect("released").is_err());
}
