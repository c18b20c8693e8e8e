//! The server goes away and comes back; so does the app.

use std::fs;

use ringlight_protocol::{
    Code, SignedDuration,
    local::{End, Link, Notice, Request},
};

use crate::stage::{NoHost, Seat, Team};

fn offline(it: &ringlight_protocol::local::Snapshot) -> bool {
    matches!(it.link, Link::Offline { .. })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_status_set_offline_is_sent_when_the_server_is_back() {
    let mut team = Team::start().await;
    let mut ada = Seat::joined(&team.invite().await, "Ada").await;
    let mut ben = Seat::joined(&team.invite().await, "Ben").await;
    ada.until_shows("Ben", "available").await;
    team.kill();
    ada.until("offline", offline).await;
    assert!(!ada.now().people.is_empty(), "the roster stays");
    ada.choose("do_not_disturb", End::After(SignedDuration::from_hours(1))).await;
    assert!(ada.me().unsent);
    let end = ada.me().presence.until.unwrap();
    team.run().await;
    ben.until_row("Ada", "do not disturb to the same end", |it| {
        it.status.as_str() == "do_not_disturb"
            && it.until.is_some_and(|until| until.duration_since(end).abs() < SignedDuration::from_secs(2))
    })
    .await;
    ada.until("sent", |it| it.link == Link::Online && !it.me.as_ref().unwrap().unsent).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_status_set_offline_survives_the_end_of_the_app() {
    let mut team = Team::start().await;
    let mut ada = Seat::joined(&team.invite().await, "Ada").await;
    team.kill();
    ada.until("offline", offline).await;
    ada.choose("busy", End::Never).await;
    let (directory, keyring) = ada.quit().await;
    let mut ada = Seat::at(directory, keyring, NoHost).await;
    assert_eq!(ada.me().presence.status.as_str(), "busy", "known before the server is reached");
    team.run().await;
    ada.until("sent", |it| it.link == Link::Online && !it.me.as_ref().unwrap().unsent).await;
    assert!(!ada.data().join("pending.json").exists() || ada.me().presence.status.as_str() == "busy");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_of_the_server_loses_nothing_and_nobody() {
    let mut team = Team::start().await;
    let ada = Seat::joined(&team.invite().await, "Ada").await;
    let mut ben = Seat::joined(&team.invite().await, "Ben").await;
    ada.choose("do_not_disturb", End::Never).await;
    ben.until_shows("Ada", "do_not_disturb").await;
    let rows = ben.engine.snapshots();
    let watching = tokio::spawn(async move {
        let mut rows = rows;
        let flickered = rows.wait_for(|it| {
            it.people.values().any(|person| person.presence.status.as_str() != "do_not_disturb")
        });
        flickered.await.is_ok()
    });
    team.kill();
    ben.until("offline", offline).await;
    team.run().await;
    ben.until("online", |it| it.link == Link::Online).await;
    let mut ada = ada;
    ada.until("online", |it| it.link == Link::Online).await;
    ada.choose("busy", End::Never).await;
    ben.until_shows("Ada", "busy").await;
    assert!(watching.await.unwrap(), "the first change that was seen is the last one that was made");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_app_starts_again_signed_in() {
    let team = Team::start().await;
    let mut ada = Seat::joined(&team.invite().await, "Ada").await;
    let _ben = Seat::joined(&team.invite().await, "Ben").await;
    ada.until_shows("Ben", "available").await;
    let (directory, keyring) = ada.quit().await;
    let mut ada = Seat::at(directory, keyring, NoHost).await;
    assert_eq!(ada.now().people.len(), 1, "the roster is there before the server");
    ada.until("online", |it| it.link == Link::Online).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn damaged_files_are_put_aside_and_it_is_said() {
    let team = Team::start().await;
    let ada = Seat::joined(&team.invite().await, "Ada").await;
    let (directory, keyring) = ada.quit().await;
    for name in ["account.json", "roster.json", "settings.json", "pending.json"] {
        fs::write(directory.path().join("data").join(name), "{ \"half\": ").unwrap();
    }
    let ada = Seat::at(directory, keyring, NoHost).await;
    assert!(ada.is_nobody());
    let Some(Notice::Words { text }) = &ada.now().notice else { panic!("nothing is said") };
    assert!(text.contains("account.json") && text.contains("pending.json"), "{text}");
    assert!(ada.data().join("account.damaged").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_needs_the_server_says_so_while_it_is_away() {
    let mut team = Team::start().await;
    let mut ada = Seat::joined(&team.invite().await, "Ada").await;
    team.kill();
    ada.until("offline", offline).await;
    assert_eq!(ada.refusal(Request::Invite { uses: 1 }).await.code, Code::Unreachable);
}
