//! Joining a team on another computer with one pasted link.

use std::fs;

use ringlight_protocol::{
    InviteLink,
    local::{Account, Reply, Request},
};

use crate::support::{App, Desk, PATIENCE, program, until};

struct Door {
    ada: App,
    link: InviteLink,
    _desk: Desk,
}

async fn a_team() -> Door {
    let desk = Desk::new().await;
    let ada = App::start(&desk, &["--hidden"]).await;
    let link = ada.start_team("Harbour", "Ada").await.parse().unwrap();
    Door { ada, link, _desk: desk }
}

impl Door {
    async fn people(&self) -> usize {
        self.ada.look().await.people.len()
    }
}

/// Tries to join and gives the sentence with which that is refused.
async fn refused(app: &App, link: impl ToString) -> String {
    match app.ask(Request::Join { link: link.to_string(), name: "Ben".into() }).await {
        Reply::Problem { problem } => {
            assert_eq!(app.look().await.account, Account::None, "nothing changed");
            problem.to_string()
        }
        _ => panic!("this link must not let anybody in"),
    }
}

#[tokio::test]
async fn one_paste_joins_and_both_see_each_other() {
    let door = a_team().await;
    let desk = Desk::new().await;
    let app = App::open(&desk, &[]).await;
    let page = app.page();
    page.click("button", "Join with an invite").await;
    page.fill("Invite link", &door.link.to_string()).await;
    page.shows("Harbour").await;
    page.fill("Your name", "Ben").await;
    page.click("button", "Join").await;
    page.row_is("Ada", ringlight_protocol::Availability::Available, PATIENCE).await;
    door.ada.until("Ada sees Ben", PATIENCE, |seen| crate::support::person(seen, "Ben").map(|_| ())).await;
}

#[tokio::test]
async fn a_link_that_the_system_opens_is_offered_with_its_code_out_of_sight() {
    let door = a_team().await;
    let desk = Desk::new().await;
    // As a browser or a chat has it opened, with the path that some of them add.
    let link = door.link.to_string().replacen("join#", "join/#", 1);
    let app = App::open(&desk, &[&link]).await;
    assert!(!is_in_sight(&door.link.code));
    let page = app.page();
    page.shows("Harbour").await;
    page.fill("Your name", "Ben").await;
    page.click("button", "Join").await;
    door.ada.until("Ada sees Ben", PATIENCE, |seen| crate::support::person(seen, "Ben").map(|_| ())).await;
    assert_eq!(app.look().await.invite, None);
}

/// Whether what a program was started with holds this, as everybody on the computer may read.
fn is_in_sight(secret: &str) -> bool {
    let processes = fs::read_dir("/proc").unwrap().flatten();
    let started = processes.filter_map(|entry| fs::read(entry.path().join("cmdline")).ok());
    started.into_iter().any(|line| String::from_utf8_lossy(&line).contains(secret))
}

#[tokio::test]
async fn a_link_that_is_opened_again_goes_to_the_app_that_runs() {
    let door = a_team().await;
    let desk = Desk::new().await;
    let app = App::open(&desk, &[]).await;
    let opened = async |link: &str| {
        let mut second = desk.command(program("ringlight-desktop")).arg(link).spawn().unwrap();
        until("the second start ends", PATIENCE, async || second.try_wait().unwrap()).await;
    };
    opened(&door.link.to_string()).await;
    app.page().shows("Harbour").await;
    app.page().click("button", "Back").await;
    app.until("the invite is put away", PATIENCE, |seen| seen.invite.is_none().then_some(())).await;
    opened("ringlight://join#at=").await;
    app.page().shows("This invite was cut off").await;

    app.join(&door.link.to_string(), "Ben").await;
    opened(&door.link.to_string()).await;
    app.page().shows("sign out of this one first").await;
}

#[tokio::test]
async fn codes_that_are_used_up_or_mistyped_are_refused_in_words() {
    let door = a_team().await;
    let desk = Desk::new().await;
    let ben = App::start(&desk, &["--hidden"]).await;

    let mut mistyped = door.link.clone();
    mistyped.code = mistyped.code.chars().rev().collect();
    let why = refused(&ben, mistyped).await;
    assert!(why.contains("invite"), "{why}");
    assert_eq!(door.people().await, 0);

    ben.join(&door.link.to_string(), "Ben").await;
    let other = Desk::new().await;
    let eve = App::start(&other, &["--hidden"]).await;
    let why = refused(&eve, &door.link).await;
    assert!(why.contains("invite"), "{why}");
    door.ada.until("Ada sees Ben", PATIENCE, |seen| (seen.people.len() == 1).then_some(())).await;
}

#[tokio::test]
async fn a_code_for_one_lets_one_in_however_many_come_at_once() {
    let door = a_team().await;
    let (first_desk, second_desk) = (Desk::new().await, Desk::new().await);
    let first = App::start(&first_desk, &["--hidden"]).await;
    let second = App::start(&second_desk, &["--hidden"]).await;
    let join = |name: &str| Request::Join { link: door.link.to_string(), name: name.into() };
    let replies = tokio::join!(first.ask(join("Ben")), second.ask(join("Cem")));
    let let_in = [replies.0, replies.1].into_iter().filter(|reply| matches!(reply, Reply::Done)).count();
    assert_eq!(let_in, 1);
    door.ada.until("one colleague", PATIENCE, |seen| (seen.people.len() == 1).then_some(())).await;
}

#[tokio::test]
async fn another_servers_key_is_refused_and_told_nothing() {
    let door = a_team().await;
    let desk = Desk::new().await;
    let ben = App::start(&desk, &["--hidden"]).await;
    let mut wrong = door.link.clone();
    wrong.pin = wrong.pin.map(|pin| pin.chars().rev().collect());
    let why = refused(&ben, wrong).await;
    assert!(!why.contains(&door.link.code), "the code is not repeated: {why}");
    assert_eq!(door.people().await, 0);
    ben.join(&door.link.to_string(), "Ben").await;
}

#[tokio::test]
async fn what_is_no_link_is_told_apart_from_a_damaged_one_in_the_window() {
    let door = a_team().await;
    let desk = Desk::new().await;
    let app = App::open(&desk, &[]).await;
    let page = app.page();
    page.click("button", "Join with an invite").await;
    let text = door.link.to_string();
    let mut sentences = Vec::new();
    for link in ["https://example.org/join", &text[..text.len() / 2]] {
        let Reply::Problem { problem } = app.ask(Request::ReadLink { link: link.into() }).await else {
            panic!("{link} is no invite")
        };
        let sentence = problem.detail.clone().unwrap_or(problem.title.clone());
        page.fill("Invite link", link).await;
        page.shows(&sentence).await;
        sentences.push(sentence);
    }
    assert_ne!(sentences[0], sentences[1]);
    assert_eq!(app.look().await.account, Account::None);
}

#[tokio::test]
async fn a_proxy_in_the_environment_learns_nothing() {
    let door = a_team().await;
    let desk = Desk::new().await;
    let proxy = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", proxy.local_addr().unwrap());
    let ben = App::start_with(
        &desk,
        &["--hidden"],
        &[("HTTP_PROXY", &address), ("HTTPS_PROXY", &address), ("ALL_PROXY", &address)],
    )
    .await;
    ben.join(&door.link.to_string(), "Ben").await;
    door.ada.until("Ada sees Ben", PATIENCE, |seen| (seen.people.len() == 1).then_some(())).await;
    let asked = tokio::time::timeout(std::time::Duration::from_millis(1), proxy.accept()).await;
    assert!(asked.is_err(), "nobody came to the proxy");
}
