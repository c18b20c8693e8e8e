//! The link, the roster, and what is worth a notification.

use super::*;
use crate::notify::{Notification, Press};

fn ada(availability: Availability) -> Event {
    Event::Presence { person: FRIEND.into(), presence: friend(availability).presence }
}

/// What was said outside the window.
fn shown(rig: &mut Rig) -> Vec<Notification> {
    let (said, other) =
        std::mem::take(&mut rig.effects).into_iter().partition(|effect| matches!(effect, Effect::Notify(_)));
    rig.effects = other;
    let notification = |effect| match effect {
        Effect::Notify(notification) => notification,
        other => panic!("{other:?}"),
    };
    Vec::into_iter(said).map(notification).collect()
}

fn said(rig: &mut Rig) -> Vec<String> {
    shown(rig).into_iter().map(|notification| notification.title).collect()
}

fn notified(rig: &mut Rig) -> bool {
    !said(rig).is_empty()
}

fn alert(fired: Option<Timestamp>) -> Event {
    let (people, free) = (vec![FRIEND.into()], fired.iter().map(|_| FRIEND.into()).collect());
    let alert = Alert { id: "a-1".into(), people, need: 1, standing: true, until: None, fired, free };
    Event::Alerts { alerts: vec![alert] }
}

fn with_favourite() -> Rig {
    let mut rig = Rig::online();
    rig.ask(Request::Settings { settings: Settings { notify_favourites: true, ..Settings::default() } });
    rig.event(Event::Favourites { people: vec![FRIEND.into()] });
    rig.pass(seconds(10));
    rig
}

#[test]
fn a_favourite_who_becomes_available_is_announced_once() {
    let mut rig = with_favourite();
    rig.event(ada(Availability::Available));
    assert!(notified(&mut rig));
    rig.event(ada(Availability::Available));
    assert!(!notified(&mut rig));
}

#[test]
fn nothing_is_announced_to_those_who_do_not_want_it() {
    type Set = fn(&mut Rig);
    let cases: [(&str, Set); 4] = [
        ("setting off", |rig| drop(rig.ask(Request::Settings { settings: Settings::default() }))),
        ("no favourite", |rig| rig.event(Event::Favourites { people: Vec::new() })),
        ("do not disturb", |rig| drop(rig.choose("focusing", 0))),
        ("catching up", |rig| rig.connect()),
    ];
    for (name, set) in cases {
        let mut rig = with_favourite();
        set(&mut rig);
        rig.event(ada(Availability::Available));
        assert!(!notified(&mut rig), "{name}");
    }
}

#[test]
fn a_stream_that_the_server_ends_is_no_news_until_it_stays_away() {
    let mut rig = Rig::online();
    rig.handle(Input::Stream(News::Ended));
    assert_eq!(rig.machine.snapshot().link, Link::Online);
    rig.pass(seconds(14));
    rig.connect();
    rig.pass(seconds(60));
    assert_eq!(rig.machine.snapshot().link, Link::Online);
    rig.handle(Input::Stream(News::Ended));
    rig.pass(seconds(15));
    assert!(matches!(rig.machine.snapshot().link, Link::Offline { since, .. } if since == rig.now));
}

#[test]
fn offline_keeps_the_first_moment_and_the_latest_reason() {
    let mut rig = Rig::online();
    let since = rig.now;
    rig.lose();
    rig.pass(seconds(30));
    let why = Problem::new(Code::WrongServer, "another");
    rig.handle(Input::Stream(News::Lost(why.clone())));
    assert_eq!(rig.machine.snapshot().link, Link::Offline { since, why: why.clone() });
    assert_eq!(code(rig.ask(Request::Invite { uses: 1 })), Some(Code::WrongServer));
    assert_eq!(rig.machine.snapshot().synced, Some(since));
}

#[test]
fn people_whom_no_page_names_are_gone() {
    let mut rig = Rig::online();
    let other = Person { id: "p-other".into(), ..friend(Availability::Away) };
    rig.event(Event::Reset);
    rig.event(Event::Snapshot { people: vec![other.clone()], last: false });
    assert!(
        rig.machine.snapshot().people.contains_key(&PersonId::from(FRIEND)),
        "until the last page nothing is taken away"
    );
    rig.event(Event::Presence { person: other.id.clone(), presence: friend(Availability::Busy).presence });
    rig.event(Event::Snapshot { people: Vec::new(), last: true });
    let people = rig.machine.snapshot().people;
    assert_eq!(people.len(), 1);
    assert_eq!(people[&other.id].presence.availability, Availability::Busy, "a change between pages counts");
}

#[test]
fn one_is_not_among_ones_colleagues() {
    let mut rig = Rig::online();
    let me = Person { id: "p-me".into(), ..friend(Availability::Available) };
    rig.event(Event::Person(me));
    assert_eq!(rig.machine.snapshot().people.len(), 1);
}

