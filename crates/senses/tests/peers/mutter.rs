//! Mutter without a screen, as GNOME uses it. Input is made by `ResetIdletime`, which Mutter has for tests.

use ringlight_senses::{Activity, Desktop, Input, Lock, Watch};
use tokio::process::Child;
use zbus::Connection;

use crate::peer::{Runtime, THRESHOLD, comes_back, goes_idle, start};
use crate::support::login::Login;
use crate::support::saver::{Manner, Saver};
use crate::support::servers::Bus;
use crate::support::{next, sense, until};

const NAME: &str = "org.gnome.Mutter.IdleMonitor";
const PATH: &str = "/org/gnome/Mutter/IdleMonitor/Core";
/// `GSM_INHIBITOR_FLAG_IDLE`.
const IDLE: u32 = 8;

struct Gnome {
    runtime: Runtime,
    session: Bus,
    system: Bus,
    _login: Login,
    conn: Connection,
}

impl Gnome {
    async fn start() -> Self {
        let (session, system) = (Bus::start().await, Bus::start().await);
        let (login, conn) = (Login::start(&system).await, session.connect().await);
        Self { runtime: Runtime::new(), session, system, _login: login, conn }
    }

    fn mutter(&self) -> Child {
        let mut command = self.runtime.command("mutter");
        command
            .args(["--headless", "--virtual-monitor", "800x600", "--wayland", "--no-x11"])
            .args(["--wayland-display", "wayland-9"])
            .env("DBUS_SESSION_BUS_ADDRESS", &self.session.address)
            .env("DBUS_SYSTEM_BUS_ADDRESS", &self.system.address)
            .env("MUTTER_DEBUG_RESET_IDLETIME", "1");
        start(&mut command)
    }

    fn watch(&self) -> Watch {
        let desktop =
            Desktop { session_bus: Some(self.session.address.clone()), ..self.runtime.wayland("wayland-9") };
        let (watch, set) = sense(desktop, Some(THRESHOLD));
        // The threshold stays for the whole test.
        std::mem::forget(set);
        watch
    }

    async fn call(&self, member: &str) -> zbus::Message {
        self.conn.call_method(Some(NAME), PATH, Some(NAME), member, &()).await.expect("Mutter answers")
    }

    async fn input(&self) {
        self.call("ResetIdletime").await;
    }
}

#[tokio::test]
#[ignore = "needs mutter"]
async fn goes_idle_and_comes_back_and_survives_mutter() {
    let gnome = Gnome::start().await;
    let mut watch = gnome.watch();
    assert_eq!(next(&mut watch).await.seen.input, Input::CannotTell);
    for _ in 0..2 {
        let mut mutter = gnome.mutter();
        until(&mut watch, |seen| seen.input == Input::Active).await;
        for _ in 0..2 {
            goes_idle(&mut watch).await;
            comes_back(&mut watch, gnome.input()).await;
        }
        mutter.kill().await.expect("runs");
        until(&mut watch, |seen| seen.input == Input::CannotTell).await;
    }
}

/// Mutter sets its counter back when a film ends, though nobody touched anything.
#[tokio::test]
#[ignore = "needs mutter"]
async fn the_end_of_a_film_is_not_a_return() {
    let gnome = Gnome::start().await;
    let session = gnome.session.connect().await;
    let path = "/org/gnome/SessionManager";
    session.object_server().at(path, Inhibitions(0)).await.expect("is free");
    session.request_name("org.gnome.SessionManager").await.expect("is free");
    let inhibitions = session.object_server().interface::<_, Inhibitions>(path).await.expect("is served");
    let mut watch = gnome.watch();
    let _mutter = gnome.mutter();
    until(&mut watch, |seen| seen.input == Input::Active).await;
    goes_idle(&mut watch).await;
    for actions in [IDLE, 0] {
        inhibitions.get_mut().await.0 = actions;
        let emitter = inhibitions.signal_emitter();
        inhibitions.get().await.inhibited_actions_changed(emitter).await.expect("the bus runs");
        // Mutter hears one after the other from one and the same sender.
        let idle_ms = session.call_method(Some(NAME), PATH, Some(NAME), "GetIdletime", &()).await;
        let idle_ms: u64 = idle_ms.expect("Mutter answers").body().deserialize().expect("is a number");
        let fell = u128::from(idle_ms) < THRESHOLD.as_millis();
        assert_eq!(fell, actions == 0, "{idle_ms} ms: the trap that this test is about is not there");
    }
    let saver = Saver::start(
        &gnome.session,
        "org.gnome.ScreenSaver",
        "/org/gnome/ScreenSaver",
        true,
        Manner::Answers,
    );
    let _saver = saver.await;
    let locked = until(&mut watch, |seen| {
        assert!(matches!(seen.input, Input::Idle { .. }), "came back: {seen:?}");
        seen.lock == Lock::Screensaver
    });
    assert_eq!(locked.await.seen.activity, Activity::Locked);
    gnome.input().await;
    until(&mut watch, |seen| seen.input == Input::Active).await;
}

/// The part of GNOME's session manager that Mutter listens to.
struct Inhibitions(u32);

#[zbus::interface(name = "org.gnome.SessionManager")]
impl Inhibitions {
    #[zbus(property)]
    fn inhibited_actions(&self) -> u32 {
        self.0
    }
}
