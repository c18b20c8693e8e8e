//! Where a server's socket is made: says when there is another than the last time, by
//! [inotify(7)](https://man7.org/linux/man-pages/man7/inotify.7.html).

use std::ffi::{OsStr, OsString};
use std::fs::{self, Metadata};
use std::future::pending;
use std::io;
use std::mem::MaybeUninit;
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use rustix::fs::inotify::{self, CreateFlags, ReadFlags, Reader, WatchFlags};
use tokio::io::unix::AsyncFd;

use super::descriptor::readable;
use crate::mechanism::{Comes, Stopped};

/// A path, and what was there when it was last tried.
#[derive(Clone, Debug)]
pub(super) struct Place {
    path: PathBuf,
    tried: Option<Identity>,
}

/// Tells a file from another that is made at the same path later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Identity {
    device: u64,
    inode: u64,
    /// Inodes are used again.
    changed: (i64, i64),
}

impl Identity {
    fn of(path: &Path) -> Option<Self> {
        let about = |file: Metadata| Self {
            device: file.dev(),
            inode: file.ino(),
            changed: (file.ctime(), file.ctime_nsec()),
        };
        fs::metadata(path).ok().map(about)
    }
}

impl Place {
    pub(super) fn new(path: PathBuf) -> Self {
        Self { path, tried: None }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Keeps in mind what is there now. To be called before it is tried: what comes meanwhile is then not missed.
    pub(super) fn note(&mut self) {
        self.tried = Identity::of(&self.path);
    }

    /// Whether nothing was there when it was last tried.
    pub(super) fn was_empty(&self) -> bool {
        self.tried.is_none()
    }

    /// What to make of a try that has failed.
    pub(super) fn judge(&self, stopped: Stopped) -> Stopped {
        match stopped {
            Stopped::Lost(why) if self.was_empty() => Stopped::Absent(why),
            stopped => stopped,
        }
    }

    /// Ends when there is something else than what was noted. `None` if that cannot be watched.
    pub(super) fn comes(&self) -> Option<Comes> {
        let place = self.clone();
        match Nearest::watch(&self.path) {
            Ok(first) => Some(Box::pin(async move {
                if let Err(error) = place.wait(first).await {
                    tracing::debug!(path = %place.path.display(), %error, "cannot be waited for any more");
                    pending().await
                }
            })),
            Err(error) => {
                tracing::debug!(path = %self.path.display(), %error, "cannot be waited for");
                None
            }
        }
    }

    async fn wait(&self, mut nearest: Nearest) -> io::Result<()> {
        // Looked at after it is watched: nothing is missed in between.
        while Identity::of(&self.path) == self.tried {
            if nearest.is_still(&self.path) {
                nearest.changed().await?;
            }
            nearest = Nearest::watch(&self.path)?;
        }
        Ok(())
    }
}

/// The deepest directory on the way to a path that is there, watched for the next name on that way.
struct Nearest {
    name: OsString,
    inotify: AsyncFd<OwnedFd>,
}

impl Nearest {
    fn watch(path: &Path) -> io::Result<Self> {
        let (directory, name) = way(path).ok_or(io::ErrorKind::InvalidInput)?;
        let inotify = inotify::init(CreateFlags::NONBLOCK | CreateFlags::CLOEXEC)?;
        let made = WatchFlags::CREATE | WatchFlags::MOVED_TO | WatchFlags::ATTRIB;
        let ended = WatchFlags::DELETE_SELF | WatchFlags::MOVE_SELF | WatchFlags::ONLYDIR;
        inotify::add_watch(&inotify, directory, made | ended)?;
        Ok(Self { name: name.to_owned(), inotify: readable(inotify)? })
    }

    fn is_still(&self, path: &Path) -> bool {
        way(path).is_some_and(|(_, name)| name == self.name)
    }

