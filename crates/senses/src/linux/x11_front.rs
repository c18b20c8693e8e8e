//! Whether the window in front fills the screen, as the window manager says by the
//! [Extended Window Manager Hints](https://specifications.freedesktop.org/wm-spec/latest/). Of a window that one state is
//! read, and nothing else.

use x11rb::connection::Connection;
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{
    Atom, AtomEnum, ChangeWindowAttributesAux, ConnectionExt, EventMask, PropertyNotifyEvent, Window,
};
use x11rb::rust_connection::RustConnection;

use crate::mechanism::Stopped;
use crate::signal::{Sense, Signal, Source};

pub(super) const SOURCE: Source = Source::new("x11-window-manager");
const UNKNOWN: &str = "no window manager tells which window is in front";
/// No list of states, or of what a window manager supports, is longer.
const LONGEST: u32 = 1024;

pub(super) struct Front<'c> {
    conn: &'c RustConnection,
    root: Window,
    names: Names,
    /// The window manager's own window, while it tells.
    manager: Option<Window>,
    /// The window in front.
    window: Option<Window>,
}

struct Names {
    supporting: Atom,
    supported: Atom,
    active: Atom,
    state: Atom,
    full_screen: Atom,
}

impl<'c> Front<'c> {
    pub(super) fn probe(conn: &'c RustConnection, screen: usize) -> Result<Self, Stopped> {
        let root = conn.setup().roots[screen].root;
        let atom = |name: &str| Ok::<_, Stopped>(conn.intern_atom(false, name.as_bytes())?.reply()?.atom);
        let names = Names {
            supporting: atom("_NET_SUPPORTING_WM_CHECK")?,
            supported: atom("_NET_SUPPORTED")?,
            active: atom("_NET_ACTIVE_WINDOW")?,
            state: atom("_NET_WM_STATE")?,
            full_screen: atom("_NET_WM_STATE_FULLSCREEN")?,
        };
        let front = Self { conn, root, names, manager: None, window: None };
        front.listen_to(root, EventMask::PROPERTY_CHANGE)?;
        Ok(front)
    }

    /// What is in front now.
    pub(super) fn read(&mut self) -> Result<Vec<Signal>, Stopped> {
        let (sense, source) = (Sense::FullScreen, SOURCE);
        self.manager = self.find_manager()?;
        let Some(manager) = self.manager else {
            self.turn_to(None);
            return Ok(vec![Signal::CannotTell { sense, source, why: UNKNOWN.into() }]);
        };
        // It may have ended meanwhile, which its successor's words will tell.
        let _ = self.listen_to(manager, EventMask::STRUCTURE_NOTIFY);
        let front = self.items(self.root, self.names.active, AtomEnum::WINDOW)?;
        self.turn_to(front.first().copied().filter(|window| *window != 0));
        Ok(vec![Signal::Using { sense, source }, self.state()?])
    }

    pub(super) fn hear(&mut self, event: &Event) -> Result<Vec<Signal>, Stopped> {
        match event {
            Event::PropertyNotify(event) if self.is_managers_word(event) => self.read(),
            Event::PropertyNotify(event)
                if Some(event.window) == self.window && event.atom == self.names.state =>
            {
                Ok(vec![self.state()?])
            }
            // Not every window manager takes back the name of the last window in front when that ends.
            Event::DestroyNotify(event) if [self.manager, self.window].contains(&Some(event.window)) => {
                self.read()
            }
            _ => Ok(Vec::new()),
        }
    }

    fn is_managers_word(&self, event: &PropertyNotifyEvent) -> bool {
        let Names { supporting, supported, active, .. } = self.names;
        event.window == self.root && [supporting, supported, active].contains(&event.atom)
    }

    /// A window manager that died has left its words, but not its window.
    fn find_manager(&self) -> Result<Option<Window>, Stopped> {
        let Names { supporting, supported, active, full_screen, .. } = self.names;
        let named = self.items(self.root, supporting, AtomEnum::WINDOW)?.first().copied();
        let Some(manager) = named else { return Ok(None) };
        if self.items(manager, supporting, AtomEnum::WINDOW)?.first() != Some(&manager) {
            return Ok(None);
        }
        let can = self.items(self.root, supported, AtomEnum::ATOM)?;
        Ok([active, full_screen].iter().all(|hint| can.contains(hint)).then_some(manager))
    }

    /// Listens to this window instead of the one before. Anew even if it has the same number: those are used again.
    fn turn_to(&mut self, window: Option<Window>) {
        // Either may have ended meanwhile.
        if let Some(old) = self.window.take_if(|old| Some(*old) != window) {
            let _ = self.listen_to(old, EventMask::NO_EVENT);
        }
        let events = EventMask::PROPERTY_CHANGE | EventMask::STRUCTURE_NOTIFY;
        self.window = window.filter(|new| self.listen_to(*new, events).is_ok());
    }

    fn state(&self) -> Result<Signal, Stopped> {
        let states = match self.window {
            Some(window) => self.items(window, self.names.state, AtomEnum::ATOM)?,
            None => Vec::new(),
        };
        Ok(Signal::FullScreen { source: SOURCE, on: states.contains(&self.names.full_screen) })
    }

    /// Nothing if the window has ended.
    fn items(&self, window: Window, property: Atom, kind: AtomEnum) -> Result<Vec<u32>, Stopped> {
        let reply = self.conn.get_property(false, window, property, kind, 0, LONGEST)?.reply();
        match reply.map_err(Stopped::from) {
            Ok(reply) => Ok(reply.value32().map(Iterator::collect).unwrap_or_default()),
            Err(Stopped::Unsupported(_)) => Ok(Vec::new()),
            Err(lost) => Err(lost),
        }
    }

    fn listen_to(&self, window: Window, events: EventMask) -> Result<(), Stopped> {
        let wanted = ChangeWindowAttributesAux::new().event_mask(events);
        Ok(self.conn.change_window_attributes(window, &wanted)?.check()?)
    }
}
