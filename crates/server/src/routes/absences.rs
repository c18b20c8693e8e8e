use axum::{Json, extract::State};
use ringlight_protocol::{AbsenceChange, ClaimId, StatusChanged};

use crate::{
    app::App,
    auth::Caller,
    body::{Body, Segment},
    refusal::Refusal,
};

/// Plan an absence
///
/// It waits outside the stack of what I chose, and enters it at its start.
#[utoipa::path(
    put, path = "/v1/me/absences/{id}", tag = "status", request_body = AbsenceChange,
    params(("id" = ClaimId, Path, description = "Chosen by me")),
    responses((status = 200, description = "What holds now, and how to take it back", body = StatusChanged))
)]
pub(super) async fn plan(
    State(app): State<App>,
    caller: Caller,
    Segment(id): Segment,
    Body(change): Body<AbsenceChange>,
) -> Result<Json<StatusChanged>, Refusal> {
    app.line.change(move |roster| roster.plan_absence(&caller, id.into(), &change)).await.map(Json)
}

/// Give a planned absence up
///
/// One that has begun ends.
#[utoipa::path(
    delete, path = "/v1/me/absences/{id}", tag = "status",
    params(("id" = ClaimId, Path, description = "One of my absences")),
    responses((status = 200, description = "What holds now, and how to take it back", body = StatusChanged))
)]
pub(super) async fn cancel(
    State(app): State<App>,
    caller: Caller,
    Segment(id): Segment,
) -> Result<Json<StatusChanged>, Refusal> {
    app.line.change(move |roster| roster.cancel_absence(&caller, &id.into())).await.map(Json)
}