    /// Ends when something happens to the name, or to the directory itself.
    async fn changed(&self) -> io::Result<()> {
        loop {
            let mut ready = self.inotify.readable().await?;
            match concerns(self.inotify.get_ref(), &self.name) {
                Ok(true) => return Ok(()),
                Ok(false) => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => ready.clear_ready(),
                Err(error) => return Err(error),
            }
        }
    }
}

/// The deepest directory that is there, and the next name below it.
fn way(path: &Path) -> Option<(&Path, &OsStr)> {
    let mut below = path;
    for directory in path.ancestors().skip(1) {
        if directory.is_dir() {
            return Some((directory, below.file_name()?));
        }
        below = directory;
    }
    None
}

/// Whether one of the next events is about `name`, or about the directory.
fn concerns(inotify: &OwnedFd, name: &OsStr) -> io::Result<bool> {
    let mut buffer = [MaybeUninit::uninit(); 4096];
    let mut events = Reader::new(inotify, &mut buffer);
    loop {
        let event = events.next()?;
        let about = event.file_name().map(|name| name.to_bytes());
        let whole = ReadFlags::QUEUE_OVERFLOW | ReadFlags::DELETE_SELF | ReadFlags::MOVE_SELF;
        if about == Some(name.as_bytes()) || event.events().intersects(whole) {
            return Ok(true);
        }
        if events.is_buffer_empty() {
            return Ok(false);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use futures_util::FutureExt;
    use tokio::time::timeout;

    use super::*;

    const PATIENCE: Duration = Duration::from_secs(15);

    fn tried(path: &Path) -> Place {
        let mut place = Place::new(path.to_owned());
        place.note();
        place
    }

    #[tokio::test]
    async fn waits_for_this_socket_and_no_other() {
        let directory = tempfile::tempdir().expect("can be made");
        let (socket, other) = (directory.path().join("bus"), directory.path().join("other"));
        let mut waits = tried(&socket).comes().expect("can be watched");
        let mut others = tried(&other).comes().expect("can be watched");
        assert!(waits.as_mut().now_or_never().is_none() && others.as_mut().now_or_never().is_none());
        fs::write(&other, "").expect("is ours");
        timeout(PATIENCE, others).await.expect("was made");
        assert!(waits.as_mut().now_or_never().is_none());
        fs::write(&socket, "").expect("is ours");
        timeout(PATIENCE, waits).await.expect("was made");
    }

    #[tokio::test]
    async fn one_that_comes_between_the_try_and_the_watch_is_not_missed() {
        let directory = tempfile::tempdir().expect("can be made");
        let socket = directory.path().join("bus");
        let absent = tried(&socket);
        fs::write(&socket, "").expect("is ours");
        timeout(PATIENCE, absent.comes().expect("can be watched")).await.expect("is there");

        let refused = tried(&socket);
        assert!(refused.comes().expect("can be watched").now_or_never().is_none(), "is the same");
        let another = directory.path().join("new");
        fs::write(&another, "").expect("is ours");
        fs::rename(&another, &socket).expect("is ours");
        timeout(PATIENCE, refused.comes().expect("can be watched")).await.expect("is another");
    }

    #[tokio::test]
    async fn directories_on_the_way_are_waited_for_too() {
        let directory = tempfile::tempdir().expect("can be made");
        let below = directory.path().join("run/user");
        let socket = below.join("bus");
        let mut waits = tried(&socket).comes().expect("can be watched");
        assert!(waits.as_mut().now_or_never().is_none());
        fs::create_dir_all(&below).expect("is ours");
        assert!(waits.as_mut().now_or_never().is_none());
        fs::remove_dir(&below).expect("is empty");
        fs::create_dir_all(&below).expect("is ours");
        assert!(waits.as_mut().now_or_never().is_none());
        fs::write(&socket, "").expect("is ours");
        timeout(PATIENCE, waits).await.expect("was made");
    }

    #[tokio::test]
    async fn what_cannot_be_watched_is_said() {
        assert!(tried(Path::new("")).comes().is_none());
    }
}
