//! From nothing to a list: what somebody meets who starts the app for the first time.

use std::time::Duration;

use ringlight_protocol::local::Account;

use crate::support::{App, Desk, PATIENCE, Page, program};

async fn twelve_within_three_seconds(page: &Page) {
    eprintln!("twelve after {:?}", page.lists(12, Duration::from_secs(3)).await);
}

#[tokio::test]
async fn looking_around_shows_twelve_people_within_three_seconds() {
    let desk = Desk::new().await;
    let app = App::open(&desk, &[]).await;
    app.page().click("button", "Look around first").await;
    twelve_within_three_seconds(app.page()).await;
}

#[tokio::test]
async fn the_demo_argument_shows_twelve_people_within_three_seconds_of_the_window() {
    let desk = Desk::without_keyring().await;
    let app = App::open(&desk, &["--demo"]).await;
    twelve_within_three_seconds(app.page()).await;
}

#[tokio::test]
async fn a_team_is_started_in_the_window_and_is_still_there_the_next_day() {
    let desk = Desk::new().await;
    let app = App::open(&desk, &[]).await;
    let page = app.page();
    page.click("button", "Start a team on this computer").await;
    page.fill("Team name", "Harbour").await;
    page.fill("Your name", "Ada").await;
    page.click("button", "Start").await;
    page.shows("It\u{2019}s just you so far").await;
    assert!(matches!(&app.look().await.account, Account::Member { team, .. } if team == "Harbour"));
    drop(app);

    let app = App::open(&desk, &[]).await;
    app.page().shows("Ada").await;
    app.until("online", PATIENCE, |seen| {
        matches!(seen.link, ringlight_protocol::local::Link::Online).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_form_that_lacks_something_says_so_and_sends_nothing() {
    let desk = Desk::new().await;
    let app = App::open(&desk, &[]).await;
    let page = app.page();
    page.click("button", "Start a team on this computer").await;
    page.click("button", "Start").await;
    page.shows("Give the team a name.").await;
    assert_eq!(app.look().await.account, Account::None);
}

#[test]
fn without_a_display_it_says_what_to_do_and_ends_with_2() {
    let desk = Desk::bare();
    let output = desk.command(program("ringlight-desktop")).env_remove("DISPLAY").output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("DISPLAY") && said.contains("desktop session"), "{said}");
    assert!(!said.contains("panicked"), "{said}");
}
