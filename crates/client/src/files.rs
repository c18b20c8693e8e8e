//! What is kept on disk. Files are replaced whole; a damaged one is moved aside, and said so.

use std::{
    fs::{self, File},
    io::{self, ErrorKind, Write},
    path::{Path, PathBuf},
};

use ringlight_protocol::local::Notice;
use serde::{Serialize, de::DeserializeOwned};
use tokio::{sync::mpsc, task::JoinHandle};

use crate::machine::{Loaded, Saved};

const ACCOUNT: &str = "account.json";
const SETTINGS: &str = "settings.json";
const PENDING: &str = "pending.json";
const ROSTER: &str = "roster.json";

/// Reads everything.
///
/// # Errors
///
/// If the directory cannot be made, or a file can be neither read nor moved aside.
pub(crate) fn load(directory: &Path) -> io::Result<Loaded> {
    make(directory)?;
    let mut damaged = Vec::new();
    let loaded = Loaded {
        account: read(directory, ACCOUNT, &mut damaged)?,
        settings: read(directory, SETTINGS, &mut damaged)?.unwrap_or_default(),
        pending: read(directory, PENDING, &mut damaged)?.unwrap_or_default(),
        roster: read(directory, ROSTER, &mut damaged)?.unwrap_or_default(),
        notice: None,
    };
    let notice = (!damaged.is_empty()).then(|| Notice::Words {
        text: format!(
            "Damaged and put aside in {}: {}. Ringlight goes on without.",
            directory.display(),
            damaged.join(", ")
        ),
    });
    Ok(Loaded { notice, ..loaded })
}

fn make(directory: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(directory)
}

fn read<T: DeserializeOwned>(
    directory: &Path,
    name: &'static str,
    damaged: &mut Vec<&'static str>,
) -> io::Result<Option<T>> {
    let path = directory.join(name);
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    match serde_json::from_slice(&bytes) {
        Ok(value) => Ok(Some(value)),
        Err(error) => {
            tracing::warn!(name, %error, "a damaged file");
            fs::rename(&path, path.with_extension("damaged"))?;
            damaged.push(name);
            Ok(None)
        }
    }
}

/// Writes in the order in which it is asked, off the async threads.
pub(crate) struct Writer {
    jobs: mpsc::UnboundedSender<Saved>,
    task: JoinHandle<()>,
}

impl Writer {
    pub(crate) fn new(directory: PathBuf) -> Self {
        let (jobs, mut incoming) = mpsc::unbounded_channel();
        let task = tokio::task::spawn(async move {
            while let Some(saved) = incoming.recv().await {
                let directory = directory.clone();
                let _ = tokio::task::spawn_blocking(move || write(&directory, &saved)).await;
            }
        });
        Self { jobs, task }
    }

    pub(crate) fn save(&self, saved: Saved) {
        let _ = self.jobs.send(saved);
    }

    /// Waits until everything is on disk.
    pub(crate) async fn finish(self) {
        drop(self.jobs);
        let _ = self.task.await;
    }
}

fn write(directory: &Path, saved: &Saved) {
    let (name, result) = match saved {
        Saved::Account(account) => (ACCOUNT, put(directory, ACCOUNT, account.as_ref())),
        Saved::Settings(settings) => (SETTINGS, put(directory, SETTINGS, Some(settings))),
        Saved::Pending(pending) => {
            (PENDING, put(directory, PENDING, Some(pending).filter(|pending| !pending.is_empty())))
        }
        Saved::Roster(roster) => (ROSTER, put(directory, ROSTER, roster.as_ref())),
    };
    if let Err(error) = result {
        tracing::error!(name, %error, "a file could not be written");
    }
}

/// Replaces a file by way of another, so that it is always whole; removes it if there is nothing to keep.
fn put<T: Serialize>(directory: &Path, name: &str, value: Option<&T>) -> io::Result<()> {
    let path = directory.join(name);
    let Some(value) = value else {
        return match fs::remove_file(path) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        };
    };
    let new = path.with_extension("new");
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&new)?;
    file.write_all(&serde_json::to_vec(value)?)?;
    file.sync_all()?;
    fs::rename(new, path)
}
