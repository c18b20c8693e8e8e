use axum::{Json, extract::State};
use ringlight_protocol::{QuietChange, StatusChanged};

use crate::{app::App, auth::Caller, body::Body, refusal::Refusal};

/// Set my own quiet hours
///
/// Without a zone they are meant wherever my profile is, and travel with me.
#[utoipa::path(
    put, path = "/v1/me/quiet-hours", tag = "me", request_body = QuietChange,
    responses((status = 200, description = "What holds now, and how to take it back", body = StatusChanged))
)]
pub(super) async fn set(
    State(app): State<App>,
    caller: Caller,
    Body(change): Body<QuietChange>,
) -> Result<Json<StatusChanged>, Refusal> {
    app.line.change(move |roster| roster.set_quiet_hours(&caller, &change)).await.map(Json)
}

/// Back to the team's quiet hours
#[utoipa::path(
    delete, path = "/v1/me/quiet-hours", tag = "me",
    responses((status = 200, description = "What holds now, and how to take it back", body = StatusChanged))
)]
pub(super) async fn reset(State(app): State<App>, caller: Caller) -> Result<Json<StatusChanged>, Refusal> {
    app.line.change(move |roster| roster.reset_quiet_hours(&caller)).await.map(Json)
}
