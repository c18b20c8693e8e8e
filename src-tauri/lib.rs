//! Ringlight's shell: everything that names Tauri. All wiring is on this screen.

mod args;
mod autostart;
mod commands;
mod demo;
mod display;
mod host;
mod icons;
mod opened;
mod places;
mod shell;
#[cfg(target_os = "linux")]
mod theme;
mod tray;
mod window;
mod words;

use std::{path::Path, process::ExitCode, time::Duration};

use anyhow::Context;
use clap::Parser;
use ringlight_client::{Engine, Options, StartError};
use ringlight_protocol::local::Request;
use shell::{Attachment, Event};
use tauri::{AppHandle, Manager, RunEvent, WindowEvent};
use tokio::{
    runtime::{Builder, Runtime},
    sync::mpsc,
};
use tracing_subscriber::EnvFilter;

/// How long the end of the program may take; the system gives little more.
const END_WITHIN: Duration = Duration::from_secs(3);

/// What is logged unless `RINGLIGHT_LOG` says otherwise: among the rest, by what the senses know what they tell.
const LOG: &str = "warn,ringlight_senses=info";

/// Starts the app and stays until it ends.
pub fn run() -> ExitCode {
    let mut args = args::Args::parse();
    // SAFETY: no thread was started yet.
    args.open = unsafe { opened::link(args.open) };
    if !display::is_there() {
        complain(words::NO_DISPLAY);
        return ExitCode::from(2);
    }
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::try_from_env("RINGLIGHT_LOG").unwrap_or_else(|_| EnvFilter::new(LOG)))
        .with_writer(std::io::stderr)
        .init();
    match start(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&format!("Ringlight cannot start: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

#[expect(clippy::print_stderr, reason = "the terminal is where a start that fails can say so")]
fn complain(words: &str) {
    eprintln!("{words}");
}

fn start(args: &args::Args) -> anyhow::Result<()> {
    // One worker: a second one would be woken with each timer to look whether there is work for it.
    // For as long as the program: dropping it would wait for threads that listen to the display until they hear something.
    let runtime: &Runtime =
        Box::leak(Box::new(Builder::new_multi_thread().worker_threads(1).enable_all().build()?));
    tauri::async_runtime::set(runtime.handle().clone());
    let paths = args.paths()?;
    let (events, incoming) = mpsc::unbounded_channel();
    let host = host::ThisComputer::new(places::Places::below(&paths.data), events.clone());
    let socket = paths.socket.clone();
    let engine = match runtime.block_on(Engine::start(Options::new(paths), host)) {
        Err(StartError::RunsAlready) => return runtime.block_on(hand_over(&socket, args.open.as_deref())),
        engine => engine?,
    };
    if args.demo {
        let engine = engine.clone();
        runtime.spawn(async move { engine.ask(Request::LookAround).await });
    }
    if let Some(link) = &args.open {
        let open = Request::Open { address: link.clone() };
        events.send(Event::Ask(open)).context("The shell has not started")?;
    } else if !args.hidden {
        events.send(Event::Show).context("The shell has not started")?;
    }
    let app = builder(tauri::Builder::default(), engine.clone(), events.clone()).build(context())?;
    #[cfg(target_os = "macos")]
    let system = events.clone();
    runtime.spawn(end_with_the_session(events.clone()));
    #[cfg(target_os = "linux")]
    runtime.spawn(theme::follow(app.handle().clone()));
    runtime.spawn(draw_the_tray(app.handle().clone(), engine.snapshots(), events));
    runtime.spawn(shell::run(app.handle().clone(), engine.clone(), incoming));
    app.run(move |_, event| match event {
        // The last window closed; the tray goes on. With a code, somebody asked for the end.
        RunEvent::ExitRequested { code: None, api, .. } => api.prevent_exit(),
        #[cfg(target_os = "macos")]
        RunEvent::Reopen { .. } => drop(system.send(Event::Show)),
        #[cfg(target_os = "macos")]
        RunEvent::Opened { urls } => {
            for url in urls {
                let _ = system.send(Event::Ask(Request::Open { address: url.into() }));
            }
        }
        // The system ends the session without asking: say so to the server while there is time.
        RunEvent::Exit => end(runtime, engine.clone()),
        _ => {}
    });
    Ok(())
}

/// Has the engine end, and waits until it has, but not for long. By this thread's own clock: the runtime's stands still while
/// its one worker waits for this thread.
fn end(runtime: &Runtime, engine: Engine) {
    let (done, ended) = std::sync::mpsc::channel();
    runtime.spawn(async move {
        let mut lives = engine.snapshots();
        engine.ask(Request::Quit).await;
        while lives.changed().await.is_ok() {}
        let _ = done.send(());
    });
    if ended.recv_timeout(END_WITHIN).is_err() {
        tracing::warn!("the end took too long: something may not have been told or stored");
    }
}

/// The app without its tray: what tests build on Tauri's mock runtime too.
pub fn builder<R: tauri::Runtime>(
    builder: tauri::Builder<R>,
    engine: Engine,
    events: mpsc::UnboundedSender<Event>,
) -> tauri::Builder<R> {
    builder
        .manage(engine)
        .manage(Attachment::default())
        .plugin(remembered_window())
        .invoke_handler(tauri::generate_handler![
            commands::send,
            commands::attach,
            commands::open_address,
            commands::close
        ])
        .on_window_event(move |window, event| match event {
            WindowEvent::CloseRequested { api, .. } => {
                api.prevent_close();
                let _ = events.send(Event::Closed);
            }
            WindowEvent::Destroyed => window.state::<Attachment>().end(),
            _ => {}
        })
}

/// The context that `tauri.conf.json` describes.
pub fn context<R: tauri::Runtime>() -> tauri::Context<R> {
    tauri::generate_context!()
}

fn remembered_window<R: tauri::Runtime>() -> tauri::plugin::TauriPlugin<R> {
    use tauri_plugin_window_state::StateFlags;
    tauri_plugin_window_state::Builder::new()
        .with_state_flags(StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED)
        .build()
}

async fn draw_the_tray<R: tauri::Runtime>(
    app: AppHandle<R>,
    snapshots: shell::Snapshots,
    events: mpsc::UnboundedSender<Event>,
) {
    let (told, mut tells) = mpsc::unbounded_channel();
    tauri::async_runtime::spawn(async move {
        while let Some(told) = tells.recv().await {
            let _ = events.send(Event::Tray(told));
        }
    });
    tray::backend::run(app, snapshots, told).await;
}

/// Asks for an orderly end when the session or the terminal goes.
async fn end_with_the_session(events: mpsc::UnboundedSender<Event>) {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let (Ok(mut end), Ok(mut hangup)) = (signal(SignalKind::terminate()), signal(SignalKind::hangup()))
        else {
            return;
        };
        tokio::select! {
            _ = end.recv() => {}
            _ = hangup.recv() => {}
            _ = tokio::signal::ctrl_c() => {}
        }
    }
    #[cfg(not(unix))]
    if tokio::signal::ctrl_c().await.is_err() {
        return;
    }
    let _ = events.send(Event::Ask(Request::Quit));
}

/// A second start shows the first one's window, or gives it what the system opened.
async fn hand_over(socket: &Path, opened: Option<&str>) -> anyhow::Result<()> {
    let request = opened.map_or(Request::Show, |link| Request::Open { address: link.to_owned() });
    ringlight_local::ask(socket, &request).await.context("Ringlight runs already, but does not answer")?;
    Ok(())
}
