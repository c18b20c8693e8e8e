use serde_json::json;

use crate::team::Team;

#[tokio::test]
async fn are_found_by_name_ring_and_group() {
    let team = Team::new().await;
    let (ann, ben) = (team.person("Ann Ö").await, team.person("Ben").await);
    let _own = ann.come_online().await;
    ann.patch("/v1/me", json!({"group": "Design"})).await.ok();
    let names = async |query: &str| {
        let page = ben.get(&format!("/v1/people{query}")).await.ok();
        page["people"].as_array().expect("a list").iter().map(|it| it["name"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(names("").await, ["Ann Ö", "Ben"]);
    assert_eq!(names("?query=%C3%B6").await, ["Ann Ö"]);
    assert_eq!(names("?availability=available").await, ["Ann Ö"]);
    assert_eq!(names("?availability=offline").await, ["Ben"]);
    assert_eq!(names("?group=Design").await, ["Ann Ö"]);
    assert_eq!(names("?group=Support").await, [""; 0]);
    assert_eq!(ben.get("/v1/people?colour=red").await.problem(), (400, "unknown_field", "colour"));
    assert_eq!(ben.get("/v1/people?availability=red").await.problem().0, 400);
    assert_eq!(ben.get("/v1/people?cursor=zzz").await.problem(), (422, "invalid", "cursor"));
}

#[tokio::test]
async fn come_in_pages_that_leave_nobody_out() {
    let team = Team::new().await;
    let people = team.people(205).await;
    let first = people[0].get("/v1/people").await.ok();
    assert_eq!(first["people"].as_array().map(Vec::len), Some(200));
    let cursor = first["cursor"].as_str().expect("there is more");
    let last = people[0].get(&format!("/v1/people?cursor={cursor}")).await.ok();
    assert_eq!(last["people"].as_array().map(Vec::len), Some(5));
    assert_eq!(last["people"][4]["name"], "Person 204");
    assert_eq!(last.get("cursor"), None);

    let mut events = people[0].stream("").await;
    assert_eq!(events.until("snapshot", |_| true).await["last"], false);
    let page = events.until("snapshot", |_| true).await;
    assert_eq!((page["people"].as_array().map(Vec::len), &page["last"]), (Some(5), &json!(true)));
}

#[tokio::test]
async fn many_can_be_asked_for_at_once() {
    let team = Team::new().await;
    let (ann, ben) = (team.person("Ann").await, team.person("Ben").await);
    let answer = ann.post("/v1/presence/query", json!({"ids": [ben.id, "nobody"]})).await.ok();
    crate::assert_json!(answer["people"][0]["presence"], @r#"
    {
      "availability": "offline",
      "cause": "no_device",
      "online": false,
      "status": "offline"
    }
    "#);
    assert_eq!(answer["people"].as_array().map(Vec::len), Some(1));
    let too_many = json!({"ids": vec!["x"; 501]});
    assert_eq!(ann.post("/v1/presence/query", too_many).await.problem(), (422, "invalid", "ids"));
    let spaces = json!({"ids": [ben.id, "a b"]});
    assert_eq!(ann.post("/v1/presence/query", spaces).await.problem(), (400, "malformed", "ids[1]"));
    assert_eq!(ann.get("/v1/people/nobody").await.problem(), (404, "not_found", ""));
    let statuses = ann.get("/v1/statuses").await.ok();
    assert!(statuses.as_array().expect("a list").iter().any(|status| status["id"] == "do_not_disturb"));
}
