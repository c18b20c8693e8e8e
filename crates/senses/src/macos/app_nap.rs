//! Keeps App Nap off, which stretches the timers of an app that shows no window: idle would be noticed late, and the
//! server would hear nothing for too long.

use objc2::rc::Retained;
use objc2::runtime::{NSObjectProtocol, ProtocolObject};
use objc2_foundation::{NSActivityOptions, NSProcessInfo, NSString};

/// An [activity](https://developer.apple.com/documentation/foundation/processinfo/beginactivity(options:reason:)) that
/// goes on until dropped. The computer may sleep meanwhile; the app is not ended without being told.
pub(super) struct Awake(Retained<ProtocolObject<dyn NSObjectProtocol>>);

// SAFETY: the token is immutable and only ever handed back, and the process info is safe from any thread.
unsafe impl Send for Awake {}
// SAFETY: as above.
unsafe impl Sync for Awake {}

impl Awake {
    pub(super) fn begin() -> Self {
        let reason = NSString::from_str("Tells colleagues whether you are there");
        let options = NSActivityOptions::UserInitiatedAllowingIdleSystemSleep;
        Self(NSProcessInfo::processInfo().beginActivityWithOptions_reason(options, &reason))
    }
}

impl Drop for Awake {
    fn drop(&mut self) {
        // SAFETY: the token came from the call that began the activity.
        unsafe { NSProcessInfo::processInfo().endActivity(&self.0) };
    }
}
