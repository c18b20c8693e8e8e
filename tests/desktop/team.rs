//! What concerns the whole team: its rules, its reports, its groups, and statuses for many at once.

use std::time::Duration;

use ringlight_protocol::{
    Availability, Choice, Code, GroupChange, ProfileChange, ReportDays, TeamChange, Timestamp,
    local::{Answer, Ask, Reply, Request},
};

use crate::support::{Pair, presence_of};

const SOON: Duration = Duration::from_secs(1);

#[tokio::test]
async fn reports_are_told_to_members_and_given_to_administrators_alone() {
    let pair = Pair::meet(async |_| ()).await;
    assert_eq!(pair.ben.look().await.policy.reports, None, "off unless a team wants them");
    let change = TeamChange { reports: Some(true), ..TeamChange::default() };
    pair.ada.server(Ask::ChangeTeam { change }).await;
    pair.ben.until("Ben is told", SOON, |seen| seen.policy.reports).await;

    let choice =
        Choice { status: "training".into(), secondary: None, until: None, duration: None, chosen_ago: None };
    let people = vec![pair.ada.id_of("Ben").await];
    pair.ada.server(Ask::ChooseFor { people: people.clone(), choice: Some(choice) }).await;
    pair.ada.page().row_is("Ben", Availability::Away, SOON).await;
    pair.ada.server(Ask::ChooseFor { people, choice: None }).await;
    pair.ada.page().row_is("Ben", Availability::Available, SOON).await;

    let today = Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let days = ReportDays { from: today, until: today };
    let Answer::Csv { text } = pair.ada.server(Ask::StatusTimeCsv { days: days.clone() }).await else {
        panic!("a report can be had as CSV")
    };
    assert!(text.lines().any(|line| line.contains("Ben") && line.contains("training")), "{text}");
    let Reply::Problem { problem } =
        pair.ben.ask(Request::Ask { ask: Box::new(Ask::StatusTimeCsv { days }) }).await
    else {
        panic!("Ben is no administrator")
    };
    assert_eq!(problem.code, Code::Forbidden);
}

#[tokio::test]
async fn the_teams_idle_bounds_are_visible_and_hold_for_everybody() {
    let pair = Pair::meet(async |_| ()).await;
    let idle = ringlight_protocol::IdleBounds { min: 5, max: 10, never: false };
    let change = TeamChange { idle: Some(idle), ..TeamChange::default() };
    pair.ada.server(Ask::ChangeTeam { change }).await;
    pair.ben.until("Ben's app knows", SOON, |seen| (seen.policy.idle == idle).then_some(())).await;
    let wrong = ringlight_protocol::IdleBounds { min: 10, max: 5, never: true };
    let change = TeamChange { idle: Some(wrong), ..TeamChange::default() };
    let Reply::Problem { problem } =
        pair.ada.ask(Request::Ask { ask: Box::new(Ask::ChangeTeam { change }) }).await
    else {
        panic!("from ten to five is no bound")
    };
    assert!(problem.field.is_some(), "{problem:?}");
}

#[tokio::test]
async fn the_list_shows_the_teams_groups_and_ones_own() {
    let pair = Pair::meet(async |_| ()).await;
    let change = ProfileChange { group: Some("Design".into()), ..ProfileChange::default() };
    pair.ben.must(Request::Profile { change }).await;
    // Headings are drawn in capitals.
    pair.ada.page().shows("DESIGN").await;
    let group = GroupChange { name: "Book club".into(), people: vec![pair.ada.id_of("Ben").await] };
    pair.ada.server(Ask::SetGroup { id: "books".into(), group }).await;
    pair.ada.page().click("button", "Filter, sort and groups").await;
    pair.ada.page().click("radio", "My own").await;
    pair.ada.page().shows("BOOK CLUB").await;
    assert!(pair.ben.look().await.groups.is_empty(), "a group of one's own is nobody else's");
    assert_eq!(presence_of(&*pair.ada.look().await, "Ben"), Some(Availability::Available));
}
