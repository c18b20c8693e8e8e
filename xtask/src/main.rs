//! Set-up, build and test in one place: `cargo xtask run` and `cargo xtask test` are all that a fresh clone needs.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program for the terminal")]

mod build;
#[cfg(test)]
mod directions;
mod needs;
mod node;
mod places;
mod shell;
mod steps;
mod ui;

use std::{ffi::OsString, process::ExitCode};

use clap::{Parser, Subcommand};

use crate::{needs::Missing, steps::Step};

/// Ringlight from a fresh clone: what is missing is installed (on Debian and Ubuntu, after saying so) or named.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build the app and start it; what follows `--` goes to the app
    Run {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "APP ARGUMENTS")]
        args: Vec<OsString>,
    },
    /// Everything that must hold before a change goes in, step by step
    Test {
        /// Leave out what needs a browser, a display or a long time
        #[arg(long)]
        fast: bool,
        /// One step only
        #[arg(long, value_name = "STEP", conflicts_with = "fast")]
        only: Option<Step>,
        /// Only the senses, against the real programs of many desktops
        #[arg(long, conflicts_with_all = ["fast", "only"])]
        senses: bool,
    },
    /// Measure what docs/BENCHMARKS.md tells
    Bench,
    /// Build the installer for this system: .deb, Windows set-up or .dmg
    Bundle,
    #[command(flatten)]
    Step(Step),
}

fn main() -> ExitCode {
    match perform(Arguments::parse().task) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::from(if error.is::<Missing>() { 2 } else { 1 })
        }
    }
}

fn perform(task: Task) -> anyhow::Result<ExitCode> {
    match task {
        Task::Run { args } => build::run(&args),
        Task::Test { fast: true, .. } => steps::all(&Step::FAST),
        Task::Test { senses: true, .. } => steps::all(&[Step::Senses]),
        Task::Test { only: Some(step), .. } | Task::Step(step) => steps::all(&[step]),
        Task::Test { .. } => steps::all(&Step::ALL),
        Task::Bench => build::bench(),
        Task::Bundle => build::bundle(),
    }
}
