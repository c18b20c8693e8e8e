//! What a person says of themselves beyond a status: absences ahead, finer words, and programs that speak for them.

use std::time::Duration;

use reqwest::{Method, StatusCode};
use ringlight_protocol::{
    AbsenceChange, Activity, Availability, Cause, Right, Secondary, SignedDuration, StatusChange, Timestamp,
    local::{Ask, End, Request},
};
use serde_json::json;

use crate::support::{App, Pair, Program, Row, person};

const SOON: Duration = Duration::from_secs(1);

#[tokio::test]
async fn a_planned_absence_begins_and_ends_by_itself_over_what_was_chosen_today() {
    let pair = Pair::meet(async |_| ()).await;
    let page = pair.ada.page();
    let after = |seconds| Timestamp::now() + SignedDuration::from_secs(seconds);
    let absence =
        AbsenceChange { status: "on_holiday".into(), secondary: None, from: after(4), until: Some(after(8)) };
    pair.ben.server(Ask::PlanAbsence { id: "sea".into(), absence }).await;
    pair.ben.until("it waits", SOON, |seen| (seen.me.as_ref()?.planned.len() == 1).then_some(())).await;
    pair.ben.choose("busy", End::Never).await;
    page.row_is("Ben", Availability::Busy, SOON).await;
    let (row, _) = page.row_is("Ben", Availability::OutOfOffice, SOON * 5).await;
    assert!(row.words.contains("On holiday"), "{row:?}");
    page.row_is("Ben", Availability::Busy, SOON * 5).await;
    let me = pair.ben.look().await.me.clone().unwrap();
    assert!(me.planned.is_empty(), "{:?}", me.planned);
}

/// Training as an administrator changes it, with coaching under it.
fn training(label: &str, hidden: bool) -> Ask {
    let labels = |text: &str| [("en".to_owned(), text.to_owned())].into();
    let coaching = Secondary { id: "coaching".into(), labels: labels("Coaching Zofia"), hidden: false };
    let status = StatusChange {
        availability: Availability::Away,
        labels: labels(label),
        lasts: None,
        mutes: false,
        sticky: false,
        hidden,
        secondaries: vec![coaching],
    };
    Ask::SetStatus { id: "training".into(), status }
}

#[tokio::test]
async fn a_secondary_status_is_its_owners_and_a_status_in_use_may_be_renamed_and_hidden() {
    let pair = Pair::meet(async |_| ()).await;
    let page = pair.ada.page();
    pair.ada.server(training("Training", false)).await;
    let known = |seen: &ringlight_protocol::local::Snapshot| {
        let training = seen.statuses.iter().find(|status| status.id == "training".into())?;
        (!training.secondaries.is_empty()).then_some(())
    };
    pair.ben.until("coaching can be chosen", SOON, known).await;
    let secondary = Some("coaching".into());
    pair.ben
        .must(Request::Choose { status: "training".into(), secondary, end: End::Never, note: None })
        .await;
    let (row, _) = page.row_is("Ben", Availability::Away, SOON).await;
    assert!(row.words.contains("Training") && !row.words.contains("Coaching"), "{row:?}");
    let reasons = pair.ben.look().await.me.clone().unwrap().reasons.clone();
    assert_eq!(reasons[0].secondary, Some("coaching".into()));

    pair.ada.server(training("Course", true)).await;
    page.row_until("Ben", "at the course", SOON, |row| row.words.contains("Course")).await;
    assert_eq!(person(&*pair.ada.look().await, "Ben").unwrap().presence.availability, Availability::Away);
}

/// What a colleague sees of Ben's calls.
async fn on_the_phone(ada: &App, activity: Option<Activity>) {
    let seen = |seen: &ringlight_protocol::local::Snapshot| {
        (person(seen, "Ben")?.presence.activity == activity).then_some(())
    };
    ada.until(&format!("{activity:?}"), SOON, seen).await;
}

#[tokio::test]
async fn a_phone_with_a_token_of_its_own_reports_calls_and_can_do_nothing_else() {
    let pair = Pair::meet(async |_| ()).await;
    let page = pair.ada.page();
    let link = pair.ada.invite(1).await;
    let phone = Program::of(&pair.ben, &link, &[Right::ReportCalls]).await;
    let call = async |state| {
        assert_eq!(
            phone.ask(Method::PUT, "/v1/calls/one", json!({ "state": state })).await,
            StatusCode::NO_CONTENT
        );
    };
    call("ringing").await;
    on_the_phone(&pair.ada, Some(Activity::Ringing)).await;
    call("talking").await;
    let on_call = |row: &Row| row.availability == Availability::Busy && row.words.contains("On a call");
    page.row_until("Ben", "on a call", SOON, on_call).await;
    pair.ben.choose("do_not_disturb", End::Never).await;
    page.row_is("Ben", Availability::DoNotDisturb, SOON).await;
    on_the_phone(&pair.ada, Some(Activity::OnCall)).await;
    call("ended").await;
    on_the_phone(&pair.ada, None).await;
    page.row_is("Ben", Availability::DoNotDisturb, SOON).await;

    for (method, path) in [
        (Method::GET, "/v1/people"),
        (Method::GET, "/v1/me"),
        (Method::GET, "/v1/me/presence"),
        (Method::PUT, "/v1/me/claims/external"),
        (Method::DELETE, "/v1/me"),
    ] {
        let body = json!({ "status": "focusing", "lease": "PT1M" });
        let status = phone.ask(method, path, body).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{path}");
    }
}

#[tokio::test]
async fn a_program_sets_a_status_for_a_while_and_is_shut_out() {
    let pair = Pair::meet(async |_| ()).await;
    let page = pair.ada.page();
    let link = pair.ada.invite(1).await;
    let timer = Program::of(&pair.ben, &link, &[Right::SetStatus]).await;
    let path = "/v1/me/claims/external";
    let focus = json!({ "status": "focusing", "lease": "PT1M" });
    assert_eq!(timer.ask(Method::PUT, path, focus.clone()).await, StatusCode::NO_CONTENT);
    page.row_is("Ben", Availability::DoNotDisturb, SOON).await;
    assert_eq!(person(&*pair.ada.look().await, "Ben").unwrap().presence.cause, Some(Cause::External));
    assert_eq!(timer.ask(Method::DELETE, path, json!({})).await, StatusCode::NO_CONTENT);
    page.row_is("Ben", Availability::Available, SOON).await;
    let ringlight_protocol::local::Answer::Programs { programs } = pair.ben.server(Ask::Programs).await
    else {
        panic!("programs are listed")
    };
    pair.ben.server(Ask::RevokeProgram { id: programs[0].id.clone() }).await;
    assert_eq!(timer.ask(Method::PUT, path, focus).await, StatusCode::UNAUTHORIZED);
}
