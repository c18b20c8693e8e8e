//! Real lockers: mate-screensaver, cinnamon-screensaver and xscreensaver by their own words, i3lock by way of xss-lock
//! and logind, and alone as xsecurelock and swaylock are: by their processes.

use futures_util::StreamExt;
use ringlight_senses::{Desktop, Input, Lock, Seen};
use rustix::process::{Pid, Signal, kill_process_group};
use tokio::io::AsyncReadExt;
use tokio::net::unix::pipe;
use tokio::process::{Child, Command};
use tokio::time::{Instant, timeout};
use zbus::Connection;
use zbus::fdo::DBusProxy;

use crate::peer::{AWAY_WITHIN, BACK_WITHIN, Runtime, THRESHOLD, perform, start};
use crate::support::late::within;
use crate::support::servers::{Bus, Xvfb, bare};
use crate::support::{PATIENCE, next, sense, trouble, until};
use crate::sway::{SOCKET, sway};

fn is(lock: Lock) -> impl Fn(&Seen) -> bool {
    move |seen| seen.lock == lock
}

#[tokio::test]
#[ignore = "needs mate-screensaver"]
async fn mate_screensaver_locks_dies_and_returns() {
    locks_dies_and_returns("mate-screensaver", &["--no-daemon"], true).await;
}

#[tokio::test]
#[ignore = "needs cinnamon-screensaver"]
async fn cinnamon_screensaver_locks_dies_and_returns() {
    // A second program of its own keeps the screen when it dies while locked, and its successor from locking.
    locks_dies_and_returns("cinnamon-screensaver", &[], false).await;
}

async fn locks_dies_and_returns(program: &str, arguments: &[&str], dies_locked: bool) {
    let (runtime, server, bus) = (Runtime::new(), Xvfb::start().await, Bus::start().await);
    let desktop =
        Desktop { display: Some(server.display.clone()), session_bus: Some(bus.address.clone()), ..bare() };
    let (mut watch, _set) = sense(desktop, None);
    assert_eq!(next(&mut watch).await.seen.lock, Lock::CannotTell);
    let command = |program: &str| {
        let mut command = runtime.command(program);
        command.env("DISPLAY", &server.display).env("DBUS_SESSION_BUS_ADDRESS", &bus.address);
        command
    };
    let wish = |wish: &'static str| {
        let mut command = command(&format!("{program}-command"));
        async move { perform(command.arg(wish)).await }
    };
    for _ in 0..2 {
        let mut saver = start(command(program).args(arguments));
        until(&mut watch, is(Lock::Unlocked)).await;
        for (says, lock, within) in
            [("--lock", Lock::Screensaver, AWAY_WITHIN), ("--deactivate", Lock::Unlocked, BACK_WITHIN)]
        {
            wish(says).await;
            let wished = Instant::now();
            until(&mut watch, is(lock)).await;
            assert!(wished.elapsed() < within, "{says} {:?}", wished.elapsed());
        }
        if dies_locked {
            wish("--lock").await;
            until(&mut watch, is(Lock::Screensaver)).await;
        }
        saver.kill().await.expect("runs");
        let alone = |seen: &Seen| is(Lock::CannotTell)(seen) && trouble(seen, "session-bus").is_some();
        until(&mut watch, alone).await;
    }
}

#[tokio::test]
#[ignore = "needs xscreensaver"]
async fn xscreensaver_blanks_dies_and_returns() {
    let (runtime, server) = (Runtime::new(), Xvfb::start().await);
    let (mut watch, _set) = sense(Desktop { display: Some(server.display.clone()), ..bare() }, None);
    assert_eq!(next(&mut watch).await.seen.lock, Lock::CannotTell);
    let command = |program| {
        let mut command = runtime.command_of_a_user(program);
        command.env("DISPLAY", &server.display);
        command
    };
    for _ in 0..2 {
        let mut saver = start(command("xscreensaver").arg("--no-splash"));
        until(&mut watch, is(Lock::Unlocked)).await;
        for (wish, lock, within) in
            [("-activate", Lock::Screensaver, AWAY_WITHIN), ("-deactivate", Lock::Unlocked, BACK_WITHIN)]
        {
            perform(command("xscreensaver-command").arg(wish)).await;
            let wished = Instant::now();
            until(&mut watch, is(lock)).await;
            assert!(wished.elapsed() < within, "{wish} {:?}", wished.elapsed());
        }
        perform(command("xscreensaver-command").arg("-lock")).await;
        until(&mut watch, is(Lock::Locked)).await;
        saver.kill().await.expect("runs");
        // The property stays, and says locked for ever.
        until(&mut watch, is(Lock::CannotTell)).await;
    }
}

#[tokio::test]
#[ignore = "needs i3lock"]
async fn i3lock_alone_is_seen_by_its_processes() {
    let (runtime, server) = (Runtime::new(), Xvfb::start().await);
    let mut command = runtime.command("i3lock");
    command.env("DISPLAY", &server.display);
    locks_while_it_runs(command, true, Signal::TERM).await;
}

#[tokio::test]
#[ignore = "needs xsecurelock"]
async fn xsecurelock_is_seen_by_its_processes() {
    let (runtime, server) = (Runtime::new(), Xvfb::start().await);
    let mut command = runtime.command("xsecurelock");
    command.env("DISPLAY", &server.display);
    locks_while_it_runs(command, false, Signal::TERM).await;
}

#[tokio::test]
#[ignore = "needs sway and swaylock"]
async fn swaylock_is_seen_by_its_processes() {
    let runtime = Runtime::new();
    let (mut ready, _set) = sense(runtime.wayland(SOCKET), Some(THRESHOLD));
    let _sway = sway(&runtime);
    until(&mut ready, |seen| seen.input == Input::Active).await;
    let mut command = runtime.command("swaylock");
    command.env("WAYLAND_DISPLAY", SOCKET);
    // It unlocks by this as by the password.
    locks_while_it_runs(command, false, Signal::USR1).await;
}

