use std::{
    future::Future,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::SeqCst},
    },
};

use ringlight_protocol::Timestamp;
use ringlight_server::{
    Config, Invite, Running, Sqlite, Store, StoreError, start,
    store::{Shared, Stored, Write},
};
use serde_json::json;

use crate::{clock::Hands, person::Person, team::Team};

/// A real store on a disk that can be full.
struct Full {
    store: Sqlite,
    full: Arc<AtomicBool>,
}

impl Store for Full {
    fn load(&self) -> impl Future<Output = Result<Stored, StoreError>> + Send {
        self.store.load()
    }

    async fn commit(&self, writes: Vec<Write>) -> Result<(), StoreError> {
        match self.full.load(SeqCst) {
            true => Err(StoreError::Failed("the disk is full".into())),
            false => self.store.commit(writes).await,
        }
    }

    fn status_times(
        &self,
        from: Timestamp,
        until: Timestamp,
    ) -> impl Future<Output = Result<Vec<Shared>, StoreError>> + Send {
        self.store.status_times(from, until)
    }
}

/// A server whose disk can be full.
struct OnADisk {
    running: Running,
    clock: Arc<Hands>,
    full: Arc<AtomicBool>,
    _folder: tempfile::TempDir,
}

impl OnADisk {
    async fn new() -> Self {
        let (folder, clock) = (tempfile::tempdir().expect("a folder"), Arc::new(Hands::new()));
        let full = Arc::new(AtomicBool::new(false));
        let store = Sqlite::open(&folder.path().join("team.sqlite")).expect("a store");
        let config = Config { team: Some("Lighthouse".into()), clock: clock.clone(), ..Config::default() };
        let running = start(config, Full { store, full: full.clone() }).await.expect("it starts");
        running.handle().listen("127.0.0.1:0".parse().expect("an address")).await.expect("it listens");
        Self { running, clock, full, _folder: folder }
    }

    async fn person(&self, name: &str) -> Person {
        let invite = self.running.handle().invite(Invite::default()).await.expect("an invite").0;
        Person::join(&invite, name).await
    }
}

#[tokio::test]
async fn what_could_not_be_stored_never_was() {
    let folder = tempfile::tempdir().expect("a folder");
    let full = Arc::new(AtomicBool::new(false));
    let store = Sqlite::open(&folder.path().join("team.sqlite")).expect("a store");
    let config = Config { team: Some("Lighthouse".into()), ..Config::default() };
    let running = start(config, Full { store, full: full.clone() }).await.expect("it starts");
    let handle = running.handle();
    handle.listen("127.0.0.1:0".parse().expect("an address")).await.expect("it listens");
    let invite =
        async || handle.invite(Invite { admin: true, ..Invite::default() }).await.expect("an invite").0;
    let (ann, ben) = (Person::join(&invite().await, "Ann").await, Person::join(&invite().await, "Ben").await);
    let link = invite().await;
    let mut watching = ben.watch().await;
    ann.put("/v1/me/status", json!({"status": "busy"})).await.ok();
    ann.patch("/v1/team", json!({"reports": true})).await.ok();
    let before = ann.get("/v1/me").await.ok();

    full.store(true, SeqCst);
    let refused = ann.put("/v1/me/status", json!({"status": "away"})).await;
    assert_eq!(refused.problem(), (503, "unavailable", ""));
    assert!(refused.headers.contains_key("retry-after"));
    assert_eq!(ann.delete("/v1/me").await.status, 503);
    assert_eq!(ann.put(&format!("/v1/me/favourites/{}", ben.id), json!({})).await.status, 503);
    assert_eq!(ann.post("/v1/invites", json!({})).await.status, 503);
    assert_eq!(ann.patch("/v1/team", json!({"name": "Elsewhere", "reports": false})).await.status, 503);
    assert_eq!(ann.put("/v1/me/privacy", json!({"last_seen": false})).await.status, 503);
    assert_eq!(ann.post("/v1/me/programs", json!({"name": "P", "rights": ["set_status"]})).await.status, 503);
    let join = crate::person::join(&ann.http, &ann.base, &link.code, "Eve").await;
    assert_eq!(join.status, 503);
    assert_eq!(ann.get("/readyz").await.status, 503);
    assert_eq!(ann.get("/v1/me").await.ok()["claims"], before["claims"]);
    assert_eq!(ann.get("/v1/me").await.ok()["privacy"], before["privacy"]);
    assert_eq!(ann.get("/v1/me/programs").await.ok(), json!([]));

    full.store(false, SeqCst);
    Person::join(&link, "Eve").await;
    assert_eq!(ann.get("/readyz").await.status, 200);
    let eve = watching.until("person", |person| person["name"] == "Eve").await;
    assert_eq!(eve["presence"]["availability"], "offline");
    let team = ann.get("/v1/team").await.ok();
    assert_eq!((&team["people"], &team["name"]), (&json!(3), &json!("Lighthouse")));
    let report = ann.get("/v1/reports/status-time?from=2026-03-02&until=2026-03-02").await;
    assert_eq!(report.status, 200, "status times are still kept");
}

