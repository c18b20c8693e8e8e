//! Hears that the pointer moves, is pressed or scrolls:
//! [`NSEvent`'s monitors](https://developer.apple.com/documentation/appkit/nsevent/addglobalmonitorforevents(matching:handler:)),
//! which need no permission for the pointer, and one of their own for the keyboard. What the events are stays unread.

use std::cell::RefCell;
use std::ptr::NonNull;
use std::sync::Arc;

use block2::RcBlock;
use objc2::rc::Retained;
use objc2::runtime::{AnyObject, NSObject, Sel};
use objc2::{AllocAnyThread, DefinedClass, define_class, msg_send, sel};
use objc2_app_kit::{NSEvent, NSEventMask};
use objc2_core_graphics::{CGDisplayIsAsleep, CGMainDisplayID};
use tokio::sync::Notify;

use super::session;
use crate::poll::Ear;

struct State {
    heard: Arc<Notify>,
    /// Touched on the main thread only.
    monitors: RefCell<Vec<Retained<AnyObject>>>,
}

define_class!(
    // SAFETY: NSObject asks nothing of its subclasses, and this one has no Drop.
    #[unsafe(super(NSObject))]
    #[name = "RinglightPointerMonitor"]
    #[ivars = State]
    struct Monitor;

    impl Monitor {
        #[unsafe(method(begin))]
        fn begin(&self) {
            self.ivars().monitors.replace(monitors(&self.ivars().heard));
        }

        #[unsafe(method(end))]
        fn end(&self) {
            for monitor in self.ivars().monitors.take() {
                // SAFETY: one that was added, once.
                unsafe { NSEvent::removeMonitor(&monitor) };
            }
        }
    }
);

/// Of other applications' events, and of this one's.
fn monitors(heard: &Arc<Notify>) -> Vec<Retained<AnyObject>> {
    let mask = NSEventMask::MouseMoved
        | NSEventMask::LeftMouseDown
        | NSEventMask::RightMouseDown
        | NSEventMask::OtherMouseDown
        | NSEventMask::LeftMouseDragged
        | NSEventMask::ScrollWheel;
    let (theirs, ours) = (heard.clone(), heard.clone());
    let theirs = RcBlock::new(move |_: NonNull<NSEvent>| theirs.notify_one());
    let ours = RcBlock::new(move |event: NonNull<NSEvent>| {
        ours.notify_one();
        event.as_ptr()
    });
    // SAFETY: the block gives back the event that it was given.
    let ours = unsafe { NSEvent::addLocalMonitorForEventsMatchingMask_handler(mask, &ours) };
    let theirs = NSEvent::addGlobalMonitorForEventsMatchingMask_handler(mask, &theirs);
    ours.into_iter().chain(theirs).collect()
}

/// Listens until dropped.
pub(super) struct Pointer {
    monitor: Retained<Monitor>,
    heard: Arc<Notify>,
}

// SAFETY: the monitors are added and taken back on the main thread only, and the rest any thread may use.
unsafe impl Send for Pointer {}

impl Pointer {
    pub(super) fn listen() -> Self {
        let heard = Arc::new(Notify::new());
        let state = State { heard: heard.clone(), monitors: RefCell::default() };
        let monitor = Monitor::alloc().set_ivars(state);
        // SAFETY: NSObject's init, called once on what was just allocated.
        let monitor: Retained<Monitor> = unsafe { msg_send![super(monitor), init] };
        perform(&monitor, sel!(begin));
        Self { monitor, heard }
    }
}

/// Has the main thread do it, soon and in order. It keeps the object until then.
fn perform(monitor: &Monitor, what: Sel) {
    let none: Option<&AnyObject> = None;
    // SAFETY: the object has these methods, which take nothing.
    unsafe {
        let _: () =
            msg_send![monitor, performSelectorOnMainThread: what, withObject: none, waitUntilDone: false];
    }
}

impl Ear for Pointer {
    /// Whoever wakes the displays or unlocks is announced, with a keyboard too.
    fn is_sure(&self) -> bool {
        CGDisplayIsAsleep(CGMainDisplayID()) || session::is_locked()
    }

    async fn heard(&mut self) {
        self.heard.notified().await;
    }
}

impl Drop for Pointer {
    fn drop(&mut self) {
        perform(&self.monitor, sel!(end));
    }
}
