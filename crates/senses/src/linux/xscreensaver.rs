//! xscreensaver says what it does in a property of the root window,
//! [`_SCREENSAVER_STATUS`](https://www.jwz.org/xscreensaver/man2.html): what, since when, and the picture shown.
//!
//! The first item is the atom `LOCK` or `BLANK`, and zero while it does nothing. Nobody takes the property away when
//! xscreensaver dies, so it counts only as long as the daemon's own window is there.

use x11rb::protocol::Event;
use x11rb::protocol::xproto::{Atom, AtomEnum, Window};

use super::x11_windows::Windows;
use crate::mechanism::Stopped;
use crate::signal::{Sense, Signal, Source};

pub(super) const SOURCE: Source = Source::new("xscreensaver");

pub(super) struct Xscreensaver<'c> {
    windows: &'c Windows<'c>,
    /// On the root window.
    status: Atom,
    /// On the daemon's window, and on no other.
    version: Atom,
    lock: Atom,
    daemon: Option<Window>,
}

impl<'c> Xscreensaver<'c> {
    pub(super) fn probe(windows: &'c Windows<'c>) -> Result<Self, Stopped> {
        Ok(Self {
            windows,
            status: windows.atom("_SCREENSAVER_STATUS")?,
            version: windows.atom("_SCREENSAVER_VERSION")?,
            lock: windows.atom("LOCK")?,
            daemon: None,
        })
    }

    /// What it does now; nothing but its absence if it does not run.
    pub(super) fn read(&mut self) -> Result<Vec<Signal>, Stopped> {
        let status = self.windows.items(self.windows.root, self.status, AtomEnum::INTEGER)?.first().copied();
        let was_there = self.daemon.is_some();
        self.daemon = match status {
            Some(_) => self.windows.with(self.version)?.filter(|window| self.windows.watch(*window)),
            None => None,
        };
        let source = SOURCE;
        Ok(match (self.daemon, status) {
            (Some(_), Some(state)) => vec![
                Signal::Using { sense: Sense::Lock, source },
                Signal::Locked { source, locked: state == self.lock },
                Signal::Screensaver { source, on: state != 0 },
            ],
            _ if was_there => vec![Signal::SourceGone { source }],
            _ => Vec::new(),
        })
    }

    pub(super) fn hear(&mut self, event: &Event) -> Result<Vec<Signal>, Stopped> {
        match event {
            Event::PropertyNotify(event) if event.atom == self.status => self.read(),
            Event::DestroyNotify(event) if Some(event.window) == self.daemon => self.read(),
            _ => Ok(Vec::new()),
        }
    }
}
