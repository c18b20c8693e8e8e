use serde_json::json;

use crate::team::Team;

#[tokio::test]
async fn a_profile_changes_by_the_fields_that_are_sent() {
    let team = Team::new().await;
    let (ann, ben) = (team.person("Ann").await, team.person("Ben").await);
    let mut watching = ben.watch().await;
    let change = json!({
        "group": "Design", "zone": "Asia/Tokyo",
        "working_hours": {"windows": [{"day": 1, "from": 540, "until": 1020}]},
        "contacts": [{"kind": "mail", "address": "mailto:ann@example.org"}]
    });
    let me = ann.patch("/v1/me", change).await.ok();
    assert_eq!(me["me"]["profile"]["name"], "Ann");
    let seen = watching.until("person", |person| person["id"] == ann.id).await;
    assert_eq!(seen["group"], "Design");
    assert_eq!(seen["zone"], "Asia/Tokyo");
    assert_eq!(ann.patch("/v1/me", json!({"group": ""})).await.ok()["me"]["profile"].get("group"), None);
}

#[tokio::test]
async fn a_profile_that_does_not_do_is_refused_whole() {
    let team = Team::new().await;
    let ann = team.person("Ann").await;
    let script = json!({"name": "New", "contacts": [{"kind": "chat", "address": "javascript:alert(1)"}]});
    assert_eq!(ann.patch("/v1/me", script).await.problem(), (422, "invalid", "contacts"));
    let day = json!({"working_hours": {"windows": [{"day": 8, "from": 0, "until": 1}]}});
    assert_eq!(ann.patch("/v1/me", day).await.problem(), (422, "invalid", "working_hours"));
    assert_eq!(ann.patch("/v1/me", json!({"admin": true})).await.problem(), (400, "unknown_field", "admin"));
    assert_eq!(ann.get("/v1/me").await.ok()["profile"]["name"], "Ann");
}

#[tokio::test]
async fn who_leaves_is_gone_everywhere() {
    let mut team = Team::new().await;
    let (ann, ben) = (team.person("Ann").await, team.person("Ben").await);
    ben.put(&format!("/v1/me/favourites/{}", ann.id), json!({})).await.ok();
    let (mut watching, own) = (ben.watch().await, ann.watch().await);
    assert_eq!(ann.delete("/v1/me").await.status, 204);
    watching.until("gone", |gone| gone["person"] == ann.id).await;
    own.rest().await;
    assert_eq!(ann.get("/v1/me").await.problem(), (401, "unauthorized", ""));
    assert_eq!(ben.get(&format!("/v1/people/{}", ann.id)).await.problem(), (404, "not_found", ""));

    team.crash().await;
    let ben = ben.at(&team);
    let mut events = ben.stream("").await;
    let snapshot = events.until("snapshot", |_| true).await;
    assert_eq!(snapshot["people"].as_array().map(Vec::len), Some(1));
    assert_eq!(events.until("favourites", |_| true).await["people"], json!([]));
}
