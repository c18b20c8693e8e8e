//! Whether the window in front fills the screen, as the window manager says by the
//! [Extended Window Manager Hints](https://specifications.freedesktop.org/wm-spec/latest/). Of a window that one state is
//! read, and nothing else.

use x11rb::protocol::Event;
use x11rb::protocol::xproto::{Atom, AtomEnum, PropertyNotifyEvent, Window};

use super::x11_windows::Windows;
use crate::mechanism::Stopped;
use crate::signal::{Sense, Signal, Source};

pub(super) const SOURCE: Source = Source::new("x11-window-manager");
const UNKNOWN: &str = "no window manager tells which window is in front";

pub(super) struct Front<'c> {
    windows: &'c Windows<'c>,
    names: Names,
    /// The window manager's own window, while it tells.
    manager: Option<Window>,
    /// The window in front.
    window: Option<Window>,
    /// Whether that fills the screen, while a window manager tells.
    full: Option<bool>,
}

struct Names {
    supporting: Atom,
    supported: Atom,
    active: Atom,
    state: Atom,
    full_screen: Atom,
}

impl<'c> Front<'c> {
    pub(super) fn probe(windows: &'c Windows<'c>) -> Result<Self, Stopped> {
        let names = Names {
            supporting: windows.atom("_NET_SUPPORTING_WM_CHECK")?,
            supported: windows.atom("_NET_SUPPORTED")?,
            active: windows.atom("_NET_ACTIVE_WINDOW")?,
            state: windows.atom("_NET_WM_STATE")?,
            full_screen: windows.atom("_NET_WM_STATE_FULLSCREEN")?,
        };
        Ok(Self { windows, names, manager: None, window: None, full: None })
    }

    /// What is in front now.
    pub(super) fn read(&mut self) -> Result<Vec<Signal>, Stopped> {
        self.look()?;
        Ok(self.tell())
    }

    /// What is in front now, if the event has made it something else.
    pub(super) fn hear(&mut self, event: &Event) -> Result<Vec<Signal>, Stopped> {
        let before = self.full;
        match event {
            Event::PropertyNotify(event) if self.is_managers_word(event) => self.look()?,
            Event::PropertyNotify(event)
                if Some(event.window) == self.window && event.atom == self.names.state =>
            {
                self.full = Some(self.is_full()?);
            }
            // Not every window manager takes back the name of the last window in front when that ends.
            Event::DestroyNotify(event) if [self.manager, self.window].contains(&Some(event.window)) => {
                self.look()?;
            }
            _ => {}
        }
        Ok(if self.full == before { Vec::new() } else { self.tell() })
    }

    fn look(&mut self) -> Result<(), Stopped> {
        self.manager = self.find_manager()?.filter(|manager| self.windows.watch(*manager));
        let front = match self.manager {
            Some(_) => self.windows.items(self.windows.root, self.names.active, AtomEnum::WINDOW)?,
            None => Vec::new(),
        };
        self.turn_to(front.first().copied().filter(|window| *window != 0));
        self.full = match self.manager {
            Some(_) => Some(self.is_full()?),
            None => None,
        };
        Ok(())
    }

    fn tell(&self) -> Vec<Signal> {
        let (sense, source) = (Sense::FullScreen, SOURCE);
        match self.full {
            Some(on) => vec![Signal::Using { sense, source }, Signal::FullScreen { source, on }],
            None => vec![Signal::CannotTell { sense, source, why: UNKNOWN.into() }],
        }
    }

    fn is_managers_word(&self, event: &PropertyNotifyEvent) -> bool {
        let Names { supporting, supported, active, .. } = self.names;
        event.window == self.windows.root && [supporting, supported, active].contains(&event.atom)
    }

    /// A window manager that died has left its words, but not its window.
    fn find_manager(&self) -> Result<Option<Window>, Stopped> {
        let Names { supporting, supported, active, full_screen, .. } = self.names;
        let root = self.windows.root;
        let named = self.windows.items(root, supporting, AtomEnum::WINDOW)?.first().copied();
        let Some(manager) = named else { return Ok(None) };
        if self.windows.items(manager, supporting, AtomEnum::WINDOW)?.first() != Some(&manager) {
            return Ok(None);
        }
        let can = self.windows.items(root, supported, AtomEnum::ATOM)?;
        Ok([active, full_screen].iter().all(|hint| can.contains(hint)).then_some(manager))
    }

    /// Watches this window instead of the one before. Anew even if it has the same number: those are used again.
    fn turn_to(&mut self, window: Option<Window>) {
        if let Some(old) = self.window.take_if(|old| Some(*old) != window && Some(*old) != self.manager) {
            self.windows.leave(old);
        }
        self.window = window.filter(|new| self.windows.watch(*new));
    }

    fn is_full(&self) -> Result<bool, Stopped> {
        let states = match self.window {
            Some(window) => self.windows.items(window, self.names.state, AtomEnum::ATOM)?,
            None => Vec::new(),
        };
        Ok(states.contains(&self.names.full_screen))
    }
}
