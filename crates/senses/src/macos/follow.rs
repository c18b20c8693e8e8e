//! How the users of a device are followed: looked at once, and again whenever the system says that something changed.

use std::convert::Infallible;

use tokio::sync::Notify;

use crate::engaged::{App, Sense, Word};
use crate::mechanism::{Post, Stopped};
use crate::signal::Source;

/// Tells who uses it, until nobody wants to know or `look` finds nothing to ask. What `look` listens with lives until it
/// looks again.
pub(super) async fn follow<L: Send>(
    post: &mut Post<Word>,
    (sense, source): (Sense, Source),
    changed: &Notify,
    look: impl Fn() -> Result<(L, Vec<App>), Stopped> + Send,
) -> Result<Infallible, Stopped> {
    let mut told = None;
    loop {
        let (_listeners, apps) = look()?;
        if told.is_none() {
            post.tell(Word::Using { sense, source }).await?;
        }
        if told.as_ref() != Some(&apps) {
            post.tell(Word::Users { sense, source, apps: apps.clone() }).await?;
            told = Some(apps);
        }
        tokio::select! {
            () = changed.notified() => {}
            reread = post.asked() => drop(reread?),
        }
    }
}
