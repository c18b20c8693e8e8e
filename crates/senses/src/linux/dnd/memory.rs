//! What we have switched on and not off again, on disk: a name on each line, no file if there is none.

use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::PathBuf;

use tokio::fs;
use tokio::io::AsyncWriteExt;

use crate::mechanism::Stopped;
use crate::signal::Source;

pub(super) struct Memory {
    file: PathBuf,
}

impl Memory {
    pub(super) fn new(file: PathBuf) -> Self {
        Self { file }
    }

    /// Whether `source` was switched on by us. No if that cannot be read: then nothing is taken back.
    pub(super) async fn holds(&self, source: Source) -> bool {
        self.read().await.is_ok_and(|names| names.contains(source.name()))
    }

    /// Whether nothing is switched by us, as far as that can be read.
    pub(super) async fn is_empty(&self) -> bool {
        self.read().await.is_ok_and(|names| names.is_empty())
    }

    /// Writes `source` down. What cannot be written down must not be switched on.
    pub(super) async fn add(&self, source: Source) -> Result<(), Stopped> {
        let mut names = self.read().await?;
        names.insert(source.name().to_owned());
        self.write(&names).await
    }

    /// Strikes `source` out.
    pub(super) async fn remove(&self, source: Source) -> Result<(), Stopped> {
        let mut names = self.read().await?;
        names.remove(source.name());
        self.write(&names).await
    }

    async fn read(&self) -> Result<BTreeSet<String>, Stopped> {
        match fs::read_to_string(&self.file).await {
            Ok(text) => Ok(text.lines().map(str::to_owned).collect()),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(BTreeSet::new()),
            Err(error) => Err(self.lost(error)),
        }
    }

    async fn write(&self, names: &BTreeSet<String>) -> Result<(), Stopped> {
        let written = match names.is_empty() {
            true => fs::remove_file(&self.file).await.or_else(|error| match error.kind() {
                ErrorKind::NotFound => Ok(()),
                _ => Err(error),
            }),
            false => self.replace(names).await,
        };
        written.map_err(|error| self.lost(error))
    }

    /// A crash in the middle leaves the old file.
    async fn replace(&self, names: &BTreeSet<String>) -> std::io::Result<()> {
        let new = self.file.with_extension("new");
        let mut file = fs::File::create(&new).await?;
        for name in names {
            file.write_all(format!("{name}\n").as_bytes()).await?;
        }
        file.sync_all().await?;
        fs::rename(&new, &self.file).await
    }

    fn lost(&self, error: std::io::Error) -> Stopped {
        Stopped::Lost(format!("cannot keep in mind what is switched, in {}: {error}", self.file.display()))
    }
}
