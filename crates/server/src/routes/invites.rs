use axum::{Json, extract::State, http::StatusCode};
use ringlight_protocol::{InviteRequest, Invited};

use crate::{Invite, app::App, auth::Caller, body::Body, refusal::Refusal};

/// Invite people
///
/// For administrators. The link carries this server's addresses, what to know its key by, and the code.
#[utoipa::path(
    post, path = "/v1/invites", tag = "team", request_body = InviteRequest,
    responses((status = 201, description = "The code is shown this once.", body = Invited))
)]
pub(super) async fn invite(
    State(app): State<App>,
    caller: Caller,
    Body(request): Body<InviteRequest>,
) -> Result<(StatusCode, Json<Invited>), Refusal> {
    app.line.ask(move |roster| roster.must_be_admin(&caller)).await?;
    let usual = Invite::default();
    let uses = request.uses.unwrap_or(usual.uses);
    let lasts = request.lasts.unwrap_or(usual.lasts);
    let (link, until) = app.invite(Invite { uses, lasts, ..usual }).await?;
    Ok((StatusCode::CREATED, Json(Invited { code: link.code.clone(), link: link.to_string(), until })))
}
