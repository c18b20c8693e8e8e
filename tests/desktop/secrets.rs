//! The token lies in the keyring and nowhere else, and a keyring that fails takes nothing down.

use std::{fs, path::Path};

use ringlight_protocol::local::{Account, Link, Request, TokenPlace};
use serde_json::json;

use crate::support::{App, Desk, PATIENCE, secrets, until};

/// The files below `folder` that hold one of `words`.
fn files_with(folder: &Path, words: &[String]) -> Vec<String> {
    let holds =
        |bytes: &[u8]| words.iter().any(|word| bytes.windows(word.len()).any(|part| part == word.as_bytes()));
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        match entry.file_type().unwrap() {
            kind if kind.is_dir() => found.extend(files_with(&path, words)),
            kind if kind.is_file() && holds(&fs::read(&path).unwrap_or_default()) => {
                found.push(path.display().to_string())
            }
            _ => {}
        }
    }
    found
}

/// The processes whose command line or environment holds one of `words`.
fn processes_with(words: &[String]) -> Vec<String> {
    let ids = fs::read_dir("/proc").unwrap().flatten().map(|entry| entry.path());
    let telling = |path: &Path| {
        ["cmdline", "environ"].map(|file| fs::read(path.join(file)).unwrap_or_default()).concat()
    };
    let held =
        ids.filter(|path| words.iter().any(|word| String::from_utf8_lossy(&telling(path)).contains(word)));
    held.map(|path| path.display().to_string()).collect()
}

fn token_place(account: &Account) -> Option<TokenPlace> {
    match account {
        Account::Member { token, .. } => Some(*token),
        _ => None,
    }
}

#[tokio::test]
async fn token_and_invite_code_are_in_no_file_log_process_list_or_page() {
    let desk = Desk::new().await;
    let app = App::open(&desk, &[]).await;
    let link = app.start_team("Harbour", "Ada").await;
    let guest_desk = Desk::new().await;
    let guest = App::open(&guest_desk, &[]).await;
    guest.join(&link, "Ben").await;
    assert_eq!(token_place(&guest.look().await.account), Some(TokenPlace::Keyring));

    let code = link.parse::<ringlight_protocol::InviteLink>().unwrap().code;
    for (desk, app) in [(&desk, &app), (&guest_desk, &guest)] {
        let kept = secrets(&desk.bus().await).await;
        assert!(kept.iter().any(|secret| secret.len() >= 43), "the keyring keeps a token");
        let words = [kept, vec![code.clone()]].concat();
        assert_eq!(files_with(desk.folder(), &words), Vec::<String>::new());
        assert_eq!(processes_with(&words), Vec::<String>::new());
        let page = app.page();
        page.shows("Ada").await;
        let everything = "return document.documentElement.outerHTML + location.href + JSON.stringify([{ ...localStorage }, { ...sessionStorage }])";
        let page = page.script(everything, json!([])).await.to_string();
        assert!(!words.iter().any(|word| page.contains(word)), "the page knows no secret");
    }
}

#[tokio::test]
async fn signing_out_leaves_nothing_in_the_keyring() {
    let desk = Desk::new().await;
    let app = App::start(&desk, &["--hidden"]).await;
    app.start_team("Harbour", "Ada").await;
    assert_eq!(secrets(&desk.bus().await).await.len(), 1);
    app.must(Request::SignOut).await;
    let bus = desk.bus().await;
    until("an empty keyring", PATIENCE, async || secrets(&bus).await.is_empty().then_some(())).await;
}

#[tokio::test]
async fn without_a_keyring_memory_is_offered_and_asked_for_in_the_window() {
    let desk = Desk::without_keyring().await;
    let app = App::open(&desk, &[]).await;
    app.ask(Request::StartTeam { team: "Harbour".into(), name: "Ada".into() }).await;
    app.until("the keyring is missed", PATIENCE, |seen| {
        matches!(seen.account, Account::Locked { .. }).then_some(())
    })
    .await;
    app.page().click("button", "Keep it in memory until I quit").await;
    app.page().shows("Ada").await;
    assert_eq!(token_place(&app.look().await.account), Some(TokenPlace::Memory));
}

#[tokio::test]
async fn a_locked_keyring_is_waited_for_and_used_once_it_is_open() {
    let mut desk = Desk::new().await;
    let app = App::start(&desk, &["--hidden"]).await;
    app.start_team("Harbour", "Ada").await;
    drop(app);

    desk.start_locked_keyring().await;
    let app = App::open(&desk, &[]).await;
    app.page().shows("Your keyring is locked").await;
    desk.unlock_keyring().await;
    app.page().click("button", "Try again").await;
    app.until("signed in", PATIENCE, |seen| (seen.link == Link::Online).then_some(())).await;
    assert_eq!(token_place(&app.look().await.account), Some(TokenPlace::Keyring));
}

#[tokio::test]
async fn a_keyring_that_restarts_under_the_app_is_found_again() {
    let mut desk = Desk::new().await;
    let app = App::start(&desk, &["--hidden"]).await;
    app.start_team("Harbour", "Ada").await;
    desk.unlock_keyring().await;
    app.must(Request::SignOut).await;
    app.until("signed out", PATIENCE, |seen| (seen.account == Account::None).then_some(())).await;
    app.start_team("Harbour", "Ada").await;
    assert_eq!(token_place(&app.look().await.account), Some(TokenPlace::Keyring));
    let bus = desk.bus().await;
    let what = "the old token is gone and the new one is kept";
    until(what, PATIENCE, async || (secrets(&bus).await.len() == 1).then_some(())).await;
}
