//! The shell's task: it owns window and tray, and obeys the person, the engine and the system.

use std::{sync::Arc, time::Duration};

use ringlight_client::Engine;
use ringlight_protocol::local::{Notice, Reply, Request, Snapshot};
use tauri::{AppHandle, Runtime};
use tokio::{
    sync::{mpsc, watch},
    time::Instant,
};

use crate::{autostart, tray::Told, window};

/// Every state of the engine, the newest last.
pub type Snapshots = watch::Receiver<Arc<Snapshot>>;

/// What the shell is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Show the window.
    Show,
    /// Ask the engine.
    Ask(Request),
    /// The person closed the window: hide it.
    Closed,
    /// The tray has something to say.
    Tray(Told),
    /// The engine has ended: end the program.
    Exit,
}

/// Which page is attached to the engine: a new one, or the end of the window, detaches the one before.
pub struct Attachment(watch::Sender<()>);

impl Default for Attachment {
    fn default() -> Self {
        Self(watch::Sender::new(()))
    }
}

impl Attachment {
    /// Detaches the page that was attached, and gives the new one the word of its own end.
    pub fn renew(&self) -> watch::Receiver<()> {
        self.end();
        self.0.subscribe()
    }

    /// Detaches the page that is attached.
    pub fn end(&self) {
        self.0.send_replace(());
    }
}

/// How long a panel may take to come, at login or after it was started anew, before the window opens in its place.
const PANEL_WITHIN: Duration = Duration::from_secs(10);

/// Obeys `events` until the program ends.
pub async fn run<R: Runtime>(app: AppHandle<R>, engine: Engine, mut events: mpsc::UnboundedReceiver<Event>) {
    let mut snapshots = engine.snapshots();
    let mut at_login = snapshots.borrow().settings.start_at_login;
    let mut tear_down_at: Option<Instant> = None;
    let mut show_at: Option<Instant> = None;
    loop {
        tokio::select! {
            event = events.recv() => {
                let Some(event) = event else { break };
                match event {
                    Event::Tray(Told::Missing(_)) => show_at = Some(Instant::now() + PANEL_WITHIN),
                    Event::Tray(Told::Shown) => show_at = None,
                    _ => {}
                }
                obey(&app, &engine, event);
                tear_down_at = (!window::is_visible(&app)).then(|| Instant::now() + window::KEPT_HIDDEN);
            }
            Ok(()) = snapshots.changed() => {
                let wanted = snapshots.borrow_and_update().settings.start_at_login;
                if std::mem::replace(&mut at_login, wanted) != wanted {
                    start_at_login(&engine, wanted).await;
                }
            }
            () = reach(show_at) => {
                log(window::show(&app), "show the window");
                show_at = None;
            }
            () = reach(tear_down_at) => {
                log(window::tear_down(&app), "tear the window down");
                tear_down_at = None;
            }
        }
    }
}

async fn reach(deadline: Option<Instant>) {
    match deadline {
        Some(deadline) => tokio::time::sleep_until(deadline).await,
        None => std::future::pending().await,
    }
}

fn obey<R: Runtime>(app: &AppHandle<R>, engine: &Engine, event: Event) {
    tracing::debug!(?event, "shell");
    match event {
        Event::Show => log(window::show(app), "show the window"),
        Event::Ask(request) => ask(engine, request),
        Event::Closed => log(window::hide(app), "hide the window"),
        Event::Tray(Told::Clicked) if window::is_visible(app) => log(window::hide(app), "hide the window"),
        Event::Tray(Told::Clicked) => log(window::show(app), "show the window"),
        Event::Tray(Told::Ask(request)) => ask(engine, request),
        Event::Tray(Told::Missing(why)) => {
            let engine = engine.clone();
            tauri::async_runtime::spawn(async move { engine.say(Notice::NoTray { why: why.into() }).await });
        }
        Event::Tray(Told::Shown) => {
            if matches!(engine.snapshots().borrow().notice, Some(Notice::NoTray { .. })) {
                ask(engine, Request::Dismiss);
            }
        }
        Event::Exit => app.exit(0),
    }
}

/// Asks without waiting: what it changes comes as a snapshot, a refusal as a notice.
fn ask(engine: &Engine, request: Request) {
    let engine = engine.clone();
    tauri::async_runtime::spawn(async move {
        if let Reply::Problem { problem } = engine.ask(request).await {
            engine.say(Notice::Refused { problem }).await;
        }
    });
}

async fn start_at_login(engine: &Engine, wanted: bool) {
    let set = tauri::async_runtime::spawn_blocking(move || autostart::set(wanted)).await;
    if let Ok(Err(error)) = set {
        tracing::warn!(error = format!("{error:#}"), "start at login");
        let text = format!("Starting with the system could not be changed: {error:#}.");
        engine.say(Notice::Words { text }).await;
    }
}

fn log(done: tauri::Result<()>, what: &str) {
    if let Err(error) = done {
        tracing::error!(%error, "failed to {what}");
    }
}
