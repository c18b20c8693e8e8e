//! What the senses cost while nothing happens, beside a program that asks once a second.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::{self, DirEntry};
use std::time::Duration;

use ringlight_senses::Desktop;
use tokio::time::sleep;
use x11rb::protocol::screensaver::ConnectionExt;

use crate::support::login::Login;
use crate::support::saver::{Manner, Saver};
use crate::support::servers::{Bus, Xvfb, bare};
use crate::support::{sense, until};

const POLLER: &str = "poller";
/// Ten minutes, or what the environment says.
const LASTS: &str = "RINGLIGHT_REST_SECONDS";

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

#[tokio::test]
#[ignore = "takes twenty minutes"]
#[expect(clippy::print_stdout, reason = "a measurement is for reading")]
async fn costs_next_to_nothing() {
    let lasts = std::env::var(LASTS).ok().and_then(|seconds| seconds.parse().ok()).unwrap_or(600);
    let (server, bus) = (Xvfb::start().await, Bus::start().await);
    let _login = Login::start(&bus).await;
    let _saver =
        Saver::start(&bus, "org.gnome.ScreenSaver", "/org/gnome/ScreenSaver", false, Manner::Answers);
    let whole = Desktop {
        display: Some(server.display.clone()),
        session_bus: Some(bus.address.clone()),
        system_bus: Some(bus.address.clone()),
        ..bare()
    };
    for (desktop, name) in [(whole, "X11, session bus, logind"), (bare(), "nothing of it")] {
        let (mut watch, _set) = sense(desktop, Some(Duration::from_secs(3600)));
        until(&mut watch, |_| true).await;
        let display = server.display.clone();
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
