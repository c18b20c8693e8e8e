//! Lockers that tell nobody that they lock, as swaylock and i3lock: while one of them runs, the screen is locked.
//!
//! The kernel announces that a locker's file is opened, as it is when the locker is started, and that its process has
//! ended. Backups and package managers open such files too, so an announcement is only a reason to look for a process
//! that has a locker's name and belongs to this user. It counts from its start, a moment before the screen is covered; a
//! run for its version or its help has mostly ended by the first look, and otherwise counts until it has.
//!
//! A wrong "unlocked" comes from a locker with another name (one that is a part of the desktop's shell), and one that this
//! user may not read; a wrong "locked" from the same user's locker in another session, if it hides its environment as one
//! that begins with the rights of root does: otherwise that tells on which display it locks.

use std::convert::Infallible;
use std::ffi::{OsStr, OsString};
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{fs, io};

use futures_util::future::select_all;
use rustix::io::Errno;
use rustix::process::{Pid, PidfdFlags, getuid, pidfd_open};
use tokio::io::unix::AsyncFd;
use tokio::task::spawn_blocking;
use tokio::time::{Instant, sleep_until};

use super::Desktop;
use super::descriptor::readable;
use super::opens::Opens;
use super::proc::numbers;
use crate::mechanism::{Mechanism, Post, Stopped};
use crate::signal::{Sense, Signal, Source};

const SOURCE: Source = Source::new("lockers");
const PROCESSES: &str = "/proc";
/// Their programs. As names of processes are cut after fifteen bytes, none is longer.
const LOCKERS: [&str; 11] = [
    "swaylock",
    "swaylock-plugin",
    "hyprlock",
    "gtklock",
    "waylock",
    "i3lock",
    "slock",
    "xsecurelock",
    "xtrlock",
    "physlock",
    "xlock",
];
/// A program is announced when its file is opened, and has its name when that was read: on a busy disk, this late.
const READ_WITHIN: Duration = Duration::from_secs(1);

pub(super) struct Lockers {
    programs: Vec<PathBuf>,
    processes: PathBuf,
    screens: Screens,
}

impl Lockers {
    /// `programs` are the directories they may be started from, none where other programs cannot be seen; `processes` is the
    /// directory with the processes, `None` = `/proc`.
    pub(super) fn new(programs: Vec<PathBuf>, processes: Option<PathBuf>, screens: Screens) -> Self {
        Self { programs, processes: processes.unwrap_or_else(|| PROCESSES.into()), screens }
    }

    /// Watches what there is now, beside what was watched before.
    async fn watch(&self, before: Option<Opens>) -> Result<Opens, Stopped> {
        if self.programs.is_empty() {
            return Err(Stopped::Unsupported("other programs cannot be seen from here".into()));
        }
        let programs = self.programs.clone();
        let watched = spawn_blocking(|| match before {
            Some(lockers) => lockers.watch_again(programs),
            None => Opens::watch(programs, is_locker),
        });
        let watched = watched.await;
        watched.map_err(|_| Stopped::Dismissed)?.map_err(lost)
    }

    async fn look(&self) -> Result<Running, Stopped> {
        let (processes, screens) = (self.processes.clone(), self.screens.clone());
        let running = spawn_blocking(move || running(&processes, &screens)).await;
        running.map_err(|_| Stopped::Dismissed)?.map_err(lost)
    }
}

impl Mechanism for Lockers {
    const SENSES: &'static [(Sense, Source)] = &[(Sense::Lock, SOURCE)];

    async fn run(&mut self, post: &mut Post) -> Result<Infallible, Stopped> {
        let mut lockers = self.watch(None).await?;
        let (mut again, mut asked) = (None, None);
        loop {
            let running = if lockers.any() { self.look().await? } else { Running::default() };
            tell(&lockers, running.any(), post).await?;
            drop(asked.take());
            tokio::select! {
                changed = lockers.changed() => {
                    changed.map_err(lost)?;
                    again = Some(Instant::now() + READ_WITHIN);
                }
                () = sleep_until(again.unwrap_or_else(Instant::now)), if again.is_some() && !running.any() => {
                    again = None;
                }
                () = running.one_ends(), if running.any() => {}
                reread = post.asked() => {
                    asked = Some(reread?);
                    // Directories may have come, and links may lead elsewhere.
                    lockers = self.watch(Some(lockers)).await?;
                }
            }
        }
    }
}

