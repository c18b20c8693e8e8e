//! What the window may ask. Each command translates; the engine decides.

use std::sync::Arc;

use ringlight_client::Engine;
use ringlight_protocol::{
    CONTACT_SCHEMES, Code, Contact, Problem,
    local::{Difference, Reply, Request, Snapshot},
};
use tauri::{Runtime, State, WebviewWindow, ipc::Channel};

use crate::shell::Attachment;

/// Asks the engine. A refusal is a reply too: the window shows it in words.
#[tauri::command]
pub async fn send(request: Request, engine: State<'_, Engine>) -> Result<Reply, ()> {
    Ok(engine.ask(request).await)
}

/// Gives the whole snapshot, then every difference on `channel` until the window goes or another page attaches.
#[tauri::command]
pub async fn attach(
    channel: Channel<Difference>,
    engine: State<'_, Engine>,
    attachment: State<'_, Attachment>,
) -> Result<Arc<Snapshot>, ()> {
    let mut snapshots = engine.snapshots();
    let mut shown = snapshots.borrow_and_update().clone();
    let first = shown.clone();
    let mut mine = attachment.renew();
    tauri::async_runtime::spawn(async move {
        loop {
            tokio::select! {
                Ok(()) = snapshots.changed() => {}
                _ = mine.changed() => break,
                else => break,
            }
            let next = snapshots.borrow_and_update().clone();
            let difference = Difference::between(&shown, &next);
            if !difference.is_empty() && channel.send(difference).is_err() {
                break;
            }
            shown = next;
        }
    });
    Ok(first)
}

/// Closes the window, as its frame's button does.
#[tauri::command]
pub async fn close<R: Runtime>(window: WebviewWindow<R>) {
    if let Err(error) = window.close() {
        tracing::warn!(%error, "the window does not close");
    }
}

/// Opens a colleague's address in the program the system has for it.
#[tauri::command]
pub async fn open_address(address: String) -> Result<(), Problem> {
    if !Contact::opens(&address) {
        let schemes = CONTACT_SCHEMES.join(":, ");
        return Err(Problem::new(Code::Invalid, format!("Only these addresses can be opened: {schemes}:.")));
    }
    let opened = tokio::task::spawn_blocking(move || open::that_detached(address)).await;
    match opened {
        Ok(Ok(())) => Ok(()),
        _ => Err(Problem::new(Code::ThisComputer, "No program on this computer opens this kind of address.")),
    }
}
