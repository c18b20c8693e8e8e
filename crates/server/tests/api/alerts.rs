use serde_json::{Value, json};

use crate::{events::Events, person::Person, team::Team};

/// Waits until an alert has fired at this time of day.
async fn fires(own: &mut Events, at: &str) -> Value {
    let at = format!("2026-03-02T{at}Z");
    own.until("alerts", |event| event["alerts"][0]["fired"] == at.as_str()).await
}

async fn fired(asker: &Person) -> Option<String> {
    let alerts = asker.get("/v1/me/alerts").await.ok();
    alerts[0]["fired"].as_str().map(str::to_owned)
}

#[tokio::test]
async fn somebody_free_already_is_told_at_once() {
    let team = Team::new().await;
    let (ann, ben) = (team.person("Ann").await, team.person("Ben").await);
    let (mut own, _) = ann.come_online().await;
    let _theirs = ben.come_online().await;
    ann.put("/v1/me/alerts/a", json!({"people": [ben.id], "need": 1})).await.ok();
    assert_eq!(fires(&mut own, "12:00:00").await["alerts"][0]["free"], json!([ben.id]));
    assert_eq!(ann.delete("/v1/me/alerts/a").await.status, 200);
    assert_eq!(ann.delete("/v1/me/alerts/a").await.problem(), (404, "not_found", ""));
}

#[tokio::test]
async fn a_change_must_hold_ten_seconds_and_a_standing_alert_fires_again() {
    let team = Team::new().await;
    let (ann, ben, eve) = (team.person("Ann").await, team.person("Ben").await, team.person("Eve").await);
    let (mut own, _) = ann.come_online().await;
    let both = json!({"people": [ben.id, eve.id], "need": 2, "standing": true});
    ann.put("/v1/me/alerts/a", both).await.ok();
    let (_bens, _eves) = (ben.come_online().await, eve.come_online().await);
    team.clock.turn(9);
    eve.put("/v1/me/status", json!({"status": "busy"})).await.ok();
    team.clock.turn(60);
    assert_eq!(fired(&ann).await, None);
    eve.delete("/v1/me/status").await.ok();
    team.clock.turn(10);
    fires(&mut own, "12:01:19").await;
    eve.put("/v1/me/status", json!({"status": "busy", "duration": "PT41S"})).await.ok();
    team.clock.turn(41);
    eve.get("/v1/me").await.ok();
    team.clock.turn(10);
    fires(&mut own, "12:02:10").await;
}

#[tokio::test]
async fn while_not_to_be_disturbed_it_waits() {
    let team = Team::new().await;
    let (ann, ben) = (team.person("Ann").await, team.person("Ben").await);
    let (mut own, _) = ann.come_online().await;
    ann.put("/v1/me/status", json!({"status": "do_not_disturb", "duration": "PT1M"})).await.ok();
    let _theirs = ben.come_online().await;
    ann.put("/v1/me/alerts/a", json!({"people": [ben.id], "need": 1})).await.ok();
    team.clock.turn(59);
    assert_eq!(fired(&ann).await, None);
    team.clock.turn(1);
    fires(&mut own, "12:01:00").await;
}

#[tokio::test]
async fn never_for_who_hides_or_lets_nobody_wait_and_the_answer_is_the_same() {
    let team = Team::new().await;
    let (ann, ben, eve) = (team.person("Ann").await, team.person("Ben").await, team.person("Eve").await);
    let _own = ann.come_online().await;
    let hidden = json!([{"who": {"of": "person", "person": ann.id}, "level": "hidden"}]);
    ben.put("/v1/me/privacy", json!({"rules": hidden})).await.ok();
    eve.put("/v1/me/privacy", json!({"alerts": false})).await.ok();
    let (_bens, _eves) = (ben.come_online().await, eve.come_online().await);
    let set = ann.put("/v1/me/alerts/a", json!({"people": [ben.id, eve.id], "need": 1})).await;
    assert_eq!(set.status, 200);
    assert!(!set.body.to_string().contains(&ben.id), "{}", set.body);
    team.clock.turn(60);
    assert_eq!(fired(&ann).await, None);
}

#[tokio::test]
async fn a_restart_makes_nobody_free_and_forgets_no_alert() {
    let mut team = Team::new().await;
    let (ann, ben) = (team.person("Ann").await, team.person("Ben").await);
    let own = ann.come_online().await;
    let theirs = ben.come_online().await;
    ann.put("/v1/me/alerts/a", json!({"people": [ben.id], "need": 1, "standing": true})).await.ok();
    assert_eq!(fired(&ann).await.as_deref(), Some("2026-03-02T12:00:00Z"));
    team.clock.turn(1);
    ann.get("/v1/me").await.ok();
    drop((own, theirs));
    team.crash().await;
    let (ann, ben) = (ann.at(&team), ben.at(&team));
    let (mut own, _) = ann.come_online().await;
    let _theirs = ben.come_online().await;
    team.clock.turn(90);
    assert_eq!(fired(&ann).await.as_deref(), Some("2026-03-02T12:00:00Z"));
    ben.put("/v1/me/status", json!({"status": "busy"})).await.ok();
    ben.delete("/v1/me/status").await.ok();
    team.clock.turn(10);
    fires(&mut own, "12:01:41").await;
}

#[tokio::test]
async fn what_does_not_do_is_refused_by_its_field() {
    let team = Team::new().await;
    let (ann, ben) = (team.person("Ann").await, team.person("Ben").await);
    for (alert, problem) in [
        (json!({"people": [], "need": 1}), (422, "invalid", "people")),
        (json!({"people": ["nobody"], "need": 1}), (422, "invalid", "people[0]")),
        (json!({"people": [ann.id], "need": 1}), (422, "invalid", "people[0]")),
        (json!({"people": [ben.id], "need": 0}), (422, "invalid", "need")),
        (json!({"people": [ben.id], "need": 2}), (422, "invalid", "need")),
        (
            json!({"people": [ben.id], "need": 1, "until": "2026-03-02T12:00:00Z"}),
            (422, "end_in_the_past", "until"),
        ),
        (json!({"people": [ben.id], "need": -1}), (400, "malformed", "need")),
    ] {
        assert_eq!(ann.put("/v1/me/alerts/a", alert.clone()).await.problem(), problem, "{alert}");
    }
}
