//! Desktop notifications.

use std::sync::Arc;

/// Shows a notification with this title and text, without waiting.
pub type Notify = Arc<dyn Fn(&str, &str) + Send + Sync>;

/// What Windows knows the app by. Registered at installation; without it a toast names another program.
#[cfg(windows)]
const APP_ID: &str = "org.ringlight.Ringlight";

/// Shows them on this desktop. One that cannot be shown is logged.
pub(crate) fn desktop() -> Notify {
    Arc::new(|title, text| {
        let mut notification = notify_rust::Notification::new();
        notification.appname("Ringlight").summary(title).body(text);
        #[cfg(windows)]
        notification.app_id(APP_ID);
        #[cfg(all(unix, not(target_os = "macos")))]
        notification.icon("ringlight");
        tokio::spawn(show(notification));
    })
}

#[cfg(all(unix, not(target_os = "macos")))]
async fn show(notification: notify_rust::Notification) {
    if let Err(error) = notification.show_async().await {
        tracing::info!(%error, "no notification");
    }
}

#[cfg(any(windows, target_os = "macos"))]
async fn show(notification: notify_rust::Notification) {
    let shown = tokio::task::spawn_blocking(move || notification.show().map(drop)).await;
    if let Ok(Err(error)) = shown {
        tracing::info!(%error, "no notification");
    }
}
