mod first_link;
mod open_files;
mod settings;

use std::{
    io::{self, IsTerminal},
    num::NonZeroUsize,
    path::Path,
    process::ExitCode,
};

use anyhow::{Context, Result};
use clap::Parser;
use ringlight_protocol::{InviteLink, Timestamp};
use ringlight_server::{Config, Handle, Invite, Running, Sqlite, start};
use settings::{Args, Command, Settings};
use tracing_subscriber::EnvFilter;

/// Bad flags, a bad configuration file or a store that cannot be used; 1 is for what fails later.
const BAD_CONFIGURATION: u8 = 2;

pub(super) fn main() -> ExitCode {
    let args = Args::parse();
    tracing_subscriber::fmt()
        .with_writer(io::stderr)
        .with_ansi(io::stderr().is_terminal())
        .with_env_filter(EnvFilter::try_from_default_env().unwrap_or_else(|_| "info".into()))
        .init();
    let settings = match Settings::read(&args) {
        Ok(settings) => settings,
        Err(error) => return fail(BAD_CONFIGURATION, &error),
    };
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return fail(1, &error.into()),
    };
    runtime.block_on(async {
        let stop = match word_to_stop() {
            Ok(stop) => stop,
            Err(error) => return fail(1, &error.into()),
        };
        let running = match open(&settings).await {
            Ok(running) => running,
            Err(error) => return fail(BAD_CONFIGURATION, &error),
        };
        let done = match args.command {
            Some(Command::Invite { admin, uses }) => print_invite(running.handle(), admin, uses).await,
            None => run(&running, &settings.data, stop).await,
        };
        running.stop().await;
        done.map_or_else(|error| fail(1, &error), |()| ExitCode::SUCCESS)
    })
}

#[expect(clippy::print_stderr, reason = "this is the program's last word to whoever started it")]
fn fail(code: u8, error: &anyhow::Error) -> ExitCode {
    eprintln!("ringlightd: {error:#}");
    ExitCode::from(code)
}

async fn open(settings: &Settings) -> Result<Running> {
    let path = settings.data.join("team.sqlite");
    let store = Sqlite::open(&path).with_context(|| format!("cannot use {}", path.display()))?;
    let usual = Config::default();
    let config = Config {
        connections: settings.connections.map_or(usual.connections, NonZeroUsize::get),
        team: settings.name.clone(),
        transport: settings.transport(),
        public: settings.public.clone(),
        ..usual
    };
    open_files::allow(config.connections);
    let running = start(config, store).await.context("cannot start")?;
    for address in &settings.listen {
        let address =
            running.handle().listen(*address).await.with_context(|| format!("cannot listen on {address}"))?;
        tracing::info!(%address, "listening");
    }
    Ok(running)
}

async fn run(running: &Running, data: &Path, stop: impl Future<Output = ()>) -> Result<()> {
    let first = running.handle().first_invite().await?;
    first_link::tell(first.map(|(link, until)| words(true, &link, until)), data)?;
    stop.await;
    tracing::info!("stopping");
    Ok(())
}

#[expect(clippy::print_stdout, reason = "the link is this command's result")]
async fn print_invite(handle: &Handle, admin: bool, uses: u32) -> Result<()> {
    let (link, until) = handle.invite(Invite { uses, admin, ..Invite::default() }).await?;
    println!("{}", words(admin, &link, until));
    Ok(())
}

fn words(admin: bool, link: &InviteLink, until: Timestamp) -> String {
    let role = if admin { "an administrator" } else { "a member" };
    format!("To join as {role}, open this link in Ringlight before {until:.0}:\n{link}")
}

/// Waits for the word to end. It is listened for from the call on, not from the first poll.
#[cfg(unix)]
fn word_to_stop() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

#[cfg(windows)]
fn word_to_stop() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::windows::{ctrl_c, ctrl_close, ctrl_shutdown};
    let (mut interrupt, mut close, mut shutdown) = (ctrl_c()?, ctrl_close()?, ctrl_shutdown()?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = close.recv() => {}
            _ = shutdown.recv() => {}
        }
    })
}
