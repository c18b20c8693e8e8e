use serde_json::json;

use crate::team::Team;

#[tokio::test]
async fn the_reasons_are_listed_and_one_can_be_dropped() {
    let team = Team::new().await;
    let ann = team.person("Ann").await;
    let (_own, epoch) = ann.come_online().await;
    let report = json!({"epoch": epoch, "sequence": 2, "activity": "active", "call": true});
    ann.put("/v1/me/report", report).await.ok();
    ann.put("/v1/me/status", json!({"status": "focusing", "duration": "PT1H"})).await.ok();

    let reasons = ann.get("/v1/me/claims").await.ok();
    let sources: Vec<_> = reasons.as_array().expect("a list").iter().map(|it| it["source"].clone()).collect();
    assert_eq!(sources, ["manual", "call", "device"]);
    assert_eq!(reasons[0]["wins"], true);

    let focusing = reasons[0]["claim"].as_str().expect("an id");
    let dropped = ann.delete(&format!("/v1/me/claims/{focusing}")).await.ok();
    assert_eq!(dropped["me"]["presence"]["cause"], "call");
    let call = reasons[1]["claim"].as_str().expect("an id");
    let dismissed = ann.delete(&format!("/v1/me/claims/{call}")).await.ok();
    assert_eq!(dismissed["me"]["presence"]["availability"], "available");
    let undone = ann.post("/v1/me/status/undo", json!({"undo": dismissed["undo"]})).await.ok();
    assert_eq!(undone["me"]["presence"]["availability"], "busy");
    assert_eq!(ann.delete(&format!("/v1/me/claims/{focusing}")).await.problem(), (404, "not_found", ""));
}
