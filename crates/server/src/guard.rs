//! What every request passes before a route sees it.

use std::net::{IpAddr, SocketAddr};

use axum::{
    extract::{Request, State},
    http::{HeaderValue, Uri, header, uri::Authority},
    middleware::Next,
    response::{IntoResponse, Response},
};
use ringlight_protocol::Code;

use crate::{
    app::App,
    auth,
    refusal::{Refusal, refuse},
    roster::limits,
};

/// The two ends of a connection.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ends {
    pub here: SocketAddr,
    pub there: SocketAddr,
}

/// Lets requests through that are meant for this server, come from no other site's page, and are not too many; finds
/// out whose they are.
pub(crate) async fn guard(State(app): State<App>, mut request: Request, next: Next) -> Response {
    match admit(&app, &mut request).await {
        Ok(()) => next.run(request).await,
        Err(refusal) => refusal.into_response(),
    }
}

/// Answers are nobody else's, and never run as a page.
pub(crate) async fn seal(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

async fn admit(app: &App, request: &mut Request) -> Result<(), Refusal> {
    let ends = request.extensions().get::<Ends>().copied();
    let ends = ends.ok_or_else(|| refuse(Code::Internal, "The connection has no address"))?;
    let host = host(request).filter(|host| is_ours(app, host, ends.here.ip()));
    let host = host.ok_or_else(|| {
        let detail = "Use the address in the invite; the operator can allow more names";
        refuse(Code::Misdirected, detail)
    })?;
    if let Some(origin) = request.headers().get(header::ORIGIN) {
        is_same(origin, &host)?;
    }
    let token = auth::token(request.headers());
    let joins = request.uri().path() == "/v1/join";
    let from = ends.there.ip().to_canonical();
    let holder = app.line.ask(move |roster| roster.admit(&limits::Request { from, token, joins })).await?;
    if let Some(holder) = holder {
        request.extensions_mut().insert(holder);
    }
    Ok(())
}

/// The host that the client asked for: `:authority` in HTTP/2, else `Host`.
fn host(request: &Request) -> Option<Authority> {
    let header = || request.headers().get(header::HOST)?.to_str().ok()?.parse().ok();
    request.uri().authority().cloned().or_else(header)
}

/// A page on another site can make a browser send requests here under that site's name (DNS rebinding); that name is
/// never one of ours. An address is ours if the connection came in on it.
fn is_ours(app: &App, host: &Authority, here: IpAddr) -> bool {
    let name = host.host();
    let here = here.to_canonical();
    let address = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    address.is_ok_and(|address| address.to_canonical() == here)
        || (name.eq_ignore_ascii_case("localhost") && here.is_loopback())
        || app.settings.public.iter().any(|public| {
            public.parse::<Authority>().is_ok_and(|public| public.host().eq_ignore_ascii_case(name))
        })
}

fn is_same(origin: &HeaderValue, host: &Authority) -> Result<(), Refusal> {
    let origin = origin.to_str().ok().and_then(|origin| origin.parse::<Uri>().ok());
    match origin.and_then(|origin| origin.into_parts().authority) {
        Some(authority) if authority == *host => Ok(()),
        _ => Err(refuse(Code::ForeignOrigin, "Only this server's own pages may ask from a browser")),
    }
}
