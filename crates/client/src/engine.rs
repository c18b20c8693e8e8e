use std::{collections::HashMap, io, path::Path, sync::Arc, time::Duration};

use ringlight_local::{BindError, Listener};
use ringlight_protocol::{
    Code, Problem,
    local::{Notice, Reply, Request, Snapshot},
};
use tokio::{
    sync::{mpsc, oneshot, watch},
    task::{JoinHandle, JoinSet},
    time::{Instant, sleep, timeout},
};

use crate::{
    Host, Options, Paths, SenseFeed,
    driver::{Driver, Senses},
    files::{self, Writer},
    machine::{Loaded, Machine, ThisComputer},
    senses,
};

/// How long a process that was killed may hold its lock.
const DIES_WITHIN: Duration = Duration::from_secs(2);
/// How often the lock of one is tried.
const LOOK_AGAIN: Duration = Duration::from_millis(20);

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
        why: io::Error,
    },
}

impl Engine {
    /// Reads what was saved and starts the engine's task in the current tokio runtime (with its I/O and time drivers).
    /// A snapshot is there as soon as this returns.
    ///
    /// # Errors
    ///
    /// If another engine runs on the same socket, or its files cannot be kept.
    pub async fn start<H: Host>(options: Options, host: H) -> Result<Self, StartError> {
        let listener = listen(&options.paths).await?;
        let data = options.paths.data.clone();
        let loaded =
            tokio::task::spawn_blocking(move || files::load(&data)).await.map_err(io::Error::other).flatten();
        let loaded = loaded.map_err(|why| StartError::Files { path: options.paths.data.clone(), why })?;
        let (asks, incoming) = mpsc::channel(64);
        let socket = listener.map(|listener| tokio::spawn(serve(listener, asks.clone())));
        let snapshots = drive(options, host, loaded, incoming, socket);
        Ok(Self { asks, snapshots })
    }

    /// Asks, and waits for the answer. What the request changed at once is in the snapshot by then.
    pub async fn ask(&self, request: Request) -> Reply {
        ask(&self.asks, request).await
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

async fn ask(asks: &mpsc::Sender<Ask>, request: Request) -> Reply {
    let (reply, answer) = oneshot::channel();
    if asks.send(Ask::Request(request, reply)).await.is_err() {
        return ended();
    }
    answer.await.unwrap_or_else(|_| ended())
}

fn ended() -> Reply {
    Reply::Problem { problem: Problem::new(Code::ThisComputer, "Ringlight is ending.") }
}

/// Without a socket the app works; only the command line does not.
async fn listen(paths: &Paths) -> Result<Option<Listener>, StartError> {
    let give_up = Instant::now() + DIES_WITHIN;
    loop {
        match Listener::bind(&paths.socket) {
            Ok(listener) => return Ok(Some(listener)),
            Err(BindError::InUse) if Instant::now() < give_up && is_dying(&paths.socket).await => {
                sleep(LOOK_AGAIN).await;
            }
            Err(BindError::InUse) => return Err(StartError::RunsAlready),
            Err(BindError::Io(error)) => {
                tracing::error!(path = %paths.socket.display(), %error, "the command line cannot reach this app");
                return Ok(None);
            }
        }
    }
}

/// Whether whoever holds the socket has stopped answering: a process that was killed gives its lock up a moment later.
async fn is_dying(socket: &Path) -> bool {
    !matches!(timeout(DIES_WITHIN, ringlight_local::ask(socket, &Request::Look)).await, Ok(Ok(_)))
}

/// Serves the command line for as long as the engine takes questions.
async fn serve(listener: Listener, asks: mpsc::Sender<Ask>) {
    let questions = asks.clone();
    let handler = move |request| {
        let asks = questions.clone();
        async move { ask(&asks, request).await }
    };
    listener.serve(handler, asks.closed()).await;
}

fn drive<H: Host>(
    options: Options,
    host: H,
    loaded: Loaded,
    asks: mpsc::Receiver<Ask>,
    socket: Option<JoinHandle<()>>,
) -> watch::Receiver<Arc<Snapshot>> {
    let computer =
        ThisComputer { device: options.device, zone: (options.zone)().unwrap_or_else(|| "UTC".into()) };
    let (machine, first) = Machine::new(loaded, computer, (options.clock)());
    let (thresholds, watched) = watch::channel(senses::thresholds(machine.watch_after()));
    let (wishes, wished) = watch::channel(senses::wishes(machine.settings(), machine.is_muted()));
    let (senses, engaged) = match options.senses {
        SenseFeed::Desktop(desktop) => {
            let memory = options.paths.data.join("desktop-dnd");
            let engaged = ringlight_senses::engaged::watch((*desktop).clone(), wished, memory);
            (Senses::Watch(ringlight_senses::watch(*desktop, watched)), Some(engaged))
        }
        SenseFeed::Fed(changes) => (Senses::Fed(changes), None),
    };
    let (publish, snapshots) = watch::channel(Arc::new(machine.snapshot()));
    let (report_done, done) = mpsc::unbounded_channel();
    let driver = Driver {
        machine,
        clock: options.clock,
        zone: options.zone,
        host: Arc::new(host),
        keyring: options.keyring,
        notify: options.notify,
        passing: None,
        writer: Writer::new(options.paths.data),
        asks,
        socket,
        senses,
        engaged,
        asleep: false,
        thresholds,
        wishes,
        publish,
        done,
        report_done,
        stream: None,
        way: None,
        connection: None,
        waiting: HashMap::new(),
        next_ask: 0,
        holds: Vec::new(),
        forgetting: JoinSet::new(),
    };
    tokio::spawn(driver.run(first));
    snapshots
}
