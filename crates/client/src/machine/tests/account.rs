//! Becoming somebody, and ceasing to be.

use ringlight_protocol::local::{Account as Shown, CalendarSource, Home, TokenPlace};

use super::{Call, *};
use crate::Found;

const LINK: &str = "ringlight://join#at=192.0.2.7:7420&pin=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA&code=abcdefghijklmnopqrstuv&team=Team";

fn joined(rig: &mut Rig) -> Joined {
    let me = rig.server.me(rig.now);
    Joined { token: "secret".into(), server: "0.1.0".into(), api: 1, team: "Team".into(), me }
}

fn join(rig: &mut Rig) {
    assert_eq!(rig.ask(Request::Join { link: LINK.into(), name: "Me".into() }), None);
    let joined = joined(rig);
    rig.handle(Input::Joined(Box::new(Ok(joined))));
}

#[test]
fn an_invite_that_the_system_opens_is_offered_until_it_is_used_or_put_away() {
    let open = |address: &str| Request::Open { address: address.into() };
    let mut rig = Rig::new(Loaded::default());
    assert!(is_done(&rig.ask(open(LINK))));
    assert!(has(&rig, |effect| matches!(effect, Effect::Host(HostJob::Show))));
    assert_eq!(rig.machine.snapshot().invite, LINK.parse().ok());
    assert!(is_done(&rig.ask(Request::Decline)));
    assert_eq!(rig.machine.snapshot().invite, None);

    rig.ask(open(&LINK[..40]));
    assert_eq!(rig.machine.snapshot().invite, None);
    assert!(
        matches!(rig.machine.snapshot().notice, Some(Notice::Words { text }) if text.contains("cut off"))
    );

    rig.ask(open(LINK));
    join(&mut rig);
    assert_eq!(rig.machine.snapshot().invite, None);
    rig.ask(open(LINK));
    assert_eq!(rig.machine.snapshot().invite, LINK.parse().ok(), "for after signing out");
    assert!(
        matches!(rig.machine.snapshot().notice, Some(Notice::Words { text }) if text.contains("sign out"))
    );
}

fn locked(home: &Home, can_keep_in_memory: bool) -> Shown {
    Shown::Locked { why: "locked".into(), home: home.clone(), can_keep_in_memory }
}

fn is_signed_out(reply: &Reply) -> bool {
    matches!(reply, Reply::Problem { problem } if problem.code == Code::SignedOut)
}

fn has(rig: &Rig, wanted: impl Fn(&Effect) -> bool) -> bool {
    rig.effects.iter().any(wanted)
}

fn saved_account(rig: &Rig) -> Option<Account> {
    rig.effects.iter().rev().find_map(|effect| match effect {
        Effect::Save(saved) => match &**saved {
            Saved::Account(account) => account.clone(),
            _ => None,
        },
        _ => None,
    })
}

#[test]
fn joining_keeps_the_token_in_the_keyring_and_nowhere_else() {
    let mut rig = Rig::new(Loaded::default());
    join(&mut rig);
    assert!(has(
        &rig,
        |effect| matches!(effect, Effect::Vault(Vault::Keep(_, token)) if *token.0 == *"secret")
    ));
    assert_eq!(rig.reply_now(), None, "not before the token is safe");
    rig.vault(VaultAnswer::Kept(Ok(())));
    assert!(is_done(&rig.reply_now()));
    assert!(has(&rig, |effect| matches!(effect, Effect::Connect(_))));
    let account = saved_account(&rig).expect("the account is on disk");
    assert!(!serde_json::to_string(&account).unwrap().contains("secret"));
    assert!(!format!("{:?}", rig.effects).contains("secret"));
}

