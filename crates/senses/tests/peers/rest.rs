//! What the senses cost while nothing happens, beside a program that asks once a second.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::{self, DirEntry};
use std::time::Duration;

use ringlight_senses::Desktop;
use ringlight_senses::engaged::{Engaged, Sense, Wishes};
use tempfile::TempDir;
use tokio::time::sleep;
use x11rb::protocol::screensaver::ConnectionExt;

use crate::support::engaged::{Owner, relies};
use crate::support::inhibitors::{Gnome, Kde};
use crate::support::login::Login;
use crate::support::notifications::Swaync;
use crate::support::saver::{Manner, Saver};
use crate::support::servers::{Bus, Xvfb, bare};
use crate::support::sound::Sound;
use crate::support::{sense, until};

const POLLER: &str = "poller";
/// Ten minutes, or what the environment says.
const LASTS: &str = "RINGLIGHT_REST_SECONDS";
/// Pauses between two tries grow quickly.
const SETTLES: Duration = Duration::from_secs(6);

/// What a thread has cost so far.
#[derive(Clone, Copy, Debug, Default)]
struct Cost {
    wakeups: u64,
    /// Nanoseconds.
    cpu: u64,
}

/// The cost of each thread of this process: the poller's, or all others.
fn costs(poller: bool) -> BTreeMap<OsString, Cost> {
    let tasks = fs::read_dir("/proc/self/task").expect("is Linux").flatten();
    let cost = |task: DirEntry| {
        let read = |file: &str| fs::read_to_string(task.path().join(file)).ok();
        let is_poller = read("comm")?.trim() == POLLER;
        let wakeups = read("status")?
            .lines()
            .find_map(|line| line.strip_prefix("voluntary_ctxt_switches:")?.trim().parse().ok())?;
        let cpu = read("schedstat")?.split(' ').next()?.parse().ok()?;
        (is_poller == poller).then_some((task.file_name(), Cost { wakeups, cpu }))
    };
    tasks.filter_map(cost).collect()
}

/// What the threads that live now have cost since.
fn since(before: &BTreeMap<OsString, Cost>, now: &BTreeMap<OsString, Cost>) -> Cost {
    now.iter().fold(Cost::default(), |sum, (thread, cost)| {
        let old = before.get(thread).copied().unwrap_or_default();
        Cost { wakeups: sum.wakeups + cost.wakeups - old.wakeups, cpu: sum.cpu + cost.cpu - old.cpu }
    })
}

/// All that the senses listen to.
struct Peers {
    server: Xvfb,
    bus: Bus,
    sound: Sound,
    devices: TempDir,
    programs: TempDir,
    _login: Login,
    _saver: Saver,
    _inhibitors: (Gnome, Kde),
    _notifications: Swaync,
}

impl Peers {
    async fn start() -> Self {
        let (server, bus) = (Xvfb::start().await, Bus::start().await);
        let with = |file| {
            let directory = tempfile::tempdir().expect("has room");
            fs::write(directory.path().join(file), "").expect("has room");
            directory
        };
        let mut sound = Sound::new();
        sound.start_pulseaudio();
        let (name, path) = ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver");
        Self {
            _login: Login::start(&bus).await,
            _saver: Saver::start(&bus, name, path, false, Manner::Answers).await,
            _inhibitors: (Gnome::start(&bus).await, Kde::start(&bus).await),
            _notifications: Swaync::start(&bus).await,
            server,
            bus,
            sound,
            devices: with("video0"),
            programs: with("i3lock"),
        }
    }

    fn desktop(&self) -> Desktop {
        Desktop {
            display: Some(self.server.display.clone()),
            session_bus: Some(self.bus.address.clone()),
            system_bus: Some(self.bus.address.clone()),
            // Not this computer's own, which others may start meanwhile.
            programs: vec![self.programs.path().to_owned()],
            sound_server: Some(self.sound.socket()),
            devices: Some(self.devices.path().to_owned()),
            ..bare()
        }
    }
}

fn all() -> Wishes {
    Wishes { microphone: true, camera: true, presenting: true, desktop_dnd: true, ..Wishes::default() }
}

#[tokio::test]
#[ignore = "takes twenty minutes"]
#[expect(clippy::print_stdout, reason = "a measurement is for reading")]
async fn costs_next_to_nothing() {
    let lasts = std::env::var(LASTS).ok().and_then(|seconds| seconds.parse().ok()).unwrap_or(600);
    let peers = Peers::start().await;
    for (desktop, name) in [(peers.desktop(), "everything there"), (bare(), "nothing of it")] {
        let (mut watch, _set) = sense(desktop.clone(), Some(Duration::from_secs(3600)));
        until(&mut watch, |_| true).await;
        let mut owner = Owner::wishing(all(), desktop);
        let tried = |seen: &Engaged, of| seen.mechanisms.iter().any(|mechanism| mechanism.sense == of);
        let seen = owner.until(|seen| Sense::ALL.iter().all(|sense| tried(seen, *sense))).await;
        let works = Sense::ALL.iter().filter(|sense| relies(&seen, **sense)).count();
        println!("{name}: {works} of {} engaged senses work", Sense::ALL.len());
        // What was just tried in vain is tried a few times more.
        sleep(SETTLES).await;
        let display = peers.server.display.clone();
        let poller = std::thread::Builder::new().name(POLLER.into());
        let (stop, stopped) = std::sync::mpsc::channel::<()>();
        let poller = poller.spawn(move || ask_every_second(&display, &stopped)).expect("can be started");
        let before = [costs(false), costs(true)];
        sleep(Duration::from_secs(lasts)).await;
        let (senses, asking) = (since(&before[0], &costs(false)), since(&before[1], &costs(true)));
        drop(stop);
        poller.join().expect("did not panic");
        println!("{name}, {lasts} s: senses {senses:?}, one that asks every second {asking:?}");
        assert!(senses.wakeups <= lasts / 60, "{senses:?}");
        assert!(senses.cpu < lasts * 500_000, "{senses:?}");
        assert!(asking.wakeups >= lasts - 2, "{asking:?}");
    }
}

/// As others in the field do.
fn ask_every_second(display: &str, stopped: &std::sync::mpsc::Receiver<()>) {
    let (conn, screen) = x11rb::connect(Some(display)).expect("the server runs");
    let root = x11rb::connection::Connection::setup(&conn).roots[screen].root;
    while stopped.recv_timeout(Duration::from_secs(1)) == Err(std::sync::mpsc::RecvTimeoutError::Timeout) {
        conn.screensaver_query_info(root).expect("sent").reply().expect("is answered");
    }
}