async fn tell(lockers: &Opens, locked: bool, post: &Post) -> Result<(), Stopped> {
    let (sense, source) = (Sense::Lock, SOURCE);
    if !lockers.any() {
        let why = match lockers.trouble() {
            Some((locker, error)) => format!("{} cannot be watched: {error}", locker.display()),
            None => format!("none of these is installed: {}", LOCKERS.join(", ")),
        };
        return post.tell(Signal::CannotTell { sense, source, why }).await;
    }
    post.tell(Signal::Using { sense, source }).await?;
    post.tell(Signal::Locked { source, locked }).await
}

fn lost(error: io::Error) -> Stopped {
    Stopped::Lost(format!("cannot watch the lockers: {error}"))
}

fn is_locker(name: &OsStr) -> bool {
    LOCKERS.iter().any(|locker| name == *locker)
}

/// The lockers of this user that run, each by a descriptor that can be read once it has ended
/// ([pidfd_open(2)](https://man7.org/linux/man-pages/man2/pidfd_open.2.html)): its file may end earlier, if it is a script
/// or was only the first of several to be executed.
#[derive(Default)]
struct Running(Vec<AsyncFd<OwnedFd>>);

impl Running {
    fn any(&self) -> bool {
        !self.0.is_empty()
    }

    /// Ends when one of them does. There must be one.
    async fn one_ends(&self) {
        let _ = select_all(self.0.iter().map(|process| Box::pin(process.readable()))).await;
    }
}

fn running(processes: &Path, screens: &Screens) -> io::Result<Running> {
    let lockers = numbers(processes).filter(|process| locks(&processes.join(process.to_string()), screens));
    lockers.filter_map(|process| follow(process).transpose()).collect::<io::Result<_>>().map(Running)
}

/// Whether a process has a locker's name, belongs to this user, locks no other display, and has not ended.
///
/// Some lockers begin with the rights of root: the links below `/proc` do not lead to their files, but their real user is
/// who started them. slock then becomes nobody, which leaves the user who
/// [logged in](https://man7.org/linux/man-pages/man8/pam_loginuid.8.html).
fn locks(process: &Path, screens: &Screens) -> bool {
    let read = |file| fs::read_to_string(process.join(file)).unwrap_or_default();
    if !is_locker(OsStr::new(read("comm").trim_end())) {
        return false;
    }
    let status = read("status");
    let first = |key| status.lines().find_map(|line| line.strip_prefix(key)?.split_whitespace().next());
    let user = getuid().as_raw().to_string();
    let real = first("Uid:");
    let ours = real == Some(&user) || real.is_some_and(is_nobody) && read("loginuid") == user;
    let ended = first("State:").is_none_or(|state| matches!(state, "Z" | "X"));
    let environment = fs::read(process.join("environ")).unwrap_or_default();
    ours && !ended && !screens.are_elsewhere_for(&String::from_utf8_lossy(&environment))
}

/// Whether nobody logs in as this user: one of the system's own, or `nobody`.
fn is_nobody(user: &str) -> bool {
    user.parse().is_ok_and(|user: u32| user < 1_000 || user == 65_534)
}

/// The displays of this session.
#[derive(Clone)]
pub(super) struct Screens {
    x11: Option<String>,
    /// The name of the compositor's socket.
    wayland: Option<OsString>,
}

impl Screens {
    pub(super) fn of(desktop: &Desktop) -> Self {
        let socket = desktop.wayland_socket.as_deref().and_then(Path::file_name);
        Self { x11: desktop.display.clone(), wayland: socket.map(OsStr::to_owned) }
    }

    /// Whether a program with this environment names displays, and none of this session.
    fn are_elsewhere_for(&self, environment: &str) -> bool {
        let entry =
            |name| environment.split('\0').find_map(|entry| entry.strip_prefix(name)?.strip_prefix('='));
        let x11 = self.x11.as_deref().zip(entry("DISPLAY")).map(|(ours, its)| server(ours) == server(its));
        let wayland = self.wayland.as_deref().zip(entry("WAYLAND_DISPLAY"));
        let wayland = wayland.map(|(ours, its)| Path::new(its).file_name() == Some(ours));
        let named = [x11, wayland];
        named.contains(&Some(false)) && !named.contains(&Some(true))
    }
}

/// The number of an X server: it is named in several ways, as `:0`, `unix:0` and by the computer's name.
fn server(display: &str) -> Option<&str> {
    display.rsplit(':').next()?.split('.').next()
}

/// `None` if it has ended since.
fn follow(process: u32) -> io::Result<Option<AsyncFd<OwnedFd>>> {
    let Some(process) = i32::try_from(process).ok().and_then(Pid::from_raw) else { return Ok(None) };
    let process = match pidfd_open(process, PidfdFlags::empty()) {
        Ok(process) => process,
        Err(Errno::SRCH) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    readable(process).map(Some)
}
