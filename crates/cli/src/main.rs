//! `ringlight`: your presence, from a terminal.
//!
//! Exit codes: 0 done, 1 refused, 2 not understood, 3 Ringlight is not running.

mod app;
mod args;
mod choose;
mod ends;
mod find;
mod hours;
mod manage;
mod print;

use std::{io, process::ExitCode, sync::Arc, time::Duration};

use clap::Parser;
use ringlight_protocol::{
    Availability, Person,
    local::{Link, Myself, Request, Snapshot},
};
use serde::Serialize;
use tokio::time::{sleep, timeout};

use app::{Failure, look, look_at_me, tell};
use args::{Args, Command};
use print::Printer;

/// How long a server that is there may take to take a change in.
const SENT_WITHIN: Duration = Duration::from_secs(1);
/// How often the app is asked whether it has.
const LOOK_AGAIN: Duration = Duration::from_millis(20);

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let args = Args::parse();
    match run(args.command, args.json).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => complain(&failure, args.json),
    }
}

#[expect(clippy::print_stderr, clippy::print_stdout, reason = "a command line speaks this way")]
fn complain(failure: &Failure, json: bool) -> ExitCode {
    let (code, text) = match failure {
        Failure::Refused(problem) if json => {
            println!("{}", serde_json::to_string(problem).unwrap_or_default());
            return ExitCode::from(1);
        }
        Failure::Refused(problem) => (1, problem.to_string()),
        Failure::NotUnderstood(text) => (2, text.clone()),
        Failure::NotRunning => (3, "Ringlight is not running. Start it with ringlight-desktop.".into()),
        Failure::Broken(text) => (1, text.clone()),
    };
    eprintln!("{text}");
    ExitCode::from(code)
}

async fn run(command: Command, json: bool) -> Result<(), Failure> {
    match command {
        Command::Status { words, secondary: None, until: None } if words.is_empty() => {
            show(json, Printer::me).await
        }
        Command::Status { words, secondary, until } => {
            let request = choose::status(&words, secondary, until).await?;
            change(request, json).await
        }
        Command::Note { words } => change(choose::note(&words)?, json).await,
        Command::Undo => change(Request::Undo, json).await,
        Command::Why => show(json, Printer::why).await,
        Command::Drop { claim } => change(Request::Drop { claim: claim.into() }, json).await,
        Command::Here => change(Request::Here, json).await,
        Command::Who { available, query } => who(available, query.as_deref().unwrap_or_default(), json).await,
        Command::Doctor => doctor(json).await,
        Command::Show => tell(Request::Show).await,
        Command::Quit => tell(Request::Quit).await,
        other => manage::run(other, json).await,
    }
}

/// Makes a change, and shows what came of it once the server has it, or does not take it soon.
async fn change(request: Request, json: bool) -> Result<(), Failure> {
    tell(request).await?;
    let _ = timeout(SENT_WITHIN, async {
        while look().await.is_ok_and(|now| is_on_its_way(&now)) {
            sleep(LOOK_AGAIN).await;
        }
    })
    .await;
    show(json, Printer::me).await
}

fn is_on_its_way(snapshot: &Snapshot) -> bool {
    snapshot.link == Link::Online && snapshot.me.as_ref().is_some_and(|me| me.unsent && !me.silent)
}

type Draw = fn(&mut Printer<io::StdoutLock<'static>>, &Myself, &Snapshot) -> io::Result<()>;

async fn show(json: bool, draw: Draw) -> Result<(), Failure> {
    let (snapshot, me) = look_at_me().await?;
    if json { written(print_json(&me)) } else { written(draw(&mut Printer::stdout(), &me, &snapshot)) }
}

async fn who(available: bool, query: &str, json: bool) -> Result<(), Failure> {
    let snapshot = look().await?;
    let query = query.to_lowercase();
    let mut people: Vec<&Person> = snapshot.people.values().map(Arc::as_ref).collect();
    people.retain(|person| !available || person.presence.availability == Availability::Available);
    people.retain(|person| person.profile.name.to_lowercase().contains(&query));
    people.sort_by_cached_key(|person| {
        let place = snapshot.favourites.iter().position(|id| *id == person.id);
        (place.unwrap_or(usize::MAX), person.presence.availability, person.profile.name.to_lowercase())
    });
    match (json, people.is_empty()) {
        (true, _) => written(print_json(&people)),
        (false, false) => written(Printer::stdout().who(&people, &snapshot)),
        (false, true) => written(Printer::stdout().line("Nobody.")),
    }
}

async fn doctor(json: bool) -> Result<(), Failure> {
    let snapshot = look().await?;
    if json {
        let Snapshot { account, link, senses, calendar, synced, .. } = &*snapshot;
        let all = serde_json::json!({
            "account": account, "link": link, "senses": senses, "calendar": calendar, "synced": synced,
        });
        return written(print_json(&all));
    }
    written(Printer::stdout().doctor(&snapshot))
}

fn print_json(value: &impl Serialize) -> io::Result<()> {
    let text = serde_json::to_string_pretty(value)?;
    Printer::stdout().line(&text)
}

/// Whoever closes the pipe has read enough.
fn written(result: io::Result<()>) -> Result<(), Failure> {
    match result {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::Broken(format!("{error}."))),
        _ => Ok(()),
    }
}
