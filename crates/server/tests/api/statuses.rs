use serde_json::{Value, json};

use crate::team::Team;

fn entry(availability: &str, label: &str) -> Value {
    json!({"availability": availability, "labels": {"en": label}, "mutes": false, "sticky": false, "hidden": false})
}

fn with(mut entry: Value, field: &str, value: Value) -> Value {
    entry[field] = value;
    entry
}

#[tokio::test]
async fn what_ships_is_named_in_five_languages() {
    let team = Team::new().await;
    let statuses = team.person("Ann").await.get("/v1/statuses").await.ok();
    let statuses = statuses.as_array().expect("a list");
    assert_eq!(statuses.len(), 19);
    for language in ["en", "uk", "pl", "ja", "pt"] {
        assert!(statuses.iter().all(|status| status["labels"][language].is_string()), "{language}");
    }
}

#[tokio::test]
async fn administrators_add_rename_and_order_and_everybody_hears() {
    let mut team = Team::new().await;
    let (ann, ben) = (team.admin("Ann").await, team.person("Ben").await);
    let mut watching = ben.watch().await;
    let gym = with(entry("away", "Gym"), "lasts", json!("PT1H"));
    assert_eq!(ann.put("/v1/statuses/gym", gym.clone()).await.ok()["labels"]["en"], "Gym");
    let heard = watching.until("statuses", |_| true).await;
    assert_eq!(heard["statuses"][19]["id"], "gym");
    ben.put("/v1/me/status", json!({"status": "gym"})).await.ok();

    let ids = ann.get("/v1/statuses").await.ok();
    let mut order: Vec<_> = ids.as_array().expect("a list").iter().map(|it| it["id"].clone()).collect();
    order.rotate_right(1);
    let ordered = ann.put("/v1/statuses", json!({"order": order})).await.ok();
    assert_eq!(ordered[0]["id"], "gym");
    order.pop();
    assert_eq!(ann.put("/v1/statuses", json!({"order": order})).await.problem(), (422, "invalid", "order"));
    team.crash().await;
    assert_eq!(ann.at(&team).get("/v1/statuses").await.ok()[0]["labels"]["en"], "Gym");
}

#[tokio::test]
async fn hiding_or_renaming_one_in_use_loses_nothing() {
    let team = Team::new().await;
    let (ann, ben) = (team.admin("Ann").await, team.person("Ben").await);
    let secondaries =
        json!([{"id": "coaching", "labels": {"en": "Coaching"}}, {"id": "exam", "labels": {"en": "Exam"}}]);
    let training = with(entry("away", "Training"), "secondaries", secondaries);
    ann.put("/v1/statuses/training", training.clone()).await.ok();
    let _own = ben.come_online().await;
    let chosen = ben.put("/v1/me/status", json!({"status": "training", "secondary": "coaching"})).await.ok();
    assert_eq!(chosen["me"]["reasons"][0]["secondary"], "coaching");
    assert_eq!(chosen["me"]["presence"].get("secondary"), None, "viewers see the primary only");

    let emptied = with(with(training, "secondaries", json!([])), "hidden", json!(true));
    let kept = ann.put("/v1/statuses/training", emptied).await.ok();
    assert_eq!(
        kept["secondaries"],
        json!([{"id": "coaching", "labels": {"en": "Coaching"}, "hidden": true}])
    );
    assert_eq!(ann.sees(&ben).await, ("away".into(), "training".into()));
    let again = ben.put("/v1/me/status", json!({"status": "training"})).await;
    assert_eq!(again.problem(), (422, "unknown_status", "status"));
}

#[tokio::test]
async fn what_does_not_do_is_refused_by_its_field() {
    let team = Team::new().await;
    let (ann, ben) = (team.admin("Ann").await, team.person("Ben").await);
    let many = |count: usize| -> Vec<Value> {
        (0..count).map(|n| json!({"id": format!("s{n}"), "labels": {"en": "x"}})).collect()
    };
    let labels = |labels: Value| with(entry("away", "x"), "labels", labels);
    for (id, change, field) in [
        ("busy", with(entry("busy", "x"), "hidden", json!(true)), "hidden"),
        ("busy", entry("away", "x"), "availability"),
        ("offline", entry("away", "x"), "id"),
        ("invisible", entry("offline", "x"), "availability"),
        ("new", with(entry("away", "x"), "sticky", json!(true)), "sticky"),
        ("new", with(entry("away", "x"), "lasts", json!("PT0S")), "lasts"),
        ("new", labels(json!({"uk": "x"})), "labels"),
        ("new", labels(json!({"en": "x", "no language": "x"})), "labels.no language"),
        ("new", labels(json!({"en": ""})), "labels.en"),
        ("new", with(entry("away", "x"), "secondaries", json!(many(31))), "secondaries"),
        (
            "new",
            with(entry("away", "x"), "secondaries", json!([many(1)[0], many(1)[0]])),
            "secondaries[1].id",
        ),
    ] {
        let answer = ann.put(&format!("/v1/statuses/{id}"), change).await;
        assert_eq!(answer.problem(), (422, "invalid", field));
    }
    let thirty = with(entry("away", "x"), "secondaries", json!(many(30)));
    assert_eq!(ann.put("/v1/statuses/new", thirty.clone()).await.status, 200);
    assert_eq!(ben.put("/v1/statuses/new", thirty).await.problem(), (403, "forbidden", ""));
    let unknown = json!({"status": "new", "secondary": "s30"});
    assert_eq!(ben.put("/v1/me/status", unknown).await.problem(), (422, "unknown_status", "secondary"));
}

#[tokio::test]
async fn a_status_that_is_hidden_goes_on_where_it_is_in_use() {
    let team = Team::new().await;
    let (ann, ben) = (team.admin("Ann").await, team.person("Ben").await);
    let _own = ben.come_online().await;
    let absence = |day: u8| json!({"status": "on_holiday", "from": format!("2026-03-{day:02}T08:00:00Z")});
    let external = json!({"status": "break", "lease": "PT1M"});
    ben.put("/v1/me/claims/external", external.clone()).await.ok();
    ben.put("/v1/me/absences/leave", absence(9)).await.ok();
    let catalogue = ann.get("/v1/statuses").await.ok();
    for id in ["break", "on_holiday"] {
        let mut statuses = catalogue.as_array().expect("a list").iter();
        let shipped = statuses.find(|status| status["id"] == id).expect("it is shipped");
        let mut hidden = with(shipped.clone(), "hidden", json!(true));
        hidden.as_object_mut().expect("an entry").remove("id");
        ann.put(&format!("/v1/statuses/{id}"), hidden).await.ok();
    }
    team.clock.turn(50);
    ben.put("/v1/me/claims/external", external.clone()).await.ok();
    team.clock.turn(50);
    assert_eq!(ann.sees(&ben).await.1, "break", "the lease was renewed");
    ben.put("/v1/me/absences/leave", absence(10)).await.ok();
    let new = ben.put("/v1/me/absences/another", absence(20)).await;
    assert_eq!(new.problem(), (422, "unknown_status", "status"));
    team.clock.turn(60);
    assert_eq!(
        ben.put("/v1/me/claims/external", external).await.problem(),
        (422, "unknown_status", "status")
    );
}
