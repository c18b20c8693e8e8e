//! A proxy in the environment is not for pinned servers.

use std::{net::Ipv4Addr, process::Stdio};

use tokio::{net::TcpListener, process::Command, time::timeout};

use crate::{
    TOO_LONG,
    stage::{Seat, Team},
};

const CHILD: &str = "RINGLIGHT_TEST_PROXY_CHILD";

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_a_pinned_server_goes_through_it() {
    if std::env::var_os(CHILD).is_some() {
        let team = Team::start().await;
        Seat::joined(&team.invite().await, "Ada").await;
        return;
    }
    let proxy = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let address = format!("http://{}", proxy.local_addr().unwrap());
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "proxy::nothing_of_a_pinned_server_goes_through_it"])
        .envs(
            ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"]
                .map(|name| (name, &address)),
        )
        .env_remove("NO_PROXY")
        .env(CHILD, "1")
        .stdout(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    tokio::select! {
        ended = timeout(TOO_LONG, child.wait()) => assert!(ended.unwrap().unwrap().success()),
        asked = proxy.accept() => panic!("the proxy was asked: {asked:?}"),
    }
}
