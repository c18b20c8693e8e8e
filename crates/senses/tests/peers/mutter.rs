//! Mutter without a screen, as GNOME uses it. Input is made by `ResetIdletime`, which Mutter has for tests.

use std::time::Duration;

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

/// While a film plays, Mutter fires no watch.
#[tokio::test]
#[ignore = "needs mutter"]
async fn a_film_that_plays_before_the_threshold_does_not_hold_off_away() {
    let gnome = Gnome::start().await;
    let film = Film::start(&gnome).await;
    let mut watch = gnome.watch();
    let _mutter = gnome.mutter();
    until(&mut watch, |seen| seen.input == Input::Active).await;
    gnome.input().await;
    film.plays(true).await;
    for _ in 0..2 {
        goes_idle(&mut watch).await;
        comes_back(&mut watch, gnome.input()).await;
    }
    film.plays(false).await;
    goes_idle(&mut watch).await;
}

/// Mutter sets its counter back when a film ends, though nobody touched anything.
#[tokio::test]
#[ignore = "needs mutter"]
async fn the_end_of_a_film_is_not_a_return() {
    let gnome = Gnome::start().await;
    let film = Film::start(&gnome).await;
    let mut watch = gnome.watch();
    let _mutter = gnome.mutter();
    until(&mut watch, |seen| seen.input == Input::Active).await;
    goes_idle(&mut watch).await;
    for plays in [true, false] {
        let fell = film.plays(plays).await < THRESHOLD;
        assert_eq!(fell, !plays, "the trap that this test is about is not there");
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

/// What inhibits the session, as Mutter hears of it.
struct Film(Connection);

impl Film {
    const PATH: &str = "/org/gnome/SessionManager";

    async fn start(gnome: &Gnome) -> Self {
        let conn = gnome.session.connect().await;
        conn.object_server().at(Self::PATH, Inhibitions(0)).await.expect("is free");
        conn.request_name("org.gnome.SessionManager").await.expect("is free");
        Self(conn)
    }

    /// Begins or ends. Gives the counter after that: Mutter hears one after the other from one and the same sender.
    async fn plays(&self, plays: bool) -> Duration {
        let session =
            self.0.object_server().interface::<_, Inhibitions>(Self::PATH).await.expect("is served");
        session.get_mut().await.0 = if plays { IDLE } else { 0 };
        let said = session.get().await.inhibited_actions_changed(session.signal_emitter()).await;
        said.expect("the bus runs");
        let idle = self.0.call_method(Some(NAME), PATH, Some(NAME), "GetIdletime", &()).await;
        Duration::from_millis(idle.expect("Mutter answers").body().deserialize().expect("is a number"))
    }
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
