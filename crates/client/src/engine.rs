use std::sync::Arc;

use ringlight_protocol::{
    Code, DeviceActivity, Problem,
    local::{Account, Link, Notice, Reply, Request, Senses, Settings, Snapshot},
};
use tokio::sync::{mpsc, oneshot, watch};

use crate::{Host, Options};

/// The line to a running engine. Cheap to clone; the engine ends when [`Request::Quit`] was asked.
#[derive(Clone)]
pub struct Engine {
    asks: mpsc::Sender<Ask>,
    snapshots: watch::Receiver<Arc<Snapshot>>,
}

/// What comes in through an [`Engine`].
pub(crate) enum Ask {
    Request(Request, oneshot::Sender<Reply>),
    Say(Notice),
}

/// Why an engine does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Another one runs with the same socket: ask that one to show itself.
    #[error("Ringlight runs already")]
    RunsAlready,
    /// The data directory cannot be made or written.
    #[error("Ringlight cannot keep its files in {path}: {why}")]
    Files {
        /// The directory.
        path: std::path::PathBuf,
        /// Why.
        why: std::io::Error,
    },
}

impl Engine {
    /// Reads what was saved and starts the engine's task in the current tokio runtime (with its I/O and time drivers).
    /// A snapshot is there as soon as this returns.
    ///
    /// # Errors
    ///
    /// If another engine runs on the same socket, or its files cannot be kept.
    #[expect(clippy::unused_async, reason = "reads files and binds the socket")]
    pub async fn start<H: Host>(options: Options, host: H) -> Result<Self, StartError> {
        let (asks, mut incoming) = mpsc::channel::<Ask>(64);
        let first = Snapshot {
            account: Account::None,
            link: Link::Idle,
            me: None,
            people: Default::default(),
            favourites: Vec::new(),
            statuses: Default::default(),
            senses: Arc::new(Senses { activity: DeviceActivity::Unknown, since: (options.clock)(), mechanisms: Vec::new() }),
            settings: Settings::default(),
            undo: None,
            notice: None,
            synced: None,
        };
        let (publish, snapshots) = watch::channel(Arc::new(first));
        tokio::spawn(async move {
            while let Some(ask) = incoming.recv().await {
                match ask {
                    Ask::Say(notice) => publish.send_modify(|s| Arc::make_mut(s).notice = Some(notice)),
                    Ask::Request(Request::Look, reply) => drop(reply.send(Reply::Snapshot { snapshot: publish.borrow().clone() })),
                    Ask::Request(Request::Show, reply) => {
                        host.show();
                        let _ = reply.send(Reply::Done);
                    }
                    Ask::Request(_, reply) => {
                        let _ = reply.send(Reply::Problem { problem: Problem::new(Code::SignedOut, "Join a team first.") });
                    }
                }
            }
        });
        Ok(Self { asks, snapshots })
    }

    /// Asks, and waits for the answer. A change that the request made may be in the snapshot before or after it.
    pub async fn ask(&self, request: Request) -> Reply {
        let (reply, answer) = oneshot::channel();
        if self.asks.send(Ask::Request(request, reply)).await.is_err() {
            return ended();
        }
        answer.await.unwrap_or_else(|_| ended())
    }

    /// Shows a notice of the program's own, such as [`Notice::NoTray`].
    pub async fn say(&self, notice: Notice) {
        let _ = self.asks.send(Ask::Say(notice)).await;
    }

    /// Every state, the newest last; states in between may be skipped. Draw from
    /// [`Difference::between`](ringlight_protocol::local::Difference::between) two of them.
    pub fn snapshots(&self) -> watch::Receiver<Arc<Snapshot>> {
        self.snapshots.clone()
    }
}

fn ended() -> Reply {
    Reply::Problem { problem: Problem::new(Code::ThisComputer, "Ringlight is ending.") }
}
