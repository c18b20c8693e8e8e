//! Windows and their properties, as the mechanisms on an X display read and watch them.
//!
//! A client has one set of wanted events for each window, and wishing anew replaces it: so only this place wishes. The
//! server tells of every property of a watched window, and its reader drops what nobody needs.

use x11rb::connection::Connection;
use x11rb::protocol::xproto::{Atom, AtomEnum, ChangeWindowAttributesAux, ConnectionExt, EventMask, Window};
use x11rb::rust_connection::RustConnection;

use crate::mechanism::Stopped;

/// No list that is read here is longer.
const LONGEST: u32 = 1024;

pub(super) struct Windows<'c> {
    conn: &'c RustConnection,
    /// Its properties are watched from the start.
    pub(super) root: Window,
}

impl<'c> Windows<'c> {
    pub(super) fn of(conn: &'c RustConnection, screen: usize) -> Result<Self, Stopped> {
        let windows = Self { conn, root: conn.setup().roots[screen].root };
        windows.wish(windows.root, EventMask::PROPERTY_CHANGE)?;
        Ok(windows)
    }

    pub(super) fn atom(&self, name: &str) -> Result<Atom, Stopped> {
        Ok(self.conn.intern_atom(false, name.as_bytes())?.reply()?.atom)
    }

    /// Has the server tell of the window's properties and of its end. False if it has ended already.
    pub(super) fn watch(&self, window: Window) -> bool {
        let wanted = EventMask::PROPERTY_CHANGE | EventMask::STRUCTURE_NOTIFY;
        window == self.root || self.wish(window, wanted).is_ok()
    }

    /// Ends that.
    pub(super) fn leave(&self, window: Window) {
        if window != self.root {
            // It may have ended meanwhile.
            let _ = self.wish(window, EventMask::NO_EVENT);
        }
    }

    /// The items of a property; none if the window has ended or has no such property.
    pub(super) fn items(&self, window: Window, property: Atom, kind: AtomEnum) -> Result<Vec<u32>, Stopped> {
        let reply = self.conn.get_property(false, window, property, kind, 0, LONGEST)?.reply();
        match reply.map_err(Stopped::from) {
            Ok(reply) => Ok(reply.value32().map(Iterator::collect).unwrap_or_default()),
            Err(Stopped::Unsupported(_)) => Ok(Vec::new()),
            Err(lost) => Err(lost),
        }
    }

    /// The first window on the screen that has this property. One that ends while it is looked at is not it.
    pub(super) fn with(&self, property: Atom) -> Result<Option<Window>, Stopped> {
        let windows = self.conn.query_tree(self.root)?.reply()?.children;
        let asked: Vec<_> = windows
            .into_iter()
            .map(|window| {
                let asked = self.conn.get_property(false, window, property, AtomEnum::ANY, 0, 0)?;
                Ok((window, asked))
            })
            .collect::<Result<_, Stopped>>()?;
        Ok(asked.into_iter().find_map(|(window, asked)| {
            let has = asked.reply().is_ok_and(|reply| reply.type_ != u32::from(AtomEnum::NONE));
            has.then_some(window)
        }))
    }

    fn wish(&self, window: Window, events: EventMask) -> Result<(), Stopped> {
        let wanted = ChangeWindowAttributesAux::new().event_mask(events);
        Ok(self.conn.change_window_attributes(window, &wanted)?.check()?)
    }
}
