//! Not to be disturbed: what waits, who gets through, and the desktop's own do-not-disturb.

use std::time::Duration;

use ringlight_protocol::{
    Availability,
    local::{Ask, End, Notice, Request},
};

use crate::support::{Dunst, Notifications, PATIENCE, Pair, until};

const SOON: Duration = Duration::from_secs(1);

/// Ben comes free, which Ada, whose favourite he is, wants to be told.
async fn ben_comes_free(pair: &Pair) {
    pair.ben.choose("busy", End::Never).await;
    pair.ada.page().row_is("Ben", Availability::Busy, SOON).await;
    pair.ben.must(Request::Automatic).await;
    pair.ada.page().row_is("Ben", Availability::Available, SOON).await;
}

#[tokio::test]
async fn what_comes_meanwhile_waits_for_one_digest_but_not_from_those_let_through() {
    let pair = Pair::meet(async |_| ()).await;
    let mut notifications = Notifications::start(pair.ada_desk.bus().await).await;
    let ben = pair.ada.id_of("Ben").await;
    pair.ada.server(Ask::Favourite { person: ben.clone(), on: true }).await;
    pair.ada.set(|settings| settings.notify_favourites = true).await;
    // What a client learns while it catches up after connecting is no news: so Ben does it again until it is.
    until("a notification", PATIENCE, async || {
        ben_comes_free(&pair).await;
        notifications.next()
    })
    .await;

    pair.ada.choose("do_not_disturb", End::Never).await;
    ben_comes_free(&pair).await;
    pair.ada.must(Request::Automatic).await;
    let ((_, text), _) = until("the digest", PATIENCE, async || {
        notifications.next().filter(|(title, _)| title.contains("not to be disturbed"))
    })
    .await;
    assert!(text.contains("Ben"), "{text}");
    let noticed = |seen: &ringlight_protocol::local::Snapshot| match &seen.notice {
        Some(Notice::Digest { lines }) => Some(lines.len()),
        _ => None,
    };
    assert_eq!(pair.ada.until("the digest in the window", SOON, noticed).await.0, 1);

    pair.ada.server(Ask::SetBreakthrough { people: vec![ben] }).await;
    pair.ada.choose("do_not_disturb", End::Never).await;
    ben_comes_free(&pair).await;
    let ((title, _), _) = until("Ben gets through", PATIENCE, async || notifications.next()).await;
    assert!(title.contains("Ben"), "{title}");
}

#[tokio::test]
async fn the_desktop_is_muted_with_me_and_left_as_it_was() {
    let mut pair = Pair::meet(async |_| ()).await;
    let dunst = Dunst::start(&pair.ben_desk).await;
    pair.ben.set(|settings| settings.desktop_dnd = true).await;
    pair.ben.choose("do_not_disturb", End::Never).await;
    dunst.is_paused(true).await;
    pair.ben.must(Request::Automatic).await;
    dunst.is_paused(false).await;
    pair.ben.choose("do_not_disturb", End::Never).await;
    dunst.is_paused(true).await;
    pair.ben.must(Request::Quit).await;
    until("the end", PATIENCE, async || pair.ben.process().ended()).await;
    dunst.is_paused(false).await;
}
