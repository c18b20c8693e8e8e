//! Taking back what one set for oneself.

use serde_json::{Value, json};

use crate::{person::Person, team::Team};

async fn undo(person: &Person, changed: &Value) -> Value {
    person.post("/v1/me/status/undo", json!({"undo": changed["undo"]})).await.ok()
}

/// Everything that is theirs, but for what only counts.
async fn own(person: &Person) -> Value {
    let mut me = person.get("/v1/me").await.ok();
    for counts in ["revision", "next"] {
        me.as_object_mut().expect("me").remove(counts);
    }
    me["claims"].as_object_mut().expect("claims").remove("manual_changed");
    json!([me, person.get("/v1/me/groups").await.ok(), person.get("/v1/me/alerts").await.ok()])
}

#[tokio::test]
async fn every_change_of_ones_own_can_be_taken_back() {
    let team = Team::with(|config| config.rates.device.burst = 1000).await;
    let (ann, ben) = (team.person("Ann").await, team.person("Ben").await);
    let group = |name: &str| json!({"name": name, "people": [ben.id]});
    let absence = |day: u8| json!({"status": "on_holiday", "from": format!("2026-03-{day:02}T08:00:00Z")});
    ann.put("/v1/me/groups/old", group("Old")).await.ok();
    ann.put("/v1/me/alerts/old", json!({"people": [ben.id], "need": 1, "standing": true})).await.ok();
    ann.put("/v1/me/absences/old", absence(9)).await.ok();
    let quiet = json!({"windows": [{"day": 1, "from": 0, "until": 60}]});
    let hidden = json!({"rules": [{"who": {"of": "everyone"}, "level": "hidden"}]});
    let hours = json!({"working_hours": {"windows": [{"day": 1, "from": 540, "until": 1020}]}});
    let changes = [
        ann.request(reqwest::Method::PUT, "/v1/me/groups/new").json(&group("New")),
        ann.request(reqwest::Method::PUT, "/v1/me/groups/old").json(&group("Renamed")),
        ann.request(reqwest::Method::DELETE, "/v1/me/groups/old"),
        ann.request(reqwest::Method::PUT, "/v1/me/alerts/new").json(&json!({"people": [ben.id], "need": 1})),
        ann.request(reqwest::Method::DELETE, "/v1/me/alerts/old"),
        ann.request(reqwest::Method::PUT, "/v1/me/absences/new").json(&absence(20)),
        ann.request(reqwest::Method::PUT, "/v1/me/absences/old").json(&absence(10)),
        ann.request(reqwest::Method::DELETE, "/v1/me/absences/old"),
        ann.request(reqwest::Method::PUT, "/v1/me/quiet-hours").json(&quiet),
        ann.request(reqwest::Method::PUT, "/v1/me/privacy").json(&hidden),
        ann.request(reqwest::Method::PATCH, "/v1/me").json(&hours),
        ann.request(reqwest::Method::PUT, "/v1/me/breakthrough").json(&json!({"people": [ben.id]})),
    ];
    let before = own(&ann).await;
    for change in changes {
        let changed = crate::person::send(change).await.ok();
        let after = own(&ann).await;
        assert_ne!(after, before);
        undo(&ann, &changed).await;
        assert_eq!(own(&ann).await, before, "{after}");
    }
    assert_eq!(ben.sees(&ann).await.0, "offline", "and seen by all again");
}

#[tokio::test]
async fn it_makes_nobody_an_administrator_again() {
    let team = Team::new().await;
    let (ann, ben) = (team.admin("Ann").await, team.person("Ben").await);
    let role = format!("/v1/people/{}/role", ben.id);
    assert_eq!(ann.put(&role, json!({"admin": true})).await.status, 204);
    let patch = ben.request(reqwest::Method::PATCH, "/v1/me").json(&json!({"location": "Porto"}));
    let changed = crate::person::send(patch).await.ok();
    assert_eq!(ann.put(&role, json!({"admin": false})).await.status, 204);
    let me = undo(&ben, &changed).await["me"].clone();
    assert_eq!((&me["profile"]["admin"], &me["profile"]["location"]), (&json!(false), &Value::Null));
}

#[tokio::test]
async fn an_alert_that_comes_back_is_watched_again_and_one_that_goes_is_not() {
    let team = Team::new().await;
    let (ann, ben) = (team.person("Ann").await, team.person("Ben").await);
    let _own = ann.come_online().await;
    let alert = json!({"people": [ben.id], "need": 1});
    ann.put("/v1/me/alerts/kept", alert.clone()).await.ok();
    let new = ann.put("/v1/me/alerts/new", alert).await.ok();
    undo(&ann, &new).await;
    let gone = ann.delete("/v1/me/alerts/kept").await.ok();
    undo(&ann, &gone).await;
    let mut watching = ann.watch().await;
    let _there = ben.come_online().await;
    team.clock.turn(10);
    let alerts = watching.until("alerts", |alerts| alerts["alerts"][0]["fired"].is_string()).await;
    assert_eq!(alerts["alerts"].as_array().expect("alerts").len(), 1);
    assert_eq!(alerts["alerts"][0]["id"], "kept");
}

