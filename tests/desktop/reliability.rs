//! What fails in real life - servers, networks, programs - and what colleagues see of it.

use std::time::{Duration, Instant};

use ringlight_protocol::{
    Activity, Availability, DeviceActivity, Presence, SignedDuration, TeamChange, Timestamp,
    local::{Ask, End, Link, Reply, Request, Snapshot},
};

use crate::support::{App, Cable, Desk, FREEDESKTOP, PATIENCE, Saver, Server, by_way_of, person, until};

const SOON: Duration = Duration::from_secs(1);
/// How long a lost device counts as alive, unless the team chose otherwise.
const GRACE: Duration = Duration::from_secs(60);

/// Ada and Ben in a team that a server of its own keeps; Ben reaches it over a cable.
struct Served {
    ada: App,
    ben: App,
    server: Server,
    cable: Cable,
    _ada_desk: Desk,
    ben_desk: Desk,
}

impl Served {
    async fn meet() -> Self {
        Self::meet_with(0).await
    }

    /// The same with Ben away after so many seconds without input.
    async fn meet_with(idle_after_s: u32) -> Self {
        let place = Server::place();
        let cable = Cable::to(place).await;
        let (server, link) = Server::start(place, cable.address()).await;
        let ada_desk = Desk::new().await;
        let ada = App::open(&ada_desk, &[]).await;
        ada.join(&by_way_of(place, &link), "Ada").await;
        let link = ada.invite(1).await.parse().unwrap();
        let ben_desk = Desk::new().await;
        ben_desk.write_settings(|settings| settings.idle_after_s = idle_after_s);
        let ben = App::start(&ben_desk, &["--hidden"]).await;
        ben.join(&by_way_of(cable.address(), &link), "Ben").await;
        ben_desk.touch_pointer();
        let served = Self { ada, ben, server, cable, _ada_desk: ada_desk, ben_desk };
        served.ada.page().row_is("Ben", Availability::Available, PATIENCE).await;
        served
    }

    /// Ben as Ada's app knows him.
    async fn seen(&self) -> Presence {
        presence(&*self.ada.look().await)
    }

    async fn choose(&self, status: &str) {
        self.ben.choose(status, End::Never).await;
    }
}

fn presence(snapshot: &Snapshot) -> Presence {
    person(snapshot, "Ben").expect("Ben is in the team").presence.clone()
}

async fn offline(app: &App) {
    app.until("offline", PATIENCE * 6, |seen| matches!(seen.link, Link::Offline { .. }).then_some(())).await;
}

#[tokio::test]
async fn do_not_disturb_that_was_chosen_survives_lock_idle_and_a_restart_of_the_server() {
    let mut served = Served::meet_with(3).await;
    let saver = Saver::start(served.ben_desk.bus().await, FREEDESKTOP).await;
    let senses = async |wanted| {
        served.ben.until("the sense", PATIENCE, |seen| (seen.senses.activity == wanted).then_some(())).await
    };
    served.choose("do_not_disturb").await;
    served.ada.page().row_is("Ben", Availability::DoNotDisturb, SOON).await;
    let since = served.seen().await.since;

    saver.lock().await;
    senses(DeviceActivity::Locked).await;
    saver.unlock().await;
    senses(DeviceActivity::Idle).await;
    served.ben_desk.touch_pointer();
    senses(DeviceActivity::Active).await;
    let dnd_since = |presence: Presence, since: Option<Timestamp>| {
        assert_eq!((presence.availability, presence.since), (Availability::DoNotDisturb, since));
    };
    dnd_since(served.seen().await, since);

    served.server.stop().await;
    offline(&served.ada).await;
    served.server.start_again();
    served.ada.online(PATIENCE).await;
    served.ben.online(PATIENCE).await;
    dnd_since(served.seen().await, since);
    assert_eq!(served.ben.look().await.me.clone().unwrap().presence.availability, Availability::DoNotDisturb);
}

#[tokio::test]
async fn a_server_killed_and_restarted_is_true_again_within_five_seconds_and_nobody_flickers() {
    let mut served = Served::meet().await;
    served.choose("busy").await;
    served.ada.page().row_is("Ben", Availability::Busy, SOON).await;
    let before = served.seen().await;
    served.server.kill();
    offline(&served.ada).await;
    served.ada.page().shows("Not connected").await;
    served.ada.page().row_is("Ben", Availability::Busy, SOON).await;

    let began = Instant::now();
    served.server.start_again();
    served.ada.online(Duration::from_secs(5)).await;
    served.ben.online(Duration::from_secs(5)).await;
    assert_eq!(served.seen().await, before, "nothing moved, not even for a moment");
    served.choose("away").await;
    served.ada.page().row_is("Ben", Availability::Away, SOON).await;
    assert!(began.elapsed() < Duration::from_secs(6), "{:?}", began.elapsed());
}

