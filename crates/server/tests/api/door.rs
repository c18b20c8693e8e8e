use std::net::SocketAddr;

use ringlight_server::{Config, Sqlite, Transport, start};
use serde_json::json;
use tokio::net::TcpStream;

use crate::{
    person::{client, send},
    team::Team,
};

#[tokio::test]
async fn addresses_open_and_close_while_streams_go_on() {
    let team = Team::new().await;
    let handle = team.running().handle().clone();
    let second = handle.listen(SocketAddr::from(([127, 0, 0, 2], 0))).await.expect("a second address");
    let (ann, mut ben) = (team.person("Ann").await, team.person("Ben").await);
    ben.base = crate::person::base(second);
    let mut watching = ben.watch().await;
    assert!(handle.stop_listening(second));
    assert!(!handle.stop_listening(second));
    assert_eq!(handle.listening(), [team.address]);
    ann.put("/v1/me/note", json!({"text": "Still here"})).await.ok();
    watching.until("presence", |seen| seen["person"] == ann.id).await;
    while TcpStream::connect(second).await.is_ok() {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn who_says_nothing_keeps_nobody_waiting() {
    let team = Team::new().await;
    let mut silent = Vec::new();
    for _ in 0..100 {
        silent.push(TcpStream::connect(team.address).await.expect("a connection"));
    }
    team.person("Ann").await;
}

#[tokio::test]
async fn plain_http_stays_on_the_computer() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Sqlite::open(&folder.path().join("team.sqlite")).expect("a store");
    let config = Config { team: Some("Proxied".into()), transport: Transport::Plain, ..Config::default() };
    let running = start(config, store).await.expect("it starts");
    let refused =
        running.handle().listen(SocketAddr::from(([0, 0, 0, 0], 0))).await.expect_err("it would leave");
    assert!(refused.to_string().contains("use TLS"));
    let address = running.handle().listen(SocketAddr::from(([127, 0, 0, 1], 0))).await.expect("loopback");
    let answer = send(client(None).get(format!("http://{address}/healthz"))).await;
    assert_eq!(answer.status, 200);
}

#[tokio::test]
async fn one_connection_too_many_is_told_to_come_back() {
    let team = Team::with(|config| config.connections = 2).await;
    let (ann, ben) = (team.person("Ann").await, team.person("Ben").await);
    let third = crate::person::Person { http: client(None), ..ann.clone() };
    let refused = third.get("/v1/me").await;
    assert_eq!(refused.problem(), (503, "unavailable", ""));
    assert_eq!(refused.headers["retry-after"], "5");
    assert_eq!(ann.get("/v1/me").await.status, 200, "who is in stays in");
    drop(ben);
    while third.get("/v1/me").await.status == 503 {
        tokio::task::yield_now().await;
    }
}
