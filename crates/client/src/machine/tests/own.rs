//! What I choose: shown at once, sent once, kept offline, taken back.

use ringlight_protocol::local::{Ask, Changed, End};

use super::{Call, *};

#[test]
fn a_choice_shows_at_once_and_is_sent_with_its_duration() {
    let mut rig = Rig::online();
    assert!(is_done(&rig.choose("do_not_disturb", 30)));
    assert_eq!(rig.status(), "do_not_disturb");
    assert!(rig.shown().unsent);
    let [call] = sent(&rig)[..] else { panic!("{:?}", rig.calls) };
    assert_eq!(
        (choice(call).duration, choice(call).until, choice(call).chosen_ago),
        (Some(seconds(1800)), None, None)
    );
    rig.answer_all();
    assert!(!rig.shown().unsent);
    assert_eq!(rig.shown().presence.until, Some(start() + seconds(1800)));
}

#[test]
fn when_a_timed_choice_ends_what_lay_under_it_shows_without_the_server() {
    let mut rig = Rig::online();
    rig.choose("out_of_office", 0);
    rig.answer_all();
    rig.pass(seconds(1));
    rig.choose("do_not_disturb", 30);
    rig.answer_all();
    assert_eq!(rig.status(), "do_not_disturb");
    rig.lose();
    let end = start() + seconds(1801);
    assert_eq!(
        rig.machine.next_deadline(rig.now).map(|at| at.max(start() + seconds(20))),
        Some(start() + seconds(20))
    );
    rig.pass(seconds(15));
    assert_eq!(
        rig.machine.next_deadline(rig.now),
        Some(end.min(start() + seconds(30))),
        "the roster is written before"
    );
    rig.pass(seconds(1784));
    assert_eq!(rig.machine.next_deadline(rig.now), Some(end));
    rig.pass(seconds(1));
    assert_eq!(rig.status(), "out_of_office");
}

#[test]
fn offline_choices_wait_for_the_first_report_and_go_with_their_age_and_end() {
    let mut rig = Rig::online();
    rig.lose();
    rig.choose("out_of_office", 3 * 24 * 60);
    rig.pass(seconds(10));
    rig.choose("do_not_disturb", 60);
    assert!(rig.calls.is_empty() && rig.shown().unsent);
    rig.pass(seconds(600));
    rig.connect();
    assert!(matches!(sent(&rig)[..], [Call::Report(_)]), "{:?}", rig.calls);
    let (purpose, report) = rig.calls.remove(0);
    let answer = rig.server.answer(&report, rig.now);
    rig.handle(Input::Answered(purpose, answer));
    let [call] = sent(&rig)[..] else { panic!("{:?}", rig.calls) };
    assert_eq!(choice(call).status.as_str(), "out_of_office");
    assert_eq!(choice(call).chosen_ago, Some(seconds(610)));
    assert_eq!((choice(call).duration, choice(call).until), (None, Some(start() + seconds(3 * 24 * 3600))));
    rig.answer_all();
    let stack: Vec<_> = rig.server.claims.manual.iter().map(|manual| manual.status.to_string()).collect();
    assert_eq!(stack, ["do_not_disturb", "out_of_office"]);
    assert!(!rig.shown().unsent);
}

#[test]
fn what_a_later_choice_replaces_is_never_sent() {
    let mut rig = Rig::online();
    rig.lose();
    rig.choose("do_not_disturb", 60);
    rig.choose("busy", 0);
    rig.connect();
    rig.answer_all();
    assert_eq!(rig.server.claims.manual.len(), 1);
    rig.lose();
    rig.choose("away", 0);
    rig.ask(Request::Automatic);
    rig.connect();
    rig.answer_all();
    assert!(rig.server.claims.manual.is_empty());
}

#[test]
fn unsent_choices_survive_a_restart() {
    let mut rig = Rig::online();
    rig.lose();
    rig.choose("do_not_disturb", 60);
    rig.ask(Request::SetNote { text: "budget".into(), emoji: None, end: End::Never });
    let written = rig.effects.iter().rev().find_map(|effect| match effect {
        Effect::Save(saved) => match &**saved {
            Saved::Pending(pending) => Some(serde_json::to_string(pending).unwrap()),
            _ => None,
        },
        _ => None,
    });
    let pending = serde_json::from_str(&written.expect("pending is on disk")).unwrap();
    let roster = Roster { me: Some(rig.server.me(rig.now)), ..Roster::default() };
    let account = Some(account(Server::There));
    let mut again = Rig::new(Loaded { account, pending, roster, ..Loaded::default() });
    assert_eq!(again.status(), "do_not_disturb");
    again.vault(VaultAnswer::Read(Ok(Some(Token("secret".into())))));
    again.connect();
    again.answer_all();
    assert_eq!(again.server.claims.manual.len(), 1);
    assert_eq!(again.server.claims.note.as_ref().map(|note| note.text.as_str()), Some("budget"));
}

