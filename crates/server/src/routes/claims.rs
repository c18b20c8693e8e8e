use axum::{Json, extract::State};
use ringlight_protocol::{ClaimId, Reason, StatusChanged};

use crate::{app::App, auth::Caller, body::Segment, refusal::Refusal};

/// The reasons behind my presence
#[utoipa::path(
    get, path = "/v1/me/claims", tag = "status",
    responses((status = 200, description = "Every living claim, the most decisive first", body = Vec<Reason>))
)]
pub(super) async fn list(State(app): State<App>, caller: Caller) -> Result<Json<Vec<Reason>>, Refusal> {
    app.line.ask(move |roster| Ok(roster.me_of(&caller)?.reasons)).await.map(Json)
}

/// Drop one claim
///
/// What I chose is gone; an instance of something automatic is put aside until it ends.
#[utoipa::path(
    delete, path = "/v1/me/claims/{id}", tag = "status",
    params(("id" = ClaimId, Path, description = "One of my living claims")),
    responses((status = 200, description = "What holds now, and how to take it back", body = StatusChanged))
)]
pub(super) async fn drop_one(
    State(app): State<App>,
    caller: Caller,
    Segment(id): Segment,
) -> Result<Json<StatusChanged>, Refusal> {
    app.line.change(move |roster| roster.drop_claim(&caller, &id.into())).await.map(Json)
}
