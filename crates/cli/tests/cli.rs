//! The program as people run it, against a socket that a test answers.
#![expect(clippy::unwrap_used, reason = "a test that meets something odd fails and says so")]

use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::{Arc, Mutex},
    thread,
};

use ringlight_local::Listener;
use ringlight_protocol::{
    Code, Level, Privacy, Problem, Program, ProgramMade, Right, Rule, Who, Window,
    local::{Answer, Ask, End, Reply, Request, Snapshot},
};
use tempfile::TempDir;
use tokio::sync::oneshot;

/// An app that answers, and remembers what it was asked.
struct App {
    directory: TempDir,
    asked: Arc<Mutex<Vec<Request>>>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<thread::JoinHandle<()>>,
}

const ME: &str = r#"{"id":"p-me","profile":{"name":"Me","zone":"UTC"},
    "presence":{"availability":"busy","status":"busy","cause":"manual","online":true},
    "reasons":[{"claim":"m1","source":"manual","availability":"busy","status":"busy","wins":true,"can_drop":true},
               {"source":"device","availability":"available","status":"available","wins":false,"can_drop":false}],
    "planned":[],"privacy":{},"breakthrough":[],"can_take_back":false,"silent":false,"unsent":false}"#;
const PEOPLE: &str = r#"{"p-1":{"id":"p-1","name":"Ada","zone":"UTC",
        "presence":{"availability":"available","status":"available","online":true}},
    "p-2":{"id":"p-2","name":"Ben","zone":"UTC",
        "presence":{"availability":"away","status":"away","activity":"locked","online":true}}}"#;

fn snapshot() -> Snapshot {
    let statuses = serde_json::to_string(&ringlight_protocol::shipped_statuses()).unwrap();
    let policy = serde_json::to_string(&ringlight_protocol::Policy::default()).unwrap();
    let json = format!(
        r#"{{"account":{{"state":"none"}},"link":{{"state":"online"}},"me":{ME},"people":{PEOPLE},"favourites":["p-2"],
            "groups":[{{"id":"g-1","name":"Book club","people":["p-1"]}}],"alerts":[],"policy":{policy},"statuses":{statuses},"senses":{{"activity":"active","since":"2026-11-23T10:00:00Z","mechanisms":[]}},"settings":{{}}}}"#
    );
    serde_json::from_str(&json).unwrap()
}

/// A socket of this test's own.
fn place(directory: &TempDir) -> PathBuf {
    #[cfg(windows)]
    return PathBuf::from(format!(r"\\.\pipe\ringlight-{}", directory.path().file_name().unwrap().display()));
    #[cfg(unix)]
    return directory.path().join("socket");
}

impl App {
    fn start() -> Self {
        let directory = TempDir::new().unwrap();
        let path = place(&directory);
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (stop, stopped) = oneshot::channel();
        let (ready, started) = std::sync::mpsc::channel();
        let log = asked.clone();
        let thread = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let listener = Listener::bind(&path).unwrap();
                ready.send(()).unwrap();
                let handler = move |request: Request| {
                    let reply = answer(&request);
                    log.lock().unwrap().push(request);
                    async { reply }
                };
                listener.serve(handler, async { drop(stopped.await) }).await;
            });
        });
        started.recv().unwrap();
        Self { directory, asked, stop: Some(stop), thread: Some(thread) }
    }

    fn run(&self, args: &[&str]) -> Output {
        run(&place(&self.directory), args)
    }

    /// What was asked of the server.
    fn asked_for(&self) -> Vec<Ask> {
        let asks = self.wishes().into_iter().map(|request| match request {
            Request::Ask { ask } => *ask,
            other => panic!("{other:?}"),
        });
        asks.collect()
    }

    /// What was asked besides looking.
    fn wishes(&self) -> Vec<Request> {
        self.asked.lock().unwrap().drain(..).filter(|request| *request != Request::Look).collect()
    }
}

impl Drop for App {
    fn drop(&mut self) {
        drop(self.stop.take());
        self.thread.take().map(thread::JoinHandle::join);
    }
}

fn answer(request: &Request) -> Reply {
    match request {
        Request::Look => Reply::Snapshot { snapshot: snapshot().into() },
        Request::Ask { ask } => Reply::Answer { answer: Box::new(told(ask)) },
        Request::Undo => Reply::Problem { problem: Problem::new(Code::NothingToUndo, "Too late.") },
        _ => Reply::Done,
    }
}

