//! The calendar: entered, read when due, told to the server, kept in the keyring, forgotten.

use ringlight_calendar::{Fault, Read};
use ringlight_protocol::local::CalendarSource;

use super::*;

fn enter(rig: &mut Rig) -> Option<Reply> {
    let source = Some(CalendarSource::Address { url: "https://calendar.example/secret.ics".into() });
    rig.ask(Request::Calendar { source, password: None })
}

fn readings(rig: &mut Rig) -> Vec<Reading> {
    let (reads, other) = std::mem::take(&mut rig.effects)
        .into_iter()
        .partition(|effect| matches!(effect, Effect::ReadCalendar(_)));
    rig.effects = other;
    let reading = |effect| match effect {
        Effect::ReadCalendar(reading) => *reading,
        other => panic!("{other:?}"),
    };
    Vec::into_iter(reads).map(reading).collect()
}

fn vault_jobs(rig: &mut Rig) -> Vec<Vault> {
    rig.effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Vault(job) => Some(job.clone()),
            _ => None,
        })
        .collect()
}

fn meeting(rig: &Rig) -> Meeting {
    let from = rig.now - seconds(60);
    Meeting { id: "c-1".into(), kind: MeetingKind::Busy, from, until: from + seconds(3600) }
}

/// A calendar read from a file of its own, so that what marks it as seen is real.
async fn whole(rig: &Rig, directory: &std::path::Path) -> Result<Read, Fault> {
    let path = directory.join("calendar.ics");
    let Meeting { from, until, .. } = meeting(rig);
    let stamp = |at: Timestamp| at.strftime("%Y%m%dT%H%M%SZ").to_string();
    let text = format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:test\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:{0}\r\nDTSTART:{0}\r\nDTEND:{1}\r\nSUMMARY:Secret plans\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        stamp(from),
        stamp(until)
    );
    std::fs::write(&path, text).unwrap();
    let source = CalendarSource::File { path: path.display().to_string() };
    let owner = ringlight_calendar::Owner { zone: "UTC".into(), addresses: Vec::new() };
    ringlight_calendar::read(&source, None, None, rig.now, &owner).await
}

/// Somebody has entered a calendar, it was read, and the server is being told. Gives the calendar's number.
async fn entered_and_read() -> (Rig, u64) {
    let directory = tempfile::TempDir::new().unwrap();
    let mut rig = Rig::online();
    enter(&mut rig);
    let number = readings(&mut rig).remove(0).number;
    let read = whole(&rig, directory.path()).await;
    rig.handle(Input::Calendar(number, read));
    (rig, number)
}

#[tokio::test]
async fn what_is_read_reaches_the_server_and_the_address_only_the_keyring() {
    let directory = tempfile::TempDir::new().unwrap();
    let mut rig = Rig::online();
    assert_eq!(enter(&mut rig), None, "answered once it was read");
    let reading = readings(&mut rig).remove(0);
    assert_eq!(reading.owner.zone, "UTC");
    let read = whole(&rig, directory.path()).await;
    rig.handle(Input::Calendar(reading.number, read));
    assert!(is_done(&rig.reply_now()));
    let [Call::Calendar(change)] = sent(&rig)[..] else { panic!("{:?}", rig.calls) };
    assert_eq!(change.meetings.len(), 1);
    rig.answer_all();
    let shown = rig.machine.snapshot().calendar.unwrap();
    assert_eq!((shown.name.as_str(), shown.meetings, shown.read), ("calendar.example", 1, Some(rig.now)));
    assert!(vault_jobs(&mut rig).iter().any(|job| matches!(job, Vault::KeepCalendar(..))));
    assert!(!format!("{:?}", rig.effects).contains("secret.ics"));
    let saved = rig.effects.iter().any(|effect| match effect {
        Effect::Save(saved) => match &**saved {
            Saved::Roster(Some(roster)) => serde_json::to_string(roster).unwrap().contains("secret.ics"),
            _ => false,
        },
        _ => false,
    });
    assert!(!saved, "the address may hold a secret");

    assert!(readings(&mut rig).is_empty());
    rig.pass(seconds(300));
    let again = readings(&mut rig);
    assert_eq!(again.len(), 1);
    assert!(again[0].seen.is_some());
    rig.handle(Input::Calendar(reading.number, Ok(Read::Unchanged)));
    assert!(rig.calls.is_empty(), "nothing new to tell");

    rig.ask(Request::Calendar { source: None, password: None });
    let [Call::Calendar(change)] = sent(&rig)[..] else { panic!("{:?}", rig.calls) };
    assert!(change.meetings.is_empty());
    assert!(matches!(vault_jobs(&mut rig).last(), Some(Vault::Forget(_))));
    assert_eq!(rig.machine.snapshot().calendar, None);
}

