//! The local socket between the running app and the command line: one line of JSON asks, one line answers, and the
//! connection closes.
//!
//! Only the user who runs the app can reach it: on Unix the socket has mode 0600 and the peer's user is checked; a
//! named pipe of Windows lets nobody but its owner, the system and administrators write.

mod line;
mod place;
#[cfg_attr(windows, path = "windows.rs")]
#[cfg_attr(unix, path = "unix.rs")]
mod system;

use std::{path::Path, time::Duration};

use ringlight_protocol::local::{Reply, Request};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    task::JoinSet,
    time::timeout,
};

pub use place::default_path;
pub use system::Listener;

/// The longest request, in bytes.
const LONGEST_REQUEST: u64 = 64 * 1024;
/// The longest reply, in bytes: a roster of thousands.
const LONGEST_REPLY: u64 = 16 * 1024 * 1024;
/// How long a peer may take to say what it wants.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long an answer may take: longer than anything that the engine does for a request.
const LONGEST_WAIT: Duration = Duration::from_secs(60);
/// How long those who wait at the end may take to read their answer.
const FAREWELL: Duration = Duration::from_secs(1);
/// Peers that are served at the same time; more of them wait.
const PEERS: usize = 16;

/// Why no listener could be made.
#[derive(Debug, thiserror::Error)]
pub enum BindError {
    /// Another process of this user listens there.
    #[error("Ringlight runs already")]
    InUse,
    /// The place cannot be used.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// Why a request got no reply.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// Nobody listens there.
    #[error("Ringlight is not running")]
    NotRunning,
    /// What came back is not a reply: another version, or another program.
    #[error("the answer of the running Ringlight cannot be understood")]
    NotUnderstood,
    /// The connection broke, or no answer came in time.
    #[error("the running Ringlight did not answer: {0}")]
    Io(#[from] std::io::Error),
}

/// Asks the app that listens at `path`.
///
/// # Errors
///
/// [`AskError::NotRunning`] if nobody listens.
pub async fn ask(path: &Path, request: &Request) -> Result<Reply, AskError> {
    let mut peer = system::connect(path).await?;
    let exchange = async {
        line::write(&mut peer, request).await?;
        line::read(&mut peer, LONGEST_REPLY).await
    };
    match timeout(LONGEST_WAIT, exchange).await {
        Ok(Ok(reply)) => Ok(reply),
        Ok(Err(error)) if error.kind() == std::io::ErrorKind::InvalidData => Err(AskError::NotUnderstood),
        Ok(Err(error)) => Err(error.into()),
        Err(elapsed) => Err(std::io::Error::from(elapsed).into()),
    }
}

impl Listener {
    /// Answers every peer with what `handler` makes of its request, until `stop`; those who wait then get their answer.
    pub async fn serve<F, A>(mut self, handler: F, stop: impl Future<Output = ()>)
    where
        F: Fn(Request) -> A + Clone + Send + 'static,
        A: Future<Output = Reply> + Send + 'static,
    {
        let mut peers = JoinSet::new();
        tokio::select! {
            () = stop => {}
            () = self.take_in(&mut peers, handler) => {}
        }
        let _ = timeout(FAREWELL, async { while peers.join_next().await.is_some() {} }).await;
    }

    async fn take_in<F, A>(&mut self, peers: &mut JoinSet<()>, handler: F)
    where
        F: Fn(Request) -> A + Clone + Send + 'static,
        A: Future<Output = Reply> + Send + 'static,
    {
        loop {
            if peers.len() >= PEERS {
                peers.join_next().await;
            }
            match self.accept().await {
                Ok(peer) => drop(peers.spawn(answer(peer, handler.clone()))),
                // Out of file descriptors or the like: trying again at once would spin.
                Err(_) => tokio::time::sleep(Duration::from_secs(1)).await,
            }
            while peers.try_join_next().is_some() {}
        }
    }
}

/// A peer that speaks nonsense, too much or too slowly is dropped without an answer.
async fn answer<F, A>(mut peer: impl AsyncRead + AsyncWrite + Unpin, handler: F)
where
    F: Fn(Request) -> A,
    A: Future<Output = Reply>,
{
    if let Ok(Ok(request)) = timeout(PATIENCE, line::read(&mut peer, LONGEST_REQUEST)).await {
        let reply = handler(request).await;
        let _ = timeout(PATIENCE, line::write(&mut peer, &reply)).await;
    }
}
