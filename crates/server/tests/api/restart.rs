use std::time::{Duration, Instant};

use futures_util::future::join_all;
use serde_json::json;

use crate::{events::Events, person::Person, team::Team};

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
