//! What only the server can do or tell, through the engine.

use ringlight_protocol::{
    AbsenceChange, AlertChange, Availability, Code, GroupChange, Level, Privacy, ProfileChange,
    ProgramRequest, Right, Rule, SignedDuration, Timestamp, Who, Window, WorkingHours,
    local::{Answer, Ask, Request, Settings},
};
use tokio::time::timeout;

use crate::{
    TOO_LONG,
    stage::{Seat, Team},
};

async fn two() -> (Team, Seat, Seat) {
    let team = Team::start().await;
    let ada = Seat::joined(&team.invite().await, "Ada").await;
    let mut ben = Seat::joined(&team.invite().await, "Ben").await;
    ben.until_shows("Ada", "available").await;
    (team, ada, ben)
}

#[tokio::test(flavor = "multi_thread")]
async fn who_hides_is_offline_and_sees_what_the_other_sees() {
    let (_team, mut ada, mut ben) = two().await;
    let viewer = ben.me().id.clone();
    let rule = Rule { who: Who::Person { person: viewer.clone() }, level: Level::Hidden };
    let privacy = Privacy { rules: vec![rule], ..Privacy::default() };
    assert_eq!(ada.answer(Ask::SetPrivacy { privacy: privacy.clone() }).await, Answer::Done);
    ben.until_row("Ada", "hidden", |it| it.availability == Availability::Offline).await;
    ada.until("my rules", |it| it.me.as_ref().is_some_and(|me| me.privacy == privacy)).await;
    let Answer::Viewers { viewers } = ada.answer(Ask::ViewAs { viewer }).await else { panic!() };
    assert_eq!((viewers.len(), viewers[0].level), (1, Level::Hidden));
    assert_eq!(viewers[0].seen.presence.availability, Availability::Offline);
    let Answer::Viewers { viewers } = ada.answer(Ask::Viewers).await else { panic!() };
    assert_eq!(viewers.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn groups_absences_and_programs_come_and_go() {
    let (_team, _ada, mut ben) = two().await;
    let people: Vec<_> = ben.now().people.keys().cloned().collect();
    let group = GroupChange { name: "Book club".into(), people: people.clone() };
    assert_eq!(ben.answer(Ask::SetGroup { id: "g/1".into(), group }).await, Answer::Done);
    ben.until("a group", |it| it.groups.first().is_some_and(|group| group.people == people)).await;
    assert_eq!(ben.answer(Ask::DeleteGroup { id: "g/1".into() }).await, Answer::Done);
    ben.until("no group", |it| it.groups.is_empty()).await;

    let from = Timestamp::now() + SignedDuration::from_hours(30);
    let absence = AbsenceChange { status: "on_holiday".into(), secondary: None, from, until: None };
    assert_eq!(ben.answer(Ask::PlanAbsence { id: "a-1".into(), absence }).await, Answer::Done);
    ben.until("planned", |it| it.me.as_ref().is_some_and(|me| me.planned.len() == 1)).await;
    assert_eq!(ben.answer(Ask::CancelAbsence { id: "a-1".into() }).await, Answer::Done);
    ben.until("cancelled", |it| it.me.as_ref().is_some_and(|me| me.planned.is_empty())).await;

    let program = ProgramRequest { name: "build light".into(), rights: vec![Right::ReadPresence] };
    let Answer::ProgramMade { made } = ben.answer(Ask::MakeProgram { program }).await else { panic!() };
    assert!(!made.token.is_empty());
    let Answer::Programs { programs } = ben.answer(Ask::Programs).await else { panic!() };
    assert_eq!(programs, [made.program]);
    assert_eq!(ben.answer(Ask::RevokeProgram { id: programs[0].id.clone() }).await, Answer::Done);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_alert_on_somebody_who_is_free_is_told_at_once() {
    let (_team, _ada, mut ben) = two().await;
    let people: Vec<_> = ben.now().people.keys().cloned().collect();
    let alert = AlertChange { people, need: 1, standing: false, until: None };
    assert_eq!(ben.answer(Ask::SetAlert { id: "al-1".into(), alert }).await, Answer::Done);
    ben.until("fired", |it| it.alerts.first().is_some_and(|alert| alert.fired.is_some())).await;
    let said = timeout(TOO_LONG, ben.said.recv()).await.unwrap().unwrap();
    assert_eq!(said.title, "Ada is available");
}

#[tokio::test(flavor = "multi_thread")]
async fn refusals_come_through_and_an_id_of_dots_never_leaves() {
    let (team, ada, ben) = two().await;
    let unknown = Request::Ask { ask: Box::new(Ask::ViewAs { viewer: "nobody".into() }) };
    assert_eq!(ada.refusal(unknown).await.code, Code::NotFound);
    for dots in [".", ".."] {
        let ask = Ask::DeleteGroup { id: dots.into() };
        assert_eq!(ben.refusal(Request::Ask { ask: Box::new(ask) }).await.code, Code::Invalid);
    }
    drop(team);
    let mut ada = ada;
    ada.until("offline", |it| matches!(it.link, ringlight_protocol::local::Link::Offline { .. })).await;
    let offline = ada.refusal(Request::Ask { ask: Box::new(Ask::Viewers) }).await;
    assert_eq!(offline.code, Code::Unreachable);
}

#[tokio::test(flavor = "multi_thread")]
async fn outside_working_hours_others_see_offline_at_once() {
    let (_team, mut ada, mut ben) = two().await;
    let today = Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).weekday().to_monday_one_offset();
    let other_day = u8::try_from((today + 2) % 7 + 1).unwrap();
    let windows = vec![Window { day: other_day, from: 9 * 60, until: 17 * 60 }];
    let change = ProfileChange { working_hours: Some(WorkingHours { windows }), ..ProfileChange::default() };
    ada.ask(Request::Profile { change }).await;
    let only_then = Settings { working_hours_only: true, ..Settings::default() };
    ada.ask(Request::Settings { settings: only_then }).await;
    ada.until("silent", |it| it.me.as_ref().is_some_and(|me| me.silent && !me.presence.online)).await;
    ben.until_row("Ada", "offline", |it| it.availability == Availability::Offline).await;
    ada.ask(Request::Settings { settings: Settings::default() }).await;
    ben.until_shows("Ada", "available").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn leaving_deletes_me_for_everybody() {
    let (_team, ada, mut ben) = two().await;
    assert_eq!(ada.ask(Request::Leave).await, ringlight_protocol::local::Reply::Done);
    assert!(ada.is_nobody());
    ben.until("nobody else", |it| it.people.is_empty()).await;
    let (_, keyring) = ada.quit().await;
    assert!(keyring.secrets.lock().unwrap().is_empty());
}
