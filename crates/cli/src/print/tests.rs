use std::collections::BTreeMap;

use ringlight_protocol::{Note, Profile, local::*, shipped_statuses};

use super::*;

fn presence(availability: Availability, status: &str) -> Presence {
    Presence {
        availability,
        status: status.into(),
        activity: None,
        cause: Some(Cause::Manual),
        since: None,
        until: None,
        free_at: None,
        note: None,
        online: true,
        location: None,
        last_seen: None,
    }
}

fn profile(name: &str) -> Profile {
    let zone = "UTC".into();
    Profile {
        name: name.into(),
        group: None,
        zone,
        working_hours: None,
        location: None,
        contacts: Vec::new(),
        admin: false,
    }
}

fn snapshot() -> Snapshot {
    Snapshot {
        account: Account::None,
        link: Link::Online,
        me: None,
        people: BTreeMap::new(),
        favourites: Vec::new(),
        groups: Default::default(),
        alerts: Default::default(),
        policy: Default::default(),
        calendar: None,
        warning: None,
        statuses: shipped_statuses().into(),
        senses: Senses {
            activity: ringlight_protocol::DeviceActivity::Active,
            since: Timestamp::UNIX_EPOCH,
            call: false,
            presenting: false,
            hearing: Vec::new(),
            mechanisms: Vec::new(),
        }
        .into(),
        settings: Settings::default(),
        undo: None,
        notice: None,
        invite: None,
        synced: None,
    }
}

fn printed(colour: bool, draw: impl FnOnce(&mut Printer<&mut Vec<u8>>)) -> String {
    let mut out = Vec::new();
    draw(&mut Printer { out: &mut out, colour, now: "2026-11-23T14:00[UTC]".parse().unwrap() });
    String::from_utf8(out).unwrap()
}

#[test]
fn mine_says_until_when_how_long_and_what_then() {
    let me = Myself {
        id: "p-me".into(),
        profile: profile("Me"),
        presence: Presence {
            until: Some("2026-11-23T15:00:00Z".parse().unwrap()),
            note: Some(Note { text: "budget".into(), emoji: None, until: None }),
            ..presence(Availability::DoNotDisturb, "do_not_disturb")
        },
        reasons: Vec::new(),
        next: Some(ringlight_protocol::Next {
            at: "2026-11-23T15:00:00Z".parse().unwrap(),
            source: Source::Manual,
            availability: Availability::Available,
            status: "available".into(),
        }),
        note: None,
        planned: Vec::new(),
        quiet_hours: None,
        privacy: Default::default(),
        breakthrough: Vec::new(),
        quiet_next: None,
        can_take_back: false,
        silent: false,
        unsent: true,
    };
    let text = printed(false, |printer| printer.me(&me, &snapshot()).unwrap());
    assert_eq!(
        text,
        "⊖ Do not disturb until 15:00 (1 h 0 min)  “budget”\n  then Available at 15:00\n  not sent yet\n"
    );
}

#[test]
fn names_are_aligned_by_the_columns_they_take_and_cannot_steer_the_terminal() {
    let person = |name: &str| Person {
        id: name.replace(char::is_whitespace, "").replace(char::is_control, "x").as_str().into(),
        profile: profile(name),
        presence: presence(Availability::Available, "available"),
    };
    let (ada, wide, evil) = (person("Ada"), person("漢字"), person("\x1b]0;x\u{202e}"));
    let text = printed(false, |printer| printer.who(&[&ada, &wide, &evil], &snapshot()).unwrap());
    assert_eq!(text, "● Ada     Available\n● 漢字    Available\n● \u{fffd}]0;x\u{fffd}  Available\n");
    assert!(!text.contains('\x1b'));
    assert!(printed(true, |printer| printer.who(&[&ada], &snapshot()).unwrap()).contains("\x1b[32m"));
}

#[test]
fn lists_rules_and_times_are_lines() {
    let alert = |people: &[&str], need| ringlight_protocol::Alert {
        id: "al-1".into(),
        people: people.iter().map(|id| (*id).into()).collect(),
        need,
        standing: false,
        until: None,
        fired: Some("2026-11-23T13:00:00Z".parse().unwrap()),
        free: Vec::new(),
    };
    printed(false, |printer| {
        assert_eq!(printer.alert(&alert(&["a"], 1), "Ada"), "Ada, fired 13:00  [al-1]");
        assert_eq!(printer.alert(&alert(&["a", "b"], 2), "Ada, Ben"), "all of Ada, Ben, fired 13:00  [al-1]");
        assert_eq!(printer.alert(&alert(&["a", "b"], 1), "Ada, Ben"), "1 of Ada, Ben, fired 13:00  [al-1]");
    });
    let rules = printed(false, |printer| printer.policy(&snapshot()).unwrap());
    assert!(rules.contains("counts after 1 min\n") && rules.contains("end after 8 h offline\n"), "{rules}");
    let row = ringlight_protocol::StatusTimeRow {
        person: "p-1".into(),
        name: "Ada\x1b[2J".into(),
        status: "training".into(),
        secondary: Some("coaching".into()),
        seconds: 3720,
    };
    let report =
        ringlight_protocol::StatusTime { since: "2026-11-01T00:00:00Z".parse().unwrap(), rows: vec![row] };
    let text = printed(false, |printer| printer.status_time(&report, &shipped_statuses()).unwrap());
    assert!(text.ends_with("Ada\u{fffd}[2J: Training / coaching  1 h 2 min\n"), "{text}");
}
