use std::{net::SocketAddr, sync::Arc};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream, tcp},
    sync::watch,
    task::{JoinHandle, JoinSet},
};

/// The way between a computer and a server, which can be made to fail as real ones do.
pub struct Cable {
    address: SocketAddr,
    state: Arc<watch::Sender<State>>,
    task: JoinHandle<()>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Whole,
    /// Takes bytes and connections, and passes nothing on: a firewall that forgot, a cable that was pulled further on.
    Silent,
    /// Ends what runs over it and takes nothing new.
    Cut,
}

impl Cable {
    /// A cable that leads to `server`.
    pub async fn to(server: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let address = listener.local_addr().expect("the listener has an address");
        let state = Arc::new(watch::Sender::new(State::Whole));
        let task = tokio::spawn(run(listener, server, state.clone()));
        Self { address, state, task }
    }

    /// Where its near end is. Linux takes the unspecified address for this computer, and the app does not: between it and
    /// a server on this computer nothing could fail silently, so there it sends no heartbeat.
    pub fn address(&self) -> SocketAddr {
        SocketAddr::from(([0, 0, 0, 0], self.address.port()))
    }

    /// From now on nothing arrives, and nobody is told.
    pub fn fall_silent(&self) {
        self.state.send_replace(State::Silent);
    }

    /// Everything that runs over it ends at once.
    pub fn cut(&self) {
        self.state.send_replace(State::Cut);
    }

    /// It carries again, what is new as well as what waited in silence.
    pub fn mend(&self) {
        self.state.send_replace(State::Whole);
    }
}

impl Drop for Cable {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn run(listener: TcpListener, server: SocketAddr, state: Arc<watch::Sender<State>>) {
    let mut carried = JoinSet::new();
    while let Ok((near, _)) = listener.accept().await {
        carried.spawn(carry(near, server, state.subscribe()));
    }
}

async fn carry(near: TcpStream, server: SocketAddr, mut state: watch::Receiver<State>) {
    if *state.borrow() == State::Cut || state.wait_for(|state| *state != State::Silent).await.is_err() {
        return;
    }
    let Ok(far) = TcpStream::connect(server).await else { return };
    let (near, far) = (near.into_split(), far.into_split());
    let (there, back) = (pass(near.0, far.1, state.clone()), pass(far.0, near.1, state.clone()));
    tokio::select! {
        ((), ()) = async { tokio::join!(there, back) } => {}
        _ = state.wait_for(|state| *state == State::Cut) => {}
    }
}

/// Silence holds back also the end of the stream: the peer learns nothing.
async fn pass(mut from: tcp::OwnedReadHalf, mut to: tcp::OwnedWriteHalf, mut state: watch::Receiver<State>) {
    let mut buffer = vec![0; 16 * 1024];
    loop {
        let read = from.read(&mut buffer).await.unwrap_or(0);
        if state.wait_for(|state| *state == State::Whole).await.is_err() || read == 0 {
            let _ = to.shutdown().await;
            return;
        }
        if to.write_all(&buffer[..read]).await.is_err() {
            return;
        }
    }
}
