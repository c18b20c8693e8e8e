//! What the app costs at rest and how fast it is, on the real thing: `cargo xtask bench`.
//!
//! Prints one line for each figure of docs/BENCHMARKS.md. Compare figures of one run only. `start`, `rest` or `changes` as
//! an argument measures only that.
#![expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]

#[allow(dead_code, unused_imports, reason = "shared with the desktop tests, which need more of it")]
#[path = "../../tests/desktop/support/mod.rs"]
mod support;

mod changes;
mod cost;
mod start;

use std::time::Duration;

use cost::Cost;
use support::{App, Desk};
use tokio::time::sleep;

/// How long a resting app is watched.
const WATCHED: Duration = Duration::from_secs(60);

#[tokio::main]
async fn main() {
    let only = std::env::args().skip(1).find(|arg| !arg.starts_with('-'));
    let wanted = |name: &str| only.as_deref().is_none_or(|only| only == name);
    if wanted("start") {
        start::measure().await;
    }
    if wanted("rest") {
        rest_started_hidden().await;
        rest_after_a_window().await;
    }
    if wanted("changes") {
        changes::measure().await;
    }
}

async fn rest_started_hidden() {
    let (_desks, [mut ada, mut ben]) = two_in_a_team(&["--hidden"]).await;
    sleep(Duration::from_secs(30)).await;
    report("started hidden", &mut ben).await;
    report("started hidden, hosting the team", &mut ada).await;
}

async fn rest_after_a_window() {
    let (desks, [_ada, mut ben]) = two_in_a_team(&[]).await;
    sleep(Duration::from_secs(15)).await;
    println!("PSS with the window open: {:.0} MiB", Cost::of(ben.process().id()).mebibytes);
    desks[1].close_window();
    sleep(WATCHED).await;
    report("hidden after a window", &mut ben).await;
}

/// Ada hosts, Ben is a member; the app with `args` is Ben's.
async fn two_in_a_team(args: &[&str]) -> ([Desk; 2], [App; 2]) {
    let (ada_desk, ben_desk) = (Desk::new().await, Desk::new().await);
    let ada = App::start(&ada_desk, &["--hidden"]).await;
    let link = ada.start_team("Harbour", "Ada").await;
    let ben = App::start(&ben_desk, args).await;
    ben.join(&link, "Ben").await;
    ([ada_desk, ben_desk], [ada, ben])
}

/// Watches an app that has nothing to do.
async fn report(what: &str, app: &mut App) {
    let before = Cost::of(app.process().id());
    sleep(WATCHED).await;
    let after = Cost::of(app.process().id());
    let seconds = WATCHED.as_secs_f64();
    println!(
        "{what}: {:.0} MiB PSS in {} processes, {:.2} wake-ups/s, {:.3} % CPU",
        after.mebibytes,
        after.processes,
        (after.switches - before.switches) as f64 / seconds,
        (after.seconds - before.seconds) / seconds * 100.0,
    );
}
