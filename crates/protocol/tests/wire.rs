//! The JSON of what crosses a boundary. A change here is a change of the protocol.

use std::{fmt::Debug, sync::Arc};

use ringlight_protocol::{
    Activity, Availability, Cause, Choice, Code, Event, InviteLink, InviteLinkError, Lease, NAME_MAX_CHARS,
    Note, Person, Presence, Problem, Profile, Report, SignedDuration, Timestamp,
    local::{Account, Difference, End, Link, Notice, Preset, Reply, Request, Senses, Settings, Snapshot},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

fn at(text: &str) -> Timestamp {
    text.parse().expect("a timestamp")
}

#[track_caller]
fn is_written_as<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T, expected: Value) {
    let written = serde_json::to_value(value).expect("every message can be written");
    assert_eq!(written, expected);
    assert_eq!(&serde_json::from_value::<T>(written).expect("and read again"), value);
}

fn presence() -> Presence {
    Presence {
        availability: Availability::DoNotDisturb,
        status: "focusing".into(),
        activity: Some(Activity::OnCall),
        cause: Some(Cause::Manual),
        since: Some(at("2026-11-23T12:00:00Z")),
        until: Some(at("2026-11-23T13:30:00.250Z")),
        free_at: None,
        note: Some(Note { text: "Budget".into(), emoji: None, until: None }),
        online: true,
        location: None,
        last_seen: None,
    }
}

fn person(name: &str) -> Person {
    let profile = Profile {
        name: name.into(),
        group: None,
        zone: "Europe/Kyiv".into(),
        working_hours: None,
        location: None,
        contacts: Vec::new(),
        admin: false,
    };
    Person { id: name.into(), profile, presence: presence() }
}

#[test]
fn a_presence_event_carries_the_whole_presence() {
    is_written_as(
        &Event::Presence { person: "p1".into(), presence: presence() },
        json!({
            "type": "presence",
            "person": "p1",
            "presence": {
                "availability": "do_not_disturb",
                "status": "focusing",
                "activity": "on_call",
                "cause": "manual",
                "since": "2026-11-23T12:00:00Z",
                "until": "2026-11-23T13:30:00.25Z",
                "note": { "text": "Budget" },
                "online": true,
            },
        }),
    );
}

#[test]
fn a_profile_lies_flat_in_its_person() {
    let written = serde_json::to_value(Event::Person(person("Olena"))).expect("a person can be written");
    assert_eq!(written["type"], "person");
    assert_eq!(written["name"], "Olena");
    assert_eq!(written["presence"]["availability"], "do_not_disturb");
}

#[test]
fn a_choice_has_an_instant_or_an_iso_8601_duration() {
    let choice = Choice {
        status: "busy".into(),
        until: None,
        duration: Some(SignedDuration::from_mins(90)),
        secondary: None,
        chosen_ago: Some(SignedDuration::from_secs(40)),
    };
    is_written_as(&choice, json!({ "status": "busy", "duration": "PT1H30M", "chosen_ago": "PT40S" }));
}

#[test]
fn a_lease_is_the_stream_or_an_instant() {
    is_written_as(&Lease::Stream, json!("stream"));
    is_written_as(&Lease::Until(at("2026-11-23T12:00:00Z")), json!({ "until": "2026-11-23T12:00:00Z" }));
}

#[test]
fn unknown_fields_are_refused_in_requests_and_ignored_in_replies() {
    let report = json!({ "epoch": 1, "sequence": 2, "activity": "idle", "age": "PT5M", "mood": "fine" });
    let refused = serde_json::from_value::<Report>(report).expect_err("a report has no mood");
    assert!(refused.to_string().contains("mood"), "{refused}");
    let newer =
        json!({ "status": 404, "code": "not_found", "title": "There is no such thing", "hint": "new" });
    assert!(serde_json::from_value::<Problem>(newer).is_ok());
}