#[test]
fn a_newer_choice_elsewhere_wins_and_it_is_said() {
    for what in [
        Request::Automatic,
        Request::Choose { status: "away".into(), secondary: None, end: End::Never, note: None },
    ] {
        let mut rig = Rig::online();
        rig.lose();
        rig.ask(what);
        rig.pass(seconds(60));
        let now = rig.now;
        rig.server.choose("busy", None, now).unwrap();
        rig.pass(seconds(60));
        rig.connect();
        rig.answer_all();
        assert_eq!(rig.status(), "busy");
        assert_eq!(rig.machine.snapshot().notice, Some(Notice::Superseded));
        assert!(!rig.shown().unsent);
    }
}

#[test]
fn an_answer_that_was_lost_is_not_a_lost_choice() {
    let mut rig = Rig::online();
    rig.choose("do_not_disturb", 60);
    let (purpose, call) = rig.calls.remove(0);
    rig.pass(seconds(2));
    rig.server.answer(&call, rig.now).unwrap();
    rig.handle(Input::Answered(purpose, Err(unreachable())));
    rig.lose();
    rig.pass(seconds(20));
    rig.connect();
    rig.answer_all();
    assert_eq!(rig.machine.snapshot().notice, None);
    assert_eq!((rig.status().as_str(), rig.server.claims.manual.len()), ("do_not_disturb", 1));
    assert!(!rig.shown().unsent);
}

#[test]
fn a_refused_choice_is_taken_back_in_words() {
    let mut rig = Rig::online();
    rig.server.refuse = Some(Code::Forbidden);
    rig.choose("busy", 0);
    rig.answer_all();
    assert_eq!(rig.status(), "available");
    let problem = Problem::new(Code::Forbidden, "no");
    assert_eq!(rig.machine.snapshot().notice, Some(Notice::Refused { problem }));
    assert_eq!(rig.machine.snapshot().undo, None);
}

#[test]
fn what_ended_while_offline_is_not_sent() {
    let mut rig = Rig::online();
    rig.lose();
    rig.choose("do_not_disturb", 5);
    rig.pass(seconds(301));
    assert_eq!(rig.status(), "available");
    rig.connect();
    rig.answer_all();
    assert!(rig.server.claims.manual.is_empty() && rig.machine.snapshot().notice.is_none());
}

#[test]
fn undo_takes_back_what_was_sent_with_the_layers_it_dropped() {
    let mut rig = Rig::online();
    rig.choose("do_not_disturb", 30);
    rig.answer_all();
    rig.pass(seconds(20));
    rig.choose("busy", 0);
    rig.answer_all();
    assert!(rig.machine.snapshot().undo.is_some());
    assert_eq!(rig.ask(Request::Undo), None);
    rig.answer_all();
    assert!(is_done(&rig.reply_now()));
    assert_eq!(rig.status(), "do_not_disturb");
    assert_eq!(code(rig.ask(Request::Undo)), Some(Code::NothingToUndo));
}

#[test]
fn undo_while_the_choice_is_on_its_way_waits_for_the_answer() {
    let mut rig = Rig::online();
    rig.choose("busy", 0);
    assert_eq!(rig.ask(Request::Undo), None);
    rig.answer_all();
    assert!(is_done(&rig.reply_now()));
    assert_eq!(rig.status(), "available");
}

#[test]
fn undo_asked_for_twice_while_the_choice_is_on_its_way_answers_both() {
    let mut rig = Rig::online();
    rig.choose("busy", 0);
    assert_eq!(rig.ask(Request::Undo), None);
    assert_eq!(code(rig.ask(Request::Undo)), Some(Code::NothingToUndo));
    rig.answer_all();
    assert!(rig.effects.iter().any(|effect| matches!(effect, Effect::Reply(_, Reply::Done))));
    assert_eq!(rig.status(), "available");
}

#[test]
fn undo_while_the_choice_does_not_get_through_needs_no_server() {
    let mut rig = Rig::online();
    rig.choose("busy", 0);
    assert_eq!(rig.ask(Request::Undo), None);
    rig.fail_all();
    assert!(is_done(&rig.reply_now()));
    assert_eq!(rig.status(), "available");
    assert!(!rig.shown().unsent);
}

#[test]
fn undo_offline_brings_back_what_was_unsent_before() {
    let mut rig = Rig::online();
    rig.lose();
    rig.choose("do_not_disturb", 30);
    rig.choose("busy", 0);
    assert!(is_done(&rig.ask(Request::Undo)));
    assert_eq!(rig.status(), "do_not_disturb");
}

