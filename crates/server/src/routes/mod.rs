//! All routes on one screen. Each file is named after the noun in its URLs.

mod claims;
mod docs;
mod favourites;
mod health;
mod invites;
mod join;
mod me;
mod note;
mod people;
mod status;
mod sync;
mod team;

use axum::{Router, middleware::from_fn, middleware::from_fn_with_state};
use ringlight_protocol::Code;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{app::App, guard, refusal::refuse};

pub(crate) fn router(app: App) -> Router {
    let (api, document) = OpenApiRouter::with_openapi(docs::frame())
        .routes(routes!(join::join))
        .routes(routes!(me::get, me::change, me::leave))
        .routes(routes!(me::devices))
        .routes(routes!(me::sign_out))
        .routes(routes!(me::report, me::quit))
        .routes(routes!(status::choose, status::automatic))
        .routes(routes!(status::undo))
        .routes(routes!(note::set, note::clear))
        .routes(routes!(claims::list))
        .routes(routes!(claims::drop_one))
        .routes(routes!(favourites::add, favourites::remove))
        .routes(routes!(people::list))
        .routes(routes!(people::get))
        .routes(routes!(people::query))
        .routes(routes!(sync::sync))
        .routes(routes!(team::statuses))
        .routes(routes!(team::get))
        .routes(routes!(invites::invite))
        .split_for_parts();
    api.merge(docs::routes(document))
        .method_not_allowed_fallback(async || {
            refuse(Code::MethodNotAllowed, "See /docs for what is offered here")
        })
        .fallback(async || refuse(Code::NotFound, "See /docs for what this server offers"))
        .layer(from_fn_with_state(app.clone(), guard::guard))
        .merge(health::routes())
        .layer(from_fn(guard::seal))
        .with_state(app)
}
