use serde_json::{Value, json};

use crate::team::Team;

#[tokio::test]
async fn groups_favourites_and_who_breaks_through_are_kept_in_my_order() {
    let mut team = Team::new().await;
    let (ann, ben, eve) = (team.person("Ann").await, team.person("Ben").await, team.person("Eve").await);
    let mut own = ann.watch().await;
    let group = |name: &str, people: Value| json!({"name": name, "people": people});
    ann.put("/v1/me/groups/b", group("Friends", json!([eve.id, ben.id]))).await.ok();
    ann.put("/v1/me/groups/a", group("Kitchen", json!([ben.id]))).await.ok();
    let heard = own.until("groups", |event| event["groups"].as_array().map(Vec::len) == Some(2)).await;
    assert_eq!(heard["groups"][0], json!({"id": "b", "name": "Friends", "people": [eve.id, ben.id]}));
    ann.put("/v1/me/favourites", json!({"people": [eve.id, ben.id]})).await.ok();
    assert_eq!(own.until("favourites", |_| true).await["people"], json!([eve.id, ben.id]));
    ann.put("/v1/me/breakthrough", json!({"people": [ben.id]})).await.ok();
    assert_eq!(own.until("me", |_| true).await["breakthrough"], json!([ben.id]));
    let kitchen = ann.get("/v1/people?group=a").await.ok();
    assert_eq!(
        (kitchen["people"].as_array().map(Vec::len), &kitchen["people"][0]["name"]),
        (Some(1), &json!("Ben"))
    );

    team.crash().await;
    let (ann, ben) = (ann.at(&team), ben.at(&team));
    assert_eq!(ann.get("/v1/me/groups").await.ok()[1]["id"], "a");
    assert_eq!(ben.delete("/v1/me").await.status, 204);
    assert_eq!(ann.get("/v1/me/groups").await.ok()[0]["people"], json!([eve.id]), "who leaves is nowhere");
    assert_eq!(ann.get("/v1/me").await.ok()["breakthrough"], json!([]));
    assert_eq!(ann.delete("/v1/me/groups/a").await.status, 200);
    assert_eq!(ann.delete("/v1/me/groups/a").await.problem(), (404, "not_found", ""));
}

#[tokio::test]
async fn who_is_no_colleague_is_refused_by_their_place() {
    let team = Team::new().await;
    let (ann, ben) = (team.person("Ann").await, team.person("Ben").await);
    for (people, field) in [
        (json!([ben.id, "nobody"]), "people[1]"),
        (json!([ben.id, ben.id]), "people[1]"),
        (json!([ann.id]), "people[0]"),
        (json!(vec!["x"; 501]), "people"),
    ] {
        let those = json!({"people": people});
        for path in ["/v1/me/favourites", "/v1/me/breakthrough"] {
            assert_eq!(ann.put(path, those.clone()).await.problem(), (422, "invalid", field), "{path}");
        }
        let group = json!({"name": "G", "people": people});
        assert_eq!(ann.put("/v1/me/groups/g", group).await.problem(), (422, "invalid", field));
    }
    let nameless = json!({"name": " ", "people": []});
    assert_eq!(ann.put("/v1/me/groups/g", nameless).await.problem(), (422, "invalid", "name"));
}
