//! The one window: made when wanted, hidden when closed, torn down when it stays hidden, so that resting costs no
//! browser.

use std::time::Duration;

use tauri::{AppHandle, Manager, Runtime, WebviewUrl, WebviewWindowBuilder};

/// The window's label, which the capability names.
pub const LABEL: &str = "main";

/// How long a hidden window keeps its web view.
pub const KEPT_HIDDEN: Duration = Duration::from_secs(30);

/// Shows the window in front, making it first where there is none.
pub fn show<R: Runtime>(app: &AppHandle<R>) -> tauri::Result<()> {
    if let Some(window) = app.get_webview_window(LABEL) {
        window.show()?;
        window.unminimize()?;
        return window.set_focus();
    }
    let started = std::time::Instant::now();
    WebviewWindowBuilder::new(app, LABEL, WebviewUrl::default())
        .title("Ringlight")
        .inner_size(388.0, 664.0)
        .min_inner_size(320.0, 420.0)
        .on_navigation(is_ours)
        .on_page_load(move |_, load| {
            tracing::debug!(event = ?load.event(), after = ?started.elapsed(), "page");
        })
        .build()?;
    tracing::debug!("window made");
    Ok(())
}

/// Whether anybody can see the window.
pub fn is_visible<R: Runtime>(app: &AppHandle<R>) -> bool {
    app.get_webview_window(LABEL)
        .is_some_and(|window| window.is_visible().unwrap_or(false) && !window.is_minimized().unwrap_or(false))
}

/// Hides the window if anybody can see it, and shows it in front otherwise.
pub fn toggle<R: Runtime>(app: &AppHandle<R>) -> tauri::Result<()> {
    if is_visible(app) { hide(app) } else { show(app) }
}

/// Hides the window; its web view lives on until [`tear_down`].
pub fn hide<R: Runtime>(app: &AppHandle<R>) -> tauri::Result<()> {
    app.get_webview_window(LABEL).map_or(Ok(()), |window| window.hide())
}

/// Ends the web view of a hidden window. Does nothing to a visible one.
pub fn tear_down<R: Runtime>(app: &AppHandle<R>) -> tauri::Result<()> {
    match app.get_webview_window(LABEL) {
        Some(window) if !window.is_visible()? => window.destroy(),
        _ => Ok(()),
    }
}

/// The window shows the app's own pages and nothing else.
fn is_ours(url: &tauri::Url) -> bool {
    let own = matches!(
        (url.scheme(), url.host_str()),
        ("tauri", Some("localhost")) | ("http", Some("tauri.localhost"))
    );
    let developing =
        cfg!(all(debug_assertions, not(feature = "custom-protocol"))) && url.port() == Some(1420);
    own || developing
}
