//! For systems that let no program see or switch their do not disturb.

use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::{Sense, Word};
use crate::mechanism::Post;
use crate::signal::Source;

/// Says why it cannot be told, and does nothing until nobody wants it any more.
pub(crate) fn untold(
    source: Source,
    why: &'static str,
    mut muted: watch::Receiver<bool>,
    post: Post<Word>,
) -> JoinHandle<()> {
    tokio::spawn(async move {
        let word = Word::CannotTell { sense: Sense::DesktopDnd, source, why: why.into() };
        if post.tell(word).await.is_ok() {
            while muted.changed().await.is_ok() {}
        }
    })
}
