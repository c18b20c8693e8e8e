//! A Unix domain socket. A lock on a file beside it tells a socket in use from one that a crash left behind.

use std::{
    fs::{self, File, Permissions, TryLockError},
    io::{self, ErrorKind},
    os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt},
    path::{Path, PathBuf},
};

use tokio::net::{UnixListener, UnixStream};

use crate::{AskError, BindError};

/// The app's end.
#[derive(Debug)]
pub struct Listener {
    socket: UnixListener,
    path: PathBuf,
    owner: u32,
    _lock: File,
}

impl Listener {
    /// Listens at `path`, and replaces a socket that nobody listens on any more.
    ///
    /// # Errors
    ///
    /// [`BindError::InUse`] if another process listens there.
    pub fn bind(path: &Path) -> Result<Self, BindError> {
        if let Some(directory) = path.parent() {
            fs::DirBuilder::new().recursive(true).mode(0o700).create(directory)?;
        }
        let lock = lock(&path.with_extension("lock"))?;
        match fs::remove_file(path) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
        let socket = UnixListener::bind(path)?;
        fs::set_permissions(path, Permissions::from_mode(0o600))?;
        let owner = fs::metadata(path)?.uid();
        Ok(Self { socket, path: path.to_owned(), owner, _lock: lock })
    }

    pub(crate) async fn accept(&mut self) -> io::Result<UnixStream> {
        loop {
            let (peer, _) = self.socket.accept().await?;
            if peer.peer_cred()?.uid() == self.owner {
                return Ok(peer);
            }
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

fn lock(path: &Path) -> Result<File, BindError> {
    let file = File::options().create(true).truncate(false).write(true).open(path)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(BindError::InUse),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

pub(crate) async fn connect(path: &Path) -> Result<UnixStream, AskError> {
    UnixStream::connect(path).await.map_err(|error| match error.kind() {
        ErrorKind::NotFound | ErrorKind::ConnectionRefused => AskError::NotRunning,
        _ => error.into(),
    })
}
