use axum::{Json, extract::State};
use ringlight_protocol::{NoteChange, StatusChanged};

use crate::{app::App, auth::Caller, body::Body, refusal::Refusal};

/// Show a note beside my status
#[utoipa::path(
    put, path = "/v1/me/note", tag = "status", request_body = NoteChange,
    responses((status = 200, description = "What holds now, and how to take it back", body = StatusChanged))
)]
pub(super) async fn set(
    State(app): State<App>,
    caller: Caller,
    Body(note): Body<NoteChange>,
) -> Result<Json<StatusChanged>, Refusal> {
    app.line.change(move |roster| roster.set_note(&caller, &note)).await.map(Json)
}

/// Clear my note
#[utoipa::path(
    delete, path = "/v1/me/note", tag = "status",
    responses((status = 200, description = "What holds now, and how to take it back", body = StatusChanged))
)]
pub(super) async fn clear(State(app): State<App>, caller: Caller) -> Result<Json<StatusChanged>, Refusal> {
    app.line.change(move |roster| roster.clear_note(&caller)).await.map(Json)
}