/// Locks by this command, which leaves it to another process if it forks, and unlocks by this signal.
async fn locks_while_it_runs(mut command: Command, forks: bool, end: Signal) {
    let (mut watch, _set) = sense(Desktop { programs: Desktop::here().programs, ..bare() }, None);
    assert_eq!(next(&mut watch).await.seen.lock, Lock::Unlocked);
    for _ in 0..2 {
        let started = Instant::now();
        let mut locker = start(command.process_group(0));
        let group = Pid::from_raw(locker.id().expect("runs") as i32).expect("is a process");
        until(&mut watch, is(Lock::Locked)).await;
        assert!(started.elapsed() < AWAY_WITHIN, "locked after {:?}", started.elapsed());
        if forks {
            assert!(locker.wait().await.expect("runs").success());
        }
        let ended = Instant::now();
        kill_process_group(group, end).expect("is ours");
        until(&mut watch, is(Lock::Unlocked)).await;
        assert!(ended.elapsed() < BACK_WITHIN, "unlocked after {:?}", ended.elapsed());
    }
}

#[tokio::test]
#[ignore = "needs xss-lock, i3lock and python3-dbusmock"]
async fn i3lock_is_seen_through_xss_lock_and_logind() {
    let (runtime, server, system) = (Runtime::new(), Xvfb::start().await, Bus::start().await);
    let (mut mock, conn) = mocked_logind(&runtime, &system).await;
    let desktop = Desktop {
        display: Some(server.display.clone()),
        system_bus: Some(system.address.clone()),
        session_id: Some("c1".into()),
        ..bare()
    };
    let (mut watch, _set) = sense(desktop, None);
    assert_eq!(next(&mut watch).await.seen.lock, Lock::Unlocked);
    let pid = runtime.path().join("pid");
    perform(runtime.command("mkfifo").arg(&pid)).await;
    let mut command = runtime.command("xss-lock");
    command.args(["--", "sh", "-c", &format!("echo $$ > {}; exec i3lock --nofork", pid.display())]);
    command.env("DISPLAY", &server.display).env("DBUS_SYSTEM_BUS_ADDRESS", &system.address);
    let _xss_lock = start(command.env("XDG_SESSION_ID", "c1"));

    let mut pids = pipe::OpenOptions::new().read_write(true).open_receiver(&pid).expect("was made");
    for _ in 0..2 {
        let i3lock = lock_when_it_listens(&conn, &mut pids).await;
        within(AWAY_WITHIN, until(&mut watch, is(Lock::Locked))).await;
        perform(runtime.command("kill").arg(i3lock.trim())).await;
        let unlocked = Instant::now();
        until(&mut watch, is(Lock::Unlocked)).await;
        assert!(unlocked.elapsed() < BACK_WITHIN, "{:?}", unlocked.elapsed());
    }

    mock.kill().await.expect("runs");
    until(&mut watch, is(Lock::CannotTell)).await;
    let _mock = mocked_logind(&runtime, &system).await;
    until(&mut watch, is(Lock::Unlocked)).await;
}

/// Asks again until xss-lock, which does not tell when it is ready, has heard it. Gives the number of its locker.
async fn lock_when_it_listens(conn: &Connection, pids: &mut pipe::Receiver) -> String {
    let session = "org.freedesktop.login1.Session";
    loop {
        conn.call_method(Some(LOGIN), SESSION, Some(session), "Lock", &()).await.expect("is mocked");
        let mut pid = [0; 16];
        if let Ok(read) = timeout(AWAY_WITHIN * 3, pids.read(&mut pid)).await {
            return String::from_utf8_lossy(&pid[..read.expect("is open")]).into_owned();
        }
    }
}

const LOGIN: &str = "org.freedesktop.login1";
const SESSION: &str = "/org/freedesktop/login1/session/c1";

/// python-dbusmock's logind with one session, and the two questions that its template does not know.
async fn mocked_logind(runtime: &Runtime, system: &Bus) -> (Child, Connection) {
    let conn = system.connect().await;
    let bus = DBusProxy::new(&conn).await.expect("the bus runs");
    let mut owners = bus.receive_name_owner_changed_with_args(&[(0, LOGIN)]).await.expect("the bus runs");
    let mut command = runtime.command("/usr/bin/python3");
    command.args(["-m", "dbusmock", "--system", "--template", "logind"]);
    let mock = start(command.env("DBUS_SYSTEM_BUS_ADDRESS", &system.address));
    timeout(PATIENCE, owners.next()).await.expect("python3-dbusmock starts");
    let manager = "org.freedesktop.login1.Manager";
    let code = format!("ret = dbus.ObjectPath('{SESSION}')");
    let session = ("c1", "seat0", 1000_u32, "tester", true);
    tell_mock(&conn, "AddSession", &session).await;
    tell_mock(&conn, "AddMethod", &(manager, "GetSession", "s", "o", &code)).await;
    tell_mock(&conn, "AddMethod", &(manager, "GetSessionByPID", "u", "o", &code)).await;
    (mock, conn)
}

async fn tell_mock<B: zbus::export::serde::Serialize + zbus::zvariant::DynamicType>(
    conn: &Connection,
    member: &str,
    body: &B,
) {
    let path = "/org/freedesktop/login1";
    let told = conn.call_method(Some(LOGIN), path, Some("org.freedesktop.DBus.Mock"), member, body).await;
    told.expect("python3-dbusmock knows it");
}
