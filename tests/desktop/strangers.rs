//! Who does not belong to the team: late guests, and pages and programs that ask for something else.

use reqwest::{StatusCode, header};
use ringlight_protocol::{InviteLink, Timestamp, local::Account};
use serde_json::json;

use crate::support::{App, Desk, PATIENCE, Server, Stranger, until};

#[tokio::test]
async fn an_invite_that_is_too_old_is_refused_in_words() {
    let place = Server::place();
    let (_server, first) = Server::start(place, place).await;
    let invited = Stranger::at(&first).invite(json!({ "lasts": "PT1S" })).await;
    until("the invite's end", PATIENCE, async || (Timestamp::now() > invited.until).then_some(())).await;

    let desk = Desk::new().await;
    let ben = App::open(&desk, &[]).await;
    let page = ben.page();
    page.click("button", "Join with an invite").await;
    page.fill("Invite link", &invited.link).await;
    page.fill("Your name", "Ben").await;
    page.click("button", "Join").await;
    page.shows("This invite has expired; ask for a new one").await;
    assert_eq!(ben.look().await.account, Account::None, "nothing changed");
}

#[tokio::test]
async fn who_asks_for_another_host_or_from_another_page_is_told_nothing() {
    let desk = Desk::new().await;
    let ada = App::start(&desk, &["--hidden"]).await;
    let link: InviteLink = ada.start_team("Harbour", "Ada").await.parse().unwrap();
    let stranger = Stranger::at(&link);
    let get = |path| stranger.get(path);
    for path in ["/v1/team", "/v1/people", "/v1/sync", "/openapi.json", "/"] {
        let misdirected = get(path).header(header::HOST, "harbour.example").send().await.unwrap();
        let foreign = get(path).header(header::ORIGIN, "https://harbour.example").send().await.unwrap();
        assert_eq!(misdirected.status(), StatusCode::MISDIRECTED_REQUEST, "{path}");
        assert_eq!(foreign.status(), StatusCode::FORBIDDEN, "{path}");
        for answer in [misdirected, foreign] {
            let text = answer.text().await.unwrap();
            assert!(!text.contains("Harbour") && !text.contains("Ada"), "{path}: {text}");
        }
    }
    assert_eq!(get("/v1/team").send().await.unwrap().status(), StatusCode::UNAUTHORIZED);
}
