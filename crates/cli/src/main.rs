//! `ringlight`: your presence, from a terminal.
//!
//! Exit codes: 0 done, 1 refused, 2 not understood, 3 Ringlight is not running.

mod args;
mod ends;
mod find;
mod print;

use std::{io, process::ExitCode, sync::Arc};

use clap::Parser;
use jiff::Zoned;
use ringlight_local::{AskError, ask, default_path};
use ringlight_protocol::{
    Availability, Code, Person, Problem,
    local::{End, Reply, Request, Snapshot},
};
use serde::Serialize;

use args::{Args, Command};
use print::Printer;

/// Why there is no answer.
enum Failure {
    Refused(Problem),
    NotUnderstood(String),
    NotRunning,
    Broken(String),
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let args = Args::parse();
    match run(&args).await {
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

async fn run(args: &Args) -> Result<(), Failure> {
    match &args.command {
        Command::Status { words } if words.is_empty() => show(args.json, Printer::me).await,
        Command::Status { words } => {
            let request = choice(words).await?;
            change(request, args.json).await
        }
        Command::Note { words } => change(note(words)?, args.json).await,
        Command::Undo => change(Request::Undo, args.json).await,
        Command::Why => show(args.json, Printer::why).await,
        Command::Who { available, query } => {
            who(*available, query.as_deref().unwrap_or_default(), args.json).await
        }
        Command::Show => tell(Request::Show).await,
        Command::Quit => tell(Request::Quit).await,
    }
}

async fn reply_to(request: Request) -> Result<Reply, Failure> {
    match ask(&default_path(), &request).await {
        Ok(Reply::Problem { problem }) => Err(Failure::Refused(problem)),
        Ok(reply) => Ok(reply),
        Err(AskError::NotRunning) => Err(Failure::NotRunning),
        Err(error) => Err(Failure::Broken(format!("{error}."))),
    }
}

async fn tell(request: Request) -> Result<(), Failure> {
    reply_to(request).await.map(drop)
}

async fn look() -> Result<Arc<Snapshot>, Failure> {
    match reply_to(Request::Look).await? {
        Reply::Snapshot { snapshot } => Ok(snapshot),
        _ => Err(Failure::Broken("The running Ringlight is of another version.".into())),
    }
}

/// Makes a change, and shows what came of it.
async fn change(request: Request, json: bool) -> Result<(), Failure> {
    tell(request).await?;
    show(json, Printer::me).await
}

type Draw = fn(
    &mut Printer<io::StdoutLock<'static>>,
    &ringlight_protocol::local::Myself,
    &Snapshot,
) -> io::Result<()>;

async fn show(json: bool, draw: Draw) -> Result<(), Failure> {
    let snapshot = look().await?;
    let Some(me) = &snapshot.me else {
        return Err(Failure::Refused(Problem::new(
            Code::SignedOut,
            "Join a team first: ringlight show opens the window.",
        )));
    };
    if json { written(print_json(me)) } else { written(draw(&mut Printer::stdout(), me, &snapshot)) }
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

async fn choice(words: &[String]) -> Result<Request, Failure> {
    if let [only] = words
        && ["auto", "automatic"].contains(&only.to_lowercase().as_str())
    {
        return Ok(Request::Automatic);
    }
    let statuses = look().await?.statuses.clone();
    let mut words = words;
    let status = find::take(&mut words, &statuses).map_err(Failure::NotUnderstood)?;
    let end = ends::take(&mut words, &Zoned::now()).map_err(Failure::NotUnderstood)?.unwrap_or(End::Usual);
    let note = (!words.is_empty()).then(|| words.join(" "));
    Ok(Request::Choose { status, secondary: None, end, note })
}

/// The end may stand before the text or after it.
fn note(words: &[String]) -> Result<Request, Failure> {
    let now = Zoned::now();
    match words {
        [only] if only.eq_ignore_ascii_case("clear") => return Ok(Request::ClearNote),
        [_] => return Ok(Request::SetNote { text: words[0].clone(), emoji: None, end: End::Never }),
        _ => {}
    }
    let mut rest = words;
    if let Some(end) = ends::take(&mut rest, &now).map_err(Failure::NotUnderstood)? {
        return Ok(Request::SetNote { text: rest.join(" "), emoji: None, end });
    }
    for from in 1..words.len() {
        let mut tail = &words[from..];
        if let Ok(Some(end)) = ends::take(&mut tail, &now)
            && tail.is_empty()
        {
            return Ok(Request::SetNote { text: words[..from].join(" "), emoji: None, end });
        }
    }
    Ok(Request::SetNote { text: words.join(" "), emoji: None, end: End::Never })
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
