//! xscreensaver says what it does in a property of the root window,
//! [`_SCREENSAVER_STATUS`](https://www.jwz.org/xscreensaver/man2.html): what, since when, and the picture shown.
//!
//! The first item is the atom `LOCK` or `BLANK`, and zero while it does nothing. Nobody takes the property away when
//! xscreensaver dies, so it counts only as long as the daemon's own window is there.

use x11rb::connection::Connection;
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{Atom, AtomEnum, ChangeWindowAttributesAux, ConnectionExt, EventMask, Window};
use x11rb::rust_connection::RustConnection;

use crate::mechanism::Stopped;
use crate::signal::{Sense, Signal, Source};

pub(super) const SOURCE: Source = Source::new("xscreensaver");

pub(super) struct Xscreensaver<'c> {
    conn: &'c RustConnection,
    root: Window,
    /// On the root window.
    status: Atom,
    /// On the daemon's window, and on no other.
    version: Atom,
    lock: Atom,
    daemon: Option<Window>,
}

impl<'c> Xscreensaver<'c> {
    pub(super) fn probe(conn: &'c RustConnection, screen: usize) -> Result<Self, Stopped> {
        let root = conn.setup().roots[screen].root;
        let atom = |name: &str| Ok::<_, Stopped>(conn.intern_atom(false, name.as_bytes())?.reply()?.atom);
        let saver = Self {
            conn,
            root,
            status: atom("_SCREENSAVER_STATUS")?,
            version: atom("_SCREENSAVER_VERSION")?,
            lock: atom("LOCK")?,
            daemon: None,
        };
        saver.listen_to(root, EventMask::PROPERTY_CHANGE)?;
        Ok(saver)
    }

    fn listen_to(&self, window: Window, events: EventMask) -> Result<(), Stopped> {
        let wanted = ChangeWindowAttributesAux::new().event_mask(events);
        Ok(self.conn.change_window_attributes(window, &wanted)?.check()?)
    }

    /// What it does now; nothing but its absence if it does not run.
    pub(super) fn read(&mut self) -> Result<Vec<Signal>, Stopped> {
        let status = self.first_item(self.root, self.status, AtomEnum::INTEGER)?;
        let was_there = self.daemon.is_some();
        self.daemon = match status {
            Some(_) => self.find_daemon()?,
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

    fn first_item(&self, window: Window, property: Atom, kind: AtomEnum) -> Result<Option<u32>, Stopped> {
        let reply = self.conn.get_property(false, window, property, kind, 0, 1)?.reply()?;
        Ok(reply.value32().and_then(|mut items| items.next()))
    }

    /// A window that ends while it is looked at is not the one.
    fn find_daemon(&self) -> Result<Option<Window>, Stopped> {
        let windows = self.conn.query_tree(self.root)?.reply()?.children;
        let asked: Vec<_> = windows
            .into_iter()
            .map(|window| {
                let version = self.conn.get_property(false, window, self.version, AtomEnum::STRING, 0, 0)?;
                Ok((window, version))
            })
            .collect::<Result<_, Stopped>>()?;
        let named = asked.into_iter().find_map(|(window, version)| {
            let there = version.reply().is_ok_and(|reply| reply.type_ != u32::from(AtomEnum::NONE));
            there.then_some(window)
        });
        Ok(named.filter(|window| self.listen_to(*window, EventMask::STRUCTURE_NOTIFY).is_ok()))
    }
}
