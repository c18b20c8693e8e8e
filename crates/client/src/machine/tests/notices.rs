//! The link, the roster, and what is worth a notification.

use super::*;

fn ada(availability: Availability) -> Event {
    Event::Presence { person: FRIEND.into(), presence: friend(availability).presence }
}

fn notified(rig: &mut Rig) -> bool {
    let before = rig.effects.len();
    rig.effects.retain(|effect| !matches!(effect, Effect::Notify(_)));
    rig.effects.len() < before
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
