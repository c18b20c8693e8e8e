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
                obey(&app, &engine, event).await;
                let hidden = !beside(&app, window::is_visible).await.unwrap_or(false);
                tear_down_at = hidden.then(|| Instant::now() + window::KEPT_HIDDEN);
            }
            Ok(()) = snapshots.changed() => {
                let wanted = snapshots.borrow_and_update().settings.start_at_login;
                if std::mem::replace(&mut at_login, wanted) != wanted {
                    start_at_login(&engine, wanted).await;
                }
            }
            () = reach(show_at) => {
                act(&app, window::show, "show the window").await;
                show_at = None;
            }
            () = reach(tear_down_at) => {
                act(&app, window::tear_down, "tear the window down").await;
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

async fn obey<R: Runtime>(app: &AppHandle<R>, engine: &Engine, event: Event) {
    tracing::debug!(?event, "shell");
    match event {
        Event::Show => act(app, window::show, "show the window").await,
        Event::Ask(request) => ask(engine, request),
        Event::Closed => act(app, window::hide, "hide the window").await,
        Event::Tray(Told::Clicked) => act(app, window::toggle, "show or hide the window").await,
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

async fn act<R: Runtime>(app: &AppHandle<R>, act: fn(&AppHandle<R>) -> tauri::Result<()>, what: &str) {
    if let Some(Err(error)) = beside(app, act).await {
        tracing::error!(%error, "failed to {what}");
    }
}

/// Beside the runtime's one worker: Tauri's calls wait for the main thread, which may wait itself for what the worker does.
async fn beside<R: Runtime, T: Send + 'static>(app: &AppHandle<R>, act: fn(&AppHandle<R>) -> T) -> Option<T> {
    let app = app.clone();
    tauri::async_runtime::spawn_blocking(move || act(&app)).await.ok()
}