fn told(ask: &Ask) -> Answer {
    let made = "2026-11-23T10:00:00Z".parse().unwrap();
    let program =
        Program { id: "prog-1".into(), name: "build light".into(), rights: vec![Right::ReadPresence], made };
    match ask {
        Ask::Programs => Answer::Programs { programs: vec![program] },
        Ask::MakeProgram { .. } => {
            Answer::ProgramMade { made: ProgramMade { program, token: "only-now".into() } }
        }
        Ask::StatusTimeCsv { .. } => Answer::Csv { text: "name,status\r\nAda,busy\r\n".into() },
        _ => Answer::Done,
    }
}

fn run(socket: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_ringlight")).args(args).env("RINGLIGHT_SOCKET", socket).output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn words_become_requests() {
    let app = App::start();
    let choose = |status: &str, end, note: Option<&str>| Request::Choose {
        status: status.into(),
        secondary: None,
        end,
        note: note.map(Into::into),
    };
    let hour = End::After(jiff::SignedDuration::from_hours(1));
    let note = |text: &str, end| Request::SetNote { text: text.into(), emoji: None, end };
    let table: [(&[&str], Request); 16] = [
        (&["status", "dnd", "1h", "budget"], choose("do_not_disturb", hour.clone(), Some("budget"))),
        (&["status", "lunch"], choose("meal", End::Usual, None)),
        (&["status", "in a meeting", "1h"], choose("in_a_meeting", hour.clone(), None)),
        (&["status", "busy", "in", "Berlin"], choose("busy", End::Usual, Some("in Berlin"))),
        (&["status", "ooo", "forever"], choose("out_of_office", End::Never, None)),
        (
            &["status", "busy", "--until", "2999-01-01T00:00:00Z", "on", "it"],
            choose("busy", End::At("2999-01-01T00:00:00Z".parse().unwrap()), Some("on it")),
        ),
        (&["drop", "m1"], Request::Drop { claim: "m1".into() }),
        (&["here"], Request::Here),
        (&["status", "auto"], Request::Automatic),
        (&["note", "back at 3", "1h"], note("back at 3", hour.clone())),
        (&["note", "1h", "back", "at", "3"], note("back at 3", hour.clone())),
        (&["note", "only words"], note("only words", End::Never)),
        (
            &["note", "meet", "until", "2999-01-01T00:00:00Z"],
            note("meet", End::At("2999-01-01T00:00:00Z".parse().unwrap())),
        ),
        (&["note", "clear"], Request::ClearNote),
        (&["show"], Request::Show),
        (&["quit"], Request::Quit),
    ];
    for (args, expected) in table {
        let output = app.run(args);
        assert_eq!(output.status.code(), Some(0), "{args:?}: {}", said(&output));
        assert_eq!(app.wishes(), [expected], "{args:?}");
    }
}

#[test]
fn people_read_lines_and_programs_read_json() {
    let app = App::start();
    assert_eq!(out(&app.run(&["status"])), "◐ Busy\n");
    assert_eq!(out(&app.run(&["why"])), "◐ Busy\n→ you chose: Busy  [m1]\n  a device is in use\n");
    assert_eq!(out(&app.run(&["who"])), "◌ Ben  Away, locked\n● Ada  Available\n");
    assert_eq!(out(&app.run(&["who", "--available"])), "● Ada  Available\n");
    assert_eq!(out(&app.run(&["who", "be"])), "◌ Ben  Away, locked\n");
    assert_eq!(out(&app.run(&["who", "nobody"])), "Nobody.\n");
    let me: serde_json::Value = serde_json::from_str(&out(&app.run(&["status", "--json"]))).unwrap();
    assert_eq!(me["presence"]["status"], "busy");
    let people: serde_json::Value = serde_json::from_str(&out(&app.run(&["--json", "who", "ada"]))).unwrap();
    assert_eq!(people[0]["name"], "Ada");
}

#[test]
fn each_kind_of_failure_has_its_code_and_its_sentence() {
    let app = App::start();
    let refused = app.run(&["undo"]);
    assert_eq!((refused.status.code(), said(&refused).as_str()), (Some(1), "Too late.\n"));
    let refused = app.run(&["--json", "undo"]);
    let problem: Problem = serde_json::from_str(&out(&refused)).unwrap();
    assert_eq!((refused.status.code(), problem.code), (Some(1), Code::NothingToUndo));
    let slip = app.run(&["status", "dnb"]);
    assert_eq!(slip.status.code(), Some(2));
    assert!(said(&slip).contains("Did you mean dnd?"), "{}", said(&slip));
    let passed = app.run(&["status", "busy", "until", "2020-01-01"]);
    assert_eq!(passed.status.code(), Some(2));
    assert_eq!(app.run(&["nonsense"]).status.code(), Some(2));
    assert!(app.wishes().iter().all(|request| *request == Request::Undo));

    let nowhere = TempDir::new().unwrap();
    let alone = run(&place(&nowhere), &["status"]);
    assert_eq!(alone.status.code(), Some(3));
    assert_eq!(said(&alone), "Ringlight is not running. Start it with ringlight-desktop.\n");
}

