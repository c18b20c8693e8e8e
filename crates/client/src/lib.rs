//! The desktop engine without a window: it knows the account, keeps the roster, reports what this computer senses, and
//! answers requests. One task owns the state; [`Engine`] is the line to it.
//!
//! ```text
//! requests (window, tray, command line) ─┐
//! senses ────────────────────────────────┤─> driver ─> machine ─> effects ─> server, keyring, files, host
//! server's stream, results of effects ───┘                  └──> one Snapshot that everything is drawn from
//! ```

mod driver;
mod engine;
mod files;
mod host;
mod jitter;
mod line;
mod machine;
mod notify;
mod options;
mod perform;
mod senses;
mod server;
mod vault;

pub use engine::{Engine, StartError};
pub use host::{Found, Host};
pub use line::Line;
pub use notify::{Notification, Notify, Over, Press, Pressed};
pub use options::{Clock, Options, Paths, SenseFeed, Zone};
pub use vault::{Keyring, SystemKeyring};
