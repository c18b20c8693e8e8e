//! The compositor's windows, as it tells taskbars of them: those that are open when a client comes, and all changes.

use std::collections::BTreeMap;

use wayland_protocols_wlr::foreign_toplevel::v1::server::zwlr_foreign_toplevel_handle_v1::{
    State, ZwlrForeignToplevelHandleV1,
};
use wayland_protocols_wlr::foreign_toplevel::v1::server::zwlr_foreign_toplevel_manager_v1::ZwlrForeignToplevelManagerV1;
use wayland_server::{Client, DataInit, Dispatch, DisplayHandle, GlobalDispatch, New, Resource};

use super::compositor::{Compositor, World};

pub const PLAIN: &[State] = &[];
pub const IN_FRONT: &[State] = &[State::Activated];
pub const FULL: &[State] = &[State::Fullscreen];
pub const FULL_IN_FRONT: &[State] = &[State::Maximized, State::Fullscreen, State::Activated];

pub(super) struct Toplevels {
    handle: DisplayHandle,
    taskbar: Option<ZwlrForeignToplevelManagerV1>,
    windows: BTreeMap<usize, Window>,
}

struct Window {
    states: &'static [State],
    shown: Option<ZwlrForeignToplevelHandleV1>,
}

impl Compositor {
    /// Puts a window into these states, and opens it before if there is none of this number.
    pub fn show(&self, number: usize, states: &'static [State]) {
        self.act(move |world| world.toplevels.show(number, states));
    }

    /// Gives a window another title.
    pub fn rename(&self, number: usize, title: String) {
        self.act(move |world| {
            let window = world.toplevels.windows[&number].shown.as_ref().expect("is told of");
            window.title(title);
            window.done();
        });
    }

    /// Closes a window.
    pub fn close(&self, number: usize) {
        self.act(move |world| {
            let window = world.toplevels.windows.remove(&number).expect("is open");
            window.shown.expect("is told of").closed();
        });
    }

    /// Tells of no more windows.
    pub fn finish(&self) {
        self.act(|world| world.toplevels.taskbar.take().expect("somebody listens").finished());
    }
}

impl Toplevels {
    pub(super) fn new(handle: &DisplayHandle, version: u32) -> Self {
        if version > 0 {
            handle.create_global::<World, ZwlrForeignToplevelManagerV1, ()>(version, ());
        }
        Self { handle: handle.clone(), taskbar: None, windows: BTreeMap::new() }
    }

    fn show(&mut self, number: usize, states: &'static [State]) {
        let window = self.windows.entry(number).or_insert(Window { states, shown: None });
        window.states = states;
        if let Some(taskbar) = &self.taskbar {
            window.tell(taskbar, &self.handle);
        }
    }
}

impl Window {
    fn tell(&mut self, taskbar: &ZwlrForeignToplevelManagerV1, handle: &DisplayHandle) {
        let shown = self.shown.get_or_insert_with(|| {
            let client = taskbar.client().expect("listens");
            let new = client.create_resource::<_, _, World>(handle, taskbar.version(), ()).expect("listens");
            taskbar.toplevel(&new);
            new.title("a secret".into());
            new
        });
        shown.state(self.states.iter().flat_map(|state| u32::from(*state).to_ne_bytes()).collect());
        shown.done();
    }
}

impl GlobalDispatch<ZwlrForeignToplevelManagerV1, ()> for World {
    fn bind(
        world: &mut Self,
        handle: &DisplayHandle,
        _: &Client,
        taskbar: New<ZwlrForeignToplevelManagerV1>,
        (): &(),
        init: &mut DataInit<'_, Self>,
    ) {
        let taskbar = init.init(taskbar, ());
        for window in world.toplevels.windows.values_mut() {
            window.tell(&taskbar, handle);
        }
        world.toplevels.taskbar = Some(taskbar);
    }
}

impl Dispatch<ZwlrForeignToplevelManagerV1, ()> for World {
    fn request(
        _: &mut Self,
        _: &Client,
        _: &ZwlrForeignToplevelManagerV1,
        _: <ZwlrForeignToplevelManagerV1 as Resource>::Request,
        (): &(),
        _: &DisplayHandle,
        _: &mut DataInit<'_, Self>,
    ) {
    }
}

impl Dispatch<ZwlrForeignToplevelHandleV1, ()> for World {
    fn request(
        _: &mut Self,
        _: &Client,
        _: &ZwlrForeignToplevelHandleV1,
        _: <ZwlrForeignToplevelHandleV1 as Resource>::Request,
        (): &(),
        _: &DisplayHandle,
        _: &mut DataInit<'_, Self>,
    ) {
    }
}
