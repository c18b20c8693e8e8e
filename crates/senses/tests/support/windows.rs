//! Programs with a window, and a window manager, on an X server.

use x11rb::connection::Connection;
use x11rb::protocol::xproto::{
    Atom, AtomEnum, ClientMessageEvent, ConnectionExt, CreateWindowAux, EventMask, PropMode, Window,
    WindowClass,
};
use x11rb::rust_connection::RustConnection;
use x11rb::wrapper::ConnectionExt as _;

use super::servers::Xvfb;

/// A program with a window.
pub struct Program {
    pub conn: RustConnection,
    pub root: Window,
    pub window: Window,
}

impl Program {
    /// Opens a window, which comes to the front.
    pub fn open(server: &Xvfb, full: bool) -> Self {
        let (conn, screen) = x11rb::connect(Some(&server.display)).expect("the server runs");
        let screen = &conn.setup().roots[screen];
        let (root, window) = (screen.root, conn.generate_id().expect("has ids"));
        let (class, visual) = (WindowClass::INPUT_OUTPUT, screen.root_visual);
        conn.create_window(0, window, root, 0, 0, 90, 60, 0, class, visual, &CreateWindowAux::new())
            .expect("sent");
        let program = Self { conn, root, window };
        if full {
            let states = [program.atom("_NET_WM_STATE_FULLSCREEN")];
            program.put(window, program.atom("_NET_WM_STATE"), AtomEnum::ATOM, &states);
        }
        program.conn.map_window(window).expect("sent");
        program.conn.flush().expect("alive");
        program
    }

    /// Asks the window manager to fill the screen with it, or not any more.
    pub fn fill(&self, on: bool) {
        let (state, full) = (self.atom("_NET_WM_STATE"), self.atom("_NET_WM_STATE_FULLSCREEN"));
        let message = ClientMessageEvent::new(32, self.window, state, [u32::from(on), full, 0, 1, 0]);
        let who = EventMask::SUBSTRUCTURE_REDIRECT | EventMask::SUBSTRUCTURE_NOTIFY;
        self.conn.send_event(false, self.root, who, message).expect("sent");
        self.conn.flush().expect("alive");
    }

    pub fn put(&self, window: Window, property: Atom, kind: AtomEnum, items: &[u32]) {
        let put = self.conn.change_property32(PropMode::REPLACE, window, property, kind, items);
        put.expect("sent").check().expect("is open");
    }

    /// Closes the window.
    pub fn close(&self) {
        self.conn.destroy_window(self.window).expect("sent").check().expect("is open");
    }

    pub fn atom(&self, name: &str) -> u32 {
        self.conn.intern_atom(false, name.as_bytes()).expect("sent").reply().expect("is answered").atom
    }
}

/// A window manager that says what it is told to, and nothing else.
pub struct Manager(Program);

impl Manager {
    pub fn start(server: &Xvfb) -> Self {
        let program = Program::open(server, false);
        let (atom, window) = (|name| program.atom(name), program.window);
        let hints = [atom("_NET_ACTIVE_WINDOW"), atom("_NET_WM_STATE_FULLSCREEN")];
        let supporting = atom("_NET_SUPPORTING_WM_CHECK");
        program.put(program.root, atom("_NET_SUPPORTED"), AtomEnum::ATOM, &hints);
        program.put(window, supporting, AtomEnum::WINDOW, &[window]);
        program.put(program.root, supporting, AtomEnum::WINDOW, &[window]);
        Self(program)
    }

    pub fn brings(&self, window: Window) {
        let front = self.0.atom("_NET_ACTIVE_WINDOW");
        self.0.put(self.0.root, front, AtomEnum::WINDOW, &[window]);
    }
}
