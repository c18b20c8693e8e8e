//! Whole computers to run the app on, made of the real parts: an X server, a window manager, a session bus, a keyring.
//! What stands in for the rest of a desktop (panel, screensaver) speaks the same D-Bus words as the originals.

mod app;
mod cable;
mod desk;
mod notifications;
mod page;
mod panel;
mod process;
mod roster;
mod saver;
mod tray_item;
mod wait;

pub use app::App;
pub use cable::Cable;
pub use desk::Desk;
pub use notifications::Notifications;
pub use page::Page;
pub use panel::Panel;
pub use roster::{person, presence_of};
pub use saver::{FREEDESKTOP, GNOME, Saver};
pub use tray_item::{Entry, TrayItem};
pub use wait::{PATIENCE, until};
