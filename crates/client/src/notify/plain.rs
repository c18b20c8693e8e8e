//! Toasts of Windows and banners of macOS, without buttons.

use super::{Notification, Pressed};

/// What Windows knows the app by. Registered at installation; without it a toast names another program.
#[cfg(windows)]
const APP_ID: &str = "org.ringlight.Ringlight";

pub(super) async fn show(notification: Notification, _pressed: Pressed) {
    let mut toast = notify_rust::Notification::new();
    toast.appname("Ringlight").summary(&notification.title).body(&notification.body);
    #[cfg(windows)]
    toast.app_id(APP_ID);
    let shown = tokio::task::spawn_blocking(move || toast.show().map(drop)).await;
    if let Ok(Err(error)) = shown {
        tracing::info!(%error, "no notification");
    }
}
