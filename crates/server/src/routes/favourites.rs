use axum::{extract::State, http::StatusCode};
use ringlight_protocol::{PersonId, Those};

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
    responses((status = 204, description = "My favourites"))
)]
pub(super) async fn set(
    State(app): State<App>,
    caller: Caller,
    Body(those): Body<Those>,
) -> Result<StatusCode, Refusal> {
    app.line.change(move |roster| roster.set_favourites(&caller, &those)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Say who may break through when I am not to be disturbed
#[utoipa::path(
    put, path = "/v1/me/breakthrough", tag = "people", request_body = Those,
    responses((status = 204, description = "Who may"))
)]
pub(super) async fn set_breakthrough(
    State(app): State<App>,
    caller: Caller,
    Body(those): Body<Those>,
) -> Result<StatusCode, Refusal> {
    app.line.change(move |roster| roster.set_breakthrough(&caller, &those)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Keep somebody in sight
#[utoipa::path(
    put, path = "/v1/me/favourites/{id}", tag = "people", params(("id" = PersonId, Path, description = "A colleague")),
    responses((status = 204, description = "One of my favourites"))
)]
pub(super) async fn add(
    State(app): State<App>,
    caller: Caller,
    Segment(id): Segment,
) -> Result<StatusCode, Refusal> {
    app.line.change(move |roster| roster.add_favourite(&caller, &id.into())).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// No longer keep somebody in sight
#[utoipa::path(
    delete, path = "/v1/me/favourites/{id}", tag = "people",
    params(("id" = PersonId, Path, description = "A colleague")),
    responses((status = 204, description = "None of my favourites"))
)]
pub(super) async fn remove(
    State(app): State<App>,
    caller: Caller,
    Segment(id): Segment,
) -> Result<StatusCode, Refusal> {
    app.line.change(move |roster| roster.remove_favourite(&caller, &id.into())).await?;
    Ok(StatusCode::NO_CONTENT)
}
