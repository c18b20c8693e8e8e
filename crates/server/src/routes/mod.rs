//! All routes on one screen. Each file is named after the noun in its URLs.

mod absences;
mod admin;
mod alerts;
mod calendar;
mod claims;
mod docs;
mod favourites;
mod groups;
mod health;
mod invites;
mod join;
mod me;
mod note;
mod people;
mod privacy;
mod programs;
mod quiet_hours;
mod reports;
mod status;
mod sync;
mod team;

use axum::{Router, middleware::from_fn, middleware::from_fn_with_state};
use ringlight_protocol::Code;
use tokio_util::sync::CancellationToken;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{app::App, guard, refusal::refuse};

/// What a connection gets for which there is no room: one answer, and its end by `answered`.
pub(crate) fn crowded(answered: CancellationToken) -> Router {
    let refuse = async move || {
        answered.cancel();
        refuse(Code::Unavailable, "Too many connections are open; try again in a few seconds")
    };
    Router::new().fallback(refuse).layer(from_fn(guard::seal))
}

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
        .routes(routes!(calendar::set, calendar::clear))
        .routes(routes!(absences::plan, absences::cancel))
        .routes(routes!(quiet_hours::set, quiet_hours::reset))
        .routes(routes!(programs::list, programs::let_in))
        .routes(routes!(programs::shut_out))
        .routes(routes!(programs::presence))
        .routes(routes!(programs::set_status, programs::clear_status))
        .routes(routes!(programs::call))
        .routes(routes!(privacy::get, privacy::set))
        .routes(routes!(privacy::view_as))
        .routes(routes!(privacy::viewers))
        .routes(routes!(favourites::set))
        .routes(routes!(favourites::add, favourites::remove))
        .routes(routes!(favourites::set_breakthrough))
        .routes(routes!(groups::list))
        .routes(routes!(groups::set, groups::delete))
        .routes(routes!(alerts::list))
        .routes(routes!(alerts::set, alerts::delete))
        .routes(routes!(people::list))
        .routes(routes!(people::get, admin::expel))
        .routes(routes!(admin::choose, admin::clear))
        .routes(routes!(admin::choose_for_many))
        .routes(routes!(admin::set_role))
        .routes(routes!(people::query))
        .routes(routes!(sync::sync))
        .routes(routes!(team::statuses, team::order_statuses))
        .routes(routes!(team::set_status))
        .routes(routes!(team::get, team::change))
        .routes(routes!(reports::status_time))
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
