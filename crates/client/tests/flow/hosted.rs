//! A team whose server is this computer: joined through a link like any other.

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::PathBuf,
    sync::Arc,
};

use ringlight_client::{Found, Host};
use ringlight_protocol::{
    InviteLink, PersonId, Problem,
    local::{Account, Home, Link, Reply, Request},
};
use ringlight_server::{Config, Handle, Invite, Running, Sqlite, start};
use tempfile::TempDir;
use tokio::sync::Mutex;

use crate::stage::{NoHost, Seat};

/// A program that hosts its team in a file.
#[derive(Clone, Default)]
struct Hosting {
    store: PathBuf,
    running: Arc<Mutex<Option<Running>>>,
}

impl Hosting {
    fn on(directory: &TempDir) -> Self {
        Self { store: directory.path().join("team.db"), running: Arc::default() }
    }

    async fn run(&self, team: Option<String>) -> (Handle, SocketAddr) {
        let running =
            start(Config { team, ..Config::default() }, Sqlite::open(&self.store).unwrap()).await.unwrap();
        let handle = running.handle().clone();
        let address = handle.listen((Ipv4Addr::LOCALHOST, 0).into()).await.unwrap();
        *self.running.lock().await = Some(running);
        (handle, address)
    }
}

impl Host for Hosting {
    async fn found(&self, what: Found) -> Result<InviteLink, Problem> {
        let name = match what {
            Found::Team { name } => name,
            Found::Demo => "Demo".into(),
        };
        let (handle, _) = self.run(Some(name)).await;
        handle.invite(Invite { admin: true, ..Invite::default() }).await.map(|(link, _)| link)
    }
    async fn resume(&self, _: Vec<IpAddr>) -> Result<Vec<String>, Problem> {
        let (_, address) = self.run(None).await;
        Ok(vec![address.to_string()])
    }
    async fn readmit(&self, _: PersonId) -> Result<InviteLink, Problem> {
        let running = self.running.lock().await;
        running
            .as_ref()
            .unwrap()
            .handle()
            .invite(Invite { admin: true, ..Invite::default() })
            .await
            .map(|(link, _)| link)
    }
    async fn listen(&self, _: Vec<IpAddr>) -> Result<(), Problem> {
        Ok(())
    }
    async fn close(&self) {
        if let Some(running) = self.running.lock().await.take() {
            running.stop().await;
        }
    }
    fn addresses(&self) -> Vec<IpAddr> {
        vec![Ipv4Addr::new(192, 0, 2, 7).into()]
    }
    fn show(&self) {}
    fn quit(&self) {}
}

fn is_home(account: &Account, wanted: &Home) -> bool {
    matches!(account, Account::Member { home, .. } if home == wanted)
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_started_invited_to_and_there_again_after_a_restart() {
    let directory = Arc::new(TempDir::new().unwrap());
    let mut ada = Seat::at(directory.clone(), Arc::default(), Hosting::on(&directory)).await;
    assert_eq!(ada.ask(Request::StartTeam { team: "Ours".into(), name: "Ada".into() }).await, Reply::Done);
    let online = ada.until("online", |it| it.link == Link::Online && it.me.is_some()).await;
    assert!(is_home(&online.account, &Home::Here { listening: Vec::new() }));
    assert!(online.me.as_ref().unwrap().profile.admin);

    let Reply::Invite { link, .. } = ada.ask(Request::Invite { uses: 1 }).await else { panic!("no invite") };
    let Reply::Link { team, .. } = ada.ask(Request::ReadLink { link: link.clone() }).await else {
        panic!("no link")
    };
    assert_eq!(team, "Ours");
    let mut ben = Seat::joined(&link, "Ben").await;
    ben.until_shows("Ada", "available").await;

    let on = vec!["192.0.2.7".to_owned()];
    assert_eq!(ada.ask(Request::Addresses).await, Reply::Addresses { addresses: on.clone() });
    assert_eq!(ada.ask(Request::Listen { on: on.clone() }).await, Reply::Done);

    let (directory, keyring) = ada.quit().await;
    ben.until("offline", |it| matches!(it.link, Link::Offline { .. })).await;
    let mut ada = Seat::at(directory.clone(), keyring, Hosting::on(&directory)).await;
    let online = ada.until("online", |it| it.link == Link::Online).await;
    assert!(is_home(&online.account, &Home::Here { listening: on }));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_token_does_not_lock_its_owner_out() {
    let directory = Arc::new(TempDir::new().unwrap());
    let ada = Seat::at(directory.clone(), Arc::default(), Hosting::on(&directory)).await;
    assert_eq!(ada.ask(Request::StartTeam { team: "Ours".into(), name: "Ada".into() }).await, Reply::Done);
    let (directory, keyring) = ada.quit().await;
    keyring.secrets.lock().unwrap().clear();
    let mut ada = Seat::at(directory.clone(), keyring, Hosting::on(&directory)).await;
    let online = ada.until("online", |it| it.link == Link::Online && it.me.is_some()).await;
    assert!(online.me.as_ref().unwrap().profile.admin);
}

#[tokio::test(flavor = "multi_thread")]
async fn looking_around_is_forgotten() {
    let directory = Arc::new(TempDir::new().unwrap());
    let mut ada = Seat::at(directory.clone(), Arc::default(), Hosting::on(&directory)).await;
    assert_eq!(ada.ask(Request::LookAround).await, Reply::Done);
    let online = ada.until("online", |it| it.link == Link::Online).await;
    assert!(is_home(&online.account, &Home::Demo));
    let (directory, keyring) = ada.quit().await;
    assert!(keyring.secrets.lock().unwrap().is_empty());
    let ada = Seat::at(directory, keyring, NoHost).await;
    assert!(ada.is_nobody());
}
