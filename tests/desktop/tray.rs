//! The tray as a panel sees it: pictures, words and menu over D-Bus.

use std::time::Duration;

use jiff::SignedDuration;
use ringlight_protocol::{
    Availability,
    local::{End, Notice, Request},
};

use crate::support::{App, Desk, PATIENCE, Pair, Panel, until};

const SOON: Duration = Duration::from_secs(1);

#[tokio::test]
async fn do_not_disturb_for_30_minutes_from_the_menu_shows_everywhere() {
    let ada_desk = Desk::new().await;
    let mut ben_desk = Desk::new().await;
    let ada = App::open(&ada_desk, &[]).await;
    let link = ada.start_team("Harbour", "Ada").await;
    let ben = App::open(&ben_desk, &[]).await;
    ben.join(&link, "Ben").await;
    let mut item = ben_desk.tray_item().await;
    item.until("available", async |item| {
        item.tooltip().await.contains("Ben \u{2014} Available").then_some(())
    })
    .await;
    ada.page().row_is("Ben", Availability::Available, PATIENCE).await;
    ben.page().header_is(Availability::Available, PATIENCE).await;
    let before = item.icon().await;

    item.choose(&["Do not disturb for", "30 minutes"]).await;

    ada.page().row_is("Ben", Availability::DoNotDisturb, SOON).await;
    ada.page().row_until("Ben", "with the time left", SOON, |row| row.words.contains("30 min left")).await;
    ben.page().header_is(Availability::DoNotDisturb, SOON).await;
    ben.page().shows("30 min left").await;
    item.until("the time left", async |item| item.tooltip().await.contains("30 min left").then_some(()))
        .await;
    assert_ne!(item.icon().await, before, "the icon is another ring");
    let menu = item.menu().await;
    assert!(menu.find("Ben \u{2014} Do not disturb").is_some(), "{:?}", menu.labels());
    assert!(menu.find("Do not disturb").is_some_and(|entry| entry.on), "{:?}", menu.labels());

    item.choose(&["Undo"]).await;
    ada.page().row_is("Ben", Availability::Available, SOON).await;
    item.until("available again", async |item| item.tooltip().await.contains("Available").then_some(()))
        .await;
    assert_eq!(item.icon().await, before);
}

#[tokio::test]
async fn when_a_timed_status_ends_what_lay_under_it_shows() {
    let pair = Pair::meet(async |_| ()).await;
    pair.ben.choose("busy", End::Never).await;
    pair.ada.page().row_is("Ben", Availability::Busy, SOON).await;
    pair.ben.choose("do_not_disturb", End::After(SignedDuration::from_secs(4))).await;
    pair.ada.page().row_is("Ben", Availability::DoNotDisturb, SOON).await;
    pair.ada.page().row_is("Ben", Availability::Busy, SOON * 5).await;
    let me = pair.ben.look().await.me.clone().unwrap();
    assert_eq!(me.presence.availability, Availability::Busy, "at home too");
    pair.ben.must(Request::Automatic).await;
    pair.ada.page().row_is("Ben", Availability::Available, SOON).await;
}

#[tokio::test]
async fn without_a_panel_the_window_opens_and_says_why_and_a_panel_that_comes_gets_the_icon() {
    let mut desk = Desk::bare();
    desk.unlock_keyring().await;
    let app = App::open(&desk, &["--hidden"]).await;
    app.start_team("Harbour", "Ada").await;
    app.page().shows("shows tray icons").await;
    assert!(matches!(app.look().await.notice, Some(Notice::NoTray { .. })));

    let mut panel = Panel::start(desk.bus().await).await;
    let item = panel.item().await;
    assert!(!item.menu().await.children.is_empty());
    app.until("the notice goes", PATIENCE, |seen| seen.notice.is_none().then_some(())).await;
}

#[tokio::test]
async fn a_panel_that_restarts_gets_the_icon_again() {
    let mut desk = Desk::bare();
    desk.unlock_keyring().await;
    let mut panel = Panel::start(desk.bus().await).await;
    let app = App::start(&desk, &["--hidden"]).await;
    app.start_team("Harbour", "Ada").await;
    panel.item().await;
    for _ in 0..2 {
        drop(panel);
        desk.wait_for_name(Panel::NAME, false).await;
        panel = Panel::start(desk.bus().await).await;
        let mut item = panel.item().await;
        item.until("a menu", async |item| (!item.menu().await.children.is_empty()).then_some(())).await;
    }
    app.until("no notice", PATIENCE, |seen| seen.notice.is_none().then_some(())).await;
}

#[tokio::test]
async fn closing_the_window_leaves_the_app_in_the_tray_which_brings_it_back() {
    let mut desk = Desk::new().await;
    let app = App::start(&desk, &[]).await;
    let item = desk.tray_item().await;
    let windows = async |wanted: usize| {
        until(&format!("{wanted} windows"), PATIENCE, async || {
            (desk.visible_windows() == wanted).then_some(())
        })
        .await
    };
    windows(1).await;
    desk.close_window();
    windows(0).await;
    app.look().await;
    item.choose(&["Show Ringlight"]).await;
    windows(1).await;
    item.click().await;
    windows(0).await;

    let mut second = desk.command(crate::support::program("ringlight-desktop")).spawn().unwrap();
    windows(1).await;
    let (status, _) = until("the second start ends", PATIENCE, async || second.try_wait().unwrap()).await;
    assert!(status.success(), "it only shows the first one's window");
}

#[tokio::test]
async fn quit_in_the_menu_ends_the_app() {
    let mut desk = Desk::new().await;
    let mut app = App::start(&desk, &["--hidden"]).await;
    desk.tray_item().await.choose(&["Quit"]).await;
    let (code, _) = until("the end", PATIENCE, async || app.process().ended()).await;
    assert_eq!(code, Some(0), "{}", app.process().said());
}
