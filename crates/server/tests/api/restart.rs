use std::time::{Duration, Instant};

use futures_util::future::join_all;
use serde_json::json;

use crate::{TOO_LONG, events::Events, person::Person, team::Team};

/// Within which everybody must know the truth again; on a computer that is busy with other things, twice as long as it took
/// them to join.
const SOON: Duration = Duration::from_secs(5);

#[tokio::test]
async fn nobody_flickers_when_the_server_crashes_under_a_hundred_clients() {
    let mut team = Team::new().await;
    let began = Instant::now();
    let people = team.people(100).await;
    let joined = began.elapsed();
    let online: Vec<_> = join_all(people.iter().map(Person::come_online)).await;
    for person in &people[..10] {
        person.put("/v1/me/status", json!({"status": "do_not_disturb", "duration": "PT2H"})).await.ok();
    }
    let last = &people[99];
    let reported = last.report(online[99].1, 2, "locked").await;
    assert_eq!(reported["me"]["presence"]["availability"], "away");
    // Reports are stored within a second; the clock stands, so it has to be told that one passed.
    team.clock.turn(1);
    last.get("/v1/me").await.ok();

    team.crash().await;
    let people: Vec<_> = people.into_iter().map(|person| person.at(&team)).collect();
    let before = online.iter().map(|(_, epoch)| *epoch).collect::<Vec<_>>();
    let began = Instant::now();
    let came_back = join_all(people.iter().zip(before).map(|(person, before)| come_back(person, before)));
    let views = came_back.await;
    let took = began.elapsed();
    assert!(took < SOON.max(2 * joined), "the last of them knew after {took:?}; they joined in {joined:?}");
    for (events, snapshot) in views {
        for (place, person) in people.iter().enumerate() {
            let expected = match place {
                0..10 => "do_not_disturb",
                99 => "away",
                _ => "available",
            };
            assert_eq!(availability(&snapshot, &person.id), expected, "person {place}");
        }
        drop(events);
    }
}

/// Opens a stream again; its snapshot must show nobody offline.
async fn come_back(person: &Person, before: u64) -> (Events, serde_json::Value) {
    let mut events = person.stream("?publish=true").await;
    let epoch = events.until("hello", |_| true).await["epoch"].as_u64().expect("an epoch");
    assert!(epoch > before, "epochs grow over a restart, though the clock stands");
    let snapshot = events.until("snapshot", |_| true).await;
    (events, snapshot)
}

fn availability<'a>(snapshot: &'a serde_json::Value, id: &str) -> &'a str {
    let people = snapshot["people"].as_array().expect("people");
    let person = people.iter().find(|person| person["id"] == id).expect("they are in the team");
    person["presence"]["availability"].as_str().expect("a presence")
}

#[tokio::test]
async fn who_does_not_come_back_is_offline_after_the_grace() {
    let mut team = Team::new().await;
    let (ann, ben) = (team.person("Ann").await, team.person("Ben").await);
    let _own = ann.come_online().await;
    team.clock.turn(1);
    ann.get("/v1/me").await.ok();
    team.crash().await;
    let ben = ben.at(&team);
    let mut watching = ben.watch().await;
    assert_eq!(ben.sees(&ann).await.0, "available");
    team.clock.turn(60);
    watching.sees(&ann.id, "offline").await;
}

#[tokio::test]
async fn since_goes_on_over_a_restart() {
    let mut team = Team::new().await;
    let ann = team.person("Ann").await;
    ann.put("/v1/me/status", json!({"status": "on_holiday"})).await.ok();
    team.clock.turn(3600);
    team.restart().await;
    let me = ann.at(&team).get("/v1/me").await.ok();
    assert_eq!(me["presence"]["since"], "2026-03-02T12:00:00Z");
    assert_eq!(me["presence"]["status"], "on_holiday");
}

#[tokio::test]
async fn stopping_ends_streams_and_stores_the_last_reports() {
    let mut team = Team::new().await;
    let (ann, ben) = (team.person("Ann").await, team.person("Ben").await);
    let (own, epoch) = ann.come_online().await;
    ann.report(epoch, 2, "locked").await;
    team.restart().await;
    own.rest().await;
    assert_eq!(ben.at(&team).sees(&ann).await.0, "away");
}

#[tokio::test]
async fn the_configured_name_is_for_a_new_team_only() {
    let mut team = Team::new().await;
    let ann = team.admin("Ann").await;
    ann.patch("/v1/team", json!({"name": "Beacon"})).await.ok();
    team.restart().await;
    assert_eq!(ann.at(&team).get("/v1/team").await.ok()["name"], "Beacon");
}

