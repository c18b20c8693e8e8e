use serde_json::json;

use crate::team::Team;

#[tokio::test]
async fn a_lock_is_seen_and_a_stale_report_changes_nothing() {
    let team = Team::new().await;
    let (ann, ben) = (team.person("Ann").await, team.person("Ben").await);
    let mut watching = ben.watch().await;
    let (_own, epoch) = ann.come_online().await;
    watching.sees(&ann.id, "available").await;
    assert_eq!(ann.report(epoch, 3, "locked").await["taken"], true);
    let seen = watching.sees(&ann.id, "away").await;
    assert_eq!(seen["presence"]["activity"], "locked");

    for (epoch, sequence) in [(epoch, 3), (epoch, 2), (epoch - 1, 9), (epoch + 1, 1), (1 << 60, 1)] {
        let answer = ann.report(epoch, sequence, "active").await;
        assert_eq!(answer["taken"], false, "{epoch} {sequence}");
        assert_eq!(answer["me"]["presence"]["availability"], "away");
    }
}

#[tokio::test]
async fn an_away_that_is_taken_back_leaves_no_trace() {
    let team = Team::new().await;
    let (ann, ben) = (team.person("Ann").await, team.person("Ben").await);
    let (_own, epoch) = ann.come_online().await;
    team.clock.turn(600);
    ann.report(epoch, 2, "idle").await;
    team.clock.turn(600);
    ann.report(epoch, 3, "active").await;
    let mut watching = ben.watch().await;
    let report = json!({"epoch": epoch, "sequence": 4, "activity": "active", "age": "PT20M"});
    assert_eq!(ann.put("/v1/me/report", report).await.ok()["taken"], true);
    let seen = watching.sees(&ann.id, "available").await;
    assert_eq!(seen["presence"]["since"], "2026-03-02T12:00:00Z");
}

#[tokio::test]
async fn a_reading_stream_makes_nobody_online() {
    let team = Team::new().await;
    let ann = team.person("Ann").await;
    let _reading = ann.watch().await;
    assert_eq!(ann.report(1, 1, "active").await["taken"], false);
    assert_eq!(ann.sees(&ann).await.0, "offline");
}

#[tokio::test]
async fn a_short_loss_changes_nothing_and_a_long_one_is_offline() {
    let team = Team::new().await;
    let (ann, ben) = (team.person("Ann").await, team.person("Ben").await);
    let mut watching = ben.watch().await;
    let (own, _) = ann.come_online().await;
    watching.sees(&ann.id, "available").await;
    drop(own);
    disconnected(&ann).await;
    team.clock.turn(59);
    assert_eq!(ben.sees(&ann).await.0, "available");
    let (own, _) = ann.come_online().await;
    team.clock.turn(600);
    assert_eq!(ben.sees(&ann).await.0, "available");
    drop(own);
    disconnected(&ann).await;
    team.clock.turn(60);
    let seen = watching.next().await.expect("the stream goes on");
    assert_eq!((seen.name.as_str(), &seen.data["presence"]["availability"]), ("presence", &json!("offline")));
    assert_eq!(seen.data["presence"]["last_seen"], "2026-03-02");
}

/// Waits until the server has seen that the streams are gone.
async fn disconnected(person: &crate::person::Person) {
    while person.get("/v1/me/devices").await.ok()[0]["connected"] == true {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_sleeping_laptop_is_away_not_offline() {
    let team = Team::new().await;
    let (ann, ben) = (team.person("Ann").await, team.person("Ben").await);
    let (own, epoch) = ann.come_online().await;
    ann.report(epoch, 2, "asleep").await;
    drop(own);
    disconnected(&ann).await;
    team.clock.turn(3600);
    assert_eq!(ben.sees(&ann).await, ("away".into(), "away".into()));
    team.clock.turn(12 * 3600);
    assert_eq!(ben.sees(&ann).await.0, "offline");
}

#[tokio::test]
async fn quitting_is_offline_at_once() {
    let team = Team::new().await;
    let (ann, ben) = (team.person("Ann").await, team.person("Ben").await);
    let (_own, epoch) = ann.come_online().await;
    assert_eq!(ann.delete("/v1/me/report").await.status, 204);
    assert_eq!(ben.sees(&ann).await.0, "offline");
    ann.report(epoch, 2, "active").await;
    assert_eq!(ben.sees(&ann).await.0, "offline");
}

#[tokio::test]
async fn a_missing_heartbeat_ends_the_stream_and_then_the_lease() {
    let team = Team::new().await;
    let (ann, ben) = (team.person("Ann").await, team.person("Ben").await);
    let mut watching = ben.watch().await;
    let (own, epoch) = ann.publish("&heartbeat=45").await;
    ann.report(epoch, 1, "active").await;
    watching.sees(&ann.id, "available").await;
    team.clock.turn(99);
    ann.report(epoch, 2, "active").await;
    team.clock.turn(99);
    assert_eq!(ben.sees(&ann).await.0, "available");
    team.clock.turn(1);
    own.rest().await;
    assert_eq!(ben.sees(&ann).await.0, "available");
    team.clock.turn(60);
    watching.sees(&ann.id, "offline").await;
}

#[tokio::test]
async fn a_publishing_poll_keeps_its_lease_past_the_answer() {
    let team = Team::new().await;
    let (ann, ben) = (team.person("Ann").await, team.person("Ben").await);
    let page = ann.get("/v1/sync?publish=true&wait=0").await.ok();
    let epoch = page["events"][0]["epoch"].as_u64().expect("an epoch");
    assert_eq!(ann.report(epoch, 1, "active").await["taken"], true);
    for _ in 0..5 {
        team.clock.turn(29);
        let again = ann.get("/v1/sync?publish=true&wait=0").await.ok();
        assert_eq!(again["events"][0]["epoch"], epoch);
        assert_eq!(ben.sees(&ann).await.0, "available");
    }
    team.clock.turn(30);
    assert_eq!(ben.sees(&ann).await.0, "available");
    team.clock.turn(60);
    assert_eq!(ben.sees(&ann).await.0, "offline");
}

#[tokio::test]
async fn a_report_out_of_bounds_is_refused() {
    let team = Team::new().await;
    let ann = team.person("Ann").await;
    let (_own, epoch) = ann.publish("").await;
    let report = |age: &str| json!({"epoch": epoch, "sequence": 1, "activity": "idle", "age": age});
    assert_eq!(ann.put("/v1/me/report", report("-PT1S")).await.problem(), (422, "invalid", "age"));
    assert_eq!(ann.put("/v1/me/report", report("PT9000H")).await.problem(), (422, "invalid", "age"));
    assert_eq!(ann.put("/v1/me/report", report("soon")).await.problem(), (400, "malformed", "age"));
    let dozing = json!({"epoch": epoch, "sequence": 1, "activity": "dozing"});
    assert_eq!(ann.put("/v1/me/report", dozing).await.problem(), (400, "malformed", "activity"));
    assert_eq!(ann.get("/v1/sync?heartbeat=1").await.problem(), (422, "invalid", "heartbeat"));
}
