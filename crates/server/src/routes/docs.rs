//! The API's own description: OpenAPI for programs, a page for people. Both come from the routes' code.

use std::fmt::Write;

use axum::{
    Json, Router,
    http::{HeaderValue, header},
    response::{Html, IntoResponse},
    routing::get,
};
use ringlight_protocol::Problem;
use serde_json::Value;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        Components, ContentBuilder, Info, OpenApi, Ref, RefOr, ResponseBuilder, SecurityRequirement,
        path::Operation,
        security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};

use crate::app::App;

const TOKEN: &str = "token";

/// What is the same for all routes.
pub(super) fn frame() -> OpenApi {
    let mut frame =
        OpenApi::new(Info::new("Ringlight", env!("CARGO_PKG_VERSION")), utoipa::openapi::Paths::new());
    let mut components = Components::new();
    let bearer =
        HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some("From POST /v1/join")).build();
    components.security_schemes.insert(TOKEN.into(), SecurityScheme::Http(bearer).into());
    components.schemas.insert(Problem::name().into(), Problem::schema());
    let mut needed = Vec::new();
    Problem::schemas(&mut needed);
    components.schemas.extend(needed);
    frame.components = Some(components);
    frame.security = Some(vec![SecurityRequirement::new::<_, [String; 0], String>(TOKEN, [])]);
    frame
}

pub(super) fn routes(mut document: OpenApi) -> Router<App> {
    document.paths.paths.values_mut().for_each(|item| {
        let operations = [&mut item.get, &mut item.put, &mut item.post, &mut item.patch, &mut item.delete];
        operations.into_iter().flatten().for_each(add_problem);
    });
    let page = page(&document);
    let mut document = serde_json::to_value(document).expect("a description is JSON");
    narrow_durations(&mut document);
    Router::new()
        .route("/openapi.json", get(async || Json(document)))
        .route("/docs", get(async || show(page)))
}

/// Whatever a route refuses, it says so in the same shape.
fn add_problem(operation: &mut Operation) {
    let schema = Ref::from_schema_name(Problem::name());
    let content = ContentBuilder::new().schema(Some(RefOr::Ref(schema))).build();
    let problem =
        ResponseBuilder::new().description("Why not (RFC 9457)").content("application/problem+json", content);
    operation.responses.responses.insert("default".into(), problem.build().into());
}

/// Durations are ISO 8601 in hours, minutes and seconds: days are no length of time where clocks change. The format
/// `duration` (RFC 3339) is wider in that, and has no fractions.
fn narrow_durations(document: &mut Value) {
    match document {
        Value::Object(schema) => {
            if schema.get("format").is_some_and(|format| format == "duration") {
                schema.remove("format");
                let hours_minutes_seconds = r"^PT([0-9]{1,4}H)?([0-9]{1,5}M)?([0-9]{1,7}(\.[0-9]{1,9})?S)?$";
                schema.insert("pattern".into(), hours_minutes_seconds.into());
                schema.insert("minLength".into(), 4.into());
            }
            schema.values_mut().for_each(narrow_durations);
        }
        Value::Array(schemas) => schemas.iter_mut().for_each(narrow_durations),
        _ => {}
    }
}

fn show(page: String) -> impl IntoResponse {
    let policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'";
    ([(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy))], Html(page))
}

fn page(document: &OpenApi) -> String {
    let mut routes = String::new();
    for (path, item) in &document.paths.paths {
        let operations = [
            ("GET", &item.get),
            ("PUT", &item.put),
            ("POST", &item.post),
            ("PATCH", &item.patch),
            ("DELETE", &item.delete),
        ];
        for (method, operation) in operations {
            if let Some(operation) = operation {
                let _ = write!(routes, "{}", entry(method, path, operation));
            }
        }
    }
    format!(
        "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>\
         <title>Ringlight API</title><style>:root{{color-scheme:light dark}}body{{font:16px/1.5 system-ui;\
         max-width:46rem;margin:2rem auto;padding:0 1rem}}h2{{font:600 1rem ui-monospace,monospace;margin:2rem 0 0}}\
         p{{margin:.25rem 0}}</style><h1>Ringlight API</h1><p>Everything in detail: <a href=/openapi.json>openapi.json\
         </a> (OpenAPI 3.1).</p>{routes}</html>"
    )
}

fn entry(method: &str, path: &str, operation: &Operation) -> String {
    let summary = operation.summary.as_deref().unwrap_or_default();
    let description = operation.description.as_deref().unwrap_or_default();
    format!("<h2>{method} {path}</h2><p><b>{summary}</b><p>{description}")
}
