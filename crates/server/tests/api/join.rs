use ringlight_protocol::SignedDuration;
use ringlight_server::Invite;
use serde_json::json;

use crate::{
    person::{Person, base, client, join, send},
    team::Team,
};

#[tokio::test]
async fn welcomes_who_has_an_invite() {
    let team = Team::new().await;
    let link = team.invite(Invite { admin: true, ..Invite::default() }).await;
    assert_eq!(link.addresses, [team.address.to_string()]);
    assert_eq!(link.team, "Lighthouse");

    let answer = join(&client(link.pin.clone()), &base(team.address), &link.code, " Zoe\u{301} 🏡 ").await;
    assert_eq!(answer.status, 201);
    assert_eq!(answer.headers["cache-control"], "no-store");
    let joined = answer.body;
    assert_eq!(joined["token"].as_str().expect("a token").len(), 43);
    assert_eq!(joined["team"], "Lighthouse");
    assert_eq!(joined["api"], 1);
    crate::assert_json!(joined["me"]["profile"], @r#"
    {
      "admin": true,
      "contacts": [],
      "name": "Zoé 🏡",
      "zone": "Europe/Lisbon"
    }
    "#);
    crate::assert_json!(joined["me"]["presence"], @r#"
    {
      "availability": "offline",
      "cause": "no_device",
      "online": false,
      "status": "offline"
    }
    "#);
}

#[tokio::test]
async fn one_code_used_twice_at_once_lets_one_in() {
    let team = Team::new().await;
    let link = team.invite(Invite::default()).await;
    let (http, base) = (client(link.pin.clone()), base(team.address));
    let tries = (0..20).map(|n| join(&http, &base, &link.code, format!("Try {n}").leak()));
    let answers = futures_util::future::join_all(tries).await;
    let (in_, out): (Vec<_>, Vec<_>) = answers.into_iter().partition(|answer| answer.status == 201);
    assert_eq!(in_.len(), 1);
    assert!(out.iter().all(|answer| answer.problem() == (409, "invite_used", "code")));
    let me = in_.into_iter().next().expect("one got in").body;
    let who = Person {
        http,
        base,
        token: me["token"].as_str().expect("a token").into(),
        id: String::new(),
        device: String::new(),
    };
    assert_eq!(who.get("/v1/team").await.ok()["people"], 1);
}

#[tokio::test]
async fn a_used_old_or_mistyped_code_is_refused_in_words_and_changes_nothing() {
    let team = Team::new().await;
    let hour = Invite { lasts: SignedDuration::from_hours(1), ..Invite::default() };
    let (old, used) = (team.invite(hour).await, team.invite(Invite::default()).await);
    let first = Person::join(&used, "First").await;
    team.clock.turn(3600);
    let (http, base) = (client(used.pin.clone()), base(team.address));
    assert_eq!(join(&http, &base, &used.code, "Late").await.problem(), (409, "invite_used", "code"));
    assert_eq!(join(&http, &base, &old.code, "Late").await.problem(), (410, "invite_expired", "code"));
    let mistyped = join(&http, &base, "abcdefghijklmnopqrstuv", "Late").await;
    assert_eq!(mistyped.problem(), (404, "invite_unknown", "code"));
    assert_eq!(first.get("/v1/team").await.ok()["people"], 1);
}

#[tokio::test]
async fn a_refused_name_or_zone_does_not_use_the_invite_up() {
    let team = Team::new().await;
    let link = team.invite(Invite::default()).await;
    let (http, base) = (client(link.pin.clone()), base(team.address));
    let body = |name: &str, device: &str, zone: &str| json!({"code": link.code, "name": name, "device": device, "zone": zone});
    for (body, field) in [
        (body("", "Laptop", "UTC"), "name"),
        (body(&"x".repeat(65), "Laptop", "UTC"), "name"),
        (body("a\u{202e}b", "Laptop", "UTC"), "name"),
        (body("Ann", "a\nb", "UTC"), "device"),
        (body("Ann", "Laptop", "Mars/Olympus"), "zone"),
    ] {
        let answer = send(http.post(format!("{base}/v1/join")).json(&body)).await;
        assert_eq!(answer.problem(), (422, "invalid", field));
    }
    assert_eq!(join(&http, &base, &link.code, &"ש".repeat(64)).await.status, 201);
}

#[tokio::test]
async fn another_key_than_the_pinned_one_is_not_talked_to() {
    let (team, other) = (Team::new().await, Team::new().await);
    let link = team.invite(Invite::default()).await;
    let http = client(other.running().handle().pin().map(str::to_owned));
    let error =
        http.get(format!("{}/v1/me", base(team.address))).send().await.expect_err("it is another key");
    assert!(error.is_connect());
    assert_eq!(link.pin.as_deref(), team.running().handle().pin());
}
