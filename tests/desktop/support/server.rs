use std::{
    net::{SocketAddr, TcpListener},
    path::Path,
    process::Command,
};

use ringlight_protocol::InviteLink;
use rustix::process::Signal;
use tempfile::TempDir;

use super::{PATIENCE, process::Process, program, until};

/// `ringlightd`, in a process of its own that can be ended and started again.
pub struct Server {
    process: Process,
    address: SocketAddr,
    public: String,
    dir: TempDir,
}

impl Server {
    /// An address that is free.
    pub fn place() -> SocketAddr {
        TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a port is free")
    }

    /// Starts a new team's server at `address`, which clients may also reach at `public`. Gives the first link.
    pub async fn start(address: SocketAddr, public: SocketAddr) -> (Self, InviteLink) {
        let dir = tempfile::tempdir().expect("there is room for a temporary folder");
        let public = public.to_string();
        let process = run(dir.path(), address, &public);
        let server = Self { process, address, public, dir };
        let link = until("the server's first link", PATIENCE, async || {
            server.process.said().lines().find_map(|line| line.parse().ok())
        });
        let (link, _) = link.await;
        (server, link)
    }

    /// Ends it without a chance to write anything more.
    pub fn kill(&mut self) {
        self.process.kill();
    }

    /// Asks it to end, and waits until it has.
    pub async fn stop(&mut self) {
        self.process.signal(Signal::TERM);
        until("the server's end", PATIENCE, async || self.process.ended()).await;
    }

    /// Starts it again where it was.
    pub fn start_again(&mut self) {
        self.process = run(self.dir.path(), self.address, &self.public);
    }
}

fn run(dir: &Path, address: SocketAddr, public: &str) -> Process {
    let mut command = Command::new(program("ringlightd"));
    command
        .args(["--name", "Harbour", "--public", public, "--listen", &address.to_string(), "--data"])
        .arg(dir.join("data"));
    Process::start(&mut command, &dir.join("log"))
}

/// The same invite, for somebody whose only way to the server is `address`.
pub fn by_way_of(address: SocketAddr, link: &InviteLink) -> String {
    InviteLink { addresses: vec![address.to_string()], ..link.clone() }.to_string()
}
