use axum::{Json, extract::State};
use ringlight_protocol::{Group, GroupChange, GroupId, StatusChanged};

use crate::{
    app::App,
    auth::Caller,
    body::{Body, Segment},
    refusal::Refusal,
};

/// My own groups
#[utoipa::path(
    get, path = "/v1/me/groups", tag = "people",
    responses((status = 200, description = "By name", body = Vec<Group>))
)]
pub(super) async fn list(State(app): State<App>, caller: Caller) -> Result<Json<Vec<Group>>, Refusal> {
    app.line.ask(move |roster| roster.groups(&caller)).await.map(Json)
}

/// Make a group of my own, or change one
#[utoipa::path(
    put, path = "/v1/me/groups/{id}", tag = "people", request_body = GroupChange,
    params(("id" = GroupId, Path, description = "Chosen by me")),
    responses((status = 200, description = "What holds now, and how to take it back", body = StatusChanged))
)]
pub(super) async fn set(
    State(app): State<App>,
    caller: Caller,
    Segment(id): Segment,
    Body(change): Body<GroupChange>,
) -> Result<Json<StatusChanged>, Refusal> {
    app.line.change(move |roster| roster.set_group(&caller, id.into(), &change)).await.map(Json)
}

/// Delete a group of my own
#[utoipa::path(
    delete, path = "/v1/me/groups/{id}", tag = "people",
    params(("id" = GroupId, Path, description = "One of mine")),
    responses((status = 200, description = "What holds now, and how to take it back", body = StatusChanged))
)]
pub(super) async fn delete(
    State(app): State<App>,
    caller: Caller,
    Segment(id): Segment,
) -> Result<Json<StatusChanged>, Refusal> {
    app.line.change(move |roster| roster.delete_group(&caller, &id.into())).await.map(Json)
}
