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
    loop {
        let (_listeners, apps) = look()?;
        post.tell_news([Word::Using { sense, source }, Word::Users { sense, source, apps }]).await?;
        tokio::select! {
            () = changed.notified() => {}
            reread = post.asked() => drop(reread?),
        }
    }
}
