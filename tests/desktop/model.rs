//! The presence model as two people meet it: what one sets, the other sees.

use std::{fs, time::Duration};

use ringlight_protocol::{
    Activity, AlertChange, Availability, Cause, Choice, Level, Privacy, QuietChange, Rule, Timestamp, Who,
    Window,
    local::{Answer, Ask, CalendarSource, End, Request},
};

use crate::support::{Notifications, PATIENCE, Pair, person, until};

const SOON: Duration = Duration::from_secs(1);
const TITLE: &str = "Salary talk with Zofia";

/// A day of which all minutes are quiet, whatever the time.
fn always() -> Vec<Window> {
    (1..=7).map(|day| Window { day, from: 0, until: 1440 }).collect()
}

#[tokio::test]
async fn quiet_hours_show_with_their_cause_and_can_be_skipped_for_today() {
    let pair = Pair::meet(async |_| ()).await;
    let page = pair.ada.page();
    pair.ben.server(Ask::SetQuietHours { hours: QuietChange { windows: always(), zone: None } }).await;
    let (row, _) = page.row_is("Ben", Availability::DoNotDisturb, SOON).await;
    assert!(row.words.contains("until"), "{row:?}");
    let cause = person(&*pair.ada.look().await, "Ben").unwrap().presence.cause;
    assert_eq!(cause, Some(Cause::Schedule));
    let reasons = pair.ben.look().await.me.clone().unwrap().reasons.clone();
    let claim = reasons.into_iter().find(|reason| reason.wins).and_then(|reason| reason.claim).unwrap();
    pair.ben.must(Request::Drop { claim }).await;
    page.row_is("Ben", Availability::Available, SOON).await;
    pair.ben.must(Request::Undo).await;
    page.row_is("Ben", Availability::DoNotDisturb, SOON).await;
}

#[tokio::test]
async fn a_meeting_in_a_calendar_file_is_busy_and_its_title_never_leaves_the_computer() {
    let pair = Pair::meet(async |_| ()).await;
    let file = pair.ben_desk.folder().join("home/work.ics");
    let now = Timestamp::now();
    let at = |seconds: i64| {
        (now + ringlight_protocol::SignedDuration::from_secs(seconds)).strftime("%Y%m%dT%H%M%SZ").to_string()
    };
    let text = format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:test\r\nBEGIN:VEVENT\r\nUID:one\r\nDTSTAMP:{0}\r\nDTSTART:{0}\r\n\
         DTEND:{1}\r\nSUMMARY:{TITLE}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        at(-60),
        at(1800),
    );
    fs::write(&file, text).unwrap();
    let path = file.display().to_string();
    pair.ben.must(Request::Calendar { source: Some(CalendarSource::File { path }), password: None }).await;
    let (row, _) = pair.ada.page().row_is("Ben", Availability::Busy, PATIENCE).await;
    assert!(row.words.contains("meeting"), "{row:?}");
    assert_eq!(person(&*pair.ada.look().await, "Ben").unwrap().presence.activity, Some(Activity::InMeeting));
    assert!(!holds(pair.ada_desk.folder(), TITLE), "the host of the team knows the title");
}

/// Whether any file below `folder` holds `text`.
fn holds(folder: &std::path::Path, text: &str) -> bool {
    fs::read_dir(folder).into_iter().flatten().flatten().any(|entry| match entry.file_type() {
        Ok(kind) if kind.is_dir() => holds(&entry.path(), text),
        Ok(kind) if kind.is_file() => {
            let bytes = fs::read(entry.path()).unwrap_or_default();
            bytes.windows(text.len()).any(|window| window == text.as_bytes())
        }
        _ => false,
    })
}

#[tokio::test]
async fn who_hides_from_somebody_is_offline_for_them_as_view_as_shows() {
    let pair = Pair::meet(async |_| ()).await;
    let ada = pair.ben.id_of("Ada").await;
    let rule = Rule { who: Who::Person { person: ada.clone() }, level: Level::Hidden };
    let privacy = Privacy { rules: vec![rule], ..Privacy::default() };
    pair.ben.server(Ask::SetPrivacy { privacy }).await;
    pair.ada.page().row_is("Ben", Availability::Offline, SOON).await;
    let Answer::Viewers { viewers } = pair.ben.server(Ask::ViewAs { viewer: ada }).await else {
        panic!("view as gives what one viewer sees")
    };
    let seen = person(&*pair.ada.look().await, "Ben").unwrap().presence.clone();
    assert_eq!(viewers[0].seen.presence, seen, "what Ben is shown is what Ada gets");
    pair.ben.server(Ask::SetPrivacy { privacy: Privacy::default() }).await;
    pair.ada.page().row_is("Ben", Availability::Available, SOON).await;
}

#[tokio::test]
async fn tell_me_when_free_notifies_once_somebody_is() {
    let pair = Pair::meet(async |_| ()).await;
    let mut notifications = Notifications::start(pair.ada_desk.bus().await).await;
    pair.ben.choose("busy", End::Never).await;
    pair.ada.page().row_is("Ben", Availability::Busy, SOON).await;
    let people = vec![pair.ada.id_of("Ben").await];
    let alert = AlertChange { people, need: 1, standing: false, until: None };
    pair.ada.server(Ask::SetAlert { id: "ben".into(), alert }).await;
    pair.ben.must(Request::Automatic).await;
    let held = Duration::from_secs(10);
    let ((title, text), took) = until("a notification", held + PATIENCE, async || notifications.next()).await;
    assert!(format!("{title} {text}").contains("Ben"), "{title}: {text}");
    assert!(took > held - SOON, "what may be over at once is not told: {took:?}");
}

#[tokio::test]
async fn what_an_administrator_sets_is_shown_with_their_name() {
    let pair = Pair::meet(async |_| ()).await;
    let people = vec![pair.ada.id_of("Ben").await];
    let choice =
        Choice { status: "training".into(), secondary: None, until: None, duration: None, chosen_ago: None };
    pair.ada.server(Ask::ChooseFor { people: people.clone(), choice: Some(choice) }).await;
    pair.ada.page().row_is("Ben", Availability::Away, SOON).await;
    let ada = pair.ben.id_of("Ada").await;
    let told = |seen: &ringlight_protocol::local::Snapshot| {
        let me = seen.me.as_ref()?;
        me.reasons.iter().any(|reason| reason.by.as_ref() == Some(&ada)).then_some(())
    };
    pair.ben.until("Ben is told by whom", PATIENCE, told).await;
    pair.ada.server(Ask::ChooseFor { people, choice: None }).await;
    pair.ada.page().row_is("Ben", Availability::Available, SOON).await;
}
