use serde_json::{Value, json};

use crate::{person::Person, team::Team};

async fn choose(person: &Person, status: &str, duration: Option<&str>) -> Value {
    let mut choice = json!({"status": status});
    if let Some(duration) = duration {
        choice["duration"] = duration.into();
    }
    person.put("/v1/me/status", choice).await.ok()
}

fn shown(answer: &Value) -> &str {
    answer["me"]["presence"]["status"].as_str().expect("a status")
}

#[tokio::test]
async fn when_its_time_is_up_what_lay_under_it_shows_again() {
    let team = Team::new().await;
    let (ann, ben) = (team.person("Ann").await, team.person("Ben").await);
    let mut watching = ben.watch().await;
    let (_own, epoch) = ann.come_online().await;
    choose(&ann, "out_of_office", Some("PT96H")).await;
    let answer = choose(&ann, "do_not_disturb", Some("PT30M")).await;
    assert_eq!(shown(&answer), "do_not_disturb");
    assert_eq!(answer["me"]["next"]["status"], "out_of_office");
    let seen = watching.sees(&ann.id, "do_not_disturb").await;
    assert_eq!(seen["presence"]["until"], "2026-03-02T12:30:00Z");

    ann.report(epoch, 2, "locked").await;
    assert_eq!(ben.sees(&ann).await.0, "do_not_disturb");
    team.clock.turn(30 * 60);
    watching.sees(&ann.id, "out_of_office").await;
    ann.report(epoch, 3, "active").await;
    assert_eq!(shown(&ann.delete("/v1/me/status").await.ok()), "available");
    watching.sees(&ann.id, "available").await;
}

#[tokio::test]
async fn undo_brings_every_layer_and_the_note_back() {
    let team = Team::new().await;
    let ann = team.person("Ann").await;
    let _own = ann.come_online().await;
    choose(&ann, "do_not_disturb", Some("PT30M")).await;
    choose(&ann, "out_of_office", Some("PT96H")).await;
    ann.put("/v1/me/note", json!({"text": "Back soon"})).await.ok();
    choose(&ann, "do_not_disturb", Some("PT1H")).await;
    let before = ann.get("/v1/me").await.ok();
    let cleared = choose(&ann, "away", None).await;
    assert_eq!(cleared["me"]["claims"]["manual"].as_array().map(Vec::len), Some(1));
    let undone = ann.post("/v1/me/status/undo", json!({"undo": cleared["undo"]})).await.ok();
    for part in ["manual", "note", "dismissed"] {
        assert_eq!(undone["me"]["claims"][part], before["claims"][part], "{part}");
    }
    assert_eq!(undone.get("undo"), None);
    let twice = ann.post("/v1/me/status/undo", json!({"undo": cleared["undo"]})).await;
    assert_eq!(twice.problem(), (409, "nothing_to_undo", "undo"));
}

#[tokio::test]
async fn only_the_last_change_can_be_undone_and_only_while_young() {
    let team = Team::new().await;
    let ann = team.person("Ann").await;
    let first = choose(&ann, "busy", None).await;
    let second = choose(&ann, "away", None).await;
    let undo = |answer: &Value| json!({"undo": answer["undo"]});
    assert_eq!(
        ann.post("/v1/me/status/undo", undo(&first)).await.problem(),
        (409, "nothing_to_undo", "undo")
    );
    team.clock.turn(10);
    assert_eq!(
        ann.post("/v1/me/status/undo", undo(&second)).await.problem(),
        (409, "nothing_to_undo", "undo")
    );
    assert_eq!(ann.get("/v1/me").await.ok()["claims"]["manual"][0]["status"], "away");
}

#[tokio::test]
async fn what_cannot_be_chosen_is_refused_by_its_field() {
    let team = Team::new().await;
    let ann = team.person("Ann").await;
    for (choice, problem) in [
        (json!({"status": "dancing"}), (422, "unknown_status", "status")),
        (json!({"status": "busy", "until": "2026-03-02T12:00:00Z"}), (422, "end_in_the_past", "until")),
        (json!({"status": "busy", "until": "2126-03-02T12:00:00Z"}), (422, "invalid", "until")),
        (json!({"status": "busy", "until": "tomorrow"}), (400, "malformed", "until")),
        (json!({"status": "busy", "duration": "PT0S"}), (422, "invalid", "duration")),
        (json!({"status": "busy", "duration": "-PT5M"}), (422, "invalid", "duration")),
        (json!({"status": "busy", "duration": "PT9000H"}), (422, "invalid", "duration")),
        (
            json!({"status": "busy", "duration": "PT5M", "chosen_ago": "PT6M"}),
            (422, "end_in_the_past", "duration"),
        ),
        (
            json!({"status": "busy", "duration": "PT5M", "until": "2026-03-02T13:00:00Z"}),
            (422, "invalid", "duration"),
        ),
        (json!({"status": "busy", "chosen_ago": "-PT1S"}), (422, "invalid", "chosen_ago")),
        (json!({"status": "busy", "colour": "red"}), (400, "unknown_field", "colour")),
        (json!({"until": "2026-03-02T13:00:00Z"}), (400, "malformed", "status")),
        (json!({"status": 7}), (400, "malformed", "status")),
        (json!(["busy"]), (400, "malformed", "")),
    ] {
        assert_eq!(ann.put("/v1/me/status", choice.clone()).await.problem(), problem, "{choice}");
    }
    assert_eq!(ann.get("/v1/me").await.ok()["claims"]["manual"], json!([]));
}

#[tokio::test]
async fn a_ninth_layer_is_refused() {
    let team = Team::new().await;
    let ann = team.person("Ann").await;
    for hours in (1..=8).rev() {
        choose(&ann, "busy", Some(&format!("PT{hours}H"))).await;
    }
    let ninth = ann.put("/v1/me/status", json!({"status": "busy", "duration": "PT30M"})).await;
    assert_eq!(ninth.problem(), (409, "too_many_layers", "status"));
}

#[tokio::test]
async fn a_choice_made_offline_before_the_newest_one_loses() {
    let team = Team::new().await;
    let ann = team.person("Ann").await;
    team.clock.turn(600);
    choose(&ann, "busy", None).await;
    team.clock.turn(60);
    let late = ann.put("/v1/me/status", json!({"status": "away", "chosen_ago": "PT5M"})).await;
    assert_eq!(late.problem(), (409, "superseded", "chosen_ago"));
    let newer = ann.put("/v1/me/status", json!({"status": "away", "chosen_ago": "PT30S"})).await.ok();
    assert_eq!(newer["me"]["claims"]["manual"][0]["chosen"], "2026-03-02T12:10:30Z");
}

#[tokio::test]
async fn an_open_ended_away_ends_with_the_restore_window() {
    let team = Team::new().await;
    let (ann, ben) = (team.person("Ann").await, team.person("Ben").await);
    let (own, _) = ann.come_online().await;
    choose(&ann, "away", None).await;
    ann.delete("/v1/me/report").await.ok();
    drop(own);
    team.clock.turn(8 * 3600 + 1);
    let _own = ann.come_online().await;
    assert_eq!(ben.sees(&ann).await, ("available".into(), "available".into()));
}
