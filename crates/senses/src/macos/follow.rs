//! How the users of a device are followed: looked at once, and again whenever the system says that something changed.

use std::convert::Infallible;

use tokio::sync::Notify;

use crate::engaged::{App, Sense, Word};
use crate::mechanism::{Post, Stopped};
use crate::questions::Questions;
use crate::signal::Source;

/// Tells who uses it, until nobody wants to know or `look` finds nothing to ask. What `look` listens with lives until it
/// looks again.
pub(super) async fn follow<L: Send + 'static>(
    post: &mut Post<Word>,
    (sense, source): (Sense, Source),
    changed: &Notify,
    questions: &Questions,
    look: fn() -> Option<(L, Vec<App>)>,
) -> Result<Infallible, Stopped> {
    loop {
        let looked = questions.ask(look).await.map_err(Stopped::Lost)?;
        let (_listeners, apps) = looked.ok_or_else(|| Stopped::Lost(format!("{source} does not answer")))?;
        post.tell_news([Word::Using { sense, source }, Word::Users { sense, source, apps }]).await?;
        tokio::select! {
            () = changed.notified() => {}
            reread = post.asked() => drop(reread?),
        }
    }
}