#[tokio::test]
async fn a_connection_lost_for_less_than_the_grace_changes_nothing_for_the_colleague() {
    let served = Served::meet().await;
    let before = served.seen().await;
    for _ in 0..2 {
        served.cable.cut();
        offline(&served.ben).await;
        served.cable.mend();
        served.ben.online(PATIENCE).await;
    }
    // `since` would have moved had the ring changed even for a moment.
    assert_eq!(served.seen().await, before);
}

#[tokio::test]
async fn a_status_chosen_without_a_connection_shows_at_once_and_is_sent_when_it_is_back() {
    let served = Served::meet().await;
    served.cable.cut();
    offline(&served.ben).await;
    served.choose("do_not_disturb").await;
    let me = served.ben.look().await.me.clone().unwrap();
    assert!(me.unsent && me.presence.availability == Availability::DoNotDisturb, "{:?}", me.presence);
    assert_eq!(served.seen().await.availability, Availability::Available);
    served.cable.mend();
    served.ada.page().row_is("Ben", Availability::DoNotDisturb, PATIENCE).await;
    served.ben.until("sent", PATIENCE, |seen| seen.me.as_ref().filter(|me| !me.unsent).map(|_| ())).await;
}

#[tokio::test]
async fn an_app_that_is_killed_is_offline_after_the_grace_and_not_before() {
    let mut served = Served::meet().await;
    served.ben.process().kill();
    let (_, took) = served.ada.page().row_is("Ben", Availability::Offline, GRACE + PATIENCE).await;
    assert!(took > GRACE - SOON * 2, "{took:?}");
}

#[tokio::test]
async fn behind_a_cable_that_fell_silent_one_is_offline_in_the_end_and_back_when_it_speaks() {
    let served = Served::meet().await;
    served.cable.fall_silent();
    let (_, took) = served.ada.page().row_is("Ben", Availability::Offline, GRACE * 4).await;
    assert!(took > GRACE - SOON * 2, "{took:?}");
    offline(&served.ben).await;
    served.cable.mend();
    served.ada.page().row_is("Ben", Availability::Available, PATIENCE * 3).await;
}

#[tokio::test]
async fn out_of_office_survives_signing_out_and_away_does_not() {
    let served = Served::meet().await;
    served.choose("out_of_office").await;
    served.ada.page().row_is("Ben", Availability::OutOfOffice, SOON).await;
    served.ben.must(Request::SignOut).await;
    served.ada.until("Ben is gone", PATIENCE, |seen| (!presence(seen).online).then_some(())).await;
    assert_eq!(served.seen().await.availability, Availability::OutOfOffice);
}

/// Shortens the team's times to the least that they may be.
async fn hurry(served: &Served) {
    let least = TeamChange {
        grace: Some(SignedDuration::from_secs(30)),
        restore: Some(SignedDuration::from_mins(1)),
        ..TeamChange::default()
    };
    let ask = Box::new(Ask::ChangeTeam { change: least });
    assert!(
        matches!(served.ada.ask(Request::Ask { ask }).await, Reply::Answer { .. }),
        "Ada is an administrator"
    );
}

#[tokio::test]
async fn a_sleeping_laptop_is_away_when_others_that_were_lost_are_offline() {
    let mut served = Served::meet().await;
    hurry(&served).await;
    let mut login = served.ben_desk.login().await;
    let link = served.ada.invite(1).await;
    let cid_desk = Desk::new().await;
    let mut cid = App::start(&cid_desk, &["--hidden"]).await;
    cid.join(&link, "Cid").await;
    let page = served.ada.page();
    page.row_is("Cid", Availability::Available, PATIENCE).await;

    login.sleep().await;
    page.row_is("Ben", Availability::Away, SOON).await;
    assert_eq!(served.seen().await.activity, Some(Activity::Asleep));
    served.ben.process().kill();
    cid.process().kill();
    page.row_is("Cid", Availability::Offline, GRACE).await;
    let ben = served.seen().await;
    assert_eq!((ben.availability, ben.activity), (Availability::Away, Some(Activity::Asleep)));
}

#[tokio::test]
async fn an_open_ended_away_is_over_for_who_was_offline_longer_than_the_restore_window() {
    let mut served = Served::meet().await;
    hurry(&served).await;
    served.choose("away").await;
    served.ada.page().row_is("Ben", Availability::Away, SOON).await;
    served.ben.process().kill();
    served.ada.page().row_is("Ben", Availability::Offline, GRACE).await;
    let offline = Instant::now();
    let past = Duration::from_secs(61);
    until("the restore window has passed", past * 2, async || (offline.elapsed() > past).then_some(())).await;

    let ben = App::start(&served.ben_desk, &["--hidden"]).await;
    ben.online(PATIENCE).await;
    served.ben_desk.touch_pointer();
    let available = |seen: &Snapshot| (presence(seen).availability == Availability::Available).then_some(());
    served.ada.until("Ben is available", PATIENCE, available).await;
}
