//! What a computer's owner is engaged in, as the tests wait for it.

use ringlight_senses::Desktop;
use ringlight_senses::engaged::{Engaged, Sense, Watch, Wishes, watch};
use tempfile::TempDir;
use tokio::sync::watch as latest;
use tokio::time::timeout;

use super::PATIENCE;

/// The running senses, and the owner's wishes.
pub struct Owner {
    pub watch: Watch,
    pub wishes: latest::Sender<Wishes>,
    _dir: TempDir,
}

impl Owner {
    pub fn wishing(wishes: Wishes, desktop: Desktop) -> Self {
        let dir = tempfile::tempdir().expect("has room");
        let (set, wishes) = latest::channel(wishes);
        Self { watch: watch(desktop, wishes, dir.path().join("dnd")), wishes: set, _dir: dir }
    }

    pub async fn until(&mut self, fits: impl Fn(&Engaged) -> bool) -> Engaged {
        until(&mut self.watch, fits).await
    }
}

/// The first value that fits; all that come before it are shown if none does.
pub async fn until(watch: &mut Watch, fits: impl Fn(&Engaged) -> bool) -> Engaged {
    let mut passed = Vec::new();
    loop {
        match timeout(PATIENCE, watch.next()).await {
            Ok(Some(engaged)) if fits(&engaged) => return engaged,
            Ok(Some(engaged)) => passed.push(engaged),
            Ok(None) => panic!("the senses ended after {passed:#?}"),
            Err(_) => panic!("waited in vain after {passed:#?}"),
        }
    }
}

/// Whether a mechanism works for `sense`.
pub fn relies(engaged: &Engaged, sense: Sense) -> bool {
    engaged.mechanisms.iter().any(|mechanism| mechanism.sense == sense && mechanism.trouble.is_none())
}

/// The ids of those who use `sense`.
pub fn users(engaged: &Engaged, sense: Sense) -> Vec<&str> {
    engaged.users.iter().filter(|used| used.sense == sense).map(|used| used.app.id.as_str()).collect()
}
