use ringlight_protocol::Availability;

use super::{App, Desk, PATIENCE, presence_of};

/// Two people at two desks in one team: Ada, whose computer runs it, looks at her window; Ben has his in the tray.
pub struct Pair {
    // Before the desks, so that the apps end while their desks still stand.
    pub ada: App,
    pub ben: App,
    pub ada_desk: Desk,
    pub ben_desk: Desk,
}

impl Pair {
    /// Both signed in, each seeing the other there. `prepare` may change Ben's desk before his app starts.
    pub async fn meet(prepare: impl AsyncFnOnce(&Desk)) -> Self {
        let ada_desk = Desk::new().await;
        let ben_desk = Desk::new().await;
        let ada = App::open(&ada_desk, &[]).await;
        let link = ada.start_team("Harbour", "Ada").await;
        prepare(&ben_desk).await;
        let ben = App::start(&ben_desk, &["--hidden"]).await;
        ben.join(&link, "Ben").await;
        ben_desk.touch_pointer();
        let pair = Self { ada, ben, ada_desk, ben_desk };
        pair.ada.page().row_is("Ben", Availability::Available, PATIENCE).await;
        pair.ben
            .until("Ben sees Ada", PATIENCE, |seen| {
                presence_of(seen, "Ada").filter(|ada| *ada == Availability::Available)
            })
            .await;
        pair
    }
}