#[test]
fn without_a_keyring_the_token_is_not_lost_and_consent_is_asked() {
    let mut rig = Rig::new(Loaded::default());
    join(&mut rig);
    rig.vault(VaultAnswer::Kept(Err("locked".into())));
    let there = Home::There { address: "192.0.2.7:7420".into() };
    assert_eq!(rig.machine.snapshot().account, locked(&there, true));
    assert!(!has(&rig, |effect| matches!(effect, Effect::Connect(_))));
    assert!(is_done(&rig.ask(Request::KeepTokenInMemory)));
    assert!(has(&rig, |effect| matches!(effect, Effect::Connect(with) if *with.token.0 == *"secret")));
    assert_eq!(saved_account(&rig).map(|account| account.token), Some(TokenPlace::Memory));
}

#[test]
fn consent_is_asked_once_and_a_keyring_that_works_again_is_used() {
    for (works, expected) in [(true, TokenPlace::Keyring), (false, TokenPlace::Memory)] {
        let consented = Account { token: TokenPlace::Memory, ..account(Server::Here(Vec::new())) };
        let mut rig = Rig::new(Loaded { account: Some(consented), ..Loaded::default() });
        rig.handle(Input::Host(HostAnswer::Resumed(Ok(vec!["127.0.0.1:9".into()]))));
        rig.handle(Input::Host(HostAnswer::Link(Ok(LINK.parse().unwrap()))));
        let joined = joined(&mut rig);
        rig.handle(Input::Joined(Box::new(Ok(joined))));
        rig.vault(VaultAnswer::Kept(if works { Ok(()) } else { Err("locked".into()) }));
        let Shown::Member { token, .. } = rig.machine.snapshot().account else { panic!("asked again") };
        assert_eq!(token, expected);
    }
}

#[test]
fn a_keyring_that_was_unlocked_takes_the_token_after_all() {
    let mut rig = Rig::new(Loaded::default());
    join(&mut rig);
    rig.vault(VaultAnswer::Kept(Err("locked".into())));
    rig.ask(Request::Retry);
    rig.vault(VaultAnswer::Kept(Ok(())));
    let Shown::Member { token, .. } = rig.machine.snapshot().account else { panic!() };
    assert_eq!(token, TokenPlace::Keyring);
}

#[test]
fn a_locked_keyring_at_the_start_can_be_tried_again() {
    let mut rig = Rig::new(Loaded { account: Some(account(Server::There)), ..Loaded::default() });
    rig.vault(VaultAnswer::Read(Err("locked".into())));
    assert_eq!(rig.machine.snapshot().account, locked(&account(Server::There).home(), false));
    rig.effects.clear();
    rig.ask(Request::Retry);
    assert!(has(&rig, |effect| matches!(effect, Effect::Vault(Vault::Read(_)))));
    rig.vault(VaultAnswer::Read(Ok(Some(Token("secret".into())))));
    assert!(has(&rig, |effect| matches!(effect, Effect::Connect(_))));
}

#[test]
fn a_team_hosted_here_lets_its_person_in_again_when_the_token_is_gone() {
    let mut rig = Rig::new(Loaded { account: Some(account(Server::Here(Vec::new()))), ..Loaded::default() });
    rig.vault(VaultAnswer::Read(Ok(None)));
    assert!(
        !has(&rig, |effect| matches!(effect, Effect::Host(HostJob::Readmit(_)))),
        "the server does not run yet"
    );
    rig.handle(Input::Host(HostAnswer::Resumed(Ok(vec!["127.0.0.1:9".into()]))));
    assert!(has(
        &rig,
        |effect| matches!(effect, Effect::Host(HostJob::Readmit(person)) if person.as_str() == "p-me")
    ));
    rig.handle(Input::Host(HostAnswer::Link(Ok(LINK.parse().unwrap()))));
    let joined = joined(&mut rig);
    rig.handle(Input::Joined(Box::new(Ok(joined))));
    rig.vault(VaultAnswer::Kept(Ok(())));
    assert_eq!(saved_account(&rig).map(|account| account.server), Some(Server::Here(Vec::new())));
}

