//! Whoever is hidden is offline in every way: two worlds are played side by side, in one of them somebody hides and does
//! all that one can do, in the other they are not there. A viewer, an administrator at that, must get the same bytes at
//! the same times.

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    events::{Event, Events},
    person::Person,
    team::Team,
};

/// Somebody who looks, somebody who is seen, and somebody who hides or is gone.
struct World {
    team: Team,
    viewer: Person,
    seen: Person,
    hidden: Person,
    /// Who joined meanwhile.
    newcomers: Vec<Person>,
    stream: Events,
    /// What the viewer got.
    transcript: Vec<String>,
    markers: u32,
}

impl World {
    async fn new() -> Self {
        let team = Team::with(|config| {
            config.rates.device.burst = 1_000_000;
            config.rates.device.per_minute = 1_000_000;
        });
        let team = team.await;
        let (viewer, seen) = (team.admin("Viewer").await, team.person("Seen").await);
        let hidden = team.person("Hidden").await;
        viewer.patch("/v1/team", json!({"reports": true})).await.ok();
        hidden.patch("/v1/me", json!({"group": "Design"})).await.ok();
        viewer.patch("/v1/me", json!({"group": "Design"})).await.ok();
        let people = json!({"name": "Mine", "people": [hidden.id, seen.id]});
        viewer.put("/v1/me/groups/mine", people).await.ok();
        let free = json!({"people": [hidden.id], "need": 1, "standing": true});
        viewer.put("/v1/me/alerts/free", free).await.ok();
        let stream = viewer.watch().await;
        let (newcomers, transcript) = (Vec::new(), Vec::new());
        Self { team, viewer, seen, hidden, newcomers, stream, transcript, markers: 0 }
    }

    /// Everything that the viewer can find out now, and all that came on their stream since the last look.
    async fn look(&mut self, after: &str) {
        self.transcript.push(format!("== after {after}"));
        self.markers += 1;
        let marker = format!("marker {}", self.markers);
        self.seen.put("/v1/me/note", json!({"text": marker})).await.ok();
        loop {
            let event = self.stream.next().await.expect("the stream goes on");
            let found = event.data["presence"]["note"]["text"] == marker.as_str();
            self.write_event(&event);
            if found {
                break;
            }
        }
        self.read().await;
    }

    async fn read(&mut self) {
        let (hidden, cursor) = (self.hidden.id.clone(), self.stream.cursor.clone());
        let mut paths = vec![
            "/v1/people".to_owned(),
            "/v1/people?query=hid".into(),
            "/v1/people?group=Design".into(),
            "/v1/people?group=mine".into(),
            "/v1/team".into(),
            "/v1/statuses".into(),
            "/v1/me".into(),
            "/v1/me/viewers".into(),
            "/v1/me/groups".into(),
            "/v1/me/alerts".into(),
            "/v1/reports/status-time?from=2026-03-01&until=2026-03-05".into(),
            "/v1/sync?wait=0".into(),
            format!("/v1/people/{hidden}"),
            format!("/v1/me/view-as/{hidden}"),
            format!("/v1/sync?wait=0&since={cursor}"),
        ];
        for availability in ["available", "busy", "do_not_disturb", "away", "out_of_office", "offline"] {
            paths.push(format!("/v1/people?availability={availability}"));
        }
        for path in paths {
            let answer = self.viewer.get(&path).await;
            self.write(&format!("{} {}", answer.status, headers(&answer.headers)), &answer.body);
        }
        let asked = self.viewer.post("/v1/presence/query", json!({"ids": [hidden]})).await;
        self.write("query", &asked.body);
        let csv =
            self.viewer.request(Method::GET, "/v1/reports/status-time?from=2026-03-01&until=2026-03-05");
        let csv = crate::person::send(csv.header("accept", "text/csv")).await;
        let lines = self.anonymous(csv.body.as_str().expect("CSV"));
        self.transcript.push(lines);
    }

    fn write_event(&mut self, event: &Event) {
        assert_eq!(event.id.len(), 48);
        self.write(&event.name, &event.data);
    }

    fn write(&mut self, what: &str, body: &Value) {
        let mut body = body.clone();
        in_order(&mut body);
        let line = format!("{what} {}", self.anonymous(&body.to_string()));
        self.transcript.push(line);
    }

    /// The same text in every world: ids are random.
    fn anonymous(&self, text: &str) -> String {
        let people = [("VIEWER", &self.viewer), ("SEEN", &self.seen), ("HIDDEN", &self.hidden)];
        let newcomers = self.newcomers.iter().map(|person| ("NEWCOMER", person));
        people.into_iter().chain(newcomers).fold(text.to_owned(), |text, (name, person)| {
            // In CSV an id that begins as a formula does stands behind a quote.
            text.replace(&format!("\n'{}", person.id), &format!("\n{name}"))
                .replace(&person.id, name)
                .replace(&person.device, &format!("{name}'s device"))
        })
    }
}