#[test]
fn a_note_says_something_or_shows_an_emoji() {
    let mut rig = Rig::online();
    let mut set = |emoji: Option<&str>| {
        rig.ask(Request::SetNote { text: " ".into(), emoji: emoji.map(str::to_owned), end: End::Never })
    };
    assert_eq!(code(set(None)), Some(Code::Invalid));
    assert!(is_done(&set(Some("🏡"))));
    let note = Note { text: String::new(), emoji: Some("🏡".into()), until: None };
    assert_eq!(rig.shown().note, Some(note));
}

#[test]
fn what_only_the_server_can_change_is_taken_back_alike() {
    let mut rig = Rig::online();
    let ask = Ask::CancelAbsence { id: "sea".into() };
    assert_eq!(rig.ask(Request::Ask { ask: Box::new(ask) }), None);
    let (purpose, _) = rig.calls.remove(0);
    let me = rig.server.me(rig.now);
    let changed = StatusChanged { undo: Some("token".into()), me };
    rig.handle(Input::Answered(purpose, Ok(Answer::Changed(Box::new(changed)))));
    assert_eq!(rig.reply_now(), Some(Reply::Answer { answer: Box::new(local::Answer::Done) }));
    let undo = rig.machine.snapshot().undo.unwrap();
    assert_eq!((undo.what, undo.until), (Changed::Absence, rig.now + seconds(10)));
    assert_eq!(rig.ask(Request::Undo), None);
    assert!(matches!(sent(&rig)[..], [Call::Undo(token)] if token == "token"), "{:?}", rig.calls);
    rig.answer_all();
    assert_eq!(rig.machine.snapshot().undo, None);
}

#[test]
fn undo_is_offered_for_ten_seconds() {
    let mut rig = Rig::online();
    rig.choose("busy", 0);
    rig.answer_all();
    rig.pass(seconds(9));
    assert!(rig.machine.snapshot().undo.is_some());
    rig.pass(seconds(1));
    assert!(rig.machine.snapshot().undo.is_none());
    assert_eq!(code(rig.ask(Request::Undo)), Some(Code::NothingToUndo));
}

#[test]
fn a_note_goes_with_its_status_and_is_taken_back_with_it() {
    let mut rig = Rig::online();
    rig.ask(Request::SetNote { text: "until noon".into(), emoji: None, end: End::Never });
    rig.answer_all();
    rig.pass(seconds(30));
    let end = End::After(seconds(3600));
    rig.ask(Request::Choose { status: "busy".into(), secondary: None, end, note: Some("budget".into()) });
    rig.answer_all();
    let note = rig.server.claims.note.clone().unwrap();
    assert_eq!((note.text.as_str(), note.until), ("budget", Some(rig.now + seconds(3600))));
    rig.ask(Request::Undo);
    rig.answer_all();
    assert!(rig.server.claims.manual.is_empty());
    assert_eq!(rig.server.claims.note.as_ref().map(|note| note.text.as_str()), Some("until noon"));
}

#[test]
fn a_wrong_clock_changes_no_end() {
    for skew in [-7200, -3, 5, 86400] {
        let mut rig = Rig::offline();
        rig.server.skew = seconds(skew);
        rig.connect();
        rig.answer_all();
        rig.choose("do_not_disturb", 30);
        rig.answer_all();
        let end = rig.server.time(start()) + seconds(1800);
        assert_eq!(rig.server.claims.manual[0].until, Some(end));
        rig.pass(seconds(1799));
        assert_eq!(rig.status(), "do_not_disturb", "{skew}");
        rig.pass(seconds(1));
        assert_eq!(rig.status(), "available", "{skew}");
        assert_eq!(rig.machine.snapshot().notice.is_some(), skew.abs() > 120);
    }
}

#[test]
fn bad_input_is_refused_before_anything_is_sent() {
    let mut rig = Rig::online();
    let choose =
        |status: &str, end| Request::Choose { status: status.into(), secondary: None, end, note: None };
    let note = |text: String| Request::SetNote { text, emoji: None, end: End::Never };
    let table = [
        (choose("nonsense", End::Never), Code::UnknownStatus),
        (choose("busy", End::At(start())), Code::EndInThePast),
        (choose("busy", End::After(seconds(0))), Code::Invalid),
        (choose("busy", End::After(seconds(367 * 86400))), Code::Invalid),
        (note(String::new()), Code::Invalid),
        (note("x".repeat(141)), Code::Invalid),
        (note("two\nlines".into()), Code::Invalid),
        (
            Request::Settings { settings: Settings { idle_after_s: 3601, ..Settings::default() } },
            Code::Invalid,
        ),
        (Request::Join { link: "https://example.org".into(), name: "Me".into() }, Code::Forbidden),
        (Request::Listen { on: vec!["192.0.2.1".into()] }, Code::Forbidden),
    ];
    for (request, expected) in table {
        assert_eq!(code(rig.ask(request.clone())), Some(expected), "{request:?}");
    }
    assert!(rig.calls.is_empty());
    assert!(is_done(&rig.ask(note("é".repeat(140)))));
}