#[test]
fn a_team_hosted_here_waits_for_its_server_and_for_the_token() {
    for server_first in [true, false] {
        let mut rig =
            Rig::new(Loaded { account: Some(account(Server::Here(Vec::new()))), ..Loaded::default() });
        let resumed = || Input::Host(HostAnswer::Resumed(Ok(vec!["127.0.0.1:9".into()])));
        let read = || Input::Vault(VaultAnswer::Read(Ok(Some(Token("secret".into())))));
        let inputs = if server_first { [resumed(), read()] } else { [read(), resumed()] };
        for input in inputs {
            assert!(!has(&rig, |effect| matches!(effect, Effect::Connect(_))));
            rig.handle(input);
        }
        assert!(has(
            &rig,
            |effect| matches!(effect, Effect::Connect(with) if with.addresses == ["127.0.0.1:9"])
        ));
    }
}

#[test]
fn a_team_is_started_by_joining_it_like_any_other() {
    let mut rig = Rig::new(Loaded::default());
    rig.ask(Request::StartTeam { team: "Ours".into(), name: "Me".into() });
    assert!(has(
        &rig,
        |effect| matches!(effect, Effect::Host(HostJob::Found(Found::Team { name })) if name == "Ours")
    ));
    rig.handle(Input::Host(HostAnswer::Link(Ok(LINK.parse().unwrap()))));
    assert!(has(&rig, |effect| matches!(effect, Effect::Join(_))));
    rig.handle(Input::Joined(Box::new(Err(Problem::new(Code::InviteUsed, "used")))));
    assert_eq!(code(rig.reply_now()), Some(Code::InviteUsed));
    assert_eq!(rig.machine.snapshot().account, Shown::None);
    assert!(has(&rig, |effect| matches!(effect, Effect::Host(HostJob::Close))));
}

#[test]
fn looking_around_leaves_no_trace() {
    let mut rig = Rig::new(Loaded::default());
    rig.ask(Request::LookAround);
    rig.handle(Input::Host(HostAnswer::Link(Ok(LINK.parse().unwrap()))));
    let joined = joined(&mut rig);
    rig.handle(Input::Joined(Box::new(Ok(joined))));
    assert!(is_done(&rig.reply_now()));
    rig.connect();
    rig.answer_all();
    rig.lose();
    rig.choose("busy", 0);
    rig.pass(seconds(60));
    rig.ask(Request::Quit);
    assert!(!has(&rig, |effect| matches!(effect, Effect::Save(_) | Effect::Vault(_))));
}

#[test]
fn signing_out_tells_the_server_and_forgets_everything() {
    let mut rig = Rig::online();
    assert_eq!(rig.ask(Request::SignOut), None);
    assert!(matches!(sent(&rig)[..], [Call::SignOut(_)]));
    rig.handle(Input::Stream(News::Revoked));
    rig.answer_all();
    assert!(is_done(&rig.reply_now()));
    let snapshot = rig.machine.snapshot();
    assert_eq!((snapshot.account, snapshot.link, snapshot.people.len()), (Shown::None, Link::Idle, 0));
    assert!(snapshot.me.is_none() && snapshot.notice.is_none());
    assert!(has(&rig, |effect| matches!(effect, Effect::Vault(Vault::Forget(_)))));
    assert!(has(
        &rig,
        |effect| matches!(effect, Effect::Save(saved) if matches!(**saved, Saved::Account(None)))
    ));
}

#[test]
fn a_revoked_token_is_said_and_another_invite_helps() {
    let mut rig = Rig::online();
    rig.handle(Input::Stream(News::Revoked));
    assert_eq!(rig.machine.snapshot().link, Link::Revoked);
    assert_eq!(code(rig.choose("busy", 0)), Some(Code::SignedOut), "it could never be sent");
    join(&mut rig);
    rig.vault(VaultAnswer::Kept(Ok(())));
    assert_eq!(rig.machine.snapshot().link, Link::Connecting);
    rig.connect();
    rig.answer_all();
    assert_eq!(rig.status(), "available");
}

