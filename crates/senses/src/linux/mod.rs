//! Linux: X servers and compositors, services on the session bus and the system bus, and what the kernel announces.

mod appear;
mod bus;
mod camera;
mod delay;
mod descriptor;
mod dnd;
pub(crate) mod engaged;
mod inhibitors;
mod lockers;
mod logind;
mod mutter;
mod opens;
mod portal;
mod proc;
mod pulse;
mod resume;
mod screensavers;
mod session_manager;
mod wayland;
mod wayland_front;
mod wayland_idle;
mod x11;
mod x11_front;
mod x11_screensaver;
mod x11_sync;
mod x11_windows;
mod xscreensaver;

use std::path::{Path, PathBuf};
use std::thread;
use std::{env, io};

use tokio::sync::{mpsc, watch};

use bus::Bus;

use crate::mechanism::{Mechanism, Post, Reread, keep};
use crate::signal::Signal;
use crate::watch::Thresholds;

/// Where the services of this desktop are.
#[derive(Clone, Debug, Default)]
pub struct Desktop {
    /// The X display, like `:0`.
    pub display: Option<String>,
    /// Whether a Wayland compositor owns the input, so that an X display beside it hears only a part.
    pub wayland: bool,
    /// The Wayland compositor's socket.
    pub wayland_socket: Option<PathBuf>,
    /// Address of the session bus; `None` = the usual place.
    pub session_bus: Option<String>,
    /// Address of the system bus; `None` = the usual place.
    pub system_bus: Option<String>,
    /// The id of this login session at logind, if known.
    pub session_id: Option<String>,
    /// What the session manager called this program when it started it.
    pub startup_id: Option<String>,
    /// The sound server's socket; `None` = the usual place.
    pub sound_server: Option<PathBuf>,
    /// The directory with the device files; `None` = `/dev`.
    pub devices: Option<PathBuf>,
    /// The directories with the programs that are started here.
    pub programs: Vec<PathBuf>,
    /// The directory with the processes; `None` = `/proc`.
    pub processes: Option<PathBuf>,
    /// Whether this program runs in a sandbox (Flatpak, Snap), which hides all but the desktop's portal.
    pub sandboxed: bool,
    /// What programs of the desktop are started with, beside this program's environment.
    pub environment: Vec<(String, String)>,
}

impl Desktop {
    /// The desktop this process was started in.
    pub fn here() -> Self {
        let set = |name| env::var(name).ok().filter(|value| !value.is_empty());
        let wayland = set("WAYLAND_DISPLAY").or_else(|| {
            // Without a name, this is the usual one.
            (set("XDG_SESSION_TYPE")? == "wayland").then(|| "wayland-0".into())
        });
        let runtime = set("XDG_RUNTIME_DIR").unwrap_or_default();
        Self {
            display: set("DISPLAY"),
            wayland: wayland.is_some(),
            // A name that is a whole path replaces the directory.
            wayland_socket: wayland.map(|name| Path::new(&runtime).join(name)),
            session_id: set("XDG_SESSION_ID"),
            startup_id: set("DESKTOP_AUTOSTART_ID"),
            programs: programs(),
            sandboxed: Path::new("/.flatpak-info").exists() || is_snap(set("SNAP"), env::current_exe()),
            ..Self::default()
        }
    }
}

/// Whether this program belongs to the snap that it runs in: what is started from a terminal in one has its environment too.
fn is_snap(snap: Option<String>, program: io::Result<PathBuf>) -> bool {
    snap.is_some_and(|snap| program.is_ok_and(|program| program.starts_with(snap)))
}

/// Where this program would start others from, and where the desktop may, which was perhaps told other directories.
fn programs() -> Vec<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let usual = ["/usr/local/bin", "/usr/bin", "/bin"].map(PathBuf::from);
    let own = env::home_dir().map(|home| home.join(".local/bin"));
    env::split_paths(&path).chain(usual).chain(own).filter(|directory| directory.is_absolute()).collect()
}

/// Starts all mechanisms. Gives the ends by which they are asked to read again.
pub(crate) fn start(
    desktop: Desktop,
    thresholds: &watch::Receiver<Thresholds>,
    say: &mpsc::Sender<Signal>,
) -> Vec<mpsc::Sender<Reread>> {
    let session_bus = Bus::session(desktop.session_bus.as_deref());
    let system_bus = Bus::system(desktop.system_bus.as_deref());
    let screens = lockers::Screens::of(&desktop);
    let programs = if desktop.sandboxed { Vec::new() } else { desktop.programs };
    let mut all = vec![
        begin_x11(x11::X11::new(desktop.display, desktop.wayland, thresholds.clone()), say),
        begin(wayland::Wayland::new(desktop.wayland_socket, thresholds.clone()), say),
        begin(mutter::Mutter::new(session_bus.clone(), thresholds.clone()), say),
        begin(screensavers::Screensavers::new(session_bus.clone()), say),
        begin(session_manager::SessionManager::new(session_bus.clone(), desktop.startup_id), say),
        begin(logind::Logind::new(system_bus, desktop.session_id), say),
        begin(resume::Resume, say),
        begin(lockers::Lockers::new(programs, desktop.processes, screens), say),
    ];
    if desktop.sandboxed {
        all.push(begin(portal::Portal::new(session_bus), say));
    }
    all
}

/// Runs a mechanism. Gives the end by which it is asked to read again.
fn begin(mechanism: impl Mechanism + 'static, say: &mpsc::Sender<Signal>) -> mpsc::Sender<Reread> {
    let (post, ask) = Post::new(say.clone());
    tokio::spawn(keep(mechanism, post));
    ask
}

/// On a thread of its own: replies of an X server are waited for, and one that is stopped or grabbed answers late.
fn begin_x11(mechanism: x11::X11, say: &mpsc::Sender<Signal>) -> mpsc::Sender<Reread> {
    let (post, ask) = Post::new(say.clone());
    let started = tokio::runtime::Builder::new_current_thread().enable_all().build().and_then(|runtime| {
        thread::Builder::new()
            .name("senses-x11".into())
            .spawn(move || runtime.block_on(keep(mechanism, post)))
    });
    if let Err(error) = started {
        tracing::warn!(%error, "cannot start the X11 thread");
        for (sense, source) in x11::X11::SENSES {
            let why = format!("cannot start a thread: {error}");
            let _ = say.try_send(Signal::CannotTell { sense: *sense, source: *source, why });
        }
    }
    ask
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_is_started_from_a_snap_is_no_part_of_it() {
        let within =
            |snap: Option<&str>| is_snap(snap.map(Into::into), Ok("/snap/ringlight/x1/bin/app".into()));
        assert!(within(Some("/snap/ringlight/x1")));
        assert!(!within(Some("/snap/code/170")) && !within(None));
    }
}
