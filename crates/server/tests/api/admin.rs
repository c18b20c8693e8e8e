use serde_json::{Value, json};

use crate::{person::Person, team::Team};

async fn set(admin: &Person, of: &Person, choice: Value) {
    let answer = admin.put(&format!("/v1/people/{}/status", of.id), choice).await;
    assert_eq!((answer.status, answer.body), (204, json!("")));
}

#[tokio::test]
async fn a_status_is_set_for_somebody_who_is_told_by_whom() {
    let team = Team::new().await;
    let (ann, ben) = (team.admin("Ann").await, team.person("Ben").await);
    let _own = ben.come_online().await;
    set(&ann, &ben, json!({"status": "meal", "duration": "PT1H"})).await;
    let reason = ben.get("/v1/me/claims").await.ok()[0].clone();
    assert_eq!((&reason["status"], &reason["by"]), (&json!("meal"), &json!(ann.id)));
    assert_eq!(ann.delete(&format!("/v1/people/{}/status", ben.id)).await.status, 204);
    assert_eq!(ann.sees(&ben).await.0, "available");
}

#[tokio::test]
async fn what_is_theirs_alone_is_neither_cleared_nor_covered_and_no_answer_tells() {
    let team = Team::new().await;
    let (ann, ben) = (team.admin("Ann").await, team.person("Ben").await);
    let _own = ben.come_online().await;
    for own in ["do_not_disturb", "appear_offline"] {
        ben.put("/v1/me/status", json!({"status": own, "duration": "PT1H"})).await.ok();
        let before = ann.sees(&ben).await;
        set(&ann, &ben, json!({"status": "busy", "duration": "PT10M"})).await;
        set(&ann, &ben, json!({"status": "away", "duration": "PT2H"})).await;
        assert_eq!(ann.delete(&format!("/v1/people/{}/status", ben.id)).await.status, 204);
        set(&ann, &ben, json!({"status": "training", "duration": "PT2H"})).await;
        assert_eq!(ann.sees(&ben).await, before, "{own}");
        let claims = ben.get("/v1/me").await.ok()["claims"].clone();
        assert_eq!(claims["manual"][0]["status"], own);
        team.clock.turn(3600);
        assert_eq!(ann.sees(&ben).await.1, "training", "it comes when {own} ends");
        ben.delete("/v1/me/status").await.ok();
    }
}

#[tokio::test]
async fn many_are_set_at_once_with_an_outcome_for_each() {
    let team = Team::new().await;
    let (ann, ben, eve) = (team.admin("Ann").await, team.person("Ben").await, team.person("Eve").await);
    let people = json!([ben.id, "nobody", eve.id, ann.id]);
    let holiday =
        json!({"people": people, "choice": {"status": "on_holiday", "until": "2026-03-04T00:00:00Z"}});
    let outcomes = ann.put("/v1/people/status", holiday).await.ok();
    assert_eq!(outcomes[0], json!({"person": ben.id}));
    assert_eq!((&outcomes[1]["problem"]["code"], outcomes[3].get("problem")), (&json!("not_found"), None));
    for other in [&ben, &eve] {
        assert_eq!(ann.sees(other).await.1, "on_holiday");
    }
    assert_eq!(ann.get("/v1/me").await.ok()["claims"]["manual"][0].get("by"), None);
    ann.put("/v1/people/status", json!({"people": [ben.id, eve.id]})).await.ok();
    assert_eq!(ann.sees(&ben).await.0, "offline");
}

#[tokio::test]
async fn only_an_administrator_may_and_what_does_not_do_is_refused() {
    let team = Team::new().await;
    let (ann, ben) = (team.admin("Ann").await, team.person("Ben").await);
    let (status, role) = (format!("/v1/people/{}/status", ann.id), format!("/v1/people/{}/role", ann.id));
    let forbidden = (403, "forbidden", "");
    assert_eq!(ben.put(&status, json!({"status": "busy"})).await.problem(), forbidden);
    assert_eq!(ben.delete(&status).await.problem(), forbidden);
    assert_eq!(ben.put("/v1/people/status", json!({"people": []})).await.problem(), forbidden);
    assert_eq!(ben.put(&role, json!({"admin": false})).await.problem(), forbidden);
    assert_eq!(ben.delete(&format!("/v1/people/{}", ann.id)).await.problem(), forbidden);
    assert_eq!(ben.patch("/v1/team", json!({})).await.problem(), forbidden);
    assert_eq!(ben.put("/v1/statuses", json!({"order": []})).await.problem(), forbidden);
    let theirs = format!("/v1/people/{}/status", ben.id);
    for (choice, code, field) in [
        (json!({"status": "appear_offline"}), "unknown_status", "status"),
        (json!({"status": "dancing"}), "unknown_status", "status"),
        (json!({"status": "busy", "chosen_ago": "PT1S"}), "invalid", "chosen_ago"),
        (json!({"status": "busy", "duration": "PT0S"}), "invalid", "duration"),
    ] {
        assert_eq!(ann.put(&theirs, choice.clone()).await.problem(), (422, code, field));
        let many = ann.put("/v1/people/status", json!({"people": [], "choice": choice})).await;
        assert_eq!(many.problem(), (422, code, format!("choice.{field}").as_str()));
    }
    let nobody = ann.put("/v1/people/nobody/status", json!({"status": "busy"})).await;
    assert_eq!(nobody.problem(), (404, "not_found", ""));
    let many = json!({"people": vec!["x"; 501]});
    assert_eq!(ann.put("/v1/people/status", many).await.problem(), (422, "invalid", "people"));
}

#[tokio::test]
async fn the_last_administrator_stays_one() {
    let team = Team::new().await;
    let (ann, ben) = (team.admin("Ann").await, team.person("Ben").await);
    let role = |of: &Person| format!("/v1/people/{}/role", of.id);
    let mut watching = ben.watch().await;
    assert_eq!(ann.put(&role(&ann), json!({"admin": false})).await.problem(), (422, "invalid", "admin"));
    assert_eq!(ann.delete(&format!("/v1/people/{}", ann.id)).await.problem(), (422, "invalid", "id"));
    assert_eq!(ann.put(&role(&ben), json!({"admin": true})).await.status, 204);
    watching.until("person", |person| person["id"] == ben.id && person["admin"] == true).await;
    assert_eq!(ben.put(&role(&ann), json!({"admin": false})).await.status, 204);
    assert_eq!(ben.delete(&format!("/v1/people/{}", ann.id)).await.status, 204);
    watching.until("gone", |gone| gone["person"] == ann.id).await;
    assert_eq!(ann.get("/v1/me").await.problem(), (401, "unauthorized", ""));
}

#[tokio::test]
async fn the_last_administrator_leaves_after_everybody_else_or_with_a_successor() {
    let team = Team::new().await;
    let (ann, ben) = (team.admin("Ann").await, team.person("Ben").await);
    assert_eq!(ann.delete("/v1/me").await.problem(), (422, "invalid", "admin"));
    assert_eq!(ann.put(&format!("/v1/people/{}/role", ben.id), json!({"admin": true})).await.status, 204);
    assert_eq!(ann.delete("/v1/me").await.status, 204);
    assert_eq!(ben.delete("/v1/me").await.status, 204, "nobody is left to ask");
}
