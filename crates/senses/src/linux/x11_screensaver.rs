//! The X server's own screensaver (a blanked screen counts too): events of the
//! [MIT-SCREEN-SAVER extension](https://www.x.org/releases/current/doc/scrnsaverproto/saver.html).

use x11rb::connection::{Connection, RequestConnection};
use x11rb::protocol::screensaver::{self, ConnectionExt, NotifyEvent, State};
use x11rb::protocol::xproto::Window;
use x11rb::rust_connection::RustConnection;

use crate::mechanism::Stopped;
use crate::signal::{Signal, Source};

pub(super) const SOURCE: Source = Source::new("x11-screensaver");

pub(super) struct Saver<'c> {
    conn: &'c RustConnection,
    root: Window,
}

impl<'c> Saver<'c> {
    pub(super) fn probe(conn: &'c RustConnection, screen: usize) -> Result<Self, Stopped> {
        if conn.extension_information(screensaver::X11_EXTENSION_NAME)?.is_none() {
            return Err(Stopped::Unsupported("the X server has no MIT-SCREEN-SAVER extension".into()));
        }
        conn.screensaver_query_version(1, 1)?.reply()?;
        let root = conn.setup().roots[screen].root;
        conn.screensaver_select_input(root, screensaver::Event::NOTIFY_MASK)?.check()?;
        Ok(Self { conn, root })
    }

    pub(super) fn read(&self) -> Result<Signal, Stopped> {
        let state = self.conn.screensaver_query_info(self.root)?.reply()?.state;
        Ok(Signal::Screensaver { source: SOURCE, on: state == u8::from(State::ON) })
    }
}

pub(super) fn hear(event: &NotifyEvent) -> Option<Signal> {
    let on = match event.state {
        State::ON => true,
        State::OFF | State::DISABLED => false,
        _ => return None,
    };
    Some(Signal::Screensaver { source: SOURCE, on })
}
