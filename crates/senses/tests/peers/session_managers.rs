//! Session managers: logout as they announce it to their clients.

use std::time::Duration;

use ringlight_senses::{Desktop, Seen, Watch};
use tokio::process::Child;
use tokio::time::timeout;

use crate::peer::{AWAY_WITHIN, Runtime, start};
use crate::support::servers::{Bus, Xvfb, bare};
use crate::support::{PATIENCE, next, sense, until};

const XFCE: &str = "org.xfce.SessionManager";
/// It gives its own programs eight seconds each, and some are not there.
const STARTS: Duration = Duration::from_secs(120);

fn relies(seen: &Seen) -> bool {
    seen.mechanisms.iter().any(|m| m.source.name() == XFCE && m.trouble.is_none())
}

async fn until_relied_on(watch: &mut Watch) {
    let mut seen = async || {
        while !relies(&watch.next().await.expect("the senses run").seen) {}
    };
    timeout(STARTS, seen()).await.expect("xfce4-session starts and lives");
}

fn session(runtime: &Runtime, server: &Xvfb, bus: &Bus) -> Child {
    let mut command = runtime.command("xfce4-session");
    command.env("DISPLAY", &server.display).env("DBUS_SESSION_BUS_ADDRESS", &bus.address);
    start(command.env("NO_AT_BRIDGE", "1"))
}

#[tokio::test]
#[ignore = "needs xfce4-session"]
async fn xfce_is_left_alone_while_it_starts_and_logout_waits_for_the_last_change() {
    let (runtime, server, bus) = (Runtime::new(), Xvfb::start().await, Bus::start().await);
    let (mut watch, _set) = sense(Desktop { session_bus: Some(bus.address.clone()), ..bare() }, None);
    next(&mut watch).await;
    let mut xfce = session(&runtime, &server, &bus);
    until_relied_on(&mut watch).await;
    let conn = bus.connect().await;
    let logout = conn.call_method(
        Some(XFCE),
        "/org/xfce/SessionManager",
        Some("org.xfce.Session.Manager"),
        "Logout",
        // Without a question, and without saving the session.
        &(false, false),
    );
    logout.await.expect("xfce4-session takes it");
    let ending = until(&mut watch, |seen| seen.ending).await;
    assert!(timeout(AWAY_WITHIN, xfce.wait()).await.is_err(), "did not wait");
    drop(ending.hold.expect("the session manager waits"));
    timeout(PATIENCE, xfce.wait()).await.expect("ends").expect("ran");
    until(&mut watch, |seen| !relies(seen)).await;
}
