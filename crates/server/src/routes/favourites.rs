use axum::{extract::State, http::StatusCode};
use ringlight_protocol::PersonId;

use crate::{app::App, auth::Caller, body::Segment, refusal::Refusal};

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