#[tokio::test]
async fn only_what_the_change_changed_goes_back() {
    let team = Team::new().await;
    let (ann, ben) = (team.person("Ann").await, team.person("Ben").await);
    let mut away = json!({"status": "on_holiday", "from": "2026-03-02T12:00:05Z"});
    away["until"] = json!("2026-03-02T18:00:00Z");
    ann.put("/v1/me/absences/a", away).await.ok();
    let group = ann.put("/v1/me/groups/g", json!({"name": "G", "people": [ben.id]})).await.ok();
    team.clock.turn(6);
    let undone = undo(&ann, &group).await;
    assert_eq!(undone["me"]["presence"]["status"], "on_holiday", "the absence that began meanwhile stays");
    let group = ann.put("/v1/me/groups/g", json!({"name": "G", "people": [ben.id]})).await.ok();
    let gone = ann.delete("/v1/me/groups/g").await.ok();
    assert_eq!(ben.delete("/v1/me").await.status, 204);
    for changed in [group, gone] {
        let late = ann.post("/v1/me/status/undo", json!({"undo": changed["undo"]})).await;
        assert_eq!(late.problem(), (409, "nothing_to_undo", "undo"), "nobody who left comes back");
    }
}

#[tokio::test]
async fn what_an_administrator_set_waits_on() {
    let team = Team::new().await;
    let (ann, ben) = (team.admin("Ann").await, team.person("Ben").await);
    let _own = ben.come_online().await;
    ben.put("/v1/me/status", json!({"status": "do_not_disturb"})).await.ok();
    let training = json!({"status": "training", "duration": "PT2H"});
    assert_eq!(ann.put(&format!("/v1/people/{}/status", ben.id), training).await.status, 204);
    let own = ben.get("/v1/me").await.ok()["claims"]["manual"][0]["id"].as_str().expect("an id").to_owned();
    for change in ["/v1/me/status".to_owned(), format!("/v1/me/claims/{own}")] {
        let changed = ben.delete(&change).await.ok();
        let undone = undo(&ben, &changed).await;
        assert_eq!(undone["me"]["presence"]["status"], "do_not_disturb", "{change}");
    }
    ben.delete(&format!("/v1/me/claims/{own}")).await.ok();
    assert_eq!(ann.sees(&ben).await.1, "training");
}

#[tokio::test]
async fn quiet_hours_that_come_back_are_the_teams_as_they_are_now() {
    let team = Team::new().await;
    let (ann, ben) = (team.admin("Ann").await, team.person("Ben").await);
    let hours = |from: u32| json!([{"day": 1, "from": from, "until": 1080}]);
    ann.patch("/v1/team", json!({"quiet_hours": hours(60)})).await.ok();
    let changed = ben.put("/v1/me/quiet-hours", json!({"windows": []})).await.ok();
    ann.patch("/v1/team", json!({"quiet_hours": hours(120)})).await.ok();
    let me = undo(&ben, &changed).await["me"].clone();
    assert_eq!(me["claims"]["quiet_hours"]["windows"], hours(120));
}

#[tokio::test]
async fn an_alert_that_fired_meanwhile_has_fired() {
    let team = Team::new().await;
    let (ann, ben, eve) = (team.person("Ann").await, team.person("Ben").await, team.person("Eve").await);
    let _own = ann.come_online().await;
    let fired = async || ann.get("/v1/me/alerts").await.ok()[0]["fired"].clone();
    ann.put("/v1/me/alerts/a", json!({"people": [ben.id], "need": 1})).await.ok();
    let _there = ben.come_online().await;
    team.clock.turn(5);
    let changed = ann.put("/v1/me/alerts/b", json!({"people": [eve.id], "need": 1})).await.ok();
    team.clock.turn(5);
    assert_eq!(fired().await, "2026-03-02T12:00:10Z");
    undo(&ann, &changed).await;
    assert_eq!(fired().await, "2026-03-02T12:00:10Z");
    team.clock.turn(20);
    assert_eq!(fired().await, "2026-03-02T12:00:10Z", "it tells once");
}

#[tokio::test]
async fn what_ended_meanwhile_keeps_nothing_waiting() {
    let team = Team::new().await;
    let (ann, ben) = (team.admin("Ann").await, team.person("Ben").await);
    let _own = ben.come_online().await;
    ben.put("/v1/me/status", json!({"status": "do_not_disturb", "duration": "PT5S"})).await.ok();
    let training = json!({"status": "training", "duration": "PT2H"});
    assert_eq!(ann.put(&format!("/v1/people/{}/status", ben.id), training).await.status, 204);
    let away = ben.put("/v1/me/status", json!({"status": "away"})).await.ok();
    team.clock.turn(7);
    let undone = undo(&ben, &away).await;
    assert_eq!(undone["me"]["presence"]["status"], "training");
}

#[tokio::test]
async fn an_alert_that_was_set_again_as_it_was_goes_on_as_before() {
    let team = Team::new().await;
    let (ann, ben) = (team.person("Ann").await, team.person("Ben").await);
    let (_own, _theirs) = (ann.come_online().await, ben.come_online().await);
    let alert = json!({"people": [ben.id], "need": 1, "standing": true});
    ann.put("/v1/me/alerts/a", alert.clone()).await.ok();
    ann.put("/v1/me/status", json!({"status": "do_not_disturb"})).await.ok();
    let before = ann.get("/v1/me/alerts").await.ok();
    assert_eq!(before[0]["fired"], "2026-03-02T12:00:00Z");
    let again = ann.put("/v1/me/alerts/a", alert).await.ok();
    undo(&ann, &again).await;
    assert_eq!(ann.get("/v1/me/alerts").await.ok(), before);
}
