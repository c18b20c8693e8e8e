use axum::{Json, extract::State};
use ringlight_protocol::{Status, StatusChange, StatusId, StatusOrder, Team, TeamChange};

use crate::{
    app::App,
    auth::Caller,
    body::{Body, Segment},
    refusal::Refusal,
};

/// The statuses that can be chosen
#[utoipa::path(
    get, path = "/v1/statuses", tag = "team",
    responses((status = 200, description = "The catalogue, in its order", body = Vec<Status>))
)]
pub(super) async fn statuses(State(app): State<App>, _: Caller) -> Result<Json<Vec<Status>>, Refusal> {
    app.line.ask(|roster| Ok(roster.rules.statuses.clone())).await.map(Json)
}

/// Put the statuses in order
///
/// For administrators.
#[utoipa::path(
    put, path = "/v1/statuses", tag = "team", request_body = StatusOrder,
    responses((status = 200, description = "The catalogue, in its order", body = Vec<Status>))
)]
pub(super) async fn order_statuses(
    State(app): State<App>,
    caller: Caller,
    Body(order): Body<StatusOrder>,
) -> Result<Json<Vec<Status>>, Refusal> {
    app.line.change(move |roster| roster.order_statuses(&caller, &order)).await.map(Json)
}

/// Add a status, or change one
///
/// For administrators. Who has chosen it keeps it.
#[utoipa::path(
    put, path = "/v1/statuses/{id}", tag = "team", request_body = StatusChange,
    params(("id" = StatusId, Path, description = "A known one, or a new one")),
    responses((status = 200, description = "As it is now", body = Status))
)]
pub(super) async fn set_status(
    State(app): State<App>,
    caller: Caller,
    Segment(id): Segment,
    Body(change): Body<StatusChange>,
) -> Result<Json<Status>, Refusal> {
    app.line.change(move |roster| roster.set_status(&caller, &id.into(), &change)).await.map(Json)
}

/// The team
#[utoipa::path(get, path = "/v1/team", tag = "team", responses((status = 200, description = "The team", body = Team)))]
pub(super) async fn get(State(app): State<App>, _: Caller) -> Result<Json<Team>, Refusal> {
    app.line.ask(|roster| Ok(roster.describe())).await.map(Json)
}

/// Change the team's rules
///
/// For administrators. A field that is absent stays as it is. Every member is told; of a new name
/// with their next stream.
#[utoipa::path(
    patch, path = "/v1/team", tag = "team", request_body = TeamChange,
    responses((status = 200, description = "The team", body = Team))
)]
pub(super) async fn change(
    State(app): State<App>,
    caller: Caller,
    Body(change): Body<TeamChange>,
) -> Result<Json<Team>, Refusal> {
    app.line.change(move |roster| roster.change_team(&caller, &change)).await.map(Json)
}
