use axum::{Json, extract::State};
use ringlight_protocol::{Availability, Code, People, Person, PersonId, PresenceQuery, Query};

use crate::{
    app::App,
    auth::Caller,
    body::{Body, Params, Segment},
    refusal::{Refusal, refuse_field},
};

const BATCH: usize = 500;

/// The directory
#[utoipa::path(
    get, path = "/v1/people", tag = "people",
    params(
        ("query" = Option<String>, Query, description = "Part of a name"),
        ("availability" = Option<Availability>, Query, description = "Only people with this ring"),
        ("group" = Option<String>, Query, description = "Only people of this part of the team, or of this group of mine (its id)"),
        ("cursor" = Option<String>, Query, description = "Where the page before ended"),
    ),
    responses((status = 200, description = "A page, by name", body = People))
)]
pub(super) async fn list(
    State(app): State<App>,
    caller: Caller,
    Params(query): Params<Query>,
) -> Result<Json<People>, Refusal> {
    app.line.ask(move |roster| roster.people(&caller, &query)).await.map(Json)
}

/// One colleague
#[utoipa::path(
    get, path = "/v1/people/{id}", tag = "people", params(("id" = PersonId, Path, description = "A colleague")),
    responses((status = 200, description = "As I may see them", body = Person))
)]
pub(super) async fn get(
    State(app): State<App>,
    caller: Caller,
    Segment(id): Segment,
) -> Result<Json<Person>, Refusal> {
    app.line.ask(move |roster| roster.look_up(&caller, &id.into())).await.map(Json)
}

/// Many colleagues at once
///
/// Ids of nobody are left out of the answer.
#[utoipa::path(
    post, path = "/v1/presence/query", tag = "people", request_body = PresenceQuery,
    responses((status = 200, description = "As I may see them", body = People))
)]
pub(super) async fn query(
    State(app): State<App>,
    caller: Caller,
    Body(query): Body<PresenceQuery>,
) -> Result<Json<People>, Refusal> {
    if query.ids.len() > BATCH {
        return Err(refuse_field(Code::Invalid, "ids", format!("Send at most {BATCH}")));
    }
    let found = app.line.ask(move |roster| roster.look_up_many(&caller, &query.ids));
    Ok(Json(People { people: found.await?, cursor: None }))
}
