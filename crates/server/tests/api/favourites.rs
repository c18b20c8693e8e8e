use serde_json::json;

use crate::team::Team;

#[tokio::test]
async fn keep_their_order_over_a_crash() {
    let mut team = Team::new().await;
    let (ann, ben, eve) = (team.person("Ann").await, team.person("Ben").await, team.person("Eve").await);
    let mut own = ann.watch().await;
    for other in [&eve, &ben, &eve] {
        ann.put(&format!("/v1/me/favourites/{}", other.id), json!({})).await.ok();
    }
    own.until("favourites", |event| event["people"] == json!([eve.id, ben.id])).await;
    team.crash().await;
    let ann = ann.at(&team);
    let mut own = ann.stream("").await;
    assert_eq!(own.until("favourites", |_| true).await["people"], json!([eve.id, ben.id]));
    own.until("me", |_| true).await;
    ann.delete(&format!("/v1/me/favourites/{}", eve.id)).await.ok();
    assert_eq!(own.until("favourites", |_| true).await["people"], json!([ben.id]));
    let gone = ann.delete(&format!("/v1/me/favourites/{}", ben.id)).await.ok();
    assert_eq!(own.until("favourites", |_| true).await["people"], json!([]));
    ann.post("/v1/me/status/undo", json!({"undo": gone["undo"]})).await.ok();
    assert_eq!(own.until("favourites", |_| true).await["people"], json!([ben.id]));
    assert_eq!(ann.put("/v1/me/favourites/nobody", json!({})).await.problem(), (404, "not_found", ""));
}
