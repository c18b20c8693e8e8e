use std::{path::PathBuf, sync::Arc};

use ringlight_protocol::Timestamp;
use ringlight_senses::{Change, Desktop};
use tokio::sync::mpsc;

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
    /// IANA name of the time zone for a new profile.
    pub zone: String,
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

/// Where the senses come from.
pub enum SenseFeed {
    /// From the mechanisms of a desktop.
    Desktop(Desktop),
    /// From elsewhere, for tests and demonstrations.
    Fed(mpsc::Receiver<Change>),
}

impl Options {
    /// Everything as this computer has it.
    pub fn new(paths: Paths) -> Self {
        Self {
            paths,
            senses: SenseFeed::Desktop(Desktop::here()),
            clock: Arc::new(Timestamp::now),
            device: "Computer".into(),
            zone: jiff::tz::TimeZone::system().iana_name().unwrap_or("UTC").into(),
        }
    }
}
