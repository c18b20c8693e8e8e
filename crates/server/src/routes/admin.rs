//! What administrators may do for others.

use axum::{Json, extract::State, http::StatusCode};
use ringlight_protocol::{Choice, ManyChoice, Outcome, PersonId, Role};

use crate::{
    app::App,
    auth::Caller,
    body::{Body, Segment},
    refusal::Refusal,
};

/// Set somebody's status
///
/// For administrators. It waits while the person has chosen not to be disturbed or to appear offline, and the answer
/// does not tell. The person is told by whom.
#[utoipa::path(
    put, path = "/v1/people/{id}/status", tag = "team", request_body = Choice,
    params(("id" = PersonId, Path, description = "A colleague")),
    responses((status = 204, description = "Set"))
)]
pub(super) async fn choose(
    State(app): State<App>,
    caller: Caller,
    Segment(id): Segment,
    Body(choice): Body<Choice>,
) -> Result<StatusCode, Refusal> {
    app.line.change(move |roster| roster.choose_for(&caller, &id.into(), Some(&choice))).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Clear somebody's status
///
/// For administrators. Neither do-not-disturb nor Appear offline is cleared, and the answer does not tell.
#[utoipa::path(
    delete, path = "/v1/people/{id}/status", tag = "team",
    params(("id" = PersonId, Path, description = "A colleague")),
    responses((status = 204, description = "Cleared"))
)]
pub(super) async fn clear(
    State(app): State<App>,
    caller: Caller,
    Segment(id): Segment,
) -> Result<StatusCode, Refusal> {
    app.line.change(move |roster| roster.choose_for(&caller, &id.into(), None)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Set or clear the status of many
///
/// For administrators.
#[utoipa::path(
    put, path = "/v1/people/status", tag = "team", request_body = ManyChoice,
    responses((status = 200, description = "One for each, in their order", body = Vec<Outcome>))
)]
pub(super) async fn choose_for_many(
    State(app): State<App>,
    caller: Caller,
    Body(many): Body<ManyChoice>,
) -> Result<Json<Vec<Outcome>>, Refusal> {
    app.line.change(move |roster| roster.choose_for_many(&caller, &many)).await.map(Json)
}

/// Make somebody an administrator, or not
///
/// For administrators. The last one stays one.
#[utoipa::path(
    put, path = "/v1/people/{id}/role", tag = "team", request_body = Role,
    params(("id" = PersonId, Path, description = "A colleague")),
    responses((status = 204, description = "So it is"))
)]
pub(super) async fn set_role(
    State(app): State<App>,
    caller: Caller,
    Segment(id): Segment,
    Body(role): Body<Role>,
) -> Result<StatusCode, Refusal> {
    app.line.change(move |roster| roster.set_role(&caller, &id.into(), role.admin)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Take somebody out of the team
///
/// For administrators. Everything of theirs is deleted, as if they had left.
#[utoipa::path(
    delete, path = "/v1/people/{id}", tag = "team", params(("id" = PersonId, Path, description = "A colleague")),
    responses((status = 204, description = "Gone"))
)]
pub(super) async fn expel(
    State(app): State<App>,
    caller: Caller,
    Segment(id): Segment,
) -> Result<StatusCode, Refusal> {
    app.line.change(move |roster| roster.expel(&caller, &id.into())).await?;
    Ok(StatusCode::NO_CONTENT)
}
