//! `ringlight`, from a terminal without a display, beside the running app.

use std::{process::Output, time::Duration};

use ringlight_protocol::{Availability, SignedDuration, Timestamp};

use crate::support::{App, Desk, Pair, program};

fn ringlight(desk: &Desk, args: &[&str]) -> Output {
    desk.command(program("ringlight")).env_remove("DISPLAY").args(args).output().unwrap()
}

fn said(output: &Output) -> String {
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[tokio::test]
async fn a_status_with_a_time_and_a_note_reaches_the_colleague_and_is_undone() {
    let pair = Pair::meet(async |_| ()).await;
    let soon = Duration::from_secs(1);
    let page = pair.ada.page();
    said(&ringlight(&pair.ben_desk, &["status", "dnd", "1h", "budget"]));
    page.row_until("Ben", "quiet with a note", soon, |row| {
        row.availability == Availability::DoNotDisturb && row.words.contains("budget")
    })
    .await;
    let why = said(&ringlight(&pair.ben_desk, &["why"]));
    assert!(why.contains("Do not disturb"), "{why}");
    said(&ringlight(&pair.ben_desk, &["undo"]));
    page.row_is("Ben", Availability::Available, soon).await;
    said(&ringlight(&pair.ben_desk, &["status", "away"]));
    page.row_is("Ben", Availability::Away, soon).await;
    said(&ringlight(&pair.ben_desk, &["status", "auto"]));
    page.row_is("Ben", Availability::Available, soon).await;
}

#[tokio::test]
async fn who_lists_colleagues_in_words_and_in_json() {
    let pair = Pair::meet(async |_| ()).await;
    assert!(said(&ringlight(&pair.ben_desk, &["who"])).contains("Ada"));
    said(&ringlight(&pair.ada_desk, &["status", "dnd"]));
    pair.ben
        .until("Ada is quiet", Duration::from_secs(2), |seen| {
            crate::support::presence_of(seen, "Ada").filter(|ada| *ada == Availability::DoNotDisturb)
        })
        .await;
    assert!(!said(&ringlight(&pair.ben_desk, &["who", "--available"])).contains("Ada"));
    let json: serde_json::Value =
        serde_json::from_str(&said(&ringlight(&pair.ben_desk, &["who", "--json"]))).unwrap();
    assert!(json.to_string().contains("do_not_disturb"), "{json}");
}

#[tokio::test]
async fn what_it_does_not_know_is_refused_in_words() {
    let desk = Desk::new().await;
    let app = App::start(&desk, &["--hidden"]).await;
    app.start_team("Harbour", "Ada").await;
    let long = "x".repeat(10_000);
    for (args, named) in [(&["status", "flying"][..], "flying"), (&["status", "dnd", "1h", &long], "140")] {
        let output = ringlight(&desk, args);
        let words = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && words.contains(named), "{output:?}");
        assert!(!words.contains("panicked"), "{words}");
    }
}

#[test]
fn it_says_plainly_when_no_app_runs() {
    let desk = Desk::bare();
    for args in [&["who"][..], &["status", "dnd"], &["why", "--json"]] {
        let output = ringlight(&desk, args);
        let words = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success(), "{args:?}");
        assert!(words.contains("not running"), "{args:?}: {words}");
    }
}

#[tokio::test]
async fn hours_and_absences_are_kept_from_a_terminal() {
    let pair = Pair::meet(async |_| ()).await;
    let soon = Duration::from_secs(1);
    let page = pair.ada.page();
    let ben = |args: &[&str]| said(&ringlight(&pair.ben_desk, args));
    // Each command knows what the one before it did.
    ben(&["quiet", "set", "mon-sun", "00:00-24:00"]);
    assert!(ben(&["quiet"]).contains("mon 00:00"), "the hours are shown");
    page.row_is("Ben", Availability::DoNotDisturb, soon).await;
    assert!(ben(&["why"]).contains("quiet hours"));
    ben(&["quiet", "skip"]);
    page.row_is("Ben", Availability::Available, soon).await;
    ben(&["undo"]);
    page.row_is("Ben", Availability::DoNotDisturb, soon).await;
    ben(&["quiet", "team"]);
    page.row_is("Ben", Availability::Available, soon).await;

    let day = |ahead: i64| {
        let at = Timestamp::now() + SignedDuration::from_hours(24 * ahead);
        at.strftime("%Y-%m-%d").to_string()
    };
    ben(&["absence", "add", "holiday", &day(30), &day(40)]);
    let planned = ben(&["absence"]);
    let id = planned.rsplit_once('[').and_then(|(_, id)| id.trim().strip_suffix(']')).expect("it has an id");
    assert!(planned.contains("On holiday"), "{planned}");
    ben(&["absence", "cancel", id]);
    assert!(!ben(&["absence"]).contains("holiday"));
}

#[tokio::test]
async fn who_sees_what_and_who_may_act_is_kept_from_a_terminal() {
    let pair = Pair::meet(async |_| ()).await;
    let soon = Duration::from_secs(1);
    let page = pair.ada.page();
    let ben = |args: &[&str]| said(&ringlight(&pair.ben_desk, args));
    ben(&["privacy", "set", "ada", "hidden"]);
    page.row_is("Ben", Availability::Offline, soon).await;
    assert!(ben(&["privacy"]).contains("Ada sees hidden"));
    assert!(ben(&["view-as", "ada"]).contains("Offline"));
    ben(&["privacy", "set", "ada", "usual"]);
    page.row_is("Ben", Availability::Available, soon).await;

    ben(&["groups", "set", "Book club", "ada"]);
    assert!(ben(&["groups"]).contains("Book club"));
    ben(&["groups", "delete", "Book club"]);
    assert!(!ben(&["groups"]).contains("Book club"));

    ben(&["alert", "add", "ada", "--standing"]);
    let alerts = ben(&["alert"]);
    assert!(alerts.contains("Ada"), "{alerts}");

    let token = ben(&["program", "add", "build light", "--may", "read-presence"]);
    assert!(token.lines().next().is_some_and(|token| token.len() > 40), "a token is shown once");
    assert!(!ben(&["program"]).contains(token.lines().next().unwrap()), "and never again");
    ben(&["program", "revoke", "build light"]);
    assert!(!ben(&["program"]).contains("build light"));

    let report = ["report", "--from", "2026-11-01", "--until", "2026-11-02"];
    let refused = ringlight(&pair.ben_desk, &report);
    let words = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(!refused.status.success() && words.contains("dministrator"), "{words}");
    assert!(ben(&["team"]).contains("away by idling"));
    assert!(ben(&["doctor"]).contains("x11-sync"));
}
