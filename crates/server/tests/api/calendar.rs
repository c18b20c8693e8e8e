use serde_json::{Value, json};

use crate::team::Team;

fn meeting(id: &str, from: &str, until: &str) -> Value {
    json!({"id": id, "kind": "busy", "from": from, "until": until})
}

#[tokio::test]
async fn a_meeting_is_shown_from_its_start_to_its_end() {
    let team = Team::new().await;
    let (ann, ben) = (team.person("Ann").await, team.person("Ben").await);
    let mut watching = ben.watch().await;
    let _own = ann.come_online().await;
    watching.sees(&ann.id, "available").await;
    let today = json!({"meetings": [meeting("standup", "2026-03-02T12:30:00Z", "2026-03-02T13:00:00Z")]});
    assert_eq!(ann.put("/v1/me/claims/calendar", today).await.status, 204);
    team.clock.turn(1800);
    let seen = watching.sees(&ann.id, "busy").await;
    assert_eq!(
        (&seen["presence"]["activity"], &seen["presence"]["free_at"]),
        (&json!("in_meeting"), &json!("2026-03-02T13:00:00Z"))
    );
    ann.delete("/v1/me/claims/standup").await.ok();
    watching.sees(&ann.id, "available").await;
    assert_eq!(ann.delete("/v1/me/claims/calendar").await.status, 204);
    assert_eq!(ann.get("/v1/me").await.ok()["claims"]["calendar"], json!([]));
}

#[tokio::test]
async fn one_that_does_not_do_is_refused_by_its_field() {
    let team = Team::new().await;
    let ann = team.person("Ann").await;
    let good = meeting("a", "2026-03-02T12:30:00Z", "2026-03-02T13:00:00Z");
    for (meetings, problem) in [
        (json!([good, good]), (422, "invalid", "meetings[1].id")),
        (
            json!([meeting("a", "2026-03-02T13:00:00Z", "2026-03-02T13:00:00Z")]),
            (422, "invalid", "meetings[0].until"),
        ),
        (
            json!([meeting("a", "2026-03-02T11:00:00Z", "2026-03-02T12:00:00Z")]),
            (422, "end_in_the_past", "meetings[0].until"),
        ),
        (
            json!([meeting("a", "2026-04-02T11:00:00Z", "2026-04-02T12:00:00Z")]),
            (422, "invalid", "meetings[0].from"),
        ),
        (
            json!([{"id": "a", "kind": "lunch", "from": "2026-03-02T12:30:00Z", "until": "2026-03-02T13:00:00Z"}]),
            (400, "malformed", "meetings[0].kind"),
        ),
    ] {
        let answer = ann.put("/v1/me/claims/calendar", json!({"meetings": meetings})).await;
        assert_eq!(answer.problem(), problem);
    }
    let many: Vec<_> =
        (0..201).map(|n| meeting(&format!("m{n}"), "2026-03-02T12:30:00Z", "2026-03-02T13:00:00Z")).collect();
    let answer = ann.put("/v1/me/claims/calendar", json!({"meetings": many})).await;
    assert_eq!(answer.problem(), (422, "invalid", "meetings"));
}
