use std::{
    collections::HashMap,
    net::IpAddr,
    path::Path,
    sync::{Arc, Mutex},
};

use ringlight_client::{Engine, Found, Host, Keyring, Notification, Options, Paths, SenseFeed};
use ringlight_protocol::{
    Code, InviteLink, PersonId, Problem,
    local::{Account, Answer, Ask, End, Link, Myself, Reply, Request, Snapshot},
};
use ringlight_senses::{Activity, Change, Hold, Input, Lock, Moment, Seen};
use tempfile::TempDir;
use tokio::{
    sync::{mpsc, watch},
    time::timeout,
};

use crate::TOO_LONG;

/// A keyring that works, or says what is wrong.
#[derive(Default)]
pub struct MemoryKeyring {
    pub secrets: Mutex<HashMap<String, String>>,
    pub broken: Mutex<Option<String>>,
}

impl MemoryKeyring {
    fn open(&self) -> Result<std::sync::MutexGuard<'_, HashMap<String, String>>, String> {
        match self.broken.lock().unwrap().clone() {
            Some(why) => Err(why),
            None => Ok(self.secrets.lock().unwrap()),
        }
    }

    /// The one token in it.
    pub fn token(&self) -> String {
        let secrets = self.secrets.lock().unwrap();
        assert_eq!(secrets.len(), 1);
        secrets.values().next().unwrap().clone()
    }
}

impl Keyring for MemoryKeyring {
    fn read(&self, user: &str) -> Result<Option<String>, String> {
        Ok(self.open()?.get(user).cloned())
    }

    fn keep(&self, user: &str, secret: &str) -> Result<(), String> {
        self.open()?.insert(user.into(), secret.into());
        Ok(())
    }

    fn forget(&self, user: &str) -> Result<(), String> {
        self.open()?.remove(user);
        Ok(())
    }
}

/// A program that hosts nothing.
pub struct NoHost;

fn nothing<T>() -> Result<T, Problem> {
    Err(Problem::new(Code::ThisComputer, "This program hosts nothing."))
}

impl Host for NoHost {
    async fn found(&self, _: Found) -> Result<InviteLink, Problem> {
        nothing()
    }
    async fn resume(&self, _: Vec<IpAddr>) -> Result<Vec<String>, Problem> {
        nothing()
    }
    async fn readmit(&self, _: PersonId) -> Result<InviteLink, Problem> {
        nothing()
    }
    async fn listen(&self, _: Vec<IpAddr>) -> Result<(), Problem> {
        nothing()
    }
    async fn close(&self) {}
    fn addresses(&self) -> Vec<IpAddr> {
        Vec::new()
    }
    fn show(&self) {}
    fn quit(&self) {}
}

/// One engine on a computer of its own.
pub struct Seat {
    pub engine: Engine,
    pub directory: Arc<TempDir>,
    pub keyring: Arc<MemoryKeyring>,
    /// What was said outside the window.
    pub said: mpsc::UnboundedReceiver<Notification>,
    senses: mpsc::Sender<Change>,
    snapshots: watch::Receiver<Arc<Snapshot>>,
}

impl Seat {
    pub async fn new() -> Self {
        Self::at(Arc::new(TempDir::new().unwrap()), Arc::default(), NoHost).await
    }

    /// Sits down at a computer that may have been used before.
    pub async fn at(directory: Arc<TempDir>, keyring: Arc<MemoryKeyring>, host: impl Host) -> Self {
        let (senses, feed) = mpsc::channel(8);
        let data = directory.path().join("data");
        let mut options = Options::new(Paths { data, socket: directory.path().join("socket") });
        options.senses = SenseFeed::Fed(feed);
        options.keyring = keyring.clone();
        let (say, said) = mpsc::unbounded_channel();
        options.notify = Arc::new(move |notification, _, _| drop(say.send(notification)));
        options.zone = Arc::new(|| Some("UTC".into()));
        let engine = Engine::start(options, host).await.unwrap();
        let snapshots = engine.snapshots();
        let seat = Self { engine, directory, keyring, said, senses, snapshots };
        seat.sense(Activity::Active).await;
        seat
    }

    /// Somebody of this name, signed in and connected.
    pub async fn joined(link: &str, name: &str) -> Self {
        let mut seat = Self::new().await;
        seat.join(link, name).await;
        seat
    }

