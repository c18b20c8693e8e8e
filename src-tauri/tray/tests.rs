use std::sync::Arc;

use ringlight_protocol::{
    Activity, Cause, DeviceActivity, Next, Presence, Privacy, Profile, Reason, Source, base_status,
    local::{Changed, Home, Link, Myself, Senses, Settings, TokenPlace, Undo},
    shipped_statuses,
};

use super::*;

fn now() -> Timestamp {
    "2026-11-23T12:48:00Z".parse().expect("a timestamp")
}

fn signed_out() -> Snapshot {
    Snapshot {
        account: Account::None,
        link: Link::Idle,
        me: None,
        people: Default::default(),
        favourites: Vec::new(),
        statuses: Arc::new(shipped_statuses()),
        policy: Arc::default(),
        groups: Arc::default(),
        alerts: Arc::default(),
        calendar: None,
        warning: None,
        senses: Arc::new(Senses {
            activity: DeviceActivity::Active,
            since: now(),
            call: false,
            presenting: false,
            hearing: Vec::new(),
            mechanisms: Vec::new(),
        }),
        settings: Settings::default(),
        undo: None,
        notice: None,
        invite: None,
        synced: None,
    }
}

fn showing(
    availability: Availability,
    cause: Cause,
    activity: Option<Activity>,
    until: Option<Timestamp>,
) -> Snapshot {
    let presence = Presence {
        availability,
        status: base_status(availability),
        activity,
        cause: Some(cause),
        since: None,
        until,
        free_at: None,
        note: None,
        online: true,
        location: None,
        last_seen: None,
    };
    let profile = Profile {
        name: "Olena Koval".into(),
        group: None,
        zone: "Europe/Kyiv".into(),
        working_hours: None,
        location: None,
        contacts: Vec::new(),
        admin: false,
    };
    let manual = (cause == Cause::Manual).then(|| Reason {
        claim: Some("one".into()),
        source: Source::Manual,
        availability,
        status: base_status(availability),
        secondary: None,
        activity: None,
        device: None,
        by: None,
        from: None,
        until,
        wins: true,
        can_drop: true,
    });
    let me = Myself {
        id: "olena".into(),
        profile,
        presence,
        reasons: manual.into_iter().collect(),
        next: None,
        note: None,
        planned: Vec::new(),
        quiet_hours: None,
        privacy: Privacy::default(),
        breakthrough: Vec::new(),
        quiet_next: None,
        can_take_back: false,
        silent: false,
        unsent: false,
    };
    let home = Home::There { address: "team.example:443".into() };
    Snapshot {
        account: Account::Member { team: "Studio".into(), home, token: TokenPlace::Keyring },
        link: Link::Online,
        me: Some(Arc::new(me)),
        ..signed_out()
    }
}

fn drawn(snapshot: &Snapshot) -> Tray {
    tray(snapshot, now(), &TimeZone::get("Europe/Warsaw").expect("a zone of the database"))
}

fn lines(tray: &Tray) -> Vec<&str> {
    tray.menu
        .iter()
        .filter_map(|item| if let Item::Line(text) = item { Some(text.as_str()) } else { None })
        .collect()
}

/// The one-of group.
fn usual(tray: &Tray) -> &[Choice] {
    let choices =
        tray.menu.iter().find_map(|item| if let Item::Choices(all) = item { Some(all) } else { None });
    choices.map_or(&[], Vec::as_slice)
}

/// What the menu of this name holds.
fn within<'a>(tray: &'a Tray, name: &str) -> &'a [Choice] {
    let choices = tray.menu.iter().find_map(|item| match item {
        Item::Menu(label, all) if label == name => Some(all),
        _ => None,
    });
    choices.map_or(&[], Vec::as_slice)
}

fn on(tray: &Tray) -> Vec<&str> {
    usual(tray).iter().filter(|choice| choice.on).map(|choice| choice.label.as_str()).collect()
}

#[test]
fn the_first_lines_say_who_what_and_until_when() {
    let until = "2026-11-23T13:30:00Z".parse().ok();
    let tray = drawn(&showing(Availability::DoNotDisturb, Cause::Manual, None, until));
    assert_eq!(lines(&tray), ["Olena Koval — Do not disturb", "until 14:30 · 42 min left"]);
    assert_eq!(tray.icon, Availability::DoNotDisturb);
    assert_eq!(on(&tray), ["Do not disturb"]);
}

#[test]
fn every_status_is_offered_once_and_the_chosen_one_among_the_usual() {
    let mut snapshot = showing(Availability::Away, Cause::Manual, None, None);
    let offered = |snapshot: &Snapshot| {
        let labels = |choices: &[Choice]| choices.iter().map(|it| it.label.clone()).collect::<Vec<_>>();
        let tray = drawn(snapshot);
        (labels(usual(&tray)), labels(within(&tray, words::OTHERS)))
    };
    let (first, others) = offered(&snapshot);
    assert_eq!((first.len(), first.len() + others.len()), (7, snapshot.statuses.len()));
    assert!(others.contains(&"Lunch".into()), "{others:?}");
    let me = snapshot.me.as_mut().map(Arc::make_mut).expect("somebody");
    me.reasons[0].status = "meal".into();
    let (first, others) = offered(&snapshot);
    assert_eq!((first.last().map(String::as_str), others.contains(&"Lunch".into())), (Some("Lunch"), false));
    assert_eq!(on(&drawn(&snapshot)), ["Lunch"]);
}

