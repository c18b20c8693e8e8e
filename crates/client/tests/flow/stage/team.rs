use std::net::{Ipv4Addr, SocketAddr};

use ringlight_protocol::{InviteLink, SignedDuration};
use ringlight_server::{Config, Invite, Running, Sqlite, start};
use tempfile::TempDir;
use tokio::{task::yield_now, time::timeout};

use crate::TOO_LONG;

/// A server that was killed a moment ago may still have the port.
async fn listen(running: &Running, address: SocketAddr) -> SocketAddr {
    loop {
        match running.handle().listen(address).await {
            Ok(address) => return address,
            Err(_) => yield_now().await,
        }
    }
}

/// A team's server on loopback, which keeps its port and its database when it is killed.
pub struct Team {
    directory: TempDir,
    running: Option<Running>,
    address: SocketAddr,
}

impl Team {
    pub async fn start() -> Self {
        Self::start_in(TempDir::new().unwrap(), 0).await
    }

    /// Another server at the same address, with a key of its own.
    pub async fn start_at(address: SocketAddr) -> Self {
        Self::start_in(TempDir::new().unwrap(), address.port()).await
    }

    async fn start_in(directory: TempDir, port: u16) -> Self {
        let address = (Ipv4Addr::LOCALHOST, port).into();
        let mut team = Self { directory, running: None, address };
        team.run().await;
        team
    }

    /// Runs again after [`kill`](Self::kill).
    pub async fn run(&mut self) {
        let store = Sqlite::open(&self.directory.path().join("team.db")).unwrap();
        let reconnect = SignedDuration::from_millis(300);
        let config = Config { team: Some("Team".into()), reconnect, ..Config::default() };
        let running = start(config, store).await.unwrap();
        self.address =
            timeout(TOO_LONG, listen(&running, self.address)).await.expect("the port is free again");
        self.running = Some(running);
    }

    /// Ends it where it stands.
    pub fn kill(&mut self) {
        self.running = None;
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    pub async fn link(&self, invite: Invite) -> InviteLink {
        self.running.as_ref().unwrap().handle().invite(invite).await.unwrap().0
    }

    /// A link for one administrator.
    pub async fn invite(&self) -> String {
        self.link(Invite { admin: true, ..Invite::default() }).await.to_string()
    }
}
