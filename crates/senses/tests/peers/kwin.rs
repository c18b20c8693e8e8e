//! KWin without a screen: ext-idle-notify, and KDE's locker. Input is made through KWin's protocol for fake input.

use std::os::unix::net::UnixStream;

use futures_util::StreamExt;
use ringlight_senses::{Desktop, Input, Lock};
use tokio::process::Child;
use tokio::time::{Instant, timeout};
use wayland_client::globals::{GlobalListContents, registry_queue_init};
use wayland_client::protocol::wl_registry::{self, WlRegistry};
use wayland_client::{Connection, Dispatch, QueueHandle, delegate_noop};
use wayland_protocols_plasma::fake_input::client::org_kde_kwin_fake_input::OrgKdeKwinFakeInput;

use crate::peer::{AWAY_WITHIN, Runtime, THRESHOLD, comes_back, goes_idle, start};
use crate::support::servers::{Bus, bare};
use crate::support::{PATIENCE, next, sense, until};

const SOCKET: &str = "wayland-9";

fn kwin(runtime: &Runtime, bus: &Bus, arguments: &[&str]) -> Child {
    let mut command = runtime.command("kwin_wayland");
    command
        .args(["--virtual", "--socket", SOCKET])
        .args(arguments)
        .env("DBUS_SESSION_BUS_ADDRESS", &bus.address)
        .env("KWIN_WAYLAND_NO_PERMISSION_CHECKS", "1");
    // Where its capability may not be given, it does not start: `setcap -r /usr/bin/kwin_wayland`.
    start(&mut command)
}

#[tokio::test]
#[ignore = "needs kwin_wayland"]
async fn goes_idle_and_comes_back_and_survives_kwin() {
    let (runtime, bus) = (Runtime::new(), Bus::start().await);
    let (mut watch, _set) = sense(runtime.wayland(SOCKET), Some(THRESHOLD));
    assert_eq!(next(&mut watch).await.seen.input, Input::CannotTell);
    for _ in 0..2 {
        let mut kwin = kwin(&runtime, &bus, &["--no-lockscreen"]);
        until(&mut watch, |seen| seen.input == Input::Active).await;
        let mut mouse = Mouse::plug_in(&runtime);
        for _ in 0..2 {
            goes_idle(&mut watch).await;
            comes_back(&mut watch, async { mouse.move_it() }).await;
        }
        kwin.kill().await.expect("runs");
        until(&mut watch, |seen| seen.input == Input::CannotTell).await;
    }
}

/// Its end is not seen: to unlock takes a password.
#[tokio::test]
#[ignore = "needs kwin_wayland"]
async fn kdes_locker_locks_dies_and_returns() {
    let (runtime, bus) = (Runtime::new(), Bus::start().await);
    let (name, path) = ("org.freedesktop.ScreenSaver", "/ScreenSaver");
    let (mut watch, _set) = sense(Desktop { session_bus: Some(bus.address.clone()), ..bare() }, None);
    assert_eq!(next(&mut watch).await.seen.lock, Lock::CannotTell);
    let conn = bus.connect().await;
    for _ in 0..2 {
        let mut kwin = kwin(&runtime, &bus, &[]);
        until(&mut watch, |seen| seen.lock == Lock::Unlocked).await;
        let locker = zbus::Proxy::new(&conn, name, path, name).await.expect("is there");
        let mut says = locker.receive_signal("ActiveChanged").await.expect("the bus runs");
        locker.call_method("Lock", &()).await.expect("is there");
        // It takes its time to draw the screen.
        timeout(PATIENCE, says.next()).await.expect("locks in time");
        let locked = Instant::now();
        until(&mut watch, |seen| seen.lock == Lock::Locked).await;
        assert!(locked.elapsed() < AWAY_WITHIN, "{:?}", locked.elapsed());
        kwin.kill().await.expect("runs");
        until(&mut watch, |seen| seen.lock == Lock::CannotTell).await;
    }
}

/// Never looks at what the compositor says.
struct Deaf;

struct Mouse {
    conn: Connection,
    input: OrgKdeKwinFakeInput,
}

impl Mouse {
    fn plug_in(runtime: &Runtime) -> Self {
        let socket = UnixStream::connect(runtime.socket(SOCKET)).expect("KWin listens");
        let conn = Connection::from_socket(socket).expect("is Wayland");
        let (globals, queue) = registry_queue_init::<Deaf>(&conn).expect("KWin answers");
        let input: OrgKdeKwinFakeInput = globals.bind(&queue.handle(), 1..=4, ()).expect("KWin has it");
        input.authenticate("test".into(), "test".into());
        Self { conn, input }
    }

    fn move_it(&mut self) {
        self.input.pointer_motion(5.0, 5.0);
        self.conn.flush().expect("KWin listens");
    }
}

impl Dispatch<WlRegistry, GlobalListContents> for Deaf {
    fn event(
        _: &mut Self,
        _: &WlRegistry,
        _: wl_registry::Event,
        _: &GlobalListContents,
        _: &Connection,
        _: &QueueHandle<Self>,
    ) {
    }
}

delegate_noop!(Deaf: OrgKdeKwinFakeInput);