#[tokio::test]
async fn a_second_server_on_the_same_store_is_refused() {
    let team = Team::new().await;
    assert!(matches!(Sqlite::open(&team.file()), Err(StoreError::InUse)));
}

#[tokio::test]
async fn a_store_of_a_newer_version_is_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("team.sqlite");
    let newer = rusqlite::Connection::open(&file).expect("a file");
    newer.pragma_update(None, "user_version", 1_000).expect("a version");
    drop(newer);
    assert!(matches!(Sqlite::open(&file), Err(StoreError::TooNew { found: 1_000, .. })));
}

#[cfg(unix)]
#[tokio::test]
async fn nobody_else_on_the_computer_can_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let team = Team::new().await;
    let ann = team.person("Ann").await;
    for file in std::fs::read_dir(team.file().parent().expect("a folder")).expect("a folder") {
        let file = file.expect("a file");
        assert_eq!(file.metadata().expect("a mode").permissions().mode() & 0o077, 0, "{file:?}");
        let bytes = std::fs::read(file.path()).expect("bytes");
        assert!(!bytes.windows(43).any(|bytes| bytes == ann.token.as_bytes()), "the token is in {file:?}");
    }
}

#[tokio::test]
async fn a_new_team_needs_a_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Sqlite::open(&folder.path().join("team.sqlite")).expect("a store");
    let error = start(Config::default(), store).await.err().expect("it has no name");
    assert_eq!(error.to_string(), "a new team needs a name: give one");
}

#[tokio::test]
async fn a_team_of_the_first_version_goes_on_with_all_it_had() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("team.sqlite");
    let first = rusqlite::Connection::open(&file).expect("a file");
    first.execute_batch(include_str!("first.sql")).expect("a team");
    drop(first);
    let store = Sqlite::open(&file).expect("it is brought up to date");
    let config = Config { clock: Arc::new(Hands::new()), ..Config::default() };
    let running = start(config, store).await.expect("it starts");
    let address =
        running.handle().listen("127.0.0.1:0".parse().expect("an address")).await.expect("it listens");
    let ann = Person {
        http: crate::person::client(running.handle().pin().map(str::to_owned)),
        base: crate::person::base(address),
        token: "Ann's token".into(),
        id: String::new(),
        device: String::new(),
    };
    let me = ann.get("/v1/me").await.ok();
    assert_eq!((&me["profile"]["name"], &me["profile"]["group"]), (&json!("Ann"), &json!("Design")));
    assert_eq!((&me["claims"]["note"]["emoji"], &me["claims"]["planned"]), (&json!("🏡"), &json!([])));
    assert_eq!(me["privacy"], json!({"rules": [], "last_seen": true, "location": false, "alerts": true}));
    let people = ann.get("/v1/people?query=ben").await.ok();
    assert_eq!(people["people"][0]["presence"]["status"], "focusing");
    let favourite = ann.stream("").await.until("favourites", |_| true).await;
    assert_eq!(favourite["people"], json!([people["people"][0]["id"]]));
    assert_eq!(ann.patch("/v1/team", json!({"reports": true})).await.status, 200);
}

