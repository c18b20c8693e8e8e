//! Waits for a server's socket to be made, with [inotify(7)](https://man7.org/linux/man-pages/man7/inotify.7.html).

use std::ffi::OsStr;
use std::future::pending;
use std::io;
use std::mem::MaybeUninit;
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use rustix::fs::inotify::{self, CreateFlags, ReadFlags, Reader, WatchFlags};
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;

/// Ends when `path` is made anew. Never, if there is no path, or no directory to watch: then time must do.
pub(super) async fn made(path: Option<&Path>) {
    if let Some(path) = path
        && let Err(error) = watch(path).await
    {
        tracing::debug!(path = %path.display(), %error, "cannot be waited for");
    } else if path.is_some() {
        return;
    }
    pending().await
}

async fn watch(path: &Path) -> io::Result<()> {
    let (Some(directory), Some(name)) = (path.parent(), path.file_name()) else {
        return Err(io::ErrorKind::InvalidInput.into());
    };
    let inotify = inotify::init(CreateFlags::NONBLOCK | CreateFlags::CLOEXEC)?;
    inotify::add_watch(&inotify, directory, WatchFlags::CREATE | WatchFlags::MOVED_TO)?;
    // SAFETY: the registration owns the descriptor, which stays open as long.
    let inotify =
        unsafe { AsyncFd::register_with_interest(inotify, Interest::READABLE) }.map_err(io::Error::from)?;
    loop {
        let mut ready = inotify.readable().await?;
        match was_made(inotify.get_ref(), name) {
            Ok(true) => return Ok(()),
            Ok(false) => {}
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => ready.clear_ready(),
            Err(error) => return Err(error),
        }
    }
}

/// Whether one of the next events is about `name`.
fn was_made(inotify: &OwnedFd, name: &OsStr) -> io::Result<bool> {
    let mut buffer = [MaybeUninit::uninit(); 4096];
    let mut events = Reader::new(inotify, &mut buffer);
    loop {
        let event = events.next()?;
        let about = event.file_name().map(|name| name.to_bytes());
        if about == Some(name.as_bytes()) || event.events().contains(ReadFlags::QUEUE_OVERFLOW) {
            return Ok(true);
        }
        if events.is_buffer_empty() {
            return Ok(false);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::time::Duration;

    use futures_util::FutureExt;
    use tokio::time::timeout;

    use super::*;

    #[tokio::test]
    async fn waits_for_this_socket_and_no_other() {
        let directory = tempfile::tempdir().expect("can be made");
        let (socket, other) = (directory.path().join("bus"), directory.path().join("other"));
        let (mut waits, mut others) = (Box::pin(made(Some(&socket))), Box::pin(made(Some(&other))));
        assert!(waits.as_mut().now_or_never().is_none() && others.as_mut().now_or_never().is_none());
        fs::write(&other, "").expect("is ours");
        timeout(Duration::from_secs(15), others).await.expect("was made");
        assert!(waits.as_mut().now_or_never().is_none());
        fs::write(&socket, "").expect("is ours");
        timeout(Duration::from_secs(15), waits).await.expect("was made");
    }

    #[tokio::test]
    async fn never_ends_without_a_directory_to_watch() {
        for path in [None, Some(Path::new("/nonexistent/bus"))] {
            assert!(made(path).now_or_never().is_none(), "{path:?}");
        }
    }
}
