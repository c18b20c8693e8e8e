use serde_json::json;

use crate::team::Team;

#[tokio::test]
async fn is_shown_to_others_until_it_ends() {
    let team = Team::new().await;
    let (ann, ben) = (team.person("Ann").await, team.person("Ben").await);
    let mut watching = ben.watch().await;
    let text = "👩‍👩‍👧 עברית and English, ".repeat(6).chars().take(140).collect::<String>();
    let note = json!({"text": text, "emoji": "🏡", "until": "2026-03-02T13:00:00Z"});
    ann.put("/v1/me/note", note).await.ok();
    let seen = watching.until("presence", |seen| seen["person"] == ann.id).await;
    assert_eq!(seen["presence"]["note"]["emoji"], "🏡");
    assert_eq!(seen["presence"]["note"]["text"], text.trim());
    team.clock.turn(3600);
    let seen = watching.until("presence", |seen| seen["person"] == ann.id).await;
    assert_eq!(seen["presence"].get("note"), None);
}

#[tokio::test]
async fn an_emoji_says_enough() {
    let team = Team::new().await;
    let (ann, ben) = (team.person("Ann").await, team.person("Ben").await);
    ann.put("/v1/me/note", json!({"text": "", "emoji": "🤒"})).await.ok();
    let seen = ben.get(&format!("/v1/people/{}", ann.id)).await.ok();
    assert_eq!(seen["presence"]["note"], json!({"text": "", "emoji": "🤒"}));
}

#[tokio::test]
async fn clearing_it_can_be_undone() {
    let team = Team::new().await;
    let ann = team.person("Ann").await;
    ann.put("/v1/me/note", json!({"text": "Lunch at one"})).await.ok();
    let cleared = ann.delete("/v1/me/note").await.ok();
    assert_eq!(cleared["me"]["claims"].get("note"), None);
    let undone = ann.post("/v1/me/status/undo", json!({"undo": cleared["undo"]})).await.ok();
    assert_eq!(undone["me"]["claims"]["note"]["text"], "Lunch at one");
}

#[tokio::test]
async fn one_that_does_not_do_is_refused() {
    let team = Team::new().await;
    let ann = team.person("Ann").await;
    for (note, problem) in [
        (json!({"text": "x".repeat(10_240)}), (422, "invalid", "text")),
        (json!({"text": "x".repeat(70_000)}), (413, "too_large", "")),
        (json!({"text": " "}), (422, "invalid", "text")),
        (json!({"text": "", "emoji": ""}), (422, "invalid", "emoji")),
        (json!({"text": "two\nlines"}), (422, "invalid", "text")),
        (json!({"text": "hi", "emoji": "not one"}), (422, "invalid", "emoji")),
        (json!({"text": "hi", "until": "2020-01-01T00:00:00Z"}), (422, "end_in_the_past", "until")),
    ] {
        assert_eq!(ann.put("/v1/me/note", note).await.problem(), problem);
    }
    assert_eq!(ann.get("/v1/me").await.ok()["claims"].get("note"), None);
}
