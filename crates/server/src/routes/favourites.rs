use axum::{Json, extract::State};
use ringlight_protocol::{PersonId, StatusChanged, Those};

use crate::{
    app::App,
    auth::Caller,
    body::{Body, Segment},
    refusal::Refusal,
};

/// Put my favourites in order
///
/// Those who are left out are no longer among them.
#[utoipa::path(
    put, path = "/v1/me/favourites", tag = "people", request_body = Those,
    responses((status = 200, description = "What holds now, and how to take it back", body = StatusChanged))
)]
pub(super) async fn set(
    State(app): State<App>,
    caller: Caller,
    Body(those): Body<Those>,
) -> Result<Json<StatusChanged>, Refusal> {
    app.line.change(move |roster| roster.set_favourites(&caller, &those)).await.map(Json)
}

/// Say who may break through when I am not to be disturbed
#[utoipa::path(
    put, path = "/v1/me/breakthrough", tag = "people", request_body = Those,
    responses((status = 200, description = "What holds now, and how to take it back", body = StatusChanged))
)]
pub(super) async fn set_breakthrough(
    State(app): State<App>,
    caller: Caller,
    Body(those): Body<Those>,
) -> Result<Json<StatusChanged>, Refusal> {
    app.line.change(move |roster| roster.set_breakthrough(&caller, &those)).await.map(Json)
}

/// Keep somebody in sight
#[utoipa::path(
    put, path = "/v1/me/favourites/{id}", tag = "people", params(("id" = PersonId, Path, description = "A colleague")),
    responses((status = 200, description = "What holds now, and how to take it back", body = StatusChanged))
)]
pub(super) async fn add(
    State(app): State<App>,
    caller: Caller,
    Segment(id): Segment,
) -> Result<Json<StatusChanged>, Refusal> {
    app.line.change(move |roster| roster.add_favourite(&caller, &id.into())).await.map(Json)
}

/// No longer keep somebody in sight
#[utoipa::path(
    delete, path = "/v1/me/favourites/{id}", tag = "people",
    params(("id" = PersonId, Path, description = "A colleague")),
    responses((status = 200, description = "What holds now, and how to take it back", body = StatusChanged))
)]
pub(super) async fn remove(
    State(app): State<App>,
    caller: Caller,
    Segment(id): Segment,
) -> Result<Json<StatusChanged>, Refusal> {
    app.line.change(move |roster| roster.remove_favourite(&caller, &id.into())).await.map(Json)
}
