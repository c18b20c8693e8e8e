use std::pin::pin;

use futures_util::FutureExt;
use ringlight_protocol::InviteLink;
use ringlight_server::Invite;
use serde_json::json;

use crate::{
    person::{Answer, Person},
    team::Team,
};

async fn join(team: &Team, link: &InviteLink, name: &str) -> Answer {
    let http = crate::person::client(link.pin.clone());
    crate::person::join(&http, &crate::person::base(team.address), &link.code, name).await
}

#[tokio::test]
async fn an_administrator_lets_others_in() {
    let team = Team::new().await;
    let ann = team.admin("Ann").await;
    let invited = ann.post("/v1/invites", json!({"uses": 2, "lasts": "PT24H"})).await;
    assert_eq!(invited.status, 201);
    assert_eq!(invited.body["until"], "2026-03-03T12:00:00Z");
    let link: InviteLink = invited.body["link"].as_str().expect("a link").parse().expect("it is one");
    assert_eq!(link.code, invited.body["code"].as_str().expect("a code"));
    assert_eq!(link.pin.as_deref(), team.running().handle().pin());
    let ben = Person::join(&link, "Ben").await;
    Person::join(&link, "Eve").await;
    assert_eq!(ben.get("/v1/me").await.ok()["profile"]["admin"], false);
    assert_eq!(ben.post("/v1/invites", json!({})).await.problem(), (403, "forbidden", ""));
}

#[tokio::test]
async fn the_host_lets_somebody_in_again_who_lost_their_token() {
    let team = Team::new().await;
    let ann = team.admin("Ann").await;
    ann.put("/v1/me/status", json!({"status": "busy"})).await.ok();
    let id = ann.get("/v1/me").await.ok()["id"].as_str().expect("an id").to_owned();
    let (link, _) = team.running().handle().readmit(id.as_str().into()).await.expect("Ann is known");
    let again = Person::join(&link, "Whoever").await;
    let me = again.get("/v1/me").await.ok();
    assert_eq!((&me["id"], &me["profile"]["name"]), (&json!(id), &json!("Ann")));
    assert_eq!(me["claims"]["manual"][0]["status"], "busy", "nothing was lost");
    assert_eq!(
        again.get("/v1/me/devices").await.ok().as_array().map(Vec::len),
        Some(1),
        "the device is the same one"
    );
    assert_eq!(ann.get("/v1/me").await.problem(), (401, "unauthorized", ""), "the lost token lets nobody in");
    assert!(team.running().handle().readmit("nobody".into()).await.is_err());
}

#[tokio::test]
async fn one_out_of_bounds_is_refused() {
    let team = Team::new().await;
    let ann = team.admin("Ann").await;
    for (request, field) in [
        (json!({"uses": 0}), "uses"),
        (json!({"uses": 501}), "uses"),
        (json!({"lasts": "PT192H"}), "lasts"),
        (json!({"lasts": "PT0S"}), "lasts"),
    ] {
        assert_eq!(ann.post("/v1/invites", request).await.problem(), (422, "invalid", field));
    }
}

#[tokio::test]
async fn one_first_invite_holds_until_somebody_has_joined() {
    let mut team = Team::new().await;
    let first = async |team: &Team| team.running().handle().first_invite().await.expect("it listens");
    let (older, _) = first(&team).await.expect("nobody has joined");
    team.restart().await;
    let (newer, _) = first(&team).await.expect("nobody has joined");
    assert_eq!(join(&team, &older, "Eve").await.problem(), (409, "invite_used", "code"));
    let given = team.invite(Invite { admin: true, ..Invite::default() }).await;
    assert_eq!(join(&team, &given, "Ann").await.ok()["me"]["profile"]["admin"], true);
    assert_eq!(join(&team, &newer, "Eve").await.problem(), (409, "invite_used", "code"));
    assert_eq!(first(&team).await, None);
}

#[tokio::test]
async fn a_first_invite_that_somebody_forestalls_lets_nobody_in() {
    let team = Team::new().await;
    let mut first = pin!(team.running().handle().first_invite());
    assert!(first.as_mut().now_or_never().is_none(), "it was only asked for");
    team.person("Ann").await;
    let (link, _) = first.await.expect("it listens").expect("nobody had joined");
    assert_eq!(join(&team, &link, "Eve").await.problem(), (409, "invite_used", "code"));
}