#[test]
fn each_firing_of_an_alert_is_told_once_also_after_a_restart() {
    let mut rig = Rig::online();
    rig.event(alert(None));
    assert!(!notified(&mut rig));
    let fired = rig.now;
    rig.event(alert(Some(fired)));
    assert_eq!(said(&mut rig), ["Ada is available"]);
    rig.event(alert(Some(fired)));
    rig.connect();
    rig.event(alert(Some(fired)));
    assert!(!notified(&mut rig));
    let roster: Roster = serde_json::from_value(saved_roster(&rig)).unwrap();
    let mut rig = Rig::online_with(roster);
    rig.event(alert(Some(fired)));
    assert!(!notified(&mut rig));
    rig.pass(seconds(60));
    rig.event(alert(Some(fired + seconds(60))));
    assert_eq!(said(&mut rig), ["Ada is available"]);
}

#[test]
fn an_alert_that_fired_long_ago_is_no_news() {
    let mut rig = Rig::online();
    let fired = rig.now - seconds(15 * 60);
    rig.event(alert(Some(fired)));
    assert!(!notified(&mut rig));
}

#[test]
fn do_not_disturb_keeps_everything_for_one_digest() {
    let mut rig = with_favourite();
    rig.choose("focusing", 30);
    rig.answer_all();
    rig.event(ada(Availability::Available));
    rig.pass(seconds(60));
    rig.event(ada(Availability::Busy));
    rig.event(ada(Availability::Available));
    assert!(!notified(&mut rig));
    rig.pass(seconds(28 * 60));
    assert!(!notified(&mut rig));
    rig.pass(seconds(2 * 60));
    assert_eq!(said(&mut rig), ["While you were not to be disturbed"]);
    let lines = vec!["Ada is available, 10:01".to_owned()];
    assert_eq!(rig.machine.snapshot().notice, Some(Notice::Digest { lines }));
    rig.ask(Request::Dismiss);
    rig.choose("focusing", 30);
    rig.choose("available", 0);
    assert!(!notified(&mut rig), "nothing was missed");
}

#[test]
fn what_was_missed_is_told_after_a_restart_too() {
    let mut rig = with_favourite();
    rig.choose("focusing", 30);
    rig.answer_all();
    rig.event(ada(Availability::Available));
    let saved = saved_roster(&rig);
    assert!(!saved.to_string().contains("Ada is available"));
    let roster: Roster = serde_json::from_value(saved).unwrap();
    let account = Some(account(Server::There));
    let mut again = Rig::offline_with(Loaded { account, roster, ..Loaded::default() });
    again.pass(seconds(31 * 60));
    again.event(Event::Presence { person: FRIEND.into(), presence: friend(Availability::Busy).presence });
    again.connect();
    again.answer_all();
    assert_eq!(said(&mut again), ["While you were not to be disturbed"]);
    assert!(saved_roster(&again)["missed"].as_array().unwrap().is_empty(), "told once");
}

/// The roster as it was last written to disk.
fn saved_roster(rig: &Rig) -> serde_json::Value {
    let saved = rig.effects.iter().rev().find_map(|effect| match effect {
        Effect::Save(saved) => match &**saved {
            Saved::Roster(Some(roster)) => Some(serde_json::to_value(roster).unwrap()),
            _ => None,
        },
        _ => None,
    });
    saved.expect("written at once")
}

#[test]
fn who_may_break_through_is_heard_while_do_not_disturb() {
    let mut rig = Rig::online();
    rig.server.breakthrough = vec![FRIEND.into()];
    rig.choose("do_not_disturb", 0);
    rig.answer_all();
    let fired = rig.now;
    rig.event(alert(Some(fired)));
    assert_eq!(said(&mut rig), ["Ada is available"]);
}

#[test]
fn a_snoozed_alert_is_told_again_while_it_is_true() {
    for (then, told) in [(Availability::Available, true), (Availability::Busy, false)] {
        let mut rig = Rig::online();
        rig.event(ada(Availability::Available));
        let fired = rig.now;
        rig.event(alert(Some(fired)));
        let notification = shown(&mut rig).remove(0);
        assert_eq!(notification.offers, [Press::Open, Press::Snooze]);
        rig.handle(Input::Pressed(notification, Press::Snooze));
        rig.event(ada(then));
        rig.pass(seconds(599));
        assert!(!notified(&mut rig));
        rig.pass(seconds(1));
        assert_eq!(notified(&mut rig), told, "{then:?}");
    }
}

#[test]
fn open_shows_the_window() {
    let mut rig = Rig::online();
    let fired = rig.now;
    rig.event(alert(Some(fired)));
    let notification = shown(&mut rig).remove(0);
    rig.handle(Input::Pressed(notification, Press::Open));
    assert!(matches!(rig.effects.last(), Some(Effect::Host(HostJob::Show))));
}
