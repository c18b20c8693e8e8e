//! Linux: the X server, the screensavers on the session bus, and logind on the system bus.

mod appear;
mod bus;
mod camera;
mod delay;
mod dnd;
pub(crate) mod engaged;
mod inhibitors;
mod logind;
mod mutter;
mod portal;
mod pulse;
mod resume;
mod screensavers;
mod session_manager;
mod wayland;
mod wayland_idle;
mod x11;
mod x11_front;
mod x11_screensaver;
mod x11_sync;
mod xscreensaver;

use std::env;
use std::path::{Path, PathBuf};
use std::thread;

use tokio::sync::{mpsc, watch};

use bus::Bus;

use crate::mechanism::{Post, Reread, keep};
use crate::signal::{Sense, Signal};
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
            sandboxed: Path::new("/.flatpak-info").exists() || set("SNAP").is_some(),
            ..Self::default()
        }
    }
}

/// Starts all mechanisms. Gives the ends by which they are asked to read again.
pub(crate) fn start(
    desktop: Desktop,
    thresholds: &watch::Receiver<Thresholds>,
    say: &mpsc::Sender<Signal>,
) -> Vec<mpsc::Sender<Reread>> {
    let (x11_post, x11) = Post::new(say.clone());
    start_x11(x11::X11::new(desktop.display, desktop.wayland, thresholds.clone()), x11_post, say);

    let (wayland_post, wayland) = Post::new(say.clone());
    tokio::spawn(keep(wayland::Wayland::new(desktop.wayland_socket, thresholds.clone()), wayland_post));

    let session_bus = Bus::session(desktop.session_bus.as_deref());
    let (mutter_post, mutter) = Post::new(say.clone());
    tokio::spawn(keep(mutter::Mutter::new(session_bus.clone(), thresholds.clone()), mutter_post));

    let (screensavers_post, screensavers) = Post::new(say.clone());
    tokio::spawn(keep(screensavers::Screensavers::new(session_bus.clone()), screensavers_post));

    let (manager_post, manager) = Post::new(say.clone());
    let session_manager = session_manager::SessionManager::new(session_bus.clone(), desktop.startup_id);
    tokio::spawn(keep(session_manager, manager_post));

    let system_bus = Bus::system(desktop.system_bus.as_deref());
    let (logind_post, logind) = Post::new(say.clone());
    tokio::spawn(keep(logind::Logind::new(system_bus, desktop.session_id), logind_post));

    let (resume_post, resume) = Post::new(say.clone());
    tokio::spawn(keep(resume::Resume, resume_post));

    let mut all = vec![x11, wayland, mutter, screensavers, manager, logind, resume];
    if desktop.sandboxed {
        let (portal_post, portal) = Post::new(say.clone());
        tokio::spawn(keep(portal::Portal::new(session_bus), portal_post));
        all.push(portal);
    }
    all
}

/// On a thread of its own: replies of an X server are waited for, and one that is stopped or grabbed answers late.
fn start_x11(mechanism: x11::X11, post: Post, say: &mpsc::Sender<Signal>) {
    let started = tokio::runtime::Builder::new_current_thread().enable_all().build().and_then(|runtime| {
        thread::Builder::new()
            .name("senses-x11".into())
            .spawn(move || runtime.block_on(keep(mechanism, post)))
    });
    if let Err(error) = started {
        tracing::warn!(%error, "cannot start the X11 thread");
        let why = format!("cannot start a thread: {error}");
        let _ = say.try_send(Signal::CannotTell { sense: Sense::Idle, source: x11_sync::SOURCE, why });
    }
}
