use axum::{Json, extract::State};
use ringlight_protocol::{Status, Team};

use crate::{app::App, auth::Caller, refusal::Refusal};

/// The statuses that can be chosen
#[utoipa::path(
    get, path = "/v1/statuses", tag = "team",
    responses((status = 200, description = "The catalogue, in its order", body = Vec<Status>))
)]
pub(super) async fn statuses(State(app): State<App>, _: Caller) -> Result<Json<Vec<Status>>, Refusal> {
    app.line.ask(|roster| Ok(roster.statuses.clone())).await.map(Json)
}

/// The team
#[utoipa::path(get, path = "/v1/team", tag = "team", responses((status = 200, description = "The team", body = Team)))]
pub(super) async fn get(State(app): State<App>, _: Caller) -> Result<Json<Team>, Refusal> {
    app.line.ask(|roster| Ok(roster.describe())).await.map(Json)
}
