use axum::{extract::State, http::StatusCode};
use ringlight_protocol::CalendarChange;

use crate::{app::App, auth::Caller, body::Body, refusal::Refusal};

/// Tell when my calendars say that I am busy
///
/// The next 14 days, free of titles. Replaces what was said before.
#[utoipa::path(
    put, path = "/v1/me/claims/calendar", tag = "status", request_body = CalendarChange,
    responses((status = 204, description = "Known"))
)]
pub(super) async fn set(
    State(app): State<App>,
    caller: Caller,
    Body(change): Body<CalendarChange>,
) -> Result<StatusCode, Refusal> {
    app.line.change(move |roster| roster.set_calendar(&caller, &change)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Forget my calendars
#[utoipa::path(
    delete, path = "/v1/me/claims/calendar", tag = "status",
    responses((status = 204, description = "Forgotten"))
)]
pub(super) async fn clear(State(app): State<App>, caller: Caller) -> Result<StatusCode, Refusal> {
    let nothing = CalendarChange { meetings: Vec::new() };
    app.line.change(move |roster| roster.set_calendar(&caller, &nothing)).await?;
    Ok(StatusCode::NO_CONTENT)
}
