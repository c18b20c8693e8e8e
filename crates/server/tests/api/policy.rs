use ringlight_protocol::Timestamp;
use ringlight_server::Store;
use serde_json::{Value, json};

use crate::{person::Person, team::Team};

const DAYS: &str = "/v1/reports/status-time?from=2026-03-02&until=2026-03-03";

#[tokio::test]
async fn everybody_hears_a_change_and_it_survives_a_crash() {
    let mut team = Team::new().await;
    let (ann, ben) = (team.admin("Ann").await, team.person("Ben").await);
    let mut watching = ben.watch().await;
    let change = json!({"name": "Beacon", "grace": "PT2M", "restore": "PT1H", "idle": {"min": 2, "max": 10, "never": false}});
    let changed = ann.patch("/v1/team", change).await.ok();
    assert_eq!(changed["name"], "Beacon");
    let heard = watching.until("policy", |_| true).await;
    assert_eq!((&heard["grace"], &heard["idle"]["max"]), (&json!("PT2M"), &json!(10)));
    let own = ann.come_online().await;
    team.clock.turn(1);
    ann.get("/v1/me").await.ok();
    drop(own);
    team.crash().await;
    let ben = ben.at(&team);
    assert_eq!(ben.get("/v1/team").await.ok()["policy"], changed["policy"]);
    team.clock.turn(119);
    assert_eq!(ben.sees(&ann).await.0, "available", "the longer grace holds");
    team.clock.turn(1);
    assert_eq!(ben.sees(&ann).await.0, "offline");
}

#[tokio::test]
async fn rules_out_of_their_bounds_are_refused_by_their_field() {
    let team = Team::new().await;
    let ann = team.admin("Ann").await;
    let idle = |min: u32, max: u32| json!({"idle": {"min": min, "max": max, "never": true}});
    for (change, field) in [
        (json!({"grace": "PT29S"}), "grace"),
        (json!({"grace": "PT301S"}), "grace"),
        (json!({"restore": "PT59S"}), "restore"),
        (json!({"restore": "PT25H"}), "restore"),
        (json!({"name": " "}), "name"),
        (idle(0, 5), "idle"),
        (idle(5, 61), "idle"),
        (idle(6, 5), "idle"),
        (json!({"quiet_hours": [{"day": 0, "from": 0, "until": 1}]}), "quiet_hours"),
    ] {
        assert_eq!(
            ann.patch("/v1/team", change.clone()).await.problem(),
            (422, "invalid", field),
            "{change}"
        );
    }
    assert_eq!(
        ann.patch("/v1/team", json!({"colour": "red"})).await.problem(),
        (400, "unknown_field", "colour")
    );
}

/// What somebody showed for how many seconds.
fn rows(report: &Value, person: &Person) -> Vec<(String, Option<String>, u64)> {
    let rows = report["rows"].as_array().expect("rows");
    let theirs = rows.iter().filter(|row| row["person"] == person.id);
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let row = |row: &Value| {
        (
            text(&row["status"]).expect("a status"),
            text(&row["secondary"]),
            row["seconds"].as_u64().expect("a number"),
        )
    };
    theirs.map(row).collect()
}

#[tokio::test]
async fn status_times_are_kept_from_the_day_that_members_are_told() {
    let mut team = Team::new().await;
    let (ann, ben) = (team.admin("Ann").await, team.person("Ben").await);
    let secondaries = json!([{"id": "exam", "labels": {"en": "Exam"}}]);
    let training = json!({"availability": "away", "labels": {"en": "Training"}, "mutes": false, "sticky": false,
        "hidden": false, "secondaries": secondaries});
    ann.put("/v1/statuses/training", training).await.ok();
    let own = ben.come_online().await;
    ben.put("/v1/me/status", json!({"status": "busy"})).await.ok();
    assert_eq!(ann.get(DAYS).await.problem(), (409, "no_reports", ""));
    team.clock.turn(600);
    let mut told = ben.watch().await;
    ann.patch("/v1/team", json!({"reports": true})).await.ok();
    assert_eq!(told.until("policy", |_| true).await["reports"], "2026-03-02T12:10:00Z");
    team.clock.turn(100);
    ben.put("/v1/me/status", json!({"status": "training", "secondary": "exam"})).await.ok();
    team.clock.turn(200);
    ben.put("/v1/me/status", json!({"status": "appear_offline"})).await.ok();
    team.clock.turn(300);
    drop((own, told));
    team.crash().await;
    let (ann, ben) = (ann.at(&team), ben.at(&team));
    team.clock.turn(50);
    let report = ann.get(DAYS).await.ok();
    assert_eq!(report["since"], "2026-03-02T12:10:00Z");
    let expected = [("offline", None, 350), ("training", Some("exam"), 200), ("busy", None, 100)];
    let expected = expected
        .map(|(status, secondary, seconds)| (status.to_owned(), secondary.map(str::to_owned), seconds));
    assert_eq!(rows(&report, &ben), expected);
    assert_eq!(ben.get(DAYS).await.problem(), (403, "forbidden", ""));

    ann.patch("/v1/team", json!({"reports": false})).await.ok();
    ann.patch("/v1/team", json!({"reports": true})).await.ok();
    assert_eq!(rows(&ann.get(DAYS).await.ok(), &ben), [], "switching off deletes");
}

