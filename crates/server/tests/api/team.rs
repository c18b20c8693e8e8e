use std::{net::SocketAddr, path::PathBuf, sync::Arc};

use ringlight_protocol::{InviteLink, SignedDuration};
use ringlight_server::{Clock, Config, Invite, Running, Sqlite, start};
use tempfile::TempDir;

use crate::{clock::Hands, person::Person};

/// A team with a server of its own.
pub struct Team {
    pub running: Option<Running>,
    pub address: SocketAddr,
    pub clock: Arc<Hands>,
    pub store: Arc<Sqlite>,
    config: Config,
    folder: TempDir,
}

impl Team {
    pub async fn new() -> Self {
        Self::with(|_| {}).await
    }

    pub async fn with(change: impl FnOnce(&mut Config)) -> Self {
        let clock = Arc::new(Hands::new());
        let mut config = Config {
            team: Some("Lighthouse".into()),
            clock: clock.clone() as Arc<dyn Clock>,
            ..Config::default()
        };
        change(&mut config);
        let folder = tempfile::tempdir().expect("a folder can be made");
        let store = Arc::new(Sqlite::open(&folder.path().join("team.sqlite")).expect("a store can be made"));
        let (running, address) = run(&config, &store).await;
        Self { running: Some(running), address, clock, store, config, folder }
    }

    pub fn running(&self) -> &Running {
        self.running.as_ref().expect("the server runs")
    }

    pub fn file(&self) -> PathBuf {
        self.folder.path().join("team.sqlite")
    }

    pub async fn invite(&self, invite: Invite) -> InviteLink {
        self.running().handle().invite(invite).await.expect("the host may invite").0
    }

    /// Somebody who has joined.
    pub async fn person(&self, name: &str) -> Person {
        self.member(name, false).await
    }

    pub async fn admin(&self, name: &str) -> Person {
        self.member(name, true).await
    }

    async fn member(&self, name: &str, admin: bool) -> Person {
        let mut link = self.invite(Invite { admin, ..Invite::default() }).await;
        link.addresses = vec![self.address.to_string()];
        Person::join(&link, name).await
    }

    /// Many who have joined, by one invite.
    pub async fn people(&self, count: u32) -> Vec<Person> {
        let link =
            self.invite(Invite { uses: count, lasts: SignedDuration::from_hours(1), admin: false }).await;
        let joining = (0..count).map(|n| Person::join(&link, format!("Person {n:03}").leak()));
        futures_util::future::join_all(joining).await
    }

    /// Ends the server where it stands, and starts another on what it stored.
    pub async fn crash(&mut self) {
        self.lie_dead(0).await;
    }

    /// Ends the server well, and starts another.
    pub async fn restart(&mut self) {
        self.rest(0).await;
    }

    /// Ends the server well, and starts another after some time.
    pub async fn rest(&mut self, seconds: i64) {
        self.running.take().expect("the server runs").stop().await;
        self.clock.turn(seconds);
        self.start().await;
    }

    /// Ends the server where it stands, and starts another after some time.
    pub async fn lie_dead(&mut self, seconds: i64) {
        drop(self.running.take());
        self.clock.turn(seconds);
        self.start().await;
    }

    async fn start(&mut self) {
        let (running, address) = run(&self.config, &self.store).await;
        (self.running, self.address) = (Some(running), address);
    }
}

async fn run(config: &Config, store: &Arc<Sqlite>) -> (Running, SocketAddr) {
    let running = start(config.clone(), store.clone()).await.expect("the server starts");
    let any = SocketAddr::from(([127, 0, 0, 1], 0));
    let address = running.handle().listen(any).await.expect("loopback can be listened on");
    (running, address)
}
