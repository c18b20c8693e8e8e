//! What the computer knows about its owner: idle, lock, screensaver, sleep and session switch.
//!
//! Mechanisms (one file each, under the directory of their operating system) say [`Signal`]s. The pure machine
//! [`Senses`] folds them into one value, [`Seen`]: the device's [`Activity`], since when, and what it was learned from.
//! [`watch`] runs every mechanism this computer has and gives a [`Change`] whenever the value differs.
//!
//! [`engaged`] does the same for calls, presentations and the desktop's own do not disturb, each only if it is wished for.
//!
//! Only states leave this crate: no input and no window titles. [`engaged::Use`] names programs for the owner's own eyes.

mod clock;
pub mod engaged;
mod mechanism;
mod seen;
mod signal;
mod state;
mod watch;

#[cfg(target_os = "linux")]
#[path = "linux/mod.rs"]
mod system;

#[cfg(windows)]
#[path = "windows/mod.rs"]
mod system;

#[cfg(target_os = "macos")]
#[path = "macos/mod.rs"]
mod system;

#[cfg(any(windows, target_os = "macos", test))]
mod looks;

#[cfg(any(windows, target_os = "macos", test))]
mod poll;

#[cfg(any(windows, target_os = "macos", test))]
mod questions;

#[cfg(any(windows, test))]
mod screensaver;

#[cfg(all(test, not(target_os = "macos")))]
#[path = "macos/words.rs"]
mod words_of_macos;

pub use clock::Moment;
pub use seen::{Activity, Change, Input, Lock, Mechanism, Says, Seen};
pub use signal::{Hold, Sense, Signal, Source};
pub use state::Senses;
pub use system::Desktop;
pub use watch::{Thresholds, Watch, watch};
