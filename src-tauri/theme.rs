//! Light or dark as the desktop says, heard from the settings portal
//! (<https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.Settings.html>).
//!
//! The windowing library would ask the portal too, but by waking every five seconds.

use std::time::Duration;

use futures_util::StreamExt;
use tauri::{AppHandle, Runtime, Theme};
use zbus::{
    Connection, MatchRule, MessageStream, connection,
    message::Type,
    zvariant::{OwnedValue, Value},
};

const PORTAL: &str = "org.freedesktop.portal.Desktop";
const PATH: &str = "/org/freedesktop/portal/desktop";
const SETTINGS: &str = "org.freedesktop.portal.Settings";
const APPEARANCE: &str = "org.freedesktop.appearance";
const COLOUR_SCHEME: &str = "color-scheme";
/// The portal may have to be started first.
const PATIENCE: Duration = Duration::from_secs(5);

/// Follows the desktop until the session bus ends. Without a portal the toolkit's own theme stays.
pub async fn follow<R: Runtime>(app: AppHandle<R>) {
    if let Err(error) = listen(&app).await {
        tracing::debug!(%error, "light and dark are left to the toolkit");
    }
}

async fn listen<R: Runtime>(app: &AppHandle<R>) -> zbus::Result<()> {
    let bus = connection::Builder::session()?.method_timeout(PATIENCE).build().await?;
    let changes = MatchRule::builder()
        .msg_type(Type::Signal)
        .path(PATH)?
        .interface(SETTINGS)?
        .member("SettingChanged")?
        .add_arg(APPEARANCE)?
        .add_arg(COLOUR_SCHEME)?
        .build();
    let mut changes = MessageStream::for_match_rule(changes, &bus, None).await?;
    app.set_theme(read(&bus).await?);
    while let Some(change) = changes.next().await {
        let (_, _, value): (String, String, OwnedValue) = change?.body().deserialize()?;
        app.set_theme(scheme(&value));
    }
    Ok(())
}

async fn read(bus: &Connection) -> zbus::Result<Option<Theme>> {
    let asked = (APPEARANCE, COLOUR_SCHEME);
    let value: OwnedValue =
        bus.call_method(Some(PORTAL), PATH, Some(SETTINGS), "Read", &asked).await?.body().deserialize()?;
    Ok(scheme(&value))
}

/// 1 = dark, 2 = light, anything else = no preference.
fn scheme(value: &Value) -> Option<Theme> {
    match value {
        // `Read` wraps the number once more than the signal does.
        Value::Value(inner) => scheme(inner),
        Value::U32(1) => Some(Theme::Dark),
        Value::U32(2) => Some(Theme::Light),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_however_wrapped_is_a_theme() {
        assert_eq!(scheme(&Value::U32(1)), Some(Theme::Dark));
        assert_eq!(scheme(&Value::Value(Box::new(Value::U32(2)))), Some(Theme::Light));
        assert_eq!(scheme(&Value::U32(0)), None);
        assert_eq!(scheme(&Value::from("dark")), None);
    }
}
