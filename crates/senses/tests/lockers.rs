//! Lockers that tell nobody that they lock. Copies of the shell under their names stand in for them.
#![cfg(target_os = "linux")]

mod support;

use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::thread::{self, JoinHandle};

use ringlight_senses::{Activity, Desktop, Lock, Moment, Seen, Watch};
use rustix::process::{Pid, Signal, getuid, kill_process};
use support::login::Login;
use support::servers::{Bus, bare};
use support::{next, sense, trouble, until};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, Command};

/// A computer that has these programs and these processes, whatever else runs on this one.
struct Computer {
    programs: TempDir,
    processes: TempDir,
}

impl Computer {
    fn new() -> Self {
        let dir = || tempfile::tempdir().expect("has room");
        Self { programs: dir(), processes: dir() }
    }

    async fn with(name: &str) -> Self {
        let computer = Self::new();
        computer.install(name).await;
        computer
    }

    fn path(&self, name: &str) -> PathBuf {
        self.programs.path().join(name)
    }

    /// Puts a shell there under this name, at once as package managers do.
    async fn install(&self, name: &str) {
        self.make(name, "cp \"$(command -v sh)\" new").await;
    }

    /// Whatever has a file open for writing must have ended before it can be run, as a program of its own has.
    async fn make(&self, name: &str, new: &str) {
        let script = format!("{new} && chmod +x new && mv new {name}");
        let made = Command::new("sh").args(["-c", &script]).current_dir(self.programs.path()).status().await;
        assert!(made.expect("is installed").success(), "{script}");
    }

    fn desktop(&self) -> Desktop {
        let programs = vec!["/nonexistent/bin".into(), self.programs.path().to_owned()];
        Desktop { programs, processes: Some(self.processes.path().to_owned()), ..bare() }
    }

    fn watch(&self) -> Watch {
        sense(self.desktop(), None).0
    }

    /// Runs it until it is killed.
    async fn start(&self, name: &str) -> Child {
        self.run(name, "read _").await
    }