    pub async fn join(&mut self, link: &str, name: &str) {
        assert_eq!(self.ask(Request::Join { link: link.into(), name: name.into() }).await, Reply::Done);
        self.until("online", |it| it.link == Link::Online && it.synced.is_some()).await;
    }

    pub async fn ask(&self, request: Request) -> Reply {
        timeout(TOO_LONG, self.engine.ask(request)).await.expect("an answer")
    }

    pub async fn refusal(&self, request: Request) -> Problem {
        match self.ask(request).await {
            Reply::Problem { problem } => problem,
            other => panic!("not refused: {other:?}", other = serde_json::to_string(&other)),
        }
    }

    /// What the server says to this.
    pub async fn answer(&self, ask: Ask) -> Answer {
        match self.ask(Request::Ask { ask: Box::new(ask) }).await {
            Reply::Answer { answer } => *answer,
            Reply::Problem { problem } => panic!("{problem}"),
            other => panic!("{other:?}"),
        }
    }

    pub async fn choose(&self, status: &str, end: End) {
        let request = Request::Choose { status: status.into(), secondary: None, end, note: None };
        assert_eq!(self.ask(request).await, Reply::Done);
    }

    pub async fn sense(&self, activity: Activity) {
        self.senses.send(Change { seen: seen(activity), hold: None }).await.unwrap();
    }

    pub async fn sense_and_hold(&self, activity: Activity, hold: Hold) {
        self.senses.send(Change { seen: seen(activity), hold: Some(hold) }).await.unwrap();
    }

    /// Waits until what is drawn is so.
    pub async fn until(&mut self, what: &str, so: impl FnMut(&Snapshot) -> bool) -> Arc<Snapshot> {
        let mut so = so;
        let waited = timeout(TOO_LONG, self.snapshots.wait_for(|snapshot| so(snapshot))).await;
        let seen = waited.ok().and_then(Result::ok).map(|snapshot| snapshot.clone());
        seen.unwrap_or_else(|| panic!("never {what}; last: {}", self.last()))
    }

    /// Waits until the row of this colleague is so.
    pub async fn until_row(
        &mut self,
        name: &str,
        what: &str,
        so: impl Fn(&ringlight_protocol::Presence) -> bool,
    ) {
        self.until(&format!("{name} {what}"), |it| {
            it.people.values().any(|person| person.profile.name == name && so(&person.presence))
        })
        .await;
    }

    /// Waits until the row of this colleague shows this status.
    pub async fn until_shows(&mut self, name: &str, status: &str) {
        self.until_row(name, status, |presence| presence.status.as_str() == status).await;
    }

    fn last(&self) -> String {
        let mut last = serde_json::to_value(self.now()).unwrap();
        last.as_object_mut()
            .unwrap()
            .retain(|name, _| !["statuses", "senses", "settings"].contains(&name.as_str()));
        last.to_string()
    }

    pub fn now(&self) -> Arc<Snapshot> {
        self.snapshots.borrow().clone()
    }

    pub fn me(&self) -> Arc<Myself> {
        self.now().me.clone().expect("somebody is signed in")
    }

    pub fn is_nobody(&self) -> bool {
        self.now().account == Account::None
    }

    pub fn data(&self) -> std::path::PathBuf {
        self.directory.path().join("data")
    }

    /// Ends the engine; the computer stays.
    pub async fn quit(self) -> (Arc<TempDir>, Arc<MemoryKeyring>) {
        let (directory, keyring) = (self.directory.clone(), self.keyring.clone());
        assert_eq!(self.ask(Request::Quit).await, Reply::Done);
        let mut snapshots = self.snapshots.clone();
        let ended = async { while snapshots.changed().await.is_ok() {} };
        timeout(TOO_LONG, ended).await.expect("the engine ends");
        drop(self);
        (directory, keyring)
    }
}

/// What the senses would say.
pub fn seen(activity: Activity) -> Seen {
    Seen {
        activity,
        since: Moment::now(),
        input: Input::Active,
        lock: if activity == Activity::Locked { Lock::Locked } else { Lock::Unlocked },
        asleep: activity == Activity::Asleep,
        foreground: true,
        ending: false,
        full_screen: false,
        mechanisms: Vec::new(),
    }
}

/// Whether any file below contains this text.
pub fn mentions(directory: &Path, text: &str) -> bool {
    std::fs::read_dir(directory).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        if path.is_dir() {
            mentions(&path, text)
        } else {
            String::from_utf8_lossy(&std::fs::read(path).unwrap()).contains(text)
        }
    })
}
