use serde_json::json;

use crate::team::Team;

#[tokio::test]
async fn lists_mine_and_says_which_is_connected() {
    let team = Team::new().await;
    let ann = team.person("Ann").await;
    let list = ann.get("/v1/me/devices").await.ok();
    assert_eq!(
        list,
        json!([{"id": ann.device, "name": "Laptop", "person": ann.id, "joined": "2026-03-02T12:00:00Z",
                "connected": false, "this": true}])
    );
    let _stream = ann.watch().await;
    assert_eq!(ann.get("/v1/me/devices").await.ok()[0]["connected"], true);
}

#[tokio::test]
async fn signing_out_ends_the_token_the_streams_and_the_grace_at_once() {
    let team = Team::new().await;
    let (ann, ben) = (team.person("Ann").await, team.person("Ben").await);
    let mut watching = ben.watch().await;
    let (own, _) = ann.come_online().await;
    ann.put("/v1/me/status", json!({"status": "away"})).await.ok();
    watching.sees(&ann.id, "away").await;
    assert_eq!(ann.delete(&format!("/v1/me/devices/{}", ann.device)).await.status, 204);
    watching.sees(&ann.id, "offline").await;
    own.rest().await;
    assert_eq!(ann.get("/v1/me").await.problem(), (401, "unauthorized", ""));
}

#[tokio::test]
async fn out_of_office_survives_signing_out() {
    let team = Team::new().await;
    let (ann, ben) = (team.person("Ann").await, team.person("Ben").await);
    let mut watching = ben.watch().await;
    let _own = ann.come_online().await;
    ann.put("/v1/me/status", json!({"status": "on_holiday", "duration": "PT72H"})).await.ok();
    watching.sees(&ann.id, "out_of_office").await;
    ann.delete(&format!("/v1/me/devices/{}", ann.device)).await.ok();
    let seen = watching.until("presence", |seen| seen["presence"]["online"] == false).await;
    assert_eq!(seen["presence"]["status"], "on_holiday");
}

#[tokio::test]
async fn somebody_elses_device_does_not_exist() {
    let team = Team::new().await;
    let (ann, ben) = (team.person("Ann").await, team.person("Ben").await);
    let answer = ben.delete(&format!("/v1/me/devices/{}", ann.device)).await;
    assert_eq!(answer.problem(), (404, "not_found", ""));
    assert_eq!(ann.get("/v1/me").await.status, 200);
}
