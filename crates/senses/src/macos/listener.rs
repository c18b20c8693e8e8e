//! Hears notifications: of lock and screensaver on the distributed centre, of sleep and session on the workspace's own.

use std::sync::mpsc::channel;
use std::time::Duration;

use objc2::rc::Retained;
use objc2::runtime::NSObject;
use objc2::{AllocAnyThread, DefinedClass, define_class, msg_send, sel};
use objc2_app_kit::{
    NSWorkspace, NSWorkspaceDidWakeNotification, NSWorkspaceScreensDidWakeNotification,
    NSWorkspaceSessionDidBecomeActiveNotification, NSWorkspaceSessionDidResignActiveNotification,
    NSWorkspaceWillPowerOffNotification, NSWorkspaceWillSleepNotification,
};
use objc2_foundation::{
    NSDistributedNotificationCenter, NSNotification, NSNotificationName, NSNotificationSuspensionBehavior,
    NSString,
};
use tokio::sync::mpsc;

use super::session::SOURCE;
use crate::signal::{Hold, Signal};

/// The main thread stands still for as long, so not for long.
const LONGEST_HOLD: Duration = Duration::from_millis(1500);

const LOCKED: &str = "com.apple.screenIsLocked";
const UNLOCKED: &str = "com.apple.screenIsUnlocked";
const SAVER_STARTED: &str = "com.apple.screensaver.didstart";
const SAVER_STOPPED: &str = "com.apple.screensaver.didstop";

type Say = mpsc::UnboundedSender<Signal>;

define_class!(
    // SAFETY: NSObject asks nothing of its subclasses, and this one has no Drop.
    #[unsafe(super(NSObject))]
    #[name = "RinglightSensesTarget"]
    #[ivars = Say]
    struct Target;

    impl Target {
        #[unsafe(method(hear:))]
        fn hear(&self, notification: &NSNotification) {
            let say = self.ivars();
            match heard(&notification.name()) {
                Some(Heard::Plain(signal)) => tell(say, signal),
                Some(Heard::Waits(signal)) => wait(say, signal),
                None => {}
            }
        }
    }
);

/// Listens until dropped.
pub(super) struct Listener {
    target: Retained<Target>,
}

// SAFETY: the target is immutable, holds a sender that any thread may use, and both centres are safe from any thread.
unsafe impl Send for Listener {}

impl Listener {
    pub(super) fn start(say: Say) -> Self {
        let target = Target::alloc().set_ivars(say);
        // SAFETY: NSObject's init, called once on what was just allocated.
        let target: Retained<Target> = unsafe { msg_send![super(target), init] };
        Self::listen_to_everybody(&target);
        Self::listen_to_workspace(&target);
        Self { target }
    }

    /// Delivered at once even while the app is not in front.
    fn listen_to_everybody(target: &Target) {
        let centre = NSDistributedNotificationCenter::defaultCenter();
        for name in [LOCKED, UNLOCKED, SAVER_STARTED, SAVER_STOPPED] {
            let name = NSString::from_str(name);
            let at_once = NSNotificationSuspensionBehavior::DeliverImmediately;
            // SAFETY: the target has this method, with this argument, and is removed before it ends.
            unsafe {
                centre.addObserver_selector_name_object_suspensionBehavior(
                    target,
                    sel!(hear:),
                    Some(&name),
                    None,
                    at_once,
                );
            }
        }
    }

    fn listen_to_workspace(target: &Target) {
        let centre = NSWorkspace::sharedWorkspace().notificationCenter();
        for name in workspace_names() {
            // SAFETY: as above.
            unsafe { centre.addObserver_selector_name_object(target, sel!(hear:), Some(name), None) };
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        // SAFETY: the target was added to both, and nowhere else.
        unsafe {
            NSDistributedNotificationCenter::defaultCenter().removeObserver(&self.target);
            NSWorkspace::sharedWorkspace().notificationCenter().removeObserver(&self.target);
        }
    }
}

/// Sleep, wake of the computer and of its screens alone, session in front, session behind, logout.
fn workspace_names() -> [&'static NSNotificationName; 6] {
    // SAFETY: constants that AppKit defines.
    unsafe {
        [
            NSWorkspaceWillSleepNotification,
            NSWorkspaceDidWakeNotification,
            NSWorkspaceScreensDidWakeNotification,
            NSWorkspaceSessionDidBecomeActiveNotification,
            NSWorkspaceSessionDidResignActiveNotification,
            NSWorkspaceWillPowerOffNotification,
        ]
    }
}

enum Heard {
    Plain(Signal),
    Waits(fn(Hold) -> Signal),
}

fn heard(name: &NSNotificationName) -> Option<Heard> {
    let source = SOURCE;
    let [sleep, wake, screens_wake, in_front, behind, logout] = workspace_names();
    let signal = match name.to_string().as_str() {
        LOCKED => Signal::Locked { source, locked: true },
        UNLOCKED => Signal::Locked { source, locked: false },
        SAVER_STARTED => Signal::Screensaver { source, on: true },
        SAVER_STOPPED => Signal::Screensaver { source, on: false },
        _ if name == wake || name == screens_wake => Signal::Wake,
        _ if name == in_front => Signal::Foreground { source, foreground: true },
        _ if name == behind => Signal::Foreground { source, foreground: false },
        _ if name == sleep => return Some(Heard::Waits(|release| Signal::Sleep { source: SOURCE, release })),
        _ if name == logout => {
            return Some(Heard::Waits(|release| Signal::SessionEnding { source: SOURCE, release }));
        }
        _ => return None,
    };
    Some(Heard::Plain(signal))
}

fn tell(say: &Say, signal: Signal) {
    if say.send(signal).is_err() {
        tracing::debug!("nobody listens to the notifications");
    }
}

/// Keeps the system waiting until the hold is dropped, but not for long.
fn wait(say: &Say, signal: impl FnOnce(Hold) -> Signal) {
    let (guard, released) = channel::<()>();
    tell(say, signal(Hold::new(guard)));
    // Ends by the guard's end; nothing is ever sent.
    let _ = released.recv_timeout(LONGEST_HOLD);
}
