//! For what watches over the server. Asked by any name, counted by nobody.

use axum::{Router, extract::State, routing::get};

use crate::{app::App, refusal::Refusal};

pub(super) fn routes() -> Router<App> {
    Router::new().route("/healthz", get(async || "ok\n")).route("/readyz", get(ready))
}

/// Ready while the roster answers and the store takes what it is given.
async fn ready(State(app): State<App>) -> Result<&'static str, Refusal> {
    app.line.ask(|roster| roster.must_be_storing()).await?;
    Ok("ready\n")
}
