use axum::{Json, extract::State};
use ringlight_protocol::{Alert, AlertChange, AlertId, StatusChanged};

use crate::{
    app::App,
    auth::Caller,
    body::{Body, Segment},
    refusal::Refusal,
};

/// For whom I wait
#[utoipa::path(
    get, path = "/v1/me/alerts", tag = "people",
    responses((status = 200, description = "Those that fired once too", body = Vec<Alert>))
)]
pub(super) async fn list(State(app): State<App>, caller: Caller) -> Result<Json<Vec<Alert>>, Refusal> {
    app.line.ask(move |roster| roster.alerts(&caller)).await.map(Json)
}

/// Tell me when they are free
///
/// Fires at once if they are free already. Somebody who let nobody wait for them is never free here.
#[utoipa::path(
    put, path = "/v1/me/alerts/{id}", tag = "people", request_body = AlertChange,
    params(("id" = AlertId, Path, description = "Chosen by me")),
    responses((status = 200, description = "What holds now, and how to take it back", body = StatusChanged))
)]
pub(super) async fn set(
    State(app): State<App>,
    caller: Caller,
    Segment(id): Segment,
    Body(change): Body<AlertChange>,
) -> Result<Json<StatusChanged>, Refusal> {
    app.line.change(move |roster| roster.set_alert(&caller, id.into(), &change)).await.map(Json)
}

/// Wait no longer
#[utoipa::path(
    delete, path = "/v1/me/alerts/{id}", tag = "people",
    params(("id" = AlertId, Path, description = "One of mine")),
    responses((status = 200, description = "What holds now, and how to take it back", body = StatusChanged))
)]
pub(super) async fn delete(
    State(app): State<App>,
    caller: Caller,
    Segment(id): Segment,
) -> Result<Json<StatusChanged>, Refusal> {
    app.line.change(move |roster| roster.delete_alert(&caller, &id.into())).await.map(Json)
}
