//! Invites, good and bad; what is kept of them; leaving.

use ringlight_protocol::{
    Code,
    local::{Account, Link, Reply, Request, TokenPlace},
};
use ringlight_server::Invite;

use crate::stage::{MemoryKeyring, NoHost, Seat, Team, mentions};

#[tokio::test(flavor = "multi_thread")]
async fn each_bad_invite_gets_its_own_sentence_and_changes_nothing() {
    let team = Team::start().await;
    let link = team.invite().await;
    let ada = Seat::joined(&link, "Ada").await;
    let ben = Seat::new().await;
    let mistyped = {
        let mut link = team.link(Invite::default()).await;
        link.code = "a".repeat(22);
        link.to_string()
    };
    for (link, expected) in [
        (link.as_str(), Code::InviteUsed),
        (&mistyped, Code::InviteUnknown),
        (&mistyped[..60], Code::BadLink),
        ("hello", Code::BadLink),
    ] {
        let problem = ben.refusal(Request::Join { link: link.into(), name: "Ben".into() }).await;
        assert_eq!(problem.code, expected, "{problem}");
        assert!(ben.is_nobody());
    }
    assert!(ada.now().people.is_empty());
    let good = team.invite().await;
    let problem = ben.refusal(Request::Join { link: good.clone(), name: "  ".into() }).await;
    assert_eq!((problem.code, problem.field.as_deref()), (Code::Invalid, Some("name")));
    assert_eq!(ben.ask(Request::Join { link: good, name: "Ben".into() }).await, Reply::Done);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_code_used_twice_at_once_lets_one_in() {
    let team = Team::start().await;
    let link = team.invite().await;
    let (ada, ben) = (Seat::new().await, Seat::new().await);
    let join = |name: &str| Request::Join { link: link.clone(), name: name.into() };
    let (first, second) = tokio::join!(ada.ask(join("Ada")), ben.ask(join("Ben")));
    let done = [&first, &second].into_iter().filter(|reply| **reply == Reply::Done).count();
    assert_eq!(done, 1);
    assert!(ada.is_nobody() != ben.is_nobody());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_token_is_in_the_keyring_and_in_no_file() {
    let team = Team::start().await;
    let link = team.invite().await;
    let ada = Seat::joined(&link, "Ada").await;
    let token = ada.keyring.token();
    let code = link.split("code=").nth(1).unwrap().split('&').next().unwrap().to_owned();
    let (directory, _keyring) = ada.quit().await;
    assert!(mentions(directory.path(), "Ada"));
    assert!(!mentions(directory.path(), &token));
    assert!(!mentions(directory.path(), &code));
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_keyring_consent_is_asked_and_the_next_start_is_told() {
    let team = Team::start().await;
    let mut ada = Seat::new().await;
    *ada.keyring.broken.lock().unwrap() = Some("It is locked.".into());
    assert_eq!(ada.ask(Request::Join { link: team.invite().await, name: "Ada".into() }).await, Reply::Done);
    assert!(matches!(ada.now().account, Account::Locked { can_keep_in_memory: true, .. }));
    assert_eq!(ada.ask(Request::KeepTokenInMemory).await, Reply::Done);
    let online = ada.until("online", |it| it.link == Link::Online).await;
    assert!(matches!(online.account, Account::Member { token: TokenPlace::Memory, .. }));
    let (directory, keyring) = ada.quit().await;
    let ada = Seat::at(directory, keyring, NoHost).await;
    assert!(ada.is_nobody() && ada.now().notice.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_ends_the_device_everywhere() {
    let team = Team::start().await;
    let ada = Seat::joined(&team.invite().await, "Ada").await;
    let mut ben = Seat::joined(&team.invite().await, "Ben").await;
    ben.until_shows("Ada", "available").await;
    assert_eq!(ada.ask(Request::SignOut).await, Reply::Done);
    ben.until_row("Ada", "offline", |it| !it.online).await;
    assert!(ada.is_nobody());
    let (directory, keyring) = ada.quit().await;
    assert!(keyring.secrets.lock().unwrap().is_empty());
    assert!(!directory.path().join("data/account.json").exists());
    assert!(!mentions(directory.path(), "Ben"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_device_is_told_and_stops() {
    let team = Team::start().await;
    let ada = Seat::joined(&team.invite().await, "Ada").await;
    // The same account on another computer: signing out there revokes the token here.
    let (directory, keyring) = ada.quit().await;
    let copy = copy_of(&directory, &keyring);
    let mut ada = Seat::at(directory, keyring, NoHost).await;
    let mut twin = Seat::at(copy.0, copy.1, NoHost).await;
    ada.until("online", |it| it.link == Link::Online).await;
    twin.until("online", |it| it.link == Link::Online).await;
    assert_eq!(twin.ask(Request::SignOut).await, Reply::Done);
    ada.until("revoked", |it| it.link == Link::Revoked).await;
    assert_eq!(ada.refusal(Request::Invite { uses: 1 }).await.code, Code::Unauthorized);
    ada.join(&team.invite().await, "Ada again").await;
}

type Computer = (std::sync::Arc<tempfile::TempDir>, std::sync::Arc<MemoryKeyring>);

fn copy_of(directory: &tempfile::TempDir, keyring: &MemoryKeyring) -> Computer {
    let copy = tempfile::TempDir::new().unwrap();
    let data = copy.path().join("data");
    std::fs::create_dir(&data).unwrap();
    std::fs::copy(directory.path().join("data/account.json"), data.join("account.json")).unwrap();
    let secrets = keyring.secrets.lock().unwrap().clone();
    (copy.into(), MemoryKeyring { secrets: secrets.into(), broken: Default::default() }.into())
}