#[tokio::test]
async fn status_times_are_forgotten_after_four_hundred_days() {
    const DAY: i64 = 24 * 3600;
    let team = Team::new().await;
    let (ann, ben) = (team.admin("Ann").await, team.person("Ben").await);
    ann.patch("/v1/team", json!({"reports": true})).await.ok();
    team.clock.turn(3600);
    ben.put("/v1/me/status", json!({"status": "on_holiday"})).await.ok();
    let ever = (Timestamp::UNIX_EPOCH, "2030-01-01T00:00:00Z".parse().expect("an instant"));
    let offline = async |since: &str| {
        assert_eq!(ann.get(DAYS).await.ok()["since"], since);
        let times = team.store.status_times(ever.0, ever.1).await.expect("times");
        let bens = times.into_iter().filter(|it| it.person.as_str() == ben.id);
        bens.filter(|it| it.status.as_str() == "offline").map(|it| it.lasted).sum::<i64>()
    };
    team.clock.turn(400 * DAY - 1);
    assert_eq!(offline("2026-03-02T12:59:59Z").await, 3_600_000);
    team.clock.turn(DAY);
    assert_eq!(offline("2026-03-03T12:59:59Z").await, 0);
}

#[tokio::test]
async fn the_csv_holds_no_formulas_and_who_leaves_is_in_no_report() {
    let team = Team::new().await;
    let ann = team.admin("Ann").await;
    let (ben, eve) = (team.person("=cmd|' /C calc'!A0").await, team.person("Eve, \"the\" second").await);
    ann.patch("/v1/team", json!({"reports": true})).await.ok();
    team.clock.turn(60);
    let csv = ann.request(reqwest::Method::GET, DAYS).header("accept", "text/csv");
    let csv = crate::person::send(csv).await;
    assert_eq!(csv.headers["content-type"], "text/csv; charset=utf-8; header=present");
    let text = csv.body.as_str().expect("text").to_owned();
    let lines: Vec<_> = text.split("\r\n").collect();
    assert_eq!(lines[0], "person,name,status,secondary,seconds");
    assert_eq!(lines[1], format!("{},'=cmd|' /C calc'!A0,offline,,60", safe(&ben.id)));
    assert_eq!(lines[3], format!("{},\"Eve, \"\"the\"\" second\",offline,,60", safe(&eve.id)));
    assert_eq!(ben.delete("/v1/me").await.status, 204);
    assert_eq!(rows(&ann.get(DAYS).await.ok(), &ben), []);
}

/// An id may begin as a formula does.
fn safe(id: &str) -> String {
    if id.starts_with('-') { format!("'{id}") } else { id.to_owned() }
}

#[tokio::test]
async fn days_that_make_no_span_are_refused() {
    let team = Team::new().await;
    let ann = team.admin("Ann").await;
    ann.patch("/v1/team", json!({"reports": true})).await.ok();
    let report = async |query: &str| ann.get(&format!("/v1/reports/status-time{query}")).await;
    assert_eq!(report("?from=2026-03-02&until=2026-03-01").await.problem(), (422, "invalid", "until"));
    assert_eq!(report("?from=2024-03-02&until=2026-03-01").await.problem(), (422, "invalid", "until"));
    assert_eq!(report("?from=2026-03-02").await.problem(), (400, "malformed", "until"));
    assert_eq!(report("?from=today&until=2026-03-01").await.problem().0, 400);
    assert_eq!(report("?from=9999-12-31&until=9999-12-31").await.problem().0, 422);
}

#[tokio::test]
async fn nobody_shows_a_status_while_the_server_is_off_or_sleeps() {
    let mut team = Team::new().await;
    let (ann, ben) = (team.admin("Ann").await, team.person("Ben").await);
    ann.patch("/v1/team", json!({"reports": true})).await.ok();
    ben.put("/v1/me/status", json!({"status": "on_holiday"})).await.ok();
    team.clock.turn(100);
    team.rest(3600).await;
    let (ann, ben) = (ann.at(&team), ben.at(&team));
    team.clock.turn(20);
    ann.get("/v1/me").await.ok();
    team.clock.sleep(3600);
    ann.get("/v1/me").await.ok();
    team.clock.turn(3);
    let report = ann.get(DAYS).await.ok();
    assert_eq!(rows(&report, &ben), [("on_holiday".to_owned(), None, 123)]);
}
