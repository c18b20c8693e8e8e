//! Whether the window in front fills the screen, as the compositor tells taskbars by
//! [wlr-foreign-toplevel-management](https://wayland.app/protocols/wlr-foreign-toplevel-management-unstable-v1).
//!
//! Of a window those two states are read, and nothing else: titles come along, and are dropped unread.

use std::collections::HashSet;

use wayland_client::backend::ObjectId;
use wayland_client::protocol::wl_callback::{self, WlCallback};
use wayland_client::protocol::wl_display::WlDisplay;
use wayland_client::protocol::wl_registry::{self, WlRegistry};
use wayland_client::{Connection, Dispatch, Proxy, QueueHandle, event_created_child};
use wayland_protocols_wlr::foreign_toplevel::v1::client::zwlr_foreign_toplevel_handle_v1::{
    self, State, ZwlrForeignToplevelHandleV1,
};
use wayland_protocols_wlr::foreign_toplevel::v1::client::zwlr_foreign_toplevel_manager_v1::{
    self, EVT_TOPLEVEL_OPCODE, ZwlrForeignToplevelManagerV1,
};

use crate::signal::{Sense, Signal, Source};

pub(super) const SOURCE: Source = Source::new("wlr-foreign-toplevel-management");
const UNKNOWN: &str = "this compositor does not tell which window is in front";
/// From its second version on, the protocol tells of full screens.
const TELLS: u32 = 2;

/// What the compositor says of its windows.
pub(super) struct Front {
    display: WlDisplay,
    listed: bool,
    manager: Option<ZwlrForeignToplevelManagerV1>,
    /// Those in front that fill a screen. With several seats there may be several in front.
    full: HashSet<ObjectId>,
}

/// What the compositor lists, one after the other.
#[derive(Clone, Copy)]
enum Part {
    Protocols,
    Windows,
}

impl Front {
    /// Asks the compositor to list its windows.
    pub(super) fn new(display: &WlDisplay, queue: &QueueHandle<Self>) -> Self {
        display.get_registry(queue, ());
        display.sync(queue, Part::Protocols);
        Self { display: display.clone(), listed: false, manager: None, full: HashSet::new() }
    }

    /// Whether the compositor has listed all its windows.
    pub(super) fn listed(&self) -> bool {
        self.listed
    }

    /// Whether the window in front fills the screen; `None` while there is no way to tell.
    pub(super) fn full_screen(&self) -> Option<bool> {
        self.manager.as_ref().map(|_| !self.full.is_empty())
    }

    /// The same in the mechanism's words.
    pub(super) fn signals(&self) -> Vec<Signal> {
        let (sense, source) = (Sense::FullScreen, SOURCE);
        match self.full_screen() {
            Some(on) => vec![Signal::Using { sense, source }, Signal::FullScreen { source, on }],
            None => vec![Signal::CannotTell { sense, source, why: UNKNOWN.into() }],
        }
    }
}

impl Dispatch<WlRegistry, ()> for Front {
    fn event(
        front: &mut Self,
        registry: &WlRegistry,
        event: wl_registry::Event,
        (): &(),
        _: &Connection,
        queue: &QueueHandle<Self>,
    ) {
        if let wl_registry::Event::Global { name, interface, version } = event
            && interface == ZwlrForeignToplevelManagerV1::interface().name
            && version >= TELLS
        {
            front.manager = Some(registry.bind(name, TELLS, queue, ()));
        }
    }
}

impl Dispatch<WlCallback, Part> for Front {
    fn event(
        front: &mut Self,
        _: &WlCallback,
        _: wl_callback::Event,
        part: &Part,
        _: &Connection,
        queue: &QueueHandle<Self>,
    ) {
        match part {
            Part::Protocols => drop(front.display.sync(queue, Part::Windows)),
            Part::Windows => front.listed = true,
        }
    }
}

impl Dispatch<ZwlrForeignToplevelManagerV1, ()> for Front {
    fn event(
        front: &mut Self,
        _: &ZwlrForeignToplevelManagerV1,
        event: zwlr_foreign_toplevel_manager_v1::Event,
        (): &(),
        _: &Connection,
        _: &QueueHandle<Self>,
    ) {
        if let zwlr_foreign_toplevel_manager_v1::Event::Finished = event {
            front.manager = None;
            front.full.clear();
        }
    }

    event_created_child!(Front, ZwlrForeignToplevelManagerV1, [
        EVT_TOPLEVEL_OPCODE => (ZwlrForeignToplevelHandleV1, ()),
    ]);
}

impl Dispatch<ZwlrForeignToplevelHandleV1, ()> for Front {
    fn event(
        front: &mut Self,
        window: &ZwlrForeignToplevelHandleV1,
        event: zwlr_foreign_toplevel_handle_v1::Event,
        (): &(),
        _: &Connection,
        _: &QueueHandle<Self>,
    ) {
        match event {
            zwlr_foreign_toplevel_handle_v1::Event::State { state } if is_full_in_front(&state) => {
                front.full.insert(window.id());
            }
            zwlr_foreign_toplevel_handle_v1::Event::State { .. } => drop(front.full.remove(&window.id())),
            zwlr_foreign_toplevel_handle_v1::Event::Closed => {
                front.full.remove(&window.id());
                window.destroy();
            }
            _ => {}
        }
    }
}

/// Whether a window in these states, each an integer in this computer's order, is in front and fills the screen.
fn is_full_in_front(states: &[u8]) -> bool {
    let has = |state: State| states.as_chunks().0.contains(&u32::from(state).to_ne_bytes());
    has(State::Activated) && has(State::Fullscreen)
}
