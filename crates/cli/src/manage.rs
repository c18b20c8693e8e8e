//! Absences, quiet hours, alerts, groups, privacy, programs and reports: what the server keeps for me.

mod alert;
mod people;
mod plan;
mod privacy;
mod program;

use jiff::Timestamp;
use ringlight_protocol::{
    ReportDays,
    local::{Answer, Ask},
};
use serde::Serialize;

use crate::{
    app::{Failure, another_version, ask, look_at_me},
    args::Command,
    print::Printer,
    print_json, written,
};

/// Does what none of the shorter commands is.
pub async fn run(command: Command, json: bool) -> Result<(), Failure> {
    match command {
        Command::Absence { what } => plan::absence(what, json).await,
        Command::Quiet { what } => plan::quiet(what, json).await,
        Command::Alert { what } => alert::run(what, json).await,
        Command::Groups { what } => people::groups(what, json).await,
        Command::Privacy { what } => privacy::run(what, json).await,
        Command::ViewAs { name } => privacy::view_as(&name, json).await,
        Command::Program { what } => program::run(what, json).await,
        Command::Team => team(json).await,
        Command::Report { from, until, csv } => report(ReportDays { from, until }, csv, json).await,
        _ => Ok(()),
    }
}

async fn team(json: bool) -> Result<(), Failure> {
    let (snapshot, _) = look_at_me().await?;
    shown(json, &snapshot.policy, |printer| printer.policy(&snapshot))
}

async fn report(days: ReportDays, csv: bool, json: bool) -> Result<(), Failure> {
    let what = if csv { Ask::StatusTimeCsv { days } } else { Ask::StatusTime { days } };
    match ask(what).await? {
        Answer::Csv { text } => written(Printer::stdout().raw(&text)),
        Answer::StatusTime { report } => {
            let (snapshot, _) = look_at_me().await?;
            shown(json, &report, |printer| printer.status_time(&report, &snapshot.statuses))
        }
        _ => Err(another_version()),
    }
}

type Out = Printer<std::io::StdoutLock<'static>>;

/// Prints a value as JSON, or draws it.
fn shown(
    json: bool,
    value: &impl Serialize,
    draw: impl FnOnce(&mut Out) -> std::io::Result<()>,
) -> Result<(), Failure> {
    if json { written(print_json(value)) } else { written(draw(&mut Printer::stdout())) }
}

/// Makes a change, and says so in one sentence.
async fn done(what: Ask, json: bool, sentence: &str) -> Result<(), Failure> {
    let answer = ask(what).await?;
    shown(json, &answer, |printer| printer.line(sentence))
}

/// An id that nobody else chose.
fn fresh(kind: &str) -> String {
    format!("{kind}-{:x}", Timestamp::now().as_millisecond())
}
