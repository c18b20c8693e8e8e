//! The steps of `cargo xtask test`, cheapest first, stopping at the first that fails.

use std::{
    process::ExitCode,
    time::{Duration, Instant},
};

use clap::{Subcommand, ValueEnum};

use crate::{
    build::{self, PACKAGES},
    needs::{self, Missing},
    node::npm,
    shell, ui,
};

/// One step; each is also a task of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Subcommand)]
pub enum Step {
    /// The Rust sources are formatted
    Fmt,
    /// The window's types, lints and unit tests
    Ui,
    /// No warnings in any crate
    Clippy,
    /// Every crate's own tests
    Unit,
    /// The documentation builds and its links hold
    Doc,
    /// Licences, advisories and who may depend on what
    Deny,
    /// The window in a browser
    Browser,
    /// The app on real desktops: X server, D-Bus, tray, keyring
    Desktop,
    /// The senses against the real programs of many desktops: compositors, lockers, sound servers
    Senses,
}

enum Outcome {
    Done,
    /// Not checked, and why.
    Left(&'static str),
}

/// All of `steps` in turn. Ends with what each gave and took.
pub fn all(steps: &[Step]) -> anyhow::Result<ExitCode> {
    let mut summary = Vec::new();
    for step in steps {
        println!("\n== {}", step.name());
        let began = Instant::now();
        let outcome = step.perform();
        let line = format!("{:<8} {:>8}  {}", step.name(), lasting(began.elapsed()), result(&outcome));
        println!("{line}");
        summary.push(line);
        if let Err(error) = outcome {
            println!("\n{}", summary.join("\n"));
            if error.is::<Missing>() {
                return Err(error);
            }
            eprintln!("\n{error:#}\nRepeat this step with: cargo xtask {}", step.name());
            return Ok(ExitCode::FAILURE);
        }
    }
    println!("\n{}", summary.join("\n"));
    Ok(ExitCode::SUCCESS)
}

fn result(outcome: &anyhow::Result<Outcome>) -> &'static str {
    match outcome {
        Ok(Outcome::Done) => "ok",
        Ok(Outcome::Left(why)) => why,
        Err(_) => "FAILED",
    }
}

fn lasting(time: Duration) -> String {
    format!("{}:{:02} min", time.as_secs() / 60, time.as_secs() % 60)
}

impl Step {
    pub const ALL: [Self; 8] =
        [Self::Fmt, Self::Ui, Self::Clippy, Self::Unit, Self::Doc, Self::Deny, Self::Browser, Self::Desktop];
    pub const FAST: [Self; 4] = [Self::Fmt, Self::Ui, Self::Clippy, Self::Unit];

    fn name(self) -> String {
        format!("{self:?}").to_lowercase()
    }

    fn perform(self) -> anyhow::Result<Outcome> {
        match self {
            Self::Fmt => shell::run(shell::cargo(&["fmt", "--all", "--check"]))?,
            Self::Ui => window(&["check", "test"])?,
            Self::Clippy => clippy()?,
            Self::Unit => unit()?,
            Self::Doc => doc()?,
            Self::Deny if !shell::succeeds("cargo-deny", &["--version"]) => {
                return Ok(Outcome::Left("left out: cargo install cargo-deny --locked"));
            }
            Self::Deny => shell::run(shell::cargo(&["deny", "check"]))?,
            Self::Browser => {
                needs::meet(needs::BROWSER)?;
                window(&["test:browser"])?;
            }
            Self::Desktop if !cfg!(target_os = "linux") => {
                return Ok(Outcome::Left("left out: these desktops are made of Linux parts"));
            }
            Self::Senses if !cfg!(target_os = "linux") => {
                return Ok(Outcome::Left("left out: these programs are Linux ones"));
            }
            Self::Desktop => desktop()?,
            Self::Senses => senses()?,
        }
        Ok(Outcome::Done)
    }
}

fn window(scripts: &[&str]) -> anyhow::Result<()> {
    ui::install()?;
    scripts.iter().try_for_each(|script| shell::run(npm(&["run", script])?))
}

/// The desktop tests are asked for by name: their target is no default one, as plain `cargo test` may have no display.
fn clippy() -> anyhow::Result<()> {
    build::prepare()?;
    for targets in [&["--all-targets"][..], &["--test", "desktop"]] {
        shell::run(shell::cargo(&[&["clippy"], &PACKAGES[..], targets, &["--", "-D", "warnings"]].concat()))?;
    }
    shell::run(shell::cargo(&["clippy", "--package", "xtask", "--all-targets", "--", "-D", "warnings"]))
}

fn unit() -> anyhow::Result<()> {
    build::prepare()?;
    needs::meet(needs::DESKTOP)?;
    needs::meet(needs::UNIT)?;
    shell::run(shell::cargo(&["test", "--package", "xtask"]))?;
    let mut cargo = shell::cargo(&[&["test"], &PACKAGES[..]].concat());
    // A snapshot that differs is a failure here, never a file to be reviewed.
    cargo.env("INSTA_UPDATE", "no");
    shell::run(cargo)
}

fn doc() -> anyhow::Result<()> {
    build::prepare()?;
    let mut cargo = shell::cargo(&[&["doc", "--no-deps"], &PACKAGES[..]].concat());
    cargo.env("RUSTDOCFLAGS", "-D warnings");
    shell::run(cargo)
}

/// Builds all programs first. A test target among what is built makes cargo choose the features that the tests' own build
/// has, so that this shares everything with the unit tests' step.
fn desktop() -> anyhow::Result<()> {
    build::prepare()?;
    needs::meet(needs::DESKTOP)?;
    shell::run(shell::cargo(&[&["build"], &PACKAGES[..], &["--bins", "--test", "desktop"]].concat()))?;
    shell::run(shell::cargo(&[&["test"], &PACKAGES[..], &["--test", "desktop"]].concat()))
}

/// What the ordinary tests leave out, as it needs many large programs. One at a time: sound servers and compositors share
/// a computer badly.
fn senses() -> anyhow::Result<()> {
    build::prepare()?;
    needs::meet(needs::DESKTOP)?;
    needs::install_packages(include_str!("../../crates/senses/tests/peers/packages.txt"))?;
    if !shell::succeeds("kwin_wayland", &["--version"]) {
        // It asks for a priority that containers do not give, and will not start with less unless it is not asked for.
        shell::run(shell::command("setcap", &["-r", "/usr/bin/kwin_wayland"]))?;
    }
    // Of everything and not of its package alone, which has fewer features and would be built a second time beside it.
    let peers = [&["test"], &PACKAGES[..], &["--test", "peers"]].concat();
    // The long rest is a measurement, for docs/BENCHMARKS.md.
    let mut cargo = shell::cargo(&peers);
    cargo.args(["--", "--ignored", "--test-threads=1", "--skip", "rest"]);
    shell::run(cargo)
}
