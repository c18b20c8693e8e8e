use std::{path::PathBuf, sync::Arc};

use ringlight_protocol::{NAME_MAX_CHARS, Timestamp};
use ringlight_senses::{Change, Desktop};
use tokio::sync::mpsc;

use crate::{
    notify::{self, Notify},
    vault::{Keyring, SystemKeyring},
};

/// How an engine is set up. [`Options::new`] takes everything from this computer.
pub struct Options {
    /// Where files lie.
    pub paths: Paths,
    /// Where the senses come from.
    pub senses: SenseFeed,
    /// Reads the wall clock.
    pub clock: Clock,
    /// What this device is called in the list of devices.
    pub device: String,
    /// Reads this computer's time zone.
    pub zone: Zone,
    /// Keeps the token.
    pub keyring: Arc<dyn Keyring>,
    /// Shows notifications.
    pub notify: Notify,
}

/// Where files lie.
#[derive(Clone, Debug)]
pub struct Paths {
    /// Account, settings, last known roster, unsent choices. Made if it is missing.
    pub data: PathBuf,
    /// The socket of the command line: [`ringlight_local::default_path`], or another place in tests.
    pub socket: PathBuf,
}

/// Reads the wall clock.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// Reads the IANA name of this computer's time zone, which changes where its owner travels; `None` if it cannot be told.
pub type Zone = Arc<dyn Fn() -> Option<String> + Send + Sync>;

/// Where the senses come from.
pub enum SenseFeed {
    /// From the mechanisms of a desktop.
    Desktop(Box<Desktop>),
    /// From elsewhere, for tests and demonstrations.
    Fed(mpsc::Receiver<Change>),
}

impl Options {
    /// Everything as this computer has it.
    pub fn new(paths: Paths) -> Self {
        Self {
            paths,
            senses: SenseFeed::Desktop(Box::new(Desktop::here())),
            clock: Arc::new(Timestamp::now),
            device: device_name(),
            zone: Arc::new(zone),
            keyring: Arc::new(SystemKeyring),
            notify: notify::desktop(),
        }
    }
}

fn zone() -> Option<String> {
    jiff::tz::TimeZone::system().iana_name().map(Into::into)
}

/// The computer's name, cut to what a name may be.
fn device_name() -> String {
    let name = gethostname::gethostname().to_string_lossy().trim().to_owned();
    let short: String = name.split('.').next().unwrap_or_default().chars().take(NAME_MAX_CHARS).collect();
    if short.is_empty() { "Computer".into() } else { short }
}
