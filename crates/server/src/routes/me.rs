use axum::{Json, extract::State, http::StatusCode};
use ringlight_protocol::{DeviceEntry, DeviceId, Me, ProfileChange, Report, Reported, StatusChanged};

use crate::{
    app::App,
    auth::Caller,
    body::{Body, Segment},
    refusal::Refusal,
};

/// My presence with everything behind it
#[utoipa::path(get, path = "/v1/me", tag = "me", responses((status = 200, description = "Me", body = Me)))]
pub(super) async fn get(State(app): State<App>, caller: Caller) -> Result<Json<Me>, Refusal> {
    app.line.ask(move |roster| roster.me_of(&caller)).await.map(Json)
}

/// Change my profile
///
/// A field that is absent stays as it is.
#[utoipa::path(
    patch, path = "/v1/me", tag = "me", request_body = ProfileChange,
    responses((status = 200, description = "What holds now, and how to take it back", body = StatusChanged))
)]
pub(super) async fn change(
    State(app): State<App>,
    caller: Caller,
    Body(change): Body<ProfileChange>,
) -> Result<Json<StatusChanged>, Refusal> {
    app.line.change(move |roster| roster.change_profile(&caller, &change)).await.map(Json)
}

/// Leave the team
///
/// Everything of mine is deleted, and all my devices are signed out. The last administrator makes somebody else one first,
/// unless nobody else is left.
#[utoipa::path(delete, path = "/v1/me", tag = "me", responses((status = 204, description = "Gone")))]
pub(super) async fn leave(State(app): State<App>, caller: Caller) -> Result<StatusCode, Refusal> {
    app.line.change(move |roster| roster.leave(&caller)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// My devices
#[utoipa::path(
    get, path = "/v1/me/devices", tag = "me",
    responses((status = 200, description = "All of them", body = Vec<DeviceEntry>))
)]
pub(super) async fn devices(
    State(app): State<App>,
    caller: Caller,
) -> Result<Json<Vec<DeviceEntry>>, Refusal> {
    app.line.ask(move |roster| roster.devices(&caller)).await.map(Json)
}

/// Sign a device out
///
/// Its token stops working and its streams end at once. With the last living device, what was chosen without an end
/// goes too, unless it is out of office or Appear offline.
#[utoipa::path(
    delete, path = "/v1/me/devices/{id}", tag = "me", params(("id" = DeviceId, Path, description = "One of mine")),
    responses((status = 204, description = "Signed out"))
)]
pub(super) async fn sign_out(
    State(app): State<App>,
    caller: Caller,
    Segment(id): Segment,
) -> Result<StatusCode, Refusal> {
    app.line.change(move |roster| roster.sign_out(&caller, &id.into())).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Tell what this device is doing
///
/// Counts for the epoch that this device's publishing stream was given. One that is older than the last changes nothing.
#[utoipa::path(
    put, path = "/v1/me/report", tag = "me", request_body = Report,
    responses((status = 200, description = "Whether it was taken, and what holds now", body = Reported))
)]
pub(super) async fn report(
    State(app): State<App>,
    caller: Caller,
    Body(report): Body<Report>,
) -> Result<Json<Reported>, Refusal> {
    app.line.ask(move |roster| roster.report(&caller, &report)).await.map(Json)
}

/// Quit
///
/// This device no longer counts as alive, without the grace. What was chosen stays.
#[utoipa::path(delete, path = "/v1/me/report", tag = "me", responses((status = 204, description = "Until next time")))]
pub(super) async fn quit(State(app): State<App>, caller: Caller) -> Result<StatusCode, Refusal> {
    app.line.ask(move |roster| roster.quit(&caller)).await?;
    Ok(StatusCode::NO_CONTENT)
}
