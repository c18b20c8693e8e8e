//! What the owner is engaged in, beside being there: a call, a presentation; and the desktop's own do not disturb.
//!
//! Each of it is off until [`Wishes`] switch it on, and nothing is opened for what is off. Mechanisms say who records
//! or keeps the screen awake; the pure machine [`Engagement`] folds that into [`Engaged`]. Of it only the call and
//! the presentation may leave the computer: [`Engaged::users`] names applications for the owner's own eyes, so that some
//! can be ignored.

mod app;
mod debounce;
#[cfg_attr(not(target_os = "linux"), allow(dead_code))]
pub(crate) mod dnd;
mod state;
#[cfg(any(windows, target_os = "macos"))]
pub(crate) mod untold;
mod watch;
mod wishes;

pub(crate) mod word;

pub use app::App;
pub use state::{DesktopDnd, Engaged, Engagement, Mechanism, Use};
pub use watch::{Watch, watch};
pub use wishes::{Apps, Wishes};
pub use word::{Inhibitor, Sense, Word};

pub(crate) use app::ALWAYS_ON;
pub(crate) use watch::{Running, Why};
