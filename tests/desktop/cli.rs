//! `ringlight`, from a terminal without a display, beside the running app.

use std::{process::Output, time::Duration};

use ringlight_protocol::Availability;

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
