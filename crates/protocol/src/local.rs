//! What the shell, the command line and the engine say to each other: requests in, snapshots out.

mod ask;
mod difference;
mod replies;
mod requests;
mod settings;
mod snapshot;

pub use ask::{Answer, Ask};
pub use difference::Difference;
pub use replies::Reply;
pub use requests::{CalendarSource, End, OfferedPreset, Preset, Request};
pub use settings::{Hearing, Settings, Theme};
pub use snapshot::{
    Account, Calendar, Changed, Home, Link, Mechanism, Myself, Notice, QuietNext, Sense, Senses, Snapshot,
    TokenPlace, Undo, Warning,
};
