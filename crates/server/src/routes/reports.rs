use axum::{
    Json,
    extract::State,
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use ringlight_protocol::{ReportDays, StatusTime, StatusTimeRow};

use crate::{
    app::App,
    auth::Caller,
    body::{Params, accepts},
    refusal::Refusal,
};

/// How long people showed which status
///
/// For administrators of a team that keeps status times, and only from the day its members were told. Who appeared
/// offline, or hides from an administrator, was offline. With `Accept: text/csv` as CSV (RFC 4180).
#[utoipa::path(
    get, path = "/v1/reports/status-time", tag = "team",
    params(
        ("from" = Date, Query, description = "The first day, in UTC"),
        ("until" = Date, Query, description = "The last day, in UTC; at most 366 days later"),
    ),
    responses((status = 200, description = "By name, then by time", content(
        (StatusTime = "application/json"),
        (String = "text/csv"),
    )))
)]
pub(super) async fn status_time(
    State(app): State<App>,
    caller: Caller,
    Params(days): Params<ReportDays>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let who = caller.clone();
    let span = app.line.ask(move |roster| roster.report_span(&who, &days)).await?;
    let times = app.line.status_times(span.from, span.until).await?;
    let report = app.line.ask(move |roster| roster.report_of(&caller, span.since, times)).await?;
    if !accepts(&headers, "text/csv") {
        return Ok(Json(report).into_response());
    }
    let kind = HeaderValue::from_static("text/csv; charset=utf-8; header=present");
    let file = HeaderValue::from_static("attachment; filename=\"status-time.csv\"");
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, file)], csv(&report)).into_response())
}

fn csv(report: &StatusTime) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let lines = std::iter::once(["person", "name", "status", "secondary", "seconds"].map(str::to_owned));
    for line in lines.chain(report.rows.iter().map(line)) {
        writer.write_record(line).expect("memory takes lines of one length");
    }
    writer.into_inner().expect("memory can be flushed")
}

fn line(row: &StatusTimeRow) -> [String; 5] {
    let secondary = row.secondary.as_ref().map_or("", |secondary| secondary.as_str());
    [row.person.as_str(), &row.name, row.status.as_str(), secondary, &row.seconds.to_string()].map(plain)
}

/// A field that no spreadsheet takes for a formula: those begin with one of these characters.
fn plain(field: &str) -> String {
    match field.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => format!("'{field}"),
        false => field.to_owned(),
    }
}
