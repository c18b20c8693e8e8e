//! Programs that I let in, and the few routes that are open to them.

use axum::{Json, extract::State, http::StatusCode};
use ringlight_protocol::{
    CallChange, ExternalChange, Presence, Program, ProgramId, ProgramMade, ProgramRequest,
};

use crate::{
    app::App,
    auth::{Caller, Holder},
    body::{Body, Segment},
    refusal::Refusal,
};

/// The programs that I let in
#[utoipa::path(
    get, path = "/v1/me/programs", tag = "programs",
    responses((status = 200, description = "By name", body = Vec<Program>))
)]
pub(super) async fn list(State(app): State<App>, caller: Caller) -> Result<Json<Vec<Program>>, Refusal> {
    app.line.ask(move |roster| roster.programs(&caller)).await.map(Json)
}

/// Let a program in
///
/// Its token opens what its rights name, and nothing else.
#[utoipa::path(
    post, path = "/v1/me/programs", tag = "programs", request_body = ProgramRequest,
    responses((status = 201, description = "The token is shown this once.", body = ProgramMade))
)]
pub(super) async fn let_in(
    State(app): State<App>,
    caller: Caller,
    Body(request): Body<ProgramRequest>,
) -> Result<(StatusCode, Json<ProgramMade>), Refusal> {
    let made = app.line.change(move |roster| roster.let_in(&caller, &request)).await?;
    Ok((StatusCode::CREATED, Json(made)))
}

/// Shut a program out
///
/// Its token stops working, and what it said of me is forgotten.
#[utoipa::path(
    delete, path = "/v1/me/programs/{id}", tag = "programs",
    params(("id" = ProgramId, Path, description = "One of mine")),
    responses((status = 204, description = "Shut out"))
)]
pub(super) async fn shut_out(
    State(app): State<App>,
    caller: Caller,
    Segment(id): Segment,
) -> Result<StatusCode, Refusal> {
    app.line.change(move |roster| roster.shut_out(&caller, &id.into())).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// My presence
///
/// As a full viewer sees it. Open to programs that may read it.
#[utoipa::path(
    get, path = "/v1/me/presence", tag = "programs",
    responses((status = 200, description = "Mine", body = Presence))
)]
pub(super) async fn presence(State(app): State<App>, holder: Holder) -> Result<Json<Presence>, Refusal> {
    app.line.ask(move |roster| roster.own_presence(&holder)).await.map(Json)
}

/// Set a status for a while
///
/// It holds for the lease, and longer if it is said again. Open to programs that may set it.
#[utoipa::path(
    put, path = "/v1/me/claims/external", tag = "programs", request_body = ExternalChange,
    responses((status = 204, description = "Set"))
)]
pub(super) async fn set_status(
    State(app): State<App>,
    holder: Holder,
    Body(change): Body<ExternalChange>,
) -> Result<StatusCode, Refusal> {
    app.line.change(move |roster| roster.set_external(&holder, &change)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Take the status back
#[utoipa::path(
    delete, path = "/v1/me/claims/external", tag = "programs",
    responses((status = 204, description = "Taken back"))
)]
pub(super) async fn clear_status(State(app): State<App>, holder: Holder) -> Result<StatusCode, Refusal> {
    app.line.change(move |roster| roster.clear_external(&holder)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Tell how a call goes
///
/// For phone systems. Open to programs that may report calls.
#[utoipa::path(
    put, path = "/v1/calls/{id}", tag = "programs", request_body = CallChange,
    params(("id" = String, Path, description = "Chosen by the phone system")),
    responses((status = 204, description = "Known"))
)]
pub(super) async fn call(
    State(app): State<App>,
    holder: Holder,
    Segment(id): Segment,
    Body(change): Body<CallChange>,
) -> Result<StatusCode, Refusal> {
    app.line.change(move |roster| roster.report_call(&holder, &id, &change)).await?;
    Ok(StatusCode::NO_CONTENT)
}