#[test]
fn what_the_server_keeps_is_asked_in_words() {
    let app = App::start();
    let rule = Rule { who: Who::Person { person: "p-1".into() }, level: Level::Hidden };
    let hidden = Privacy { rules: vec![rule], ..Privacy::default() };
    let located = Privacy { location: true, ..Privacy::default() };
    let window = Window { day: 1, from: 18 * 60, until: 8 * 60 };
    let quiet = ringlight_protocol::QuietChange { windows: vec![window], zone: None };
    let table: [(&[&str], Ask); 8] = [
        (&["absence", "cancel", "a-1"], Ask::CancelAbsence { id: "a-1".into() }),
        (&["quiet", "set", "mon", "18:00-08:00"], Ask::SetQuietHours { hours: quiet }),
        (&["quiet", "team"], Ask::UseTeamQuietHours),
        (&["alert", "remove", "al-1"], Ask::DeleteAlert { id: "al-1".into() }),
        (&["privacy", "set", "ada", "hidden"], Ask::SetPrivacy { privacy: hidden }),
        (&["privacy", "share", "location", "on"], Ask::SetPrivacy { privacy: located }),
        (&["groups", "delete", "Book club"], Ask::DeleteGroup { id: "g-1".into() }),
        (&["program", "revoke", "build light"], Ask::RevokeProgram { id: "prog-1".into() }),
    ];
    for (args, expected) in table {
        let output = app.run(args);
        assert_eq!(output.status.code(), Some(0), "{args:?}: {}", said(&output));
        assert_eq!(app.asked_for().last(), Some(&expected), "{args:?}");
    }
    let chosen_ids: [&[&str]; 3] = [
        &["absence", "add", "holiday", "2999-12-24", "2999-12-31T12:00"],
        &["alert", "add", "ada", "ben", "--need", "all"],
        &["groups", "set", "Lunch", "ada"],
    ];
    for args in chosen_ids {
        let output = app.run(args);
        assert_eq!(output.status.code(), Some(0), "{args:?}: {}", said(&output));
        match &app.asked_for()[..] {
            [Ask::PlanAbsence { absence, .. }] => assert_eq!(absence.status.as_str(), "on_holiday"),
            [Ask::SetAlert { alert, .. }] => assert_eq!((alert.people.len(), alert.need), (2, 2)),
            [Ask::SetGroup { group, .. }] => assert_eq!(group.people, ["p-1".into()]),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_token_is_printed_alone_on_its_line_and_csv_as_it_is() {
    let app = App::start();
    let added = app.run(&["program", "add", "build light", "--may", "read-presence,set-status"]);
    assert_eq!(out(&added).lines().next(), Some("only-now"), "{}", said(&added));
    let json = app.run(&["--json", "program", "add", "x", "--may", "read-presence"]);
    let made: ProgramMade = serde_json::from_str(&out(&json)).unwrap();
    assert_eq!(made.token, "only-now");
    let csv = app.run(&["report", "--from", "2026-11-01", "--until", "2026-11-30", "--csv"]);
    assert_eq!(out(&csv), "name,status\r\nAda,busy\r\n");
}

#[test]
fn the_doctor_names_each_sense_also_those_that_are_off() {
    let app = App::start();
    let text = out(&app.run(&["doctor"]));
    for word in ["sign-in", "server", "idle", "lock", "microphone", "desktop's dnd"] {
        assert!(text.contains(word), "{word}: {text}");
    }
    let json: serde_json::Value = serde_json::from_str(&out(&app.run(&["--json", "doctor"]))).unwrap();
    assert_eq!(json["link"]["state"], "online");
}

#[test]
fn who_is_meant_must_be_clear() {
    let app = App::start();
    for (args, sentence) in [
        (&["view-as", "zoe"][..], "Nobody here is called \"zoe\".\n"),
        (&["alert", "add", "ada", "--need", "2"], "Of 1, between 1 and 1 can be free; or say all.\n"),
        (&["quiet", "set", "mon"], "When on mon? Say mon 18:00-08:00.\n"),
        (
            &["privacy", "set", "everyone", "some"],
            "\"some\" is no level. Say hidden, coarse, basic, full, or usual.\n",
        ),
        (&["status", "busy", "1h", "--until", "15:00"], "Say how long, or until when; not both.\n"),
        (&["status", "busy", "--secondary", "x"], "There is no secondary status \"x\". There are: none.\n"),
    ] {
        let output = app.run(args);
        assert_eq!((output.status.code(), said(&output).as_str()), (Some(2), sentence), "{args:?}");
    }
}
