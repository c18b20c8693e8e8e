//! Where the link goes with which the first person joins, as administrator: never into a log.

use std::{fs, io, path::Path};

use anyhow::{Context, Result};

const FILE: &str = "first-invite.txt";

/// Prints the first link, or puts it into a file that only this user reads if standard output is a log. Without one, an
/// older file goes.
pub(super) fn tell(link: Option<String>, data: &Path) -> Result<()> {
    let path = data.join(FILE);
    remove(&path).with_context(|| format!("cannot remove {}", path.display()))?;
    match link {
        Some(link) if is_logged() => {
            write(&path, &link).with_context(|| format!("cannot write {}", path.display()))?;
            tracing::info!(file = %path.display(), "the first person joins by the link in this file");
        }
        Some(link) => print(&link),
        None => {}
    }
    Ok(())
}

#[expect(clippy::print_stdout, reason = "whoever starts a new team waits for it")]
fn print(link: &str) {
    println!("{link}");
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Whether standard output is the journal: then its device and inode are those in `$JOURNAL_STREAM` (systemd.exec(5)).
#[cfg(unix)]
fn is_logged() -> bool {
    use std::os::{fd::AsFd, unix::fs::MetadataExt};
    let file = io::stdout().as_fd().try_clone_to_owned().map(fs::File::from);
    let place = file.and_then(|file| file.metadata()).map(|it| format!("{}:{}", it.dev(), it.ino()));
    place.is_ok_and(|place| std::env::var("JOURNAL_STREAM").is_ok_and(|journal| journal == place))
}

#[cfg(not(unix))]
fn is_logged() -> bool {
    false
}

#[cfg(unix)]
fn write(path: &Path, link: &str) -> io::Result<()> {
    use std::{io::Write, os::unix::fs::OpenOptionsExt};
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    writeln!(file, "{link}")
}

#[cfg(not(unix))]
fn write(path: &Path, link: &str) -> io::Result<()> {
    fs::write(path, link)
}
