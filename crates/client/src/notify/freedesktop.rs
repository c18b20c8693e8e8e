//! The [notification service](https://specifications.freedesktop.org/notification-spec/latest/) of a free desktop.

use std::{collections::HashMap, time::Duration};

use futures_util::{
    StreamExt,
    future::{Either, OptionFuture, select},
};
use tokio::time::sleep;
use zbus::{connection::Builder, proxy, zvariant::Value};

use super::{Notification, Over, Press, Pressed};

/// How long the service may take to answer.
const ANSWER_WITHIN: Duration = Duration::from_secs(5);

/// A notification that nobody has touched for this long is not waited for any more.
const UNTOUCHED: Duration = Duration::from_secs(30 * 60);
/// What a service invokes when the notification itself is clicked.
const CLICKED: &str = "default";

#[proxy(
    interface = "org.freedesktop.Notifications",
    default_service = "org.freedesktop.Notifications",
    default_path = "/org/freedesktop/Notifications"
)]
trait Notifications {
    #[expect(clippy::too_many_arguments, reason = "the specification has as many")]
    fn notify(
        &self,
        app: &str,
        replaces: u32,
        icon: &str,
        summary: &str,
        body: &str,
        actions: &[&str],
        hints: HashMap<&str, Value<'_>>,
        expires: i32,
    ) -> zbus::Result<u32>;

    fn close_notification(&self, id: u32) -> zbus::Result<()>;

    fn get_capabilities(&self) -> zbus::Result<Vec<String>>;

    #[zbus(signal)]
    fn action_invoked(&self, id: u32, action: String) -> zbus::Result<()>;

    #[zbus(signal)]
    fn notification_closed(&self, id: u32, reason: u32) -> zbus::Result<()>;
}

pub(super) async fn show(notification: Notification, pressed: Pressed, over: Option<Over>) {
    match shown(&notification, over).await {
        Ok(Some(press)) => pressed(press),
        Ok(None) => {}
        Err(error) => tracing::info!(%error, "no notification"),
    }
}

/// Shows it, and waits for what is pressed if anything can be, or for its end.
async fn shown(notification: &Notification, over: Option<Over>) -> zbus::Result<Option<Press>> {
    let bus = Builder::session()?.method_timeout(ANSWER_WITHIN).build().await?;
    let service = NotificationsProxy::new(&bus).await?;
    let capabilities = service.get_capabilities().await.unwrap_or_default();
    let can = |what: &str| capabilities.iter().any(|capability| capability == what);
    let body = if can("body-markup") { escaped(&notification.body) } else { notification.body.clone() };
    let buttons = buttons(if can("actions") { notification.offers } else { &[] });
    let mut invoked = service.receive_action_invoked().await?;
    let mut closed = service.receive_notification_closed().await?;
    let hints =
        HashMap::from([("desktop-entry", "ringlight".into()), ("transient", notification.passing.into())]);
    let (title, icon) = (&notification.title, "ringlight");
    let id = service.notify("Ringlight", 0, icon, title, &body, &buttons, hints, -1).await?;
    if buttons.is_empty() && over.is_none() {
        return Ok(None);
    }
    let answer = async {
        loop {
            match select(invoked.next(), closed.next()).await {
                Either::Left((Some(signal), _)) => match signal.args() {
                    Ok(args) if args.id == id => return pressed(notification.offers, &args.action),
                    _ => {}
                },
                Either::Right((Some(signal), _)) if signal.args().is_ok_and(|args| args.id != id) => {}
                _ => return None,
            }
        }
    };
    tokio::select! {
        press = answer => Ok(press),
        Some(_) = OptionFuture::from(over) => service.close_notification(id).await.map(|()| None),
        () = sleep(UNTOUCHED) => Ok(None),
    }
}

/// Key and label of each button, as the specification wants them.
fn buttons(offers: &[Press]) -> Vec<&'static str> {
    let clicked = offers.first().into_iter().flat_map(|first| [CLICKED, first.label()]);
    clicked.chain(offers.iter().flat_map(|press| [press.label(), press.label()])).collect()
}

fn pressed(offers: &[Press], key: &str) -> Option<Press> {
    if key == CLICKED {
        return offers.first().copied();
    }
    offers.iter().copied().find(|press| press.label() == key)
}

/// Names and notes are other people's words: none of them is markup.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