/// Dates are of the real clock, and a cursor is another one each time.
fn headers(headers: &reqwest::header::HeaderMap) -> String {
    let mut names: Vec<_> = headers
        .iter()
        .filter(|(name, _)| *name != "date")
        .map(|(name, value)| format!("{name}: {}", value.to_str().expect("text")))
        .collect();
    names.sort();
    names.join(", ")
}

/// The order of the roster means nothing; a cursor is sealed, and a token is drawn.
fn in_order(value: &mut Value) {
    match value {
        Value::Array(items) => {
            items.iter_mut().for_each(in_order);
            if items.iter().all(|item| item.get("presence").is_some()) {
                items.sort_by_key(|item| item["name"].to_string());
            }
        }
        Value::Object(fields) => {
            for random in ["cursor", "undo"] {
                if let Some(random) = fields.get_mut(random) {
                    *random = json!(random.as_str().map(str::len));
                }
            }
            fields.values_mut().for_each(in_order);
        }
        _ => {}
    }
}

/// A request that somebody makes.
type Act = (Method, &'static str, Value);

fn put(path: &'static str, body: Value) -> Act {
    (Method::PUT, path, body)
}

fn gone(path: &'static str) -> Act {
    (Method::DELETE, path, json!({}))
}

/// What somebody can do at a level at which nobody may notice.
fn everything() -> Vec<Act> {
    let quiet = json!({"windows": [{"day": 1, "from": 0, "until": 1440}], "zone": "UTC"});
    let meeting = |kind: &str| {
        json!({"meetings": [{"id": "m", "kind": kind, "from": "2026-03-02T11:00:00Z",
               "until": "2026-03-02T18:00:00Z"}]})
    };
    let absence =
        json!({"status": "on_holiday", "from": "2026-03-09T08:00:00Z", "until": "2026-03-13T18:00:00Z"});
    let profile = json!({"name": "Hidden, renamed", "zone": "Asia/Tokyo", "group": "Elsewhere", "location": "Kyoto",
        "contacts": [{"kind": "phone", "address": "tel:+81-75-000-0000"}],
        "working_hours": {"windows": [{"day": 1, "from": 540, "until": 1020}]}});
    vec![
        put("/v1/me/note", json!({"text": "Do you see me?", "until": "2026-03-02T12:01:00Z"})),
        gone("/v1/me/note"),
        put("/v1/me/note", json!({"text": "And now?"})),
        put("/v1/me/absences/a", absence),
        gone("/v1/me/absences/a"),
        put("/v1/me/quiet-hours", quiet),
        gone("/v1/me/quiet-hours"),
        put("/v1/me/claims/calendar", meeting("out_of_office")),
        put("/v1/me/claims/calendar", meeting("busy")),
        gone("/v1/me/claims/calendar"),
        put("/v1/me/claims/external", json!({"status": "break", "lease": "PT1M"})),
        gone("/v1/me/claims/external"),
        put("/v1/calls/1", json!({"state": "ringing"})),
        put("/v1/calls/1", json!({"state": "talking", "lease": "PT1M"})),
        put("/v1/calls/1", json!({"state": "ended"})),
        put("/v1/me/groups/g", json!({"name": "Friends", "people": []})),
        gone("/v1/me/groups/g"),
        (Method::PATCH, "/v1/me", profile),
        (Method::GET, "/v1/sync?wait=0", json!({})),
        (Method::GET, "/v1/me/devices", json!({})),
        (Method::POST, "/v1/me/programs", json!({"name": "Light", "rights": ["read_presence"]})),
    ]
}

/// What a living device does.
async fn live(me: &Person, look: &mut World) -> Events {
    let (stream, epoch) = me.come_online().await;
    look.look("coming online").await;
    for (sequence, activity) in (2..).zip(["idle", "locked", "active", "asleep", "unknown", "active"]) {
        me.report(epoch, sequence, activity).await;
        look.look(activity).await;
    }
    let call = json!({"epoch": epoch, "sequence": 9, "activity": "active", "call": true, "presenting": true});
    me.put("/v1/me/report", call).await.ok();
    look.look("a call").await;
    stream
}

/// What somebody can do with others, and take back. Whom they hide from stays as it was.
async fn with_others(world: &mut World, acts: bool) {
    let (me, viewer, seen) = (world.hidden.clone(), world.viewer.id.clone(), world.seen.id.clone());
    let closed = match acts {
        true => me.get("/v1/me").await.ok()["privacy"]["rules"].clone(),
        false => json!([]),
    };
    let privacy = |open: bool| json!({"rules": closed, "last_seen": open, "location": open, "alerts": open});
    let steps = [
        (Method::PATCH, "/v1/me".to_owned(), json!({"location": "Nara"})),
        (Method::PUT, "/v1/me/privacy".into(), privacy(false)),
        (Method::PUT, "/v1/me/privacy".into(), privacy(true)),
        (Method::PUT, format!("/v1/me/favourites/{seen}"), json!({})),
        (Method::PUT, "/v1/me/favourites".into(), json!({"people": [viewer, seen]})),
        (Method::DELETE, format!("/v1/me/favourites/{viewer}"), json!({})),
        (Method::PUT, "/v1/me/breakthrough".into(), json!({"people": [viewer]})),
        (Method::PUT, "/v1/me/groups/theirs".into(), json!({"name": "Theirs", "people": [viewer, seen]})),
        (Method::PUT, "/v1/me/alerts/theirs".into(), json!({"people": [viewer], "need": 1})),
        (Method::PUT, "/v1/me/note".into(), json!({"text": "Taken back"})),
    ];
    for (method, path, body) in steps {
        let name = path.replace(&viewer, "VIEWER").replace(&seen, "SEEN");
        if acts {
            let changed = crate::person::send(me.request(method, &path).json(&body)).await.ok();
            world.look(&name).await;
            me.post("/v1/me/status/undo", json!({"undo": changed["undo"]})).await.ok();
        } else {
            world.look(&name).await;
        }
        world.look("taking it back").await;
    }
}

/// What somebody sees who joins meanwhile.
async fn newcomer(world: &mut World) {
    let new = world.team.person("Newcomer").await;
    world.newcomers.push(new.clone());
    world.look("a newcomer").await;
    let id = world.hidden.id.clone();
    for path in [format!("/v1/people/{id}"), format!("/v1/me/view-as/{id}")] {
        let answer = new.get(&path).await;
        world.write(&answer.status.to_string(), &answer.body);
    }
    let snapshot = new.stream("").await.until("snapshot", |_| true).await;
    let people = snapshot["people"].as_array().expect("people");
    let hidden = people.iter().find(|person| person["id"] == id.as_str()).expect("they are of the team");
    world.write("snapshot", hidden);
}

/// Both worlds hear of the same steps; only in one of them the hidden person takes them.
async fn play(world: &mut World, acts: bool, chooses: bool) {
    let me = world.hidden.clone();
    let mut streams = Vec::new();
    if acts {
        streams.push(live(&me, world).await);
    } else {
        for step in ["coming online", "idle", "locked", "active", "asleep", "unknown", "active", "a call"] {
            world.look(step).await;
        }
    }
    let mut steps = everything();
    if chooses {
        steps.push(put("/v1/me/status", json!({"status": "focusing", "duration": "PT1M"})));
        steps.push(put("/v1/me/status", json!({"status": "on_holiday", "duration": "PT72H"})));
        steps.push(gone("/v1/me/status"));
    }
    for (method, path, body) in steps {
        if acts {
            crate::person::send(me.request(method, path).json(&body)).await.ok();
        }
        world.look(path).await;
    }
    with_others(world, acts).await;
    others_try(world).await;
    for seconds in [59, 1, 30, 600, 4 * 3600] {
        world.team.clock.turn(seconds);
        world.look("some time").await;
    }
    if acts {
        me.delete("/v1/me/report").await.ok();
    }
    drop(streams);
    world.look("quitting").await;
}

/// What the viewer does to the hidden person, who must not show in any answer.
async fn others_try(world: &mut World) {
    let (viewer, id) = (world.viewer.clone(), world.hidden.id.clone());
    let mut tries = vec![
        (Method::PUT, format!("/v1/me/favourites/{id}"), json!({})),
        (Method::PUT, "/v1/me/alerts/new".into(), json!({"people": [id], "need": 1})),
        (Method::PUT, format!("/v1/people/{id}/status"), json!({"status": "busy", "duration": "PT1H"})),
        (Method::PUT, "/v1/people/status".into(), json!({"people": [id]})),
        (Method::DELETE, format!("/v1/people/{id}/status"), json!({})),
    ];
    // Somebody who is gone shows an absence that was set for them, and so must who hides.
    let sick = json!({"status": "sick_leave", "duration": "PT2H"});
    tries.push((Method::PUT, format!("/v1/people/{id}/status"), sick));
    for (method, path, body) in tries {
        let answer = crate::person::send(viewer.request(method, &path).json(&body)).await;
        world.write(&answer.status.to_string(), &answer.body);
        world.look(&path.replace(&id, "HIDDEN")).await;
    }
}

fn assert_same(hidden: &World, offline: &World) {
    for (place, (a, b)) in hidden.transcript.iter().zip(&offline.transcript).enumerate() {
        let step = hidden.transcript[..place].iter().rfind(|line| line.starts_with("=="));
        assert_eq!(a, b, "line {place}, {step:?}");
    }
    assert_eq!(hidden.transcript.len(), offline.transcript.len());
    assert!(offline.transcript.len() > 500, "nothing was compared");
}

/// A life before somebody hides or goes, by requests.
async fn before(world: &mut World, acts: Vec<Act>) -> Events {
    let me = world.hidden.clone();
    me.put("/v1/me/privacy", json!({"last_seen": true, "location": true, "alerts": true})).await.ok();
    me.patch("/v1/me", json!({"location": "Porto"})).await.ok();
    let (stream, _) = me.come_online().await;
    world.look("coming online before").await;
    for (method, path, body) in acts {
        crate::person::send(me.request(method, path).json(&body)).await.ok();
        world.look(path).await;
    }
    world.team.clock.turn(20);
    stream
}

/// In one world somebody comes to hide from the viewer, in the other they quit.
async fn compare_hiding(acts: fn() -> Vec<Act>) {
    let (mut hidden, mut offline) = (World::new().await, World::new().await);
    let streams = (before(&mut hidden, acts()).await, before(&mut offline, acts()).await);
    let rules = json!({"rules": [{"who": {"of": "person", "person": hidden.viewer.id}, "level": "hidden"},
        {"who": {"of": "everyone"}, "level": "full"}], "last_seen": true, "location": true, "alerts": true});
    hidden.hidden.put("/v1/me/privacy", rules).await.ok();
    offline.hidden.delete("/v1/me/report").await.ok();
    play(&mut hidden, true, true).await;
    play(&mut offline, false, true).await;
    drop(streams);
    assert_same(&hidden, &offline);
    let gone = |line: &&String| line.contains("\"last_seen\":\"2026-03-02\"") && line.contains("\"note\"");
    assert!(offline.transcript.iter().filter(gone).count() > 10, "who is gone shows when they left");
}

#[tokio::test]
async fn who_is_hidden_by_a_rule_is_offline_in_every_byte_and_event() {
    compare_hiding(|| {
        let note = json!({"text": "Until tonight", "until": "2026-03-02T12:40:00Z"});
        vec![
            put("/v1/me/note", note),
            put("/v1/me/status", json!({"status": "focusing", "duration": "PT1H"})),
        ]
    })
    .await;
}

#[tokio::test]
async fn who_hides_on_a_holiday_looks_as_one_who_left_for_it() {
    compare_hiding(|| {
        let next = json!({"status": "business_trip", "from": "2026-03-02T12:15:00Z", "until": "2026-03-02T15:00:00Z"});
        let meetings = json!({"meetings": [
            {"id": "a", "kind": "out_of_office", "from": "2026-03-02T14:00:00Z", "until": "2026-03-02T18:00:00Z"},
            {"id": "b", "kind": "busy", "from": "2026-03-02T11:00:00Z", "until": "2026-03-02T13:00:00Z"}]});
        let holiday = json!({"status": "on_holiday", "duration": "PT12M"});
        vec![
            put("/v1/me/status", holiday),
            put("/v1/me/absences/next", next),
            put("/v1/me/claims/calendar", meetings),
            put("/v1/me/note", json!({"text": "Gone fishing"})),
        ]
    })
    .await;
}

#[tokio::test]
async fn who_hides_before_they_were_ever_there_is_one_who_never_came() {
    let (mut hidden, mut offline) = (World::new().await, World::new().await);
    let rules = json!({"rules": [{"who": {"of": "everyone"}, "level": "hidden"}], "location": true});
    hidden.hidden.put("/v1/me/privacy", rules).await.ok();
    for world in [&mut hidden, &mut offline] {
        newcomer(world).await;
    }
    play(&mut hidden, true, true).await;
    play(&mut offline, false, true).await;
    for world in [&mut hidden, &mut offline] {
        newcomer(world).await;
    }
    assert_same(&hidden, &offline);
}

#[tokio::test]
async fn who_appears_offline_is_offline_in_every_byte_and_event() {
    let (mut hidden, mut offline) = (World::new().await, World::new().await);
    for world in [&mut hidden, &mut offline] {
        let me = &world.hidden;
        me.put("/v1/me/privacy", json!({"last_seen": true, "location": true, "alerts": true})).await.ok();
        let note = json!({"text": "Until tonight", "until": "2026-03-02T12:10:00Z"});
        me.put("/v1/me/note", note).await.ok();
        let _stream = me.come_online().await;
        world.look("before").await;
    }
    hidden.hidden.put("/v1/me/status", json!({"status": "appear_offline"})).await.ok();
    offline.hidden.delete("/v1/me/report").await.ok();
    play(&mut hidden, true, false).await;
    play(&mut offline, false, false).await;
    assert_same(&hidden, &offline);
}