#[tokio::test]
async fn one_that_is_taken_away_while_the_server_is_told_of_it_is_gone_after_all() {
    let (mut rig, _) = entered_and_read().await;
    rig.ask(Request::Calendar { source: None, password: None });
    assert_eq!(rig.calls.len(), 1, "one telling at a time");
    let (purpose, call) = rig.calls.remove(0);
    let answer = rig.server.answer(&call, rig.now);
    rig.handle(Input::Answered(purpose, answer));
    let [Call::Calendar(change)] = sent(&rig)[..] else { panic!("{:?}", rig.calls) };
    assert!(change.meetings.is_empty());
}

#[test]
fn one_that_cannot_be_read_is_refused_and_forgotten() {
    let mut rig = Rig::online();
    enter(&mut rig);
    let reading = readings(&mut rig).remove(0);
    rig.handle(Input::Calendar(reading.number, Err(Fault::WebPage)));
    let Some(Reply::Problem { problem }) = rig.reply_now() else { panic!() };
    assert_eq!(problem.code, Code::Calendar);
    assert_eq!(rig.machine.snapshot().calendar, None);
    rig.pass(seconds(24 * 3600));
    assert!(readings(&mut rig).is_empty());
    let nonsense = Some(CalendarSource::Address { url: "nonsense".into() });
    assert_eq!(code(rig.ask(Request::Calendar { source: nonsense, password: None })), Some(Code::Calendar));
}

#[tokio::test]
async fn a_fault_later_keeps_what_was_read_and_says_so() {
    let (mut rig, number) = entered_and_read().await;
    rig.answer_all();
    rig.pass(seconds(300));
    readings(&mut rig);
    rig.handle(Input::Calendar(number, Err(Fault::Unreachable)));
    let shown = rig.machine.snapshot().calendar.unwrap();
    assert_eq!((shown.meetings, shown.problem.map(|it| it.code)), (1, Some(Code::Calendar)));
    rig.pass(seconds(599));
    assert!(readings(&mut rig).is_empty(), "faults slow it down");
    rig.pass(seconds(1));
    assert_eq!(readings(&mut rig).len(), 1);
}

#[test]
fn after_a_start_it_comes_out_of_the_keyring() {
    let roster = Roster { calendar: Some("calendar.example".into()), ..Roster::default() };
    let mut rig = Rig::online_with(roster);
    let user = vault_jobs(&mut rig).into_iter().find_map(|job| match job {
        Vault::ReadCalendar(user) => Some(user),
        _ => None,
    });
    assert!(user.unwrap().starts_with("calendar of p-me@"));
    assert!(readings(&mut rig).is_empty());
    let kept = r#"{"source":{"from":"address","url":"https://calendar.example/secret.ics"},"password":null}"#;
    rig.vault(VaultAnswer::CalendarRead(Ok(Some(Token(kept.into())))));
    assert_eq!(readings(&mut rig).len(), 1);

    let roster = Roster { calendar: Some("calendar.example".into()), ..Roster::default() };
    let mut rig = Rig::online_with(roster);
    rig.vault(VaultAnswer::CalendarRead(Ok(None)));
    let shown = rig.machine.snapshot().calendar.unwrap();
    assert_eq!(shown.problem.map(|it| it.code), Some(Code::Keyring));
}

#[test]
fn signing_out_takes_the_meetings_back_first() {
    let mut rig =
        Rig::online_with(Roster { calendar_told: true, calendar: Some("x".into()), ..Roster::default() });
    rig.ask(Request::SignOut);
    let [Call::Calendar(change)] = sent(&rig)[..] else { panic!("{:?}", rig.calls) };
    assert!(change.meetings.is_empty());
    let (purpose, _) = rig.calls.remove(0);
    rig.handle(Input::Answered(purpose, Ok(Answer::Nothing)));
    assert!(matches!(sent(&rig)[..], [Call::SignOut(_)]));
    rig.answer_all();
    assert!(is_done(&rig.reply_now()));
    let forgotten = vault_jobs(&mut rig).into_iter().filter(|job| matches!(job, Vault::Forget(_))).count();
    assert_eq!(forgotten, 2, "token and calendar");
}

#[test]
fn who_waits_for_the_first_reading_is_answered_when_it_never_comes() {
    let endings: [fn(&mut Rig); 2] = [
        |rig| drop(rig.ask(Request::Calendar { source: None, password: None })),
        |rig| drop(rig.ask(Request::SignOut)),
    ];
    for end in endings {
        let mut rig = Rig::online();
        assert_eq!(enter(&mut rig), None);
        end(&mut rig);
        rig.answer_all();
        let refused = |reply: &Reply| code(Some(reply.clone())) == Some(Code::Calendar);
        assert!(rig.effects.iter().any(|effect| matches!(effect, Effect::Reply(_, reply) if refused(reply))));
    }
}
