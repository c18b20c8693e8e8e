//! Programs that act for me with a token of their own.

use ringlight_protocol::{
    Program as Known, ProgramRequest, Right,
    local::{Answer, Ask},
};

use super::{done, shown};
use crate::{
    app::{Failure, another_version, ask},
    args::{May, Program},
};

pub async fn run(what: Option<Program>, json: bool) -> Result<(), Failure> {
    match what {
        None => {
            let programs = known().await?;
            shown(json, &programs, |printer| {
                let lines: Vec<String> = programs.iter().map(|it| printer.program(it)).collect();
                printer.list(lines, "No programs are let in.")
            })
        }
        Some(Program::Add { name, may }) => {
            let rights = may.into_iter().map(right).collect();
            let program = ProgramRequest { name, rights };
            let Answer::ProgramMade { made } = ask(Ask::MakeProgram { program }).await? else {
                return Err(another_version());
            };
            // Alone on standard output, so that a script can take it.
            shown(json, &made, |printer| printer.line(&made.token))?;
            beside("This token is shown only now. Give it to the program and to nobody else.");
            Ok(())
        }
        Some(Program::Revoke { name }) => {
            let programs = known().await?;
            let program = programs
                .iter()
                .find(|it| it.name.to_lowercase() == name.to_lowercase() || it.id.as_str() == name);
            let program =
                program.ok_or_else(|| Failure::NotUnderstood(format!("There is no program \"{name}\".")))?;
            let sentence = format!("{} is shut out.", program.name);
            done(Ask::RevokeProgram { id: program.id.clone() }, json, &sentence).await
        }
    }
}

async fn known() -> Result<Vec<Known>, Failure> {
    match ask(Ask::Programs).await? {
        Answer::Programs { programs } => Ok(programs),
        _ => Err(another_version()),
    }
}

fn right(may: May) -> Right {
    match may {
        May::ReadPresence => Right::ReadPresence,
        May::SetStatus => Right::SetStatus,
        May::ReportCalls => Right::ReportCalls,
    }
}

/// Says something to the person, not to what reads the output.
#[expect(clippy::print_stderr, reason = "a command line speaks this way")]
fn beside(words: &str) {
    eprintln!("{words}");
}
