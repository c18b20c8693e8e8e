//! Toasts of Windows and banners of macOS, without buttons. They go by themselves after some seconds.

use super::{Notification, Over, Pressed};

/// What the system knows the app by: the identifier in tauri.conf.json. On Windows the installer makes the entry in the Start
/// menu under it; nothing is shown for a program whose id it does not know. macOS takes icon and name from it.
const APP_ID: &str = "team.ringlight.desktop";

pub(super) async fn show(notification: Notification, _pressed: Pressed, _over: Option<Over>) {
    let mut toast = notify_rust::Notification::new();
    toast.appname("Ringlight").summary(&notification.title).body(&notification.body);
    #[cfg(windows)]
    toast.app_id(APP_ID);
    let shown = tokio::task::spawn_blocking(move || {
        #[cfg(target_os = "macos")]
        introduce();
        toast.show().map(drop)
    })
    .await;
    if let Ok(Err(error)) = shown {
        tracing::info!(%error, "no notification");
    }
}

/// Names the app before its first banner; unnamed, another one speaks for it.
#[cfg(target_os = "macos")]
fn introduce() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        if let Err(error) = notify_rust::set_application(APP_ID) {
            tracing::info!(%error, "banners come in another name");
        }
    });
}
