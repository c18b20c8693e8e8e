//! What one does, the other sees.

use ringlight_protocol::{
    Activity as Shown, Availability, SignedDuration,
    local::{Ask, Changed, End, Reply, Request},
};
use ringlight_senses::Activity;

use crate::stage::{Seat, Team};

async fn two() -> (Team, Seat, Seat) {
    let team = Team::start().await;
    let ada = Seat::joined(&team.invite().await, "Ada").await;
    let mut ben = Seat::joined(&team.invite().await, "Ben").await;
    ben.until_shows("Ada", "available").await;
    (team, ada, ben)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_status_with_its_end_and_note_reaches_the_colleague_and_is_taken_back() {
    let (_team, mut ada, mut ben) = two().await;
    let end = End::After(SignedDuration::from_mins(30));
    let request = Request::Choose {
        status: "do_not_disturb".into(),
        secondary: None,
        end,
        note: Some("budget 💶".into()),
    };
    assert_eq!(ada.ask(request).await, Reply::Done);
    assert_eq!(ada.me().presence.availability, Availability::DoNotDisturb, "at once");
    ben.until_row("Ada", "with note and end", |it| {
        let note = it.note.as_ref().map(|note| (note.text.as_str(), note.until.is_some()));
        it.availability == Availability::DoNotDisturb
            && it.until.is_some()
            && note == Some(("budget 💶", true))
    })
    .await;
    let sent = ada.until("sent", |it| !it.me.as_ref().unwrap().unsent && it.undo.is_some()).await;
    assert_eq!(sent.undo.as_ref().unwrap().what, Changed::Status { status: "do_not_disturb".into() });
    assert_eq!(ada.ask(Request::Undo).await, Reply::Done);
    ben.until_row("Ada", "as before", |it| it.availability == Availability::Available && it.note.is_none())
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lock_shows_as_away_and_ends_as_fast() {
    let (_team, ada, mut ben) = two().await;
    ada.sense(Activity::Locked).await;
    ben.until_row("Ada", "locked", |it| {
        it.availability == Availability::Away && it.activity == Some(Shown::Locked)
    })
    .await;
    ada.sense(Activity::Active).await;
    ben.until_shows("Ada", "available").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn do_not_disturb_survives_a_lock() {
    let (_team, ada, mut ben) = two().await;
    ada.choose("do_not_disturb", End::Never).await;
    ben.until_shows("Ada", "do_not_disturb").await;
    ada.sense(Activity::Locked).await;
    let reasons = |it: &ringlight_protocol::local::Snapshot| it.me.as_ref().unwrap().reasons.len();
    let mut ada = ada;
    ada.until("two reasons", |it| reasons(it) == 2).await;
    ada.sense(Activity::Active).await;
    assert_eq!(ada.ask(Request::Automatic).await, Reply::Done);
    ben.until_shows("Ada", "available").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn quitting_is_seen_at_once() {
    let (_team, ada, mut ben) = two().await;
    ada.quit().await;
    ben.until_row("Ada", "offline", |it| it.availability == Availability::Offline).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn reasons_and_favourites_come_from_the_server() {
    let (_team, ada, mut ben) = two().await;
    let id = ben.now().people.keys().next().unwrap().clone();
    ben.answer(Ask::Favourite { person: id.clone(), on: true }).await;
    assert_eq!(ben.now().favourites, std::slice::from_ref(&id));
    ben.ask(Request::Undo).await;
    ben.until("taken back", |it| it.favourites.is_empty()).await;
    ada.choose("busy", End::Never).await;
    let mut ada = ada;
    let sent = ada.until("sent", |it| !it.me.as_ref().unwrap().unsent).await;
    let claim = sent
        .me
        .as_ref()
        .unwrap()
        .reasons
        .iter()
        .find(|reason| reason.can_drop)
        .unwrap()
        .claim
        .clone()
        .unwrap();
    assert_eq!(ada.ask(Request::Drop { claim }).await, Reply::Done);
    ben.until_shows("Ada", "available").await;
    assert_eq!(ada.ask(Request::Undo).await, Reply::Done);
    ben.until_shows("Ada", "busy").await;
}