#[test]
fn an_end_on_another_day_names_the_day() {
    let until = "2026-11-30T08:00:00Z".parse().ok();
    let tray = drawn(&showing(Availability::OutOfOffice, Cause::Manual, None, until));
    assert_eq!(lines(&tray)[1], "until Mon 30 Nov, 09:00");
}

#[test]
fn what_nobody_chose_says_why_and_marks_no_choice() {
    let tray = drawn(&showing(Availability::Away, Cause::Device, Some(Activity::Locked), None));
    assert_eq!(lines(&tray), ["Olena Koval — Away", "Automatic: screen locked"]);
    assert_eq!(on(&tray), Vec::<&str>::new());
}

#[test]
fn every_choice_asks_for_what_it_says() {
    let tray = drawn(&showing(Availability::Available, Cause::Device, None, None));
    let quiet: Vec<_> = within(&tray, words::QUIET_FOR)
        .iter()
        .map(|choice| (choice.label.as_str(), &choice.request))
        .collect();
    let dnd = |end| choose("do_not_disturb".into(), end);
    assert_eq!(quiet[0], ("30 minutes", &dnd(End::After(SignedDuration::from_mins(30)))));
    assert_eq!(quiet[4], ("Until Tuesday 09:00", &dnd(End::When(Preset::Tomorrow))));
    assert_eq!(quiet[5], ("No end", &dnd(End::Never)));
}

#[test]
fn undo_is_there_for_as_long_as_something_can_be_taken_back() {
    let has_undo = |snapshot: &Snapshot| {
        drawn(snapshot)
            .menu
            .iter()
            .any(|item| matches!(item, Item::Act(choice) if choice.request == Request::Undo))
    };
    let mut snapshot = showing(Availability::Busy, Cause::Manual, None, None);
    assert!(!has_undo(&snapshot));
    snapshot.undo = Some(Undo { what: Changed::Automatic, until: now() });
    assert!(has_undo(&snapshot));
}

#[test]
fn what_comes_next_is_said_with_its_time() {
    let mut snapshot = showing(Availability::Available, Cause::Device, None, None);
    let mut me = Myself::clone(snapshot.me.as_ref().expect("somebody is signed in"));
    me.next = Some(Next {
        at: "2026-11-23T17:00:00Z".parse().expect("a timestamp"),
        source: Source::Schedule,
        availability: Availability::DoNotDisturb,
        status: base_status(Availability::DoNotDisturb),
    });
    snapshot.me = Some(Arc::new(me));
    assert_eq!(lines(&drawn(&snapshot)).last(), Some(&"Then Do not disturb from 18:00"));
}

#[test]
fn what_stands_behind_the_ring_can_be_dropped() {
    let snapshot = showing(Availability::Busy, Cause::Manual, None, "2026-11-23T13:30:00Z".parse().ok());
    let menus = drawn(&snapshot).menu;
    let drops = menus.iter().find_map(|item| match item {
        Item::Menu(title, choices) if title == words::DROP => Some(choices),
        _ => None,
    });
    let drops: Vec<_> = drops.into_iter().flatten().collect();
    assert_eq!(drops.len(), 1);
    assert_eq!(drops[0].label, "Busy, until 14:30");
    assert_eq!(drops[0].request, Request::Drop { claim: "one".into() });
}

#[test]
fn the_statuses_speak_the_language_of_the_settings() {
    let mut snapshot = showing(Availability::Available, Cause::Device, None, None);
    snapshot.settings.language = "uk-UA".into();
    let mut statuses = shipped_statuses();
    statuses[0].labels.insert("uk".into(), "Доступний".into());
    snapshot.statuses = Arc::new(statuses);
    assert_eq!(lines(&drawn(&snapshot))[0], "Olena Koval — Доступний");
}

#[test]
fn without_an_account_it_offers_the_window_and_the_end() {
    let tray = drawn(&signed_out());
    assert_eq!(tray.icon, Availability::Offline);
    let acts: Vec<_> = tray
        .menu
        .iter()
        .filter_map(|item| if let Item::Act(c) = item { Some(&c.request) } else { None })
        .collect();
    assert_eq!(acts, [&Request::Show, &Request::Quit]);
}

#[test]
fn nothing_is_promised_for_later_once_this_computer_was_signed_out() {
    let drawn = drawn(&Snapshot {
        link: Link::Revoked,
        ..showing(Availability::Available, Cause::Device, None, None)
    });
    assert!(lines(&drawn).contains(&words::REVOKED));
    assert!(!lines(&drawn).contains(&words::NOT_CONNECTED));
}
