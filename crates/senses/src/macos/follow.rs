//! How the users of a device are followed: looked at once, and again whenever the system says that something changed. As it
//! does not always say so, they are looked at now and then too, and more often while there are any.

use std::convert::Infallible;
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::sleep;

use crate::engaged::{App, Sense, Word};
use crate::looks;
use crate::mechanism::{Post, Stopped};
use crate::questions::{Kept, Questions};
use crate::signal::Source;

/// An end that is not announced is noticed this late at most.
const WHILE_USED: Duration = Duration::from_secs(30);

/// Tells who uses it, until nobody wants to know or `look` finds nothing to ask. What `look` listens with lives until it
/// looks again.
pub(super) async fn follow<L: Send + 'static>(
    post: &mut Post<Word>,
    (sense, source): (Sense, Source),
    changed: &Notify,
    questions: &Questions,
    look: fn() -> Option<(L, Vec<App>)>,
) -> Result<Infallible, Stopped> {
    let mut listeners = None;
    loop {
        let before = listeners.take();
        // The same function listens for all: taken back after it was given again, it would hear nothing any more.
        let look = move || (drop(before.and_then(Kept::take)), look()).1;
        let looked = questions.ask(look).await.map_err(Stopped::Lost)?;
        let (listen, apps) = looked.ok_or_else(|| Stopped::Lost(format!("{source} does not answer")))?;
        listeners = Some(Kept::new(listen));
        let used = !apps.is_empty();
        post.tell_news([Word::Using { sense, source }, Word::Users { sense, source, apps }]).await?;
        tokio::select! {
            () = changed.notified() => {}
            () = sleep(WHILE_USED), if used => {}
            () = looks::now_and_then() => {}
            reread = post.asked() => drop(reread?),
        }
    }
}
