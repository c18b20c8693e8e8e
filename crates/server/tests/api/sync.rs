use std::time::Duration;

use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};

use crate::{TOO_LONG, events::Event, person::builder, team::Team};

fn names(events: &[Event]) -> Vec<&str> {
    events.iter().map(|event| event.name.as_str()).collect()
}

#[tokio::test]
async fn begins_with_the_whole_team() {
    let team = Team::new().await;
    let ann = team.person("Ann").await;
    let mut stream = ann.stream("").await;
    let mut events = Vec::new();
    while events.last().is_none_or(|last: &Event| last.name != "me") {
        events.push(stream.next().await.expect("an event"));
    }
    assert_eq!(
        names(&events),
        ["hello", "snapshot", "favourites", "groups", "alerts", "statuses", "policy", "me"]
    );
    assert!(events.iter().all(|event| event.id.len() == 48));
    crate::assert_json!(events[0].data, @r#"
    {
      "api": 1,
      "features": [],
      "now": "2026-03-02T12:00:00Z",
      "reconnect": "PT2S",
      "server": "0.1.0",
      "team": "Lighthouse",
      "type": "hello"
    }
    "#);
    crate::assert_json!(events[6].data, @r#"
    {
      "at_most": "full",
      "grace": "PT1M",
      "idle": {
        "max": 60,
        "min": 1,
        "never": true
      },
      "quiet_hours": [],
      "restore": "PT8H",
      "sleep_lease": "PT12H",
      "type": "policy"
    }
    "#);
}

#[tokio::test]
async fn who_comes_back_gets_only_what_changed() {
    let team = Team::new().await;
    let (ann, ben, eve) = (team.person("Ann").await, team.person("Ben").await, team.person("Eve").await);
    let watching = ann.watch().await;
    let cursor = watching.cursor.clone();
    drop(watching);
    for status in ["busy", "away", "busy"] {
        ben.put("/v1/me/status", json!({"status": status})).await.ok();
    }
    ben.put("/v1/me/note", json!({"text": "One"})).await.ok();
    eve.put("/v1/me/note", json!({"text": "Two"})).await.ok();

    let page = ann.get(&format!("/v1/sync?since={cursor}&wait=0")).await.ok();
    let events = page["events"].as_array().expect("events");
    assert_eq!(events.len(), 3, "{events:?}");
    assert_eq!(
        (&events[1]["person"], &events[1]["presence"]["note"]["text"]),
        (&json!(ben.id), &json!("One"))
    );
    assert_eq!(
        (&events[2]["person"], &events[2]["presence"]["note"]["text"]),
        (&json!(eve.id), &json!("Two"))
    );

    let mut stream = ann.stream(&format!("?since={cursor}")).await;
    assert_eq!(stream.next().await.expect("an event").name, "hello");
    assert_eq!(stream.next().await.expect("an event").data["person"], ben.id);
    let between = stream.cursor.clone();
    let rest = ann.get(&format!("/v1/sync?since={between}&wait=0")).await.ok();
    assert_eq!(rest["events"].as_array().map(Vec::len), Some(2));
    assert_eq!(rest["events"][1]["person"], eve.id);
}

#[tokio::test]
async fn a_cursor_of_somebody_else_or_another_life_begins_anew() {
    let mut team = Team::new().await;
    let (ann, ben) = (team.person("Ann").await, team.person("Ben").await);
    let cursor = ann.watch().await.cursor;
    let types = |page: Value| -> Vec<Value> {
        page["events"].as_array().expect("events").iter().map(|event| event["type"].clone()).collect()
    };
    let whole = ["hello", "reset", "snapshot", "favourites", "groups", "alerts", "statuses", "policy", "me"];
    for since in [cursor.as_str(), "", "nonsense"] {
        assert_eq!(types(ben.get(&format!("/v1/sync?since={since}&wait=0")).await.ok()), whole, "{since}");
    }
    assert_eq!(types(ann.get(&format!("/v1/sync?since={cursor}&wait=0")).await.ok()), ["hello"]);
    team.crash().await;
    let ann = ann.at(&team);
    assert_eq!(types(ann.get(&format!("/v1/sync?since={cursor}&wait=0")).await.ok()), whole);
}

#[tokio::test]
async fn a_long_poll_answers_when_something_changes() {
    let team = Team::new().await;
    let (ann, ben) = (team.person("Ann").await, team.person("Ben").await);
    let page = ann.get("/v1/sync").await.ok();
    let path = format!("/v1/sync?wait=55&since={}", page["cursor"].as_str().expect("a cursor"));
    let poll = tokio::spawn({
        let ann = ann.clone();
        async move { ann.get(&path).await.ok() }
    });
    ben.put("/v1/me/note", json!({"text": "Here"})).await.ok();
    let page = tokio::time::timeout(TOO_LONG, poll).await.expect("an answer").expect("an answer");
    assert_eq!(page["events"][1]["presence"]["note"]["text"], "Here");
    assert_eq!(ann.get("/v1/sync?wait=56").await.problem(), (422, "invalid", "wait"));
}

#[tokio::test]
async fn changes_at_one_moment_come_together_and_in_order() {
    let team = Team::new().await;
    let ann = team.person("Ann").await;
    let people = team.people(20).await;
    let mut watching = ann.watch().await;
    join_all(people.iter().map(|person| person.put("/v1/me/note", json!({"text": "Now"})))).await;
    let mut seen = Vec::new();
    while seen.len() < people.len() {
        let event = watching.next().await.expect("the stream goes on");
        assert_eq!(event.name, "presence");
        seen.push(event.data["person"].as_str().expect("an id").to_owned());
    }
    seen.sort();
    let mut all: Vec<_> = people.into_iter().map(|person| person.id).collect();
    all.sort();
    assert_eq!(seen, all);
}

#[tokio::test]
async fn a_slow_reader_gets_the_latest_of_each_and_no_queue() {
    const CHANGES: u32 = 600;
    let team = Team::with(|config| config.rates.device.burst = CHANGES + 10).await;
    let (mut ann, ben) = (team.person("Ann").await, team.person("Ben").await);
    // HTTP/2 lets a reader say how much may be on its way.
    ann.http = builder(None).http2_initial_stream_window_size(16 * 1024).build().expect("a client");
    let mut slow = ann.watch().await;
    for number in 1..=CHANGES {
        ben.put("/v1/me/note", json!({"text": format!("{number} {}", "x".repeat(130))})).await.ok();
    }
    let last =
        |event: &Event| event.data["presence"]["note"]["text"].as_str().map(|text| text.starts_with("600 "));
    let mut heard = 0;
    while last(&slow.next().await.expect("the stream goes on")) != Some(true) {
        heard += 1;
    }
    assert!(heard < CHANGES / 2, "{heard} of {CHANGES} changes had been kept for somebody who did not read");
}

#[tokio::test]
async fn an_idle_stream_says_that_it_lives_and_ends_in_time() {
    let team = Team::with(|config| {
        config.ping = Duration::from_millis(20);
        config.stream_life = Duration::from_millis(400);
    });
    let team = team.await;
    let mut stream = team.person("Ann").await.watch().await;
    stream.comment().await;
    stream.comment().await;
    assert_eq!(names(&stream.rest().await), [""; 0]);
}

#[tokio::test]
async fn one_device_cannot_hold_many_streams() {
    let team = Team::new().await;
    let ann = team.person("Ann").await;
    let mut open = Vec::new();
    for _ in 0..8 {
        open.push(ann.watch().await);
    }
    let refused = crate::person::send(ann.request(Method::GET, "/v1/sync")).await;
    assert_eq!(refused.problem(), (429, "rate_limited", ""));
}

#[tokio::test]
async fn a_newer_publishing_stream_ends_the_older_one() {
    let team = Team::new().await;
    let (ann, ben) = (team.person("Ann").await, team.person("Ben").await);
    let (first, old) = ann.come_online().await;
    let (_second, new) = ann.publish("").await;
    assert!(new > old);
    first.rest().await;
    team.clock.turn(600);
    assert_eq!(ben.sees(&ann).await.0, "available");
    assert_eq!(ann.report(new, 1, "locked").await["taken"], true);
}

#[tokio::test]
async fn a_browser_says_where_it_stood_by_a_header() {
    let team = Team::new().await;
    let (ann, ben) = (team.person("Ann").await, team.person("Ben").await);
    let cursor = ann.watch().await.cursor;
    ben.put("/v1/me/note", json!({"text": "Here"})).await.ok();
    let names = async |query: &str, last: &str| {
        let request = ann.request(Method::GET, &format!("/v1/sync?wait=0{query}"));
        let page = crate::person::send(request.header("last-event-id", last)).await.ok();
        page["events"].as_array().expect("events").iter().map(|it| it["type"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(names("", &cursor).await, ["hello", "presence"]);
    assert_eq!(names(&format!("&since={cursor}"), "of another life").await, ["hello", "presence"]);
}
