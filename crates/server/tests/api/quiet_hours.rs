use serde_json::json;

use crate::team::Team;

#[tokio::test]
async fn my_own_hold_in_my_zone_and_travel_with_me() {
    let team = Team::new().await;
    let (ann, ben) = (team.person("Ann").await, team.person("Ben").await);
    let _own = ann.come_online().await;
    // Monday noon in Lisbon, where she joined: 21:00 in Tokyo.
    let evenings = json!({"windows": [{"day": 1, "from": 1200, "until": 480}]});
    let me = &ann.put("/v1/me/quiet-hours", evenings).await.ok()["me"];
    assert_eq!(
        (&me["claims"]["quiet_hours"]["own"], &me["claims"]["quiet_hours"]["travels"]),
        (&json!(true), &json!(true))
    );
    assert_eq!(ben.sees(&ann).await.0, "available");
    ann.patch("/v1/me", json!({"zone": "Asia/Tokyo"})).await.ok();
    assert_eq!(ben.sees(&ann).await.0, "do_not_disturb");
    let reasons = ann.get("/v1/me/claims").await.ok();
    let tonight = reasons[0]["claim"].as_str().expect("an id");
    ann.delete(&format!("/v1/me/claims/{tonight}")).await.ok();
    assert_eq!(ben.sees(&ann).await.0, "available", "tonight is skipped");
    assert_eq!(ann.delete("/v1/me/quiet-hours").await.ok()["me"]["claims"].get("quiet_hours"), None);
}

#[tokio::test]
async fn the_teams_hold_for_who_sets_none() {
    let team = Team::new().await;
    let (ann, ben) = (team.admin("Ann").await, team.person("Ben").await);
    let (_own, _other) = (ann.come_online().await, ben.come_online().await);
    ben.put("/v1/me/quiet-hours", json!({"windows": []})).await.ok();
    let mut watching = ben.watch().await;
    let midday = json!({"quiet_hours": [{"day": 1, "from": 720, "until": 780}]});
    ann.patch("/v1/team", midday).await.ok();
    watching.sees(&ann.id, "do_not_disturb").await;
    assert_eq!(ann.sees(&ben).await.0, "available", "no quiet hours of his own are none at all");
    team.clock.turn(3600);
    watching.sees(&ann.id, "available").await;
    ben.delete("/v1/me/quiet-hours").await.ok();
    assert_eq!(ben.get("/v1/me").await.ok()["claims"]["quiet_hours"]["own"], false);
    let late = team.person("Late").await;
    assert_eq!(late.get("/v1/me").await.ok()["claims"]["quiet_hours"]["zone"], "Europe/Lisbon");
}

#[tokio::test]
async fn windows_and_zones_that_do_not_do_are_refused() {
    let team = Team::new().await;
    let ann = team.person("Ann").await;
    for (hours, field) in [
        (json!({"windows": [{"day": 8, "from": 0, "until": 1}]}), "windows"),
        (json!({"windows": vec![json!({"day": 1, "from": 0, "until": 1}); 22]}), "windows"),
        (json!({"windows": [], "zone": "Mars/Olympus"}), "zone"),
    ] {
        assert_eq!(ann.put("/v1/me/quiet-hours", hours).await.problem(), (422, "invalid", field));
    }
}
