use std::net::SocketAddr;

use ringlight_server::{Config, Sqlite, Transport, start};
use serde_json::json;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::{
    TOO_LONG,
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
    let team = Team::with(|config| config.connections = 2).await;
    // Nothing but the server's patience is waited for now.
    tokio::time::pause();
    let mut first = TcpStream::connect(team.address).await.expect("a connection");
    let mut second = TcpStream::connect(team.address).await.expect("a connection");
    ends(&mut first).await;
    ends(&mut second).await;
    tokio::time::resume();
    team.person("Ann").await;
}

/// Waits until the other side closes the connection.
async fn ends(stream: &mut TcpStream) {
    let mut byte = [0];
    let read = tokio::time::timeout(TOO_LONG, stream.read(&mut byte)).await.expect("it ends in time");
    assert!(matches!(read, Ok(0) | Err(_)), "{read:?}");
}

#[tokio::test]
async fn who_asks_for_nothing_loses_the_connection() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Sqlite::open(&folder.path().join("team.sqlite")).expect("a store");
    let config = Config { team: Some("Proxied".into()), transport: Transport::Plain, ..Config::default() };
    let running = start(config, store).await.expect("it starts");
    let address = running.handle().listen(SocketAddr::from(([127, 0, 0, 1], 0))).await.expect("loopback");
    let mut silent = TcpStream::connect(address).await.expect("a connection");
    let mut begun = TcpStream::connect(address).await.expect("a connection");
    begun.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").await.expect("it listens");
    tokio::time::pause();
    ends(&mut silent).await;
    // What came before the end is the server's own preface.
    let mut preface = Vec::new();
    let read = tokio::time::timeout(TOO_LONG, begun.read_to_end(&mut preface)).await;
    read.expect("it ends in time").ok();
}

#[tokio::test]
async fn one_address_cannot_take_every_connection() {
    let team = Team::with(|config| (config.connections, config.rates.count_loopback) = (4, true)).await;
    let (ann, _ben) = (team.person("Ann").await, team.person("Ben").await);
    let third = crate::person::Person { http: client(None), ..ann.clone() };
    assert_eq!(third.get("/v1/me").await.problem(), (503, "unavailable", ""));
    let elsewhere = client_from([127, 0, 0, 2]);
    let fourth = crate::person::Person { http: elsewhere, ..ann.clone() };
    assert_eq!(fourth.get("/v1/me").await.status, 200, "others come in");
}

fn client_from(address: [u8; 4]) -> reqwest::Client {
    crate::person::builder(None).local_address(std::net::IpAddr::from(address)).build().expect("a client")
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
