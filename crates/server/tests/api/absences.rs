use serde_json::json;

use crate::team::Team;

#[tokio::test]
async fn one_waits_and_enters_the_stack_at_its_start() {
    let mut team = Team::new().await;
    let (ann, ben) = (team.person("Ann").await, team.person("Ben").await);
    let _own = ann.come_online().await;
    let trip =
        json!({"status": "business_trip", "from": "2026-03-02T13:00:00Z", "until": "2026-03-06T17:00:00Z"});
    let planned = ann.put("/v1/me/absences/trip", trip).await.ok();
    assert_eq!(planned["me"]["claims"]["planned"][0]["id"], "trip");
    ann.put("/v1/me/status", json!({"status": "busy"})).await.ok();
    assert_eq!(ben.sees(&ann).await.0, "busy", "choosing a status today deletes no absence");
    team.clock.turn(1);
    ann.get("/v1/me").await.ok();
    team.crash().await;
    let (ann, ben) = (ann.at(&team), ben.at(&team));
    let mut watching = ben.watch().await;
    team.clock.turn(3600);
    let seen = watching.sees(&ann.id, "out_of_office").await;
    assert_eq!(seen["presence"]["until"], "2026-03-06T17:00:00Z");
}

#[tokio::test]
async fn one_can_be_given_up_and_that_taken_back() {
    let team = Team::new().await;
    let ann = team.person("Ann").await;
    let leave = json!({"status": "on_holiday", "from": "2026-03-09T08:00:00Z"});
    ann.put("/v1/me/absences/leave", leave).await.ok();
    let cancelled = ann.delete("/v1/me/absences/leave").await.ok();
    assert_eq!(cancelled["me"]["claims"]["planned"], json!([]));
    let undone = ann.post("/v1/me/status/undo", json!({"undo": cancelled["undo"]})).await.ok();
    assert_eq!(undone["me"]["claims"]["planned"][0]["id"], "leave");
    assert_eq!(ann.delete("/v1/me/absences/other").await.problem(), (404, "not_found", ""));
}

#[tokio::test]
async fn one_that_does_not_do_is_refused_by_its_field() {
    let team = Team::new().await;
    let ann = team.person("Ann").await;
    let ahead = "2026-03-09T08:00:00Z";
    for (absence, problem) in [
        (json!({"status": "busy", "from": ahead}), (422, "unknown_status", "status")),
        (json!({"status": "dancing", "from": ahead}), (422, "unknown_status", "status")),
        (
            json!({"status": "sick_leave", "secondary": "flu", "from": ahead}),
            (422, "unknown_status", "secondary"),
        ),
        (json!({"status": "sick_leave", "from": "2026-03-02T12:00:00Z"}), (422, "invalid", "from")),
        (json!({"status": "sick_leave", "from": "2028-03-02T12:00:00Z"}), (422, "invalid", "from")),
        (json!({"status": "sick_leave", "from": ahead, "until": ahead}), (422, "end_in_the_past", "until")),
        (json!({"status": "sick_leave", "from": "soon"}), (400, "malformed", "from")),
    ] {
        assert_eq!(ann.put("/v1/me/absences/a", absence.clone()).await.problem(), problem, "{absence}");
    }
}