#[tokio::test]
async fn nothing_of_who_left_is_in_the_files() {
    let mut team = Team::new().await;
    let (ann, ben) = (team.admin("Ann").await, team.person("Ben Unforgettable").await);
    ann.patch("/v1/team", json!({"reports": true})).await.ok();
    ann.put("/v1/me/groups/g", json!({"name": "G", "people": [ben.id]})).await.ok();
    ann.put("/v1/me/alerts/a", json!({"people": [ben.id], "need": 1})).await.ok();
    let rule = json!({"who": {"of": "person", "person": ben.id}, "level": "coarse"});
    ann.put("/v1/me/privacy", json!({"rules": [rule]})).await.ok();
    ben.put("/v1/me/note", json!({"text": "Remember me"})).await.ok();
    ben.post("/v1/me/programs", json!({"name": "A light", "rights": ["set_status"]})).await.ok();
    team.clock.turn(600);
    assert_eq!(ben.delete("/v1/me").await.status, 204);
    team.running.take().expect("it runs").stop().await;
    let folder = team.file().parent().expect("a folder").to_owned();
    drop(team.store);
    for file in std::fs::read_dir(&folder).expect("a folder") {
        let bytes = std::fs::read(file.expect("a file").path()).expect("bytes");
        for trace in ["Unforgettable", "Remember me", "A light", ben.id.as_str()] {
            let found = bytes.windows(trace.len()).any(|bytes| bytes == trace.as_bytes());
            assert!(!found, "{trace}");
        }
    }
}

#[tokio::test]
async fn what_could_not_be_stored_fires_no_alert_and_shows_nobody() {
    let disk = OnADisk::new().await;
    let (ann, ben, eve) = (disk.person("Ann").await, disk.person("Ben").await, disk.person("Eve").await);
    let (_anns, _bens, _eves) = (ann.come_online().await, ben.come_online().await, eve.come_online().await);
    let rule = json!({"who": {"of": "person", "person": ben.id}, "level": "hidden"});
    eve.put("/v1/me/privacy", json!({"rules": [rule]})).await.ok();
    for (id, standing) in [("once", false), ("always", true)] {
        let alert = json!({"people": [ben.id], "need": 1, "standing": standing});
        ann.put(&format!("/v1/me/alerts/{id}"), alert).await.ok();
    }
    let before = ann.get("/v1/me/alerts").await.ok();
    assert_eq!(before[0]["fired"], "2026-03-02T12:00:00Z");
    let mut watching = ben.watch().await;
    disk.clock.turn(5);

    disk.full.store(true, SeqCst);
    let new = json!({"people": [ben.id], "need": 1});
    assert_eq!(ann.put("/v1/me/alerts/new", new).await.status, 503);
    assert_eq!(ann.delete("/v1/me/alerts/once").await.status, 503);
    assert_eq!(eve.put("/v1/me/note", json!({"text": "Unseen"})).await.status, 503);
    disk.full.store(false, SeqCst);
    disk.clock.turn(60);
    assert_eq!(ann.get("/v1/me/alerts").await.ok(), before);
    ann.put("/v1/me/note", json!({"text": "Seen"})).await.ok();
    let event = watching.next().await.expect("the stream goes on");
    assert_eq!((event.name.as_str(), &event.data["person"]), ("presence", &json!(ann.id)), "{event:?}");
}

#[tokio::test]
async fn who_could_not_leave_is_gone_if_they_do_not_come_back() {
    let disk = OnADisk::new().await;
    let (ann, ben) = (disk.person("Ann").await, disk.person("Ben").await);
    let (own, _) = ann.come_online().await;
    disk.full.store(true, SeqCst);
    assert_eq!(ann.delete("/v1/me").await.status, 503);
    disk.full.store(false, SeqCst);
    own.rest().await;
    disk.clock.turn(60);
    assert_eq!(ben.sees(&ann).await.0, "offline");
}