#[test]
fn ids_have_bounds() {
    for bad in ["\"\"".to_owned(), "\"a b\"".into(), format!("\"{}\"", "x".repeat(65))] {
        assert!(serde_json::from_str::<ringlight_protocol::PersonId>(&bad).is_err(), "{bad}");
    }
}

#[test]
fn requests_name_what_they_do() {
    let choose = Request::Choose {
        status: "do_not_disturb".into(),
        secondary: None,
        end: End::When(Preset::Tomorrow),
        note: None,
    };
    is_written_as(
        &choose,
        json!({ "do": "choose", "status": "do_not_disturb", "end": { "when": "tomorrow" } }),
    );
    is_written_as(&Request::Automatic, json!({ "do": "automatic" }));
    let join = Request::Join { link: "ringlight://join#secret".into(), name: "Olena".into() };
    assert_eq!(format!("{join:?}"), "join");
}

#[test]
fn a_refusal_is_a_reply_with_its_problem() {
    let problem = Problem::new(Code::EndInThePast, "Choose a later end.").with_field("until");
    is_written_as(
        &Reply::Problem { problem },
        json!({ "reply": "problem", "problem": {
            "status": 422, "code": "end_in_the_past", "title": "The end does not lie ahead",
            "detail": "Choose a later end.", "field": "until",
        }}),
    );
}

fn snapshot(people: &[&str]) -> Snapshot {
    Snapshot {
        account: Account::None,
        link: Link::Idle,
        me: None,
        people: people.iter().map(|name| ((*name).into(), Arc::new(person(name)))).collect(),
        favourites: people.iter().take(1).map(|name| (*name).into()).collect(),
        groups: Arc::default(),
        alerts: Arc::default(),
        statuses: Arc::default(),
        policy: Arc::default(),
        calendar: None,
        warning: None,
        senses: Arc::new(Senses {
            activity: ringlight_protocol::DeviceActivity::Active,
            since: at("2026-11-23T12:00:00Z"),
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

#[test]
fn a_difference_turns_the_old_snapshot_into_the_new_one_also_through_json() {
    let notice = |text: &str| Some(Notice::Words { text: text.into() });
    let snapshots = [
        snapshot(&[]),
        snapshot(&["Ada", "Olena"]),
        Snapshot { notice: notice("Hello"), link: Link::Online, ..snapshot(&["Olena"]) },
        Snapshot { synced: Some(at("2026-11-23T12:00:00Z")), ..snapshot(&["Olena", "Piotr"]) },
    ];
    for old in &snapshots {
        for new in &snapshots {
            let difference = Difference::between(old, new);
            assert_eq!(difference.is_empty(), old == new);
            let written = serde_json::to_string(&difference).expect("a difference can be written");
            let mut applied = old.clone();
            serde_json::from_str::<Difference>(&written).expect("and read again").apply(&mut applied);
            assert_eq!(&applied, new, "{written}");
        }
    }
}

#[test]
fn an_invite_link_names_a_team_as_teams_are_named() {
    let read = |team: &str| {
        let link = InviteLink {
            addresses: vec!["192.0.2.7:7420".into()],
            pin: None,
            code: "abcdefghijklmnopqrstuv".into(),
            team: team.into(),
        };
        link.to_string().parse::<InviteLink>().map(|link| link.team)
    };
    for team in ["é".repeat(NAME_MAX_CHARS), "שלום, חזרתי".into(), "👩‍👩‍👧‍👦 family".into()]
    {
        assert_eq!(read(&team), Ok(team));
    }
    let long = "x".repeat(NAME_MAX_CHARS + 1);
    for team in
        [&long, "Lighthouse\nYour session ended", "a\u{0}", "\u{202e}gnp.exe", "a\u{2066}b", "a\u{2028}b"]
    {
        assert_eq!(read(team), Err(InviteLinkError::Damaged), "{team:?}");
    }
}
