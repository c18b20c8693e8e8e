//! The tray on Windows and macOS, through Tauri.

use std::sync::Arc;

use jiff::{Timestamp, tz::TimeZone};
use ringlight_protocol::local::Request;
use tauri::{
    AppHandle, Runtime,
    image::Image,
    menu::{CheckMenuItem, IsMenuItem, Menu, MenuItem, PredefinedMenuItem, Submenu},
    tray::{MouseButton, MouseButtonState, TrayIcon, TrayIconBuilder, TrayIconEvent},
};
use tokio::sync::{Notify, mpsc, oneshot};

use super::{Choice, Item, Told, Tray};
use crate::{icons, shell::Snapshots, words};

/// Shows the tray and keeps it drawn from `snapshots` until they end.
pub async fn run<R: Runtime>(app: AppHandle<R>, mut snapshots: Snapshots, told: mpsc::UnboundedSender<Told>) {
    let chosen = Arc::new(Notify::new());
    let (events, choices) = (told.clone(), chosen.clone());
    // macOS makes status items on the main thread only, once its loop runs.
    let icon = match on_main(&app, move |app| make(app, events, choices)).await {
        Ok(icon) => icon,
        Err(error) => {
            tracing::warn!(%error, "no tray");
            let _ = told.send(Told::Missing(words::NO_ICON));
            return;
        }
    };
    let mut drawn = None;
    loop {
        let tray = super::tray(&snapshots.borrow_and_update(), Timestamp::now(), &TimeZone::system());
        let new = (tray, is_panel_dark());
        if drawn.as_ref() != Some(&new) {
            drawn = Some(new.clone());
            let icon = icon.clone();
            if let Err(error) = on_main(&app, move |app| draw(app, &icon, &new.0, new.1)).await {
                tracing::error!(%error, "failed to draw the tray");
            }
        }
        tokio::select! {
            changed = snapshots.changed() => if changed.is_err() { return },
            // A click toggles a check item by itself, also where the engine refuses: drawing anew undoes that.
            () = chosen.notified() => drawn = None,
        }
    }
}

/// Acts on the main thread, and waits without holding a thread: the main one may wait itself for what the others do, as
/// before the computer sleeps. Tauri's own calls would hold this one, each for a turn.
async fn on_main<R: Runtime, T: Send + 'static>(
    app: &AppHandle<R>,
    act: impl FnOnce(&AppHandle<R>) -> tauri::Result<T> + Send + 'static,
) -> tauri::Result<T> {
    let (done, acted) = oneshot::channel();
    let there = app.clone();
    app.run_on_main_thread(move || drop(done.send(act(&there))))?;
    acted.await.unwrap_or(Err(tauri::Error::FailedToReceiveMessage))
}

fn make<R: Runtime>(
    app: &AppHandle<R>,
    told: mpsc::UnboundedSender<Told>,
    chosen: Arc<Notify>,
) -> tauri::Result<TrayIcon<R>> {
    let clicked = told.clone();
    TrayIconBuilder::new()
        .show_menu_on_left_click(cfg!(target_os = "macos"))
        .on_menu_event(move |_, event| {
            if let Ok(request) = serde_json::from_str::<Request>(event.id().as_ref()) {
                let _ = told.send(Told::Ask(request));
            }
            chosen.notify_one();
        })
        .on_tray_icon_event(move |_, event| {
            if is_left_up(&event) {
                let _ = clicked.send(Told::Clicked);
            }
        })
        .build(app)
}

fn is_left_up(event: &TrayIconEvent) -> bool {
    matches!(
        event,
        TrayIconEvent::Click { button: MouseButton::Left, button_state: MouseButtonState::Up, .. }
    )
}

fn draw<R: Runtime>(
    app: &AppHandle<R>,
    icon: &TrayIcon<R>,
    tray: &Tray,
    dark_panel: bool,
) -> tauri::Result<()> {
    if let Some(image) = icons::tray(tray.icon, dark_panel).last() {
        let size = image.size.unsigned_abs();
        icon.set_icon(Some(Image::new_owned(image.pixels, size, size)))?;
    }
    icon.set_tooltip(Some(&tray.tooltip))?;
    let menu = Menu::new(app)?;
    for item in &tray.menu {
        append(app, &menu, item)?;
    }
    icon.set_menu(Some(menu))
}

/// By the colour mode of the taskbar, which is not that of windows. It is dark unless it is said to be light.
#[cfg(windows)]
fn is_panel_dark() -> bool {
    const COLOURS: &str = r"Software\Microsoft\Windows\CurrentVersion\Themes\Personalize";
    let colours = windows_registry::CURRENT_USER.open(COLOURS);
    colours.and_then(|colours| colours.get_u32("SystemUsesLightTheme")).map_or(true, |light| light == 0)
}

/// The menu bar takes its shade from the picture behind it, and tells nobody.
#[cfg(not(windows))]
fn is_panel_dark() -> bool {
    true
}

fn append<R: Runtime>(app: &AppHandle<R>, menu: &Menu<R>, item: &Item) -> tauri::Result<()> {
    match item {
        Item::Line(label) => menu.append(&MenuItem::new(app, escape(label), false, None::<&str>)?),
        Item::Separator => menu.append(&PredefinedMenuItem::separator(app)?),
        Item::Act(choice) => menu.append(&plain(app, choice)?),
        Item::Choices(choices) => choices.iter().try_for_each(|choice| {
            menu.append(&CheckMenuItem::with_id(
                app,
                id(choice),
                escape(&choice.label),
                true,
                choice.on,
                None::<&str>,
            )?)
        }),
        Item::Menu(label, choices) => {
            let items = choices.iter().map(|choice| plain(app, choice)).collect::<tauri::Result<Vec<_>>>()?;
            let items: Vec<&dyn IsMenuItem<R>> =
                items.iter().map(|item| item as &dyn IsMenuItem<R>).collect();
            menu.append(&Submenu::with_items(app, escape(label), true, &items)?)
        }
    }
}

fn plain<R: Runtime>(app: &AppHandle<R>, choice: &Choice) -> tauri::Result<MenuItem<R>> {
    MenuItem::with_id(app, id(choice), escape(&choice.label), true, None::<&str>)
}

/// A menu item's id is the request it asks for.
fn id(choice: &Choice) -> String {
    serde_json::to_string(&choice.request).unwrap_or_default()
}

/// An ampersand marks the access key, two stand for one.
fn escape(label: &str) -> String {
    label.replace('&', "&&")
}
