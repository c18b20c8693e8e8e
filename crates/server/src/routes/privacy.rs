use axum::{Json, extract::State};
use ringlight_protocol::{PersonId, Privacy, StatusChanged, Viewer};

use crate::{
    app::App,
    auth::Caller,
    body::{Body, Segment},
    refusal::Refusal,
};

/// Who may see how much of me
#[utoipa::path(
    get, path = "/v1/me/privacy", tag = "privacy",
    responses((status = 200, description = "My rules", body = Privacy))
)]
pub(super) async fn get(State(app): State<App>, caller: Caller) -> Result<Json<Privacy>, Refusal> {
    app.line.ask(move |roster| roster.privacy(&caller)).await.map(Json)
}

/// Say who may see how much of me
#[utoipa::path(
    put, path = "/v1/me/privacy", tag = "privacy", request_body = Privacy,
    responses((status = 200, description = "What holds now, and how to take it back", body = StatusChanged))
)]
pub(super) async fn set(
    State(app): State<App>,
    caller: Caller,
    Body(privacy): Body<Privacy>,
) -> Result<Json<StatusChanged>, Refusal> {
    app.line.change(move |roster| roster.set_privacy(&caller, &privacy)).await.map(Json)
}

/// Me, as a colleague sees me
#[utoipa::path(
    get, path = "/v1/me/view-as/{viewer}", tag = "privacy",
    params(("viewer" = PersonId, Path, description = "A colleague")),
    responses((status = 200, description = "What they get, and why", body = Viewer))
)]
pub(super) async fn view_as(
    State(app): State<App>,
    caller: Caller,
    Segment(viewer): Segment,
) -> Result<Json<Viewer>, Refusal> {
    app.line.ask(move |roster| roster.view_as(&caller, &viewer.into())).await.map(Json)
}

/// How each colleague sees me
#[utoipa::path(
    get, path = "/v1/me/viewers", tag = "privacy",
    responses((status = 200, description = "All of them, by name", body = Vec<Viewer>))
)]
pub(super) async fn viewers(State(app): State<App>, caller: Caller) -> Result<Json<Vec<Viewer>>, Refusal> {
    app.line.ask(move |roster| roster.viewers(&caller)).await.map(Json)
}