#[test]
fn behind_a_locked_keyring_nothing_of_me_shows_and_nothing_is_lost() {
    let mut known = Rig::online();
    let roster = Roster { me: Some(known.server.me(known.now)), ..Roster::default() };
    let account = account(Server::There);
    let mut rig = Rig::new(Loaded { account: Some(account.clone()), roster, ..Loaded::default() });
    assert!(rig.machine.snapshot().me.is_some());
    rig.vault(VaultAnswer::Read(Err("locked".into())));
    assert_eq!(rig.machine.snapshot().me, None, "colleagues see nobody here");
    assert!(has(&rig, |effect| matches!(effect, Effect::Notify(it) if it.title.contains("keyring"))));
    assert_eq!(code(rig.ask(Request::KeepTokenInMemory)), Some(Code::Keyring));
    assert!(matches!(rig.machine.snapshot().account, Shown::Locked { .. }));
    assert!(!has(&rig, |effect| matches!(effect, Effect::Save(_))));
    rig.ask(Request::Retry);
    rig.vault(VaultAnswer::Read(Ok(Some(Token("secret".into())))));
    assert!(rig.machine.snapshot().me.is_some());
}

#[test]
fn a_locked_keyring_does_not_keep_the_host_out_of_the_team() {
    let account = account(Server::Here(Vec::new()));
    let mut rig = Rig::new(Loaded { account: Some(account.clone()), ..Loaded::default() });
    rig.handle(Input::Host(HostAnswer::Resumed(Ok(vec!["127.0.0.1:9".into()]))));
    rig.vault(VaultAnswer::Read(Err("locked".into())));
    assert_eq!(rig.machine.snapshot().account, locked(&account.home(), true));
    assert!(is_done(&rig.ask(Request::KeepTokenInMemory)));
    assert!(has(&rig, |effect| matches!(effect, Effect::Host(HostJob::Readmit(_)))));
}

#[test]
fn a_wish_for_memory_that_was_refused_is_no_consent() {
    let mut rig = Rig::new(Loaded { account: Some(account(Server::There)), ..Loaded::default() });
    rig.vault(VaultAnswer::Read(Err("locked".into())));
    assert_eq!(code(rig.ask(Request::KeepTokenInMemory)), Some(Code::Keyring));
    assert!(is_done(&rig.ask(Request::SignOut)));
    join(&mut rig);
    rig.vault(VaultAnswer::Kept(Err("locked".into())));
    assert_eq!(
        rig.machine.snapshot().account,
        locked(&Home::There { address: "192.0.2.7:7420".into() }, true)
    );
}

#[test]
fn what_a_crash_left_of_an_account_is_nobodys() {
    let mut known = Rig::online();
    known.lose();
    known.choose("busy", 0);
    let pending = known.machine.pending.clone();
    assert!(!pending.is_empty());
    let roster = Roster { me: Some(known.server.me(known.now)), ..Roster::default() };
    let rig = Rig::new(Loaded { pending, roster, ..Loaded::default() });
    let snapshot = rig.machine.snapshot();
    assert_eq!((snapshot.me, snapshot.people.len()), (None, 0));
    assert!(rig.machine.pending.is_empty());
    let emptied = |saved: &Saved| matches!(saved, Saved::Pending(pending) if pending.is_empty());
    assert!(
        has(&rig, |effect| matches!(effect, Effect::Save(saved) if emptied(saved))),
        "nor the next one's"
    );
}