    /// Runs it with a script; its process is on the computer before it has its name.
    async fn run(&self, name: &str, script: &str) -> Child {
        let mut process = Command::new("sh")
            .args(["-c", "read _ && exec \"$0\" -c \"$1\""])
            .args([self.path(name).as_os_str(), script.as_ref()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("is installed");
        self.show(process.id().expect("runs"));
        process.stdin.as_mut().expect("is piped").write_all(b"\n").await.expect("is read");
        process
    }

    fn show(&self, process: u32) {
        let process = process.to_string();
        let place = self.processes.path().join(&process);
        symlink(Path::new("/proc").join(process), place).expect("is new");
    }
}

fn is(lock: Lock) -> impl Fn(&Seen) -> bool {
    move |seen| seen.lock == lock
}

/// Awaits the unlock by its end, and not before.
async fn unlocks_with(watch: &mut Watch, locker: &mut Child) {
    let killed = Moment::now();
    locker.kill().await.expect("runs");
    let seen = until(watch, is(Lock::Unlocked)).await.seen;
    assert!(seen.since >= killed, "unlocked before the locker ended");
}

/// The first line that it writes.
async fn says(locker: &mut Child) -> String {
    let mut line = String::new();
    let output = locker.stdout.take().expect("is piped");
    BufReader::new(output).read_line(&mut line).await.expect("speaks");
    line
}

/// What a program that is started now sees.
async fn at_first(desktop: Desktop) -> Lock {
    next(&mut sense(desktop, None).0).await.seen.lock
}

#[tokio::test]
async fn a_locker_locks_for_as_long_as_it_runs() {
    let computer = Computer::with("i3lock").await;
    let mut watch = computer.watch();
    assert_eq!(next(&mut watch).await.seen.lock, Lock::Unlocked);
    for _ in 0..2 {
        let mut locker = computer.start("i3lock").await;
        let seen = until(&mut watch, is(Lock::Locked)).await.seen;
        assert_eq!(seen.activity, Activity::Locked);
        assert_eq!(at_first(computer.desktop()).await, Lock::Locked, "not seen by who comes later");
        unlocks_with(&mut watch, &mut locker).await;
    }
}

#[tokio::test]
async fn a_locker_that_forks_locks_until_its_last_process_has_ended() {
    let computer = Computer::with("swaylock").await;
    let mut watch = computer.watch();
    let mut first = computer.run("swaylock", "exec 3<&0; (read _ <&3) & echo $!; read _").await;
    let input = first.stdin.take().expect("is piped");
    computer.show(says(&mut first).await.trim().parse().expect("is a number"));
    until(&mut watch, is(Lock::Locked)).await;

    first.kill().await.expect("runs");
    assert_eq!(at_first(computer.desktop()).await, Lock::Locked);
    let ends = Moment::now();
    drop(input);
    assert!(until(&mut watch, is(Lock::Unlocked)).await.seen.since >= ends, "unlocked with the first");
}

#[tokio::test]
async fn a_locker_that_is_upgraded_while_it_runs_goes_on_and_so_does_the_next() {
    let computer = Computer::with("gtklock").await;
    let mut watch = computer.watch();
    for _ in 0..2 {
        let mut old = computer.start("gtklock").await;
        until(&mut watch, is(Lock::Locked)).await;
        computer.install("gtklock").await;
        assert_eq!(at_first(computer.desktop()).await, Lock::Locked);
        unlocks_with(&mut watch, &mut old).await;
    }
}

#[tokio::test]
async fn without_a_locker_it_cannot_tell_until_one_is_installed() {
    let computer = Computer::with("sleeplock").await;
    let mut watch = computer.watch();
    let nothing = |seen: &Seen| {
        is(Lock::CannotTell)(seen) && trouble(seen, "lockers").is_some_and(|why| why.contains("installed"))
    };
    assert!(nothing(&next(&mut watch).await.seen));
    for name in ["hyprlock", "waylock"] {
        computer.install(name).await;
        until(&mut watch, is(Lock::Unlocked)).await;
        let mut locker = computer.start(name).await;
        until(&mut watch, is(Lock::Locked)).await;
        fs::remove_file(computer.path(name)).expect("is ours");
        locker.kill().await.expect("runs");
        until(&mut watch, nothing).await;
    }
}

#[tokio::test]
async fn one_of_two_is_enough_and_short_runs_leave_nothing_behind() {
    let computer = Computer::with("slock").await;
    computer.install("xlock").await;
    let mut watch = computer.watch();
    let (mut one, mut other) = (computer.start("slock").await, computer.start("xlock").await);
    until(&mut watch, is(Lock::Locked)).await;
    for _ in 0..5 {
        let mut version = computer.run("xlock", "echo 1").await;
        assert!(version.wait().await.expect("runs").success());
        drop(File::open(computer.path("slock")).expect("is there"));
    }
    one.kill().await.expect("runs");
    assert_eq!(at_first(computer.desktop()).await, Lock::Locked);
    unlocks_with(&mut watch, &mut other).await;
}

#[tokio::test]
async fn a_wrapper_whose_file_is_closed_long_before_locks_until_the_end() {
    let (computer, hidden) = (Computer::new(), Computer::with("xsecurelock").await);
    let wrapped = hidden.path("xsecurelock");
    let wrapper = format!("printf '#!/bin/sh\nexec {} -c \"echo; read _\"\n' > new", wrapped.display());
    computer.make("xsecurelock", &wrapper).await;
    let mut locker = computer.start("xsecurelock").await;
    says(&mut locker).await;
    let mut watch = computer.watch();
    assert_eq!(next(&mut watch).await.seen.lock, Lock::Locked);
    unlocks_with(&mut watch, &mut locker).await;
}

#[tokio::test]
async fn one_that_nobody_has_buried_has_ended() {
    let computer = Computer::with("physlock").await;
    let mut watch = computer.watch();
    let locker = computer.run("physlock", "read _").await;
    until(&mut watch, is(Lock::Locked)).await;
    let process = Pid::from_raw(locker.id().expect("runs") as i32).expect("is a process");
    kill_process(process, Signal::KILL).expect("is ours");
    until(&mut watch, is(Lock::Unlocked)).await;
    assert!(locker.id().is_some(), "was buried");
}

/// What is told of a process below `/proc`.
fn describe(process: &Path, name: &str, state: &str, real: u32, login: u32) {
    let write = |file: &str, text: String| fs::write(process.join(file), text).expect("has room");
    write("comm", format!("{name}\n"));
    write("status", format!("Name:\t{name}\nState:\t{state}\nUid:\t{real}\t0\t0\t0\n"));
    write("loginuid", login.to_string());
}

#[tokio::test]
async fn only_a_running_locker_of_this_user_counts() {
    let computer = Computer::with("slock").await;
    let (us, other, nobody, unset) = (getuid().as_raw(), 4_200_001, 65_534, u32::MAX);
    let process = computer.processes.path().join(std::process::id().to_string());
    fs::create_dir(&process).expect("has room");
    for (name, state, real, login, lock) in [
        ("slock", "S (sleeping)", us, unset, Lock::Locked),
        ("slock", "R (running)", nobody, us, Lock::Locked),
        ("slock", "R (running)", other, us, Lock::Unlocked),
        ("slock", "S (sleeping)", nobody, unset, Lock::Unlocked),
        ("slock", "S (sleeping)", other, unset, Lock::Unlocked),
        ("slock", "S (sleeping)", other, other, Lock::Unlocked),
        ("slock", "Z (zombie)", us, us, Lock::Unlocked),
        ("sleep", "S (sleeping)", us, us, Lock::Unlocked),
    ] {
        describe(&process, name, state, real, login);
        assert_eq!(at_first(computer.desktop()).await, lock, "{name} {state} {real} {login}");
    }
}

#[tokio::test]
async fn one_on_another_display_of_this_user_does_not_count() {
    let computer = Computer::with("i3lock").await;
    let process = computer.processes.path().join(std::process::id().to_string());
    fs::create_dir(&process).expect("has room");
    describe(&process, "i3lock", "S (sleeping)", getuid().as_raw(), u32::MAX);
    let wayland_socket = Some(computer.programs.path().join("wayland-1"));
    let x11 = Desktop { display: Some(":7".into()), ..computer.desktop() };
    let both = Desktop { wayland: true, wayland_socket, ..x11.clone() };
    for (desktop, environment, lock) in [
        (&x11, vec!["DISPLAY=:7"], Lock::Locked),
        (&x11, vec!["DISPLAY=:7.0"], Lock::Locked),
        (&x11, vec!["DISPLAY=unix:7"], Lock::Locked),
        (&x11, vec!["DISPLAY=:70"], Lock::Unlocked),
        (&x11, vec!["DISPLAY=localhost:10.0"], Lock::Unlocked),
        (&x11, vec!["LANG=C"], Lock::Locked),
        (&both, vec!["WAYLAND_DISPLAY=wayland-1", "DISPLAY=:8"], Lock::Locked),
        (&both, vec!["WAYLAND_DISPLAY=/run/user/4/wayland-1"], Lock::Locked),
        (&both, vec!["DISPLAY=:7"], Lock::Locked),
        (&both, vec!["WAYLAND_DISPLAY=wayland-2", "DISPLAY=:8"], Lock::Unlocked),
        (&x11, vec!["WAYLAND_DISPLAY=wayland-2"], Lock::Locked),
        (&computer.desktop(), vec!["DISPLAY=:8"], Lock::Locked),
    ] {
        fs::write(process.join("environ"), environment.join("\0") + "\0").expect("has room");
        assert_eq!(at_first(desktop.clone()).await, lock, "{environment:?}");
    }
}

#[tokio::test]
async fn one_that_is_there_and_cannot_be_watched_is_not_called_missing() {
    let computer = Computer::new();
    // Nobody can follow it, not even who may do everything.
    symlink("slock", computer.path("slock")).expect("is new");
    let seen = next(&mut computer.watch()).await.seen;
    assert!(trouble(&seen, "lockers").is_some_and(|why| why.contains("slock cannot be watched")), "{seen:?}");
}

#[tokio::test]
async fn one_behind_a_link_is_followed_when_it_is_replaced() {
    let (computer, hidden) = (Computer::new(), Computer::with("xlock").await);
    symlink(hidden.path("xlock"), computer.path("xlock")).expect("is new");
    let mut watch = computer.watch();
    assert_eq!(next(&mut watch).await.seen.lock, Lock::Unlocked);
    for _ in 0..2 {
        hidden.install("xlock").await;
        let mut locker = computer.start("xlock").await;
        until(&mut watch, is(Lock::Locked)).await;
        unlocks_with(&mut watch, &mut locker).await;
    }
}

#[tokio::test]
async fn directories_that_come_later_are_watched_after_the_next_sleep() {
    let (bus, computer) = (Bus::start().await, Computer::new());
    let login = Login::start(&bus).await;
    let later = Computer::new();
    let place = later.programs.path().to_owned();
    fs::remove_dir(&place).expect("is empty");
    let programs = vec![computer.programs.path().to_owned(), place.clone()];
    let system_bus = Some(bus.address.clone());
    let (mut watch, _set) = sense(Desktop { programs, system_bus, ..computer.desktop() }, None);
    assert!(trouble(&next(&mut watch).await.seen, "lockers").is_some());
    fs::create_dir(&place).expect("is ours");
    later.install("swaylock").await;
    login.announce("PrepareForSleep", true).await;
    until(&mut watch, |seen| seen.asleep).await;
    login.announce("PrepareForSleep", false).await;
    let woken = until(&mut watch, |seen| !seen.asleep).await.seen;
    assert_eq!(trouble(&woken, "lockers"), None);
}

/// Tells the first looks at a process these names, one after the other, and those that follow the last.
fn rename<const N: usize>(process: &Path, names: [&'static str; N]) -> JoinHandle<()> {
    let (comm, next) = (process.join("comm"), process.join("next"));
    let (at, from) = (comm.clone(), next.clone());
    let place_pipe = move || {
        assert!(std::process::Command::new("mkfifo").arg(&from).status().expect("is installed").success());
        fs::rename(&from, &at).expect("is ours");
    };
    place_pipe();
    thread::spawn(move || {
        for (place, name) in names.iter().enumerate() {
            let mut look = File::options().write(true).open(&comm).expect("is looked at");
            // Before this look is over, so that it does not read on.
            if place + 1 < N {
                place_pipe();
            } else {
                fs::write(&next, name).expect("has room");
                fs::rename(&next, &comm).expect("is ours");
            }
            look.write_all(name.as_bytes()).expect("is looked at");
        }
    })
}

#[tokio::test]
async fn one_that_a_busy_disk_starts_late_is_looked_for_again() {
    let computer = Computer::with("slock").await;
    let process = computer.processes.path().join(std::process::id().to_string());
    fs::create_dir(&process).expect("has room");
    describe(&process, "sh", "D (disk sleep)", getuid().as_raw(), u32::MAX);
    // One look by itself and one that is asked for at the start, one after the announcement, and the one that counts.
    let looks = rename(&process, ["sh", "sh", "sh", "slock"]);
    let mut watch = computer.watch();
    assert_eq!(next(&mut watch).await.seen.lock, Lock::Unlocked);
    drop(File::open(computer.path("slock")).expect("is there"));
    until(&mut watch, is(Lock::Locked)).await;
    looks.join().expect("did not panic");
}

#[tokio::test]
async fn where_other_programs_cannot_be_seen_it_says_so() {
    let computer = Computer::with("i3lock").await;
    let _locker = computer.start("i3lock").await;
    let absent = Desktop { programs: vec!["/nonexistent/bin".into()], ..computer.desktop() };
    for desktop in [Desktop { sandboxed: true, ..computer.desktop() }, absent, bare()] {
        let (mut watch, _set) = sense(desktop, None);
        let seen = next(&mut watch).await.seen;
        assert_eq!(seen.lock, Lock::CannotTell);
        assert!(trouble(&seen, "lockers").is_some(), "{seen:?}");
    }
}