#[test]
fn dropping_what_is_unsent_can_be_taken_back() {
    let mut rig = Rig::online();
    rig.lose();
    rig.choose("busy", 0);
    assert!(is_done(&drop_status(&mut rig, "busy")));
    assert_eq!(rig.status(), "available");
    assert_eq!(rig.machine.snapshot().undo.map(|undo| undo.what), Some(local::Changed::Dropped));
    assert!(is_done(&rig.ask(Request::Undo)));
    assert_eq!(rig.status(), "busy");
    rig.connect();
    rig.answer_all();
    assert_eq!(rig.server.claims.manual.len(), 1);
}

#[test]
fn dropping_what_is_on_its_way_stays_dropped() {
    let mut rig = Rig::online();
    rig.choose("busy", 0);
    assert_eq!(drop_status(&mut rig, "busy"), None, "once the server has it");
    rig.answer_all();
    assert!(is_done(&rig.reply_now()));
    assert_eq!((rig.status().as_str(), rig.server.claims.manual.len()), ("available", 0));
}

#[test]
fn dropping_what_is_on_its_way_takes_nothing_else_back() {
    type Meanwhile = fn(&mut Rig);
    let set_note = |rig: &mut Rig| {
        rig.ask(Request::SetNote { text: "lunch".into(), emoji: None, end: End::Never });
    };
    let table: [(Option<&str>, Meanwhile, usize, bool); 4] = [
        (Some("budget"), |rig| rig.answer_one(), 1, true),
        (None, set_note, 1, true),
        (None, |rig| drop(rig.choose("do_not_disturb", 60)), 2, false),
        (None, |rig| rig.pass(seconds(11)), 1, false),
    ];
    for (note, meanwhile, layers, noted) in table {
        let mut rig = Rig::online();
        let (end, note) = (End::After(seconds(7200)), note.map(str::to_owned));
        rig.ask(Request::Choose { status: "busy".into(), secondary: None, end, note });
        meanwhile(&mut rig);
        assert_eq!(code(drop_status(&mut rig, "busy")), Some(Code::Unreachable), "it is on its way");
        rig.answer_all();
        assert_eq!((rig.server.claims.manual.len(), rig.server.claims.note.is_some()), (layers, noted));
        assert_eq!(drop_status(&mut rig, "busy"), None, "by the server now");
        rig.answer_all();
        assert!(is_done(&rig.reply_now()));
        assert_eq!((rig.server.claims.manual.len(), rig.server.claims.note.is_some()), (layers - 1, noted));
    }
}

fn drop_status(rig: &mut Rig, status: &str) -> Option<Reply> {
    let reasons = rig.shown().reasons;
    let reason = reasons.iter().find(|reason| reason.can_drop && reason.status.as_str() == status);
    rig.ask(Request::Drop { claim: reason.and_then(|reason| reason.claim.clone()).unwrap() })
}

#[test]
fn a_note_by_itself_can_be_taken_back() {
    let mut rig = Rig::online();
    let set = |text: &str| Request::SetNote { text: text.into(), emoji: None, end: End::Never };
    rig.ask(set("one"));
    rig.answer_all();
    rig.ask(set("two"));
    rig.answer_all();
    assert!(is_done(&rig.ask(Request::Undo)));
    rig.answer_all();
    assert_eq!(rig.server.claims.note.as_ref().map(|note| note.text.as_str()), Some("one"));
    rig.ask(Request::ClearNote);
    rig.answer_all();
    rig.ask(Request::Undo);
    rig.answer_all();
    assert_eq!(rig.server.claims.note.as_ref().map(|note| note.text.as_str()), Some("one"));
}

#[test]
fn a_secondary_status_is_shown_to_me_and_sent() {
    let mut rig = Rig::online();
    let mut statuses = shipped_statuses();
    let training = statuses.iter_mut().find(|status| status.id.as_str() == "training").unwrap();
    let labels = training.labels.clone();
    training.secondaries = vec![Secondary { id: "coaching".into(), labels, hidden: false }];
    rig.event(Event::Statuses { statuses });
    let choose = |secondary: &str| Request::Choose {
        status: "training".into(),
        secondary: Some(secondary.into()),
        end: End::Usual,
        note: None,
    };
    assert_eq!(code(rig.ask(choose("nonsense"))), Some(Code::UnknownStatus));
    assert!(is_done(&rig.ask(choose("coaching"))));
    assert_eq!(rig.shown().reasons[0].secondary, Some("coaching".into()));
    let [call] = sent(&rig)[..] else { panic!("{:?}", rig.calls) };
    assert_eq!(choice(call).secondary, Some("coaching".into()));
}