const WEEKEND: i64 = 60 * 3600;

/// Ann is not to be disturbed, without an end, and her device lives by its stream.
async fn before_the_weekend() -> (Team, Person, Person, Events) {
    let team = Team::new().await;
    let (ann, ben) = (team.person("Ann").await, team.person("Ben").await);
    let (own, _) = ann.come_online().await;
    ann.put("/v1/me/status", json!({"status": "do_not_disturb"})).await.ok();
    (team, ann, ben, own)
}

/// Whom the server has not heard of since before a weekend left then, with all that was chosen without an end.
async fn left_before_the_weekend(team: &Team, ann: &Person, ben: &Person) {
    let seen = ben.get(&format!("/v1/people/{}", ann.id)).await.ok()["presence"].clone();
    assert_eq!((&seen["availability"], &seen["last_seen"]), (&json!("offline"), &json!("2026-03-02")));
    team.clock.turn(10);
    let _own = ann.come_online().await;
    assert_eq!(ben.sees(ann).await.0, "available");
}

#[tokio::test]
async fn the_time_that_the_server_was_off_is_no_presence() {
    let (mut team, ann, ben, _own) = before_the_weekend().await;
    team.rest(WEEKEND).await;
    left_before_the_weekend(&team, &ann.at(&team), &ben.at(&team)).await;
}

#[tokio::test]
async fn nor_is_the_time_that_it_lay_dead() {
    let (mut team, ann, ben, _own) = before_the_weekend().await;
    team.lie_dead(WEEKEND).await;
    left_before_the_weekend(&team, &ann.at(&team), &ben.at(&team)).await;
}

#[tokio::test]
async fn nor_does_it_come_back_with_another_start() {
    for crash in [false, true] {
        let (mut team, ann, ben, _own) = before_the_weekend().await;
        team.rest(WEEKEND).await;
        let ben = ben.at(&team);
        ben.put("/v1/me/note", json!({"text": "Monday"})).await.ok();
        if crash {
            team.crash().await
        } else {
            team.rest(2 * 3600).await
        }
        left_before_the_weekend(&team, &ann.at(&team), &ben.at(&team)).await;
    }
}

#[tokio::test]
async fn nor_is_the_time_that_its_computer_slept() {
    let (team, ann, ben, own) = before_the_weekend().await;
    team.clock.sleep(WEEKEND);
    own.rest().await;
    left_before_the_weekend(&team, &ann, &ben).await;
}

#[tokio::test]
async fn a_poll_that_waited_through_a_sleep_is_answered_and_signs_nobody_out() {
    let team = Team::new().await;
    let ann = team.person("Ann").await;
    let page = ann.get("/v1/sync?publish=true&wait=0").await.ok();
    let epoch = page["events"][0]["epoch"].as_u64().expect("an epoch");
    ann.report(epoch, 1, "active").await;
    let cursor = ann.get("/v1/sync?wait=0").await.ok()["cursor"].as_str().expect("a cursor").to_owned();
    let (again, begun) = (ann.clone(), format!("/v1/sync?publish=true&wait=55&since={cursor}"));
    let poll = tokio::spawn(async move { again.get(&begun).await });
    // A request that comes after the poll was taken in: the test and the server share one thread.
    for _ in 0..3 {
        ann.get("/v1/me").await.ok();
    }
    team.clock.sleep(WEEKEND);
    let answer = tokio::time::timeout(TOO_LONG, poll).await.expect("an answer").expect("an answer");
    assert_eq!((answer.status, &answer.body["events"][0]["type"]), (200, &json!("hello")));
}

#[tokio::test]
async fn a_nap_shorter_than_the_grace_changes_nothing() {
    let team = Team::new().await;
    let (ann, ben) = (team.person("Ann").await, team.person("Ben").await);
    let (_own, epoch) = ann.come_online().await;
    team.clock.sleep(59);
    assert_eq!(ben.sees(&ann).await.0, "available");
    assert_eq!(ann.report(epoch, 2, "locked").await["taken"], true);
}

#[tokio::test]
async fn a_server_that_lived_on_in_silence_was_alive() {
    let mut team = Team::new().await;
    let (ann, ben) = (team.person("Ann").await, team.person("Ben").await);
    let own = ann.come_online().await;
    for _ in 0..30 {
        team.clock.turn(120);
        // The clock stands between its turns: what the server does at one is done when it answers.
        ben.get("/v1/me").await.ok();
    }
    team.lie_dead(10).await;
    drop(own);
    assert_eq!(ben.at(&team).sees(&ann).await.0, "available");
}