#[test]
fn what_was_on_its_way_when_this_computer_was_signed_out_holds_nothing_up() {
    let mut rig = Rig::online();
    let source = Some(CalendarSource::Address { url: "https://calendar.example/secret.ics".into() });
    assert_eq!(rig.ask(Request::Calendar { source, password: None }), None);
    rig.choose("busy", 0);
    rig.handle(Input::Stream(News::Revoked));
    assert_eq!(rig.ask(Request::Join { link: LINK.into(), name: "Me".into() }), None);
    rig.fail_all();
    let joined = joined(&mut rig);
    rig.handle(Input::Joined(Box::new(Ok(joined))));
    assert!(has(&rig, |effect| matches!(effect, Effect::Reply(_, reply) if is_signed_out(reply))));
    rig.vault(VaultAnswer::Kept(Ok(())));
    rig.connect();
    rig.answer_all();
    rig.choose("do_not_disturb", 0);
    rig.answer_all();
    assert_eq!(rig.server.claims.manual.len(), 1);
    assert!(!rig.shown().unsent);
}

#[test]
fn who_waits_for_an_undo_is_answered_when_signing_out() {
    let mut rig = Rig::online();
    rig.choose("busy", 0);
    assert_eq!(rig.ask(Request::Undo), None);
    rig.ask(Request::SignOut);
    rig.answer_all();
    assert!(has(&rig, |effect| matches!(effect, Effect::Reply(_, reply) if is_signed_out(reply))));
}

#[test]
fn an_answer_that_comes_after_signing_out_changes_nothing() {
    let mut rig = Rig::online();
    let group = GroupChange { name: "Friends".into(), people: Vec::new() };
    rig.ask(Request::Ask { ask: Box::new(local::Ask::SetGroup { id: "g".into(), group }) });
    let (purpose, call) = rig.calls.remove(0);
    let answer = rig.server.answer(&call, rig.now);
    rig.ask(Request::SignOut);
    rig.answer_all();
    rig.handle(Input::Answered(purpose, answer));
    assert!(has(&rig, |effect| matches!(effect, Effect::Reply(_, reply) if is_signed_out(reply))));
    assert_eq!((rig.machine.snapshot().account, rig.machine.snapshot().me), (Shown::None, None));
}

#[test]
fn what_is_known_shows_before_the_server_is_reached() {
    let mut known = Rig::online();
    known.pass(seconds(30));
    let roster = known.effects.iter().rev().find_map(|effect| match effect {
        Effect::Save(saved) => match &**saved {
            Saved::Roster(roster) => Some(serde_json::to_string(roster).unwrap()),
            _ => None,
        },
        _ => None,
    });
    let roster = serde_json::from_str(&roster.expect("the roster is on disk")).unwrap();
    let rig = Rig::new(Loaded { account: Some(account(Server::There)), roster, ..Loaded::default() });
    let snapshot = rig.machine.snapshot();
    assert_eq!(snapshot.link, Link::Connecting);
    assert_eq!(snapshot.people.keys().map(PersonId::as_str).collect::<Vec<_>>(), [FRIEND]);
    assert_eq!(snapshot.me.map(|me| me.profile.name.clone()), Some("Me".into()));
    assert!(snapshot.synced.is_some());
}

#[test]
fn a_roster_that_an_older_version_kept_is_read() {
    let mut rig = Rig::online();
    let roster = Roster { me: Some(rig.server.me(rig.now)), ..Roster::default() };
    let mut kept = serde_json::to_value(&roster).unwrap();
    let newer = ["groups", "alerts", "told", "zone", "calendar", "calendar_told"];
    newer.iter().for_each(|name| drop(kept.as_object_mut().unwrap().remove(*name).expect(name)));
    for name in ["privacy", "breakthrough"] {
        kept["me"].as_object_mut().unwrap().remove(name).expect(name);
    }
    for name in ["idle", "at_most", "quiet_hours"] {
        kept["policy"].as_object_mut().unwrap().remove(name).expect(name);
    }
    let read: Roster = serde_json::from_value(kept).unwrap();
    assert_eq!(read.me, roster.me);
    assert_eq!(read.policy, roster.policy);
}
