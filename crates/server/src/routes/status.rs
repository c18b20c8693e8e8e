use axum::{Json, extract::State};
use ringlight_protocol::{Choice, StatusChanged, UndoToken};

use crate::{app::App, auth::Caller, body::Body, refusal::Refusal};

/// Choose a status
///
/// It lies on top of those that end later; what lay under it shows again when it ends.
#[utoipa::path(
    put, path = "/v1/me/status", tag = "status", request_body = Choice,
    responses((status = 200, description = "What holds now, and how to take it back", body = StatusChanged))
)]
pub(super) async fn choose(
    State(app): State<App>,
    caller: Caller,
    Body(choice): Body<Choice>,
) -> Result<Json<StatusChanged>, Refusal> {
    app.line.change(move |roster| roster.choose(&caller, &choice)).await.map(Json)
}

/// Back to automatic
#[utoipa::path(
    delete, path = "/v1/me/status", tag = "status",
    responses((status = 200, description = "What holds now, and how to take it back", body = StatusChanged))
)]
pub(super) async fn automatic(
    State(app): State<App>,
    caller: Caller,
) -> Result<Json<StatusChanged>, Refusal> {
    app.line.change(move |roster| roster.automatic(&caller)).await.map(Json)
}

/// Take my last change back
///
/// Works for ten seconds, and brings back every layer and the note as they were.
#[utoipa::path(
    post, path = "/v1/me/status/undo", tag = "status", request_body = UndoToken,
    responses((status = 200, description = "What holds now", body = StatusChanged))
)]
pub(super) async fn undo(
    State(app): State<App>,
    caller: Caller,
    Body(token): Body<UndoToken>,
) -> Result<Json<StatusChanged>, Refusal> {
    app.line.change(move |roster| roster.undo(&caller, &token.undo)).await.map(Json)
}
