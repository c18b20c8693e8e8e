//! Whole computers to run the app on, made of the real parts: an X server, a window manager, a session bus, a keyring.
//! What stands in for the rest of a desktop (panel, screensaver) speaks the same D-Bus words as the originals.

mod app;
mod cable;
mod camera;
mod desk;
mod dunst;
mod keyring;
mod login;
mod notifications;
mod page;
mod pair;
mod panel;
mod process;
mod program;
mod roster;
mod row;
mod saver;
mod server;
mod sound;
mod stranger;
mod tray_item;
mod wait;

pub use app::{App, program};
pub use cable::Cable;
pub use camera::Camera;
pub use desk::Desk;
pub use dunst::Dunst;
pub use keyring::secrets;
pub use login::Login;
pub use notifications::Notifications;
pub use page::Page;
pub use pair::Pair;
pub use panel::Panel;
pub use program::Program;
pub use roster::{person, presence_of};
pub use row::Row;
pub use saver::{FREEDESKTOP, GNOME, Saver};
pub use server::{Server, by_way_of};
pub use sound::{CALL_BEGINS, CALL_ENDS, Sound};
pub use stranger::{Stranger, who};
pub use tray_item::TrayItem;
pub use wait::{PATIENCE, until};
