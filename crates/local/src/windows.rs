//! A named pipe. Its default security lets its owner, the system and administrators write; remote clients are rejected.

use std::{
    io::{self, ErrorKind},
    mem,
    path::{Path, PathBuf},
    time::Duration,
};

use tokio::net::windows::named_pipe::{ClientOptions, NamedPipeClient, NamedPipeServer, ServerOptions};

use crate::{AskError, BindError};

/// [`ERROR_PIPE_BUSY`](https://learn.microsoft.com/windows/win32/debug/system-error-codes--0-499-): every instance has a peer.
const PIPE_BUSY: i32 = 231;
/// How often a busy pipe is tried, 50 ms apart.
const TRIES: u32 = 40;

/// The app's end.
#[derive(Debug)]
pub struct Listener {
    next: NamedPipeServer,
    path: PathBuf,
}

impl Listener {
    /// Listens at `path`, which begins with `\\.\pipe\`.
    ///
    /// # Errors
    ///
    /// [`BindError::InUse`] if another process listens there.
    pub fn bind(path: &Path) -> Result<Self, BindError> {
        let first =
            ServerOptions::new().first_pipe_instance(true).create(path).map_err(|error| {
                match error.kind() {
                    ErrorKind::PermissionDenied => BindError::InUse,
                    _ => error.into(),
                }
            })?;
        Ok(Self { next: first, path: path.to_owned() })
    }

    pub(crate) async fn accept(&mut self) -> io::Result<NamedPipeServer> {
        self.next.connect().await?;
        let following = ServerOptions::new().create(&self.path)?;
        Ok(mem::replace(&mut self.next, following))
    }
}

pub(crate) async fn connect(path: &Path) -> Result<NamedPipeClient, AskError> {
    for _ in 0..TRIES {
        match ClientOptions::new().open(path) {
            Err(error) if error.raw_os_error() == Some(PIPE_BUSY) => {
                tokio::time::sleep(Duration::from_millis(50)).await
            }
            Err(error) if error.kind() == ErrorKind::NotFound => return Err(AskError::NotRunning),
            other => return Ok(other?),
        }
    }
    Err(io::Error::from(ErrorKind::TimedOut).into())
}
