use axum::{Json, extract::State, http::StatusCode};
use ringlight_protocol::{API_VERSION, Join, Joined};

use crate::{app::App, body::Body, refusal::Refusal};

/// Join with an invite
///
/// The code may be used once, or as often as the invite says; used twice at the same moment, one wins.
#[utoipa::path(
    post, path = "/v1/join", tag = "join", security(()), request_body = Join,
    responses((status = 201, description = "Welcome. The token is shown this once.", body = Joined))
)]
pub(super) async fn join(
    State(app): State<App>,
    Body(join): Body<Join>,
) -> Result<(StatusCode, Json<Joined>), Refusal> {
    let joined = app.line.change(move |roster| {
        let (token, me) = roster.join(&join)?;
        let server = env!("CARGO_PKG_VERSION").into();
        Ok(Joined { token, server, api: API_VERSION, team: roster.team.name.clone(), me })
    });
    Ok((StatusCode::CREATED, Json(joined.await?)))
}
