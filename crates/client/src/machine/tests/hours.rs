//! Publishing within working hours only, and hours that travel along.

use super::*;

/// Monday to Friday, 9 to 17 in the profile's zone; it is Monday 10:00 UTC.
fn working_hours() -> WorkingHours {
    WorkingHours { windows: (1..=5).map(|day| Window { day, from: 9 * 60, until: 17 * 60 }).collect() }
}

fn only_then() -> Request {
    Request::Settings { settings: Settings { working_hours_only: true, ..Settings::default() } }
}

fn keeping_hours() -> Rig {
    let mut rig = Rig::offline();
    rig.server.profile.working_hours = Some(working_hours());
    rig.ask(only_then());
    rig.open_as_asked();
    rig.answer_all();
    published(&mut rig);
    rig
}

fn published(rig: &mut Rig) -> Vec<bool> {
    let (asked, other) =
        std::mem::take(&mut rig.effects).into_iter().partition(|effect| matches!(effect, Effect::Publish(_)));
    rig.effects = other;
    Vec::into_iter(asked).map(|effect| matches!(effect, Effect::Publish(true))).collect()
}

#[test]
fn at_the_end_of_work_the_server_is_told_once_and_then_nothing() {
    let mut rig = keeping_hours();
    assert!(!rig.shown().silent);
    rig.pass(seconds(60));
    let end: Timestamp = "2026-11-23T17:00:00Z".parse().unwrap();
    assert_eq!(rig.machine.next_deadline(rig.now), Some(end));
    rig.pass(end.duration_since(rig.now));
    assert!(rig.shown().silent);
    assert!(matches!(sent(&rig)[..], [Call::EndReport]));
    assert!(published(&mut rig).is_empty(), "first the word that this device is gone");
    rig.answer_all();
    assert_eq!(published(&mut rig), [false]);
    rig.open(false);
    rig.sense(DeviceActivity::Locked);
    rig.choose("busy", 0);
    rig.pass(seconds(3600));
    assert!(rig.calls.is_empty(), "{:?}", rig.calls);
    assert!(rig.shown().unsent);
    assert!(!rig.shown().presence.online);
    assert_eq!(rig.server.claims.devices[0].lease, Lease::Until(end));
}

#[test]
fn when_work_begins_everything_is_said_again() {
    let mut rig = keeping_hours();
    rig.pass(seconds(7 * 3600));
    rig.answer_all();
    rig.open(false);
    rig.choose("busy", 0);
    published(&mut rig);
    rig.pass(seconds(16 * 3600));
    assert_eq!(published(&mut rig), [true]);
    assert!(rig.calls.is_empty());
    rig.open(true);
    rig.answer_all();
    assert_eq!(rig.server.claims.manual[0].status.as_str(), "busy");
    assert_eq!(rig.status(), "busy");
    assert!(!rig.shown().unsent);
}

#[test]
fn a_start_outside_working_hours_only_reads() {
    let mut rig = keeping_hours();
    let mut roster = Roster { me: Some(rig.server.me(rig.now)), ..Roster::default() };
    if let Some(me) = &mut roster.me {
        me.profile.working_hours =
            Some(WorkingHours { windows: vec![Window { day: 2, from: 0, until: 60 }] });
    }
    let settings = Settings { working_hours_only: true, ..Settings::default() };
    let loaded = Loaded { account: Some(account(Server::There)), roster, settings, ..Loaded::default() };
    let rig = Rig::offline_with(loaded);
    let opened = rig.effects.iter().find_map(|effect| match effect {
        Effect::Connect(connection) => Some(connection.publish),
        _ => None,
    });
    assert_eq!(opened, Some(false));
}

#[test]
fn switching_it_off_publishes_at_once() {
    let mut rig = keeping_hours();
    rig.pass(seconds(7 * 3600));
    rig.answer_all();
    rig.open(false);
    published(&mut rig);
    rig.ask(Request::Settings { settings: Settings::default() });
    assert_eq!(published(&mut rig), [true]);
}

#[test]
fn who_declared_no_hours_is_never_silent() {
    let mut rig = Rig::online();
    rig.ask(only_then());
    rig.pass(seconds(12 * 3600));
    assert!(!rig.shown().silent);
}

#[test]
fn the_profile_moves_when_the_computer_does_and_only_then() {
    let mut rig = Rig::online();
    rig.server.profile.zone = "Europe/Kyiv".into();
    rig.lose();
    rig.connect();
    rig.answer_all();
    assert_eq!(rig.server.profile.zone, "Europe/Kyiv", "set elsewhere: nobody moved");
    rig.handle(Input::Zone("Asia/Tokyo".into()));
    rig.answer_all();
    assert_eq!(rig.server.profile.zone, "Asia/Tokyo");
    rig.lose();
    rig.handle(Input::Zone("Europe/Lisbon".into()));
    assert!(rig.calls.is_empty());
    rig.connect();
    rig.answer_all();
    assert_eq!(rig.server.profile.zone, "Europe/Lisbon");
    rig.ask(Request::Settings { settings: Settings { zone_follows: false, ..Settings::default() } });
    rig.handle(Input::Zone("Asia/Tokyo".into()));
    rig.answer_all();
    assert_eq!(rig.server.profile.zone, "Europe/Lisbon");
}

#[test]
fn a_flight_with_the_computer_off_is_noticed() {
    let roster = Roster { zone: Some("America/New_York".into()), ..Roster::default() };
    let account = Some(account(Server::There));
    let mut rig = Rig::offline_with(Loaded { account, roster, ..Loaded::default() });
    rig.server.profile.zone = "America/New_York".into();
    rig.connect();
    rig.answer_all();
    assert_eq!(rig.server.profile.zone, "UTC");
}
