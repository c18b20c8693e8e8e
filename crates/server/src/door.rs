//! Where connections come in. Addresses open and close while the server runs; connections that are in stay.

use std::{
    collections::BTreeMap,
    io,
    net::{Ipv4Addr, SocketAddr, UdpSocket},
    sync::Arc,
    time::Duration,
};

use tokio::{
    net::{TcpListener, TcpStream},
    sync::{mpsc, watch},
};
use tokio_util::sync::CancellationToken;

/// A connection that came in.
pub(crate) struct Came {
    pub stream: TcpStream,
    pub from: SocketAddr,
}

pub(crate) struct Door {
    open: watch::Sender<BTreeMap<SocketAddr, CancellationToken>>,
    came: mpsc::Sender<Came>,
    /// Plain HTTP must not leave the computer.
    loopback_only: bool,
    closed: CancellationToken,
}

/// After a failed accept (most often: no file descriptor left) the next try waits.
const BREATH: Duration = Duration::from_millis(100);

impl Door {
    pub fn new(loopback_only: bool, closed: CancellationToken) -> (Arc<Self>, mpsc::Receiver<Came>) {
        let (came, connections) = mpsc::channel(64);
        let open = watch::Sender::new(BTreeMap::new());
        (Arc::new(Self { open, came, loopback_only, closed }), connections)
    }

    /// Listens on one more address; port 0 takes any that is free. Returns the address with its port.
    pub async fn open(&self, address: SocketAddr) -> io::Result<SocketAddr> {
        self.add(TcpListener::bind(address).await?)
    }

    pub fn add(&self, listener: TcpListener) -> io::Result<SocketAddr> {
        let address = listener.local_addr()?;
        if self.loopback_only && !address.ip().is_loopback() {
            let why =
                format!("plain HTTP would leave this computer on {address}: use TLS, or a loopback address");
            return Err(io::Error::new(io::ErrorKind::InvalidInput, why));
        }
        let stop = self.closed.child_token();
        self.open.send_modify(|open| drop(open.insert(address, stop.clone())));
        let came = self.came.clone();
        tokio::spawn(async move { stop.run_until_cancelled(accept(listener, came)).await });
        Ok(address)
    }

    /// Stops listening on an address; false if it was not open.
    pub fn close(&self, address: SocketAddr) -> bool {
        let mut was_open = false;
        self.open.send_modify(|open| {
            if let Some(stop) = open.remove(&address) {
                stop.cancel();
                was_open = true;
            }
        });
        was_open
    }

    pub fn listening(&self) -> Vec<SocketAddr> {
        self.open.borrow().keys().copied().collect()
    }

    /// The listening addresses as others would write them: for "every address", the one that leads to the network.
    pub fn reachable(&self) -> Vec<SocketAddr> {
        let concrete = |address: SocketAddr| match address.ip().is_unspecified() {
            true => outward().map(|ip| SocketAddr::new(ip, address.port())),
            false => Some(address),
        };
        self.listening().into_iter().filter_map(concrete).collect()
    }
}

async fn accept(listener: TcpListener, came: mpsc::Sender<Came>) {
    loop {
        match listener.accept().await {
            Ok((stream, from)) => {
                if came.send(Came { stream, from }).await.is_err() {
                    return;
                }
            }
            Err(error) => {
                tracing::warn!(%error, "a connection could not be taken in");
                tokio::time::sleep(BREATH).await;
            }
        }
    }
}

/// The address from which this computer would reach the internet. Connecting a datagram socket sends nothing; the
/// target is of RFC 5737's documentation block.
fn outward() -> Option<std::net::IpAddr> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9)).ok()?;
    socket.local_addr().ok().map(|address| address.ip())
}
