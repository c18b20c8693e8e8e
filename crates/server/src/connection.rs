//! One connection, from its first byte to its last.

use std::{io, time::Duration};

use axum::{Router, body::Body, extract::Request};
use hyper::{
    body::Incoming,
    service::{Service, service_fn},
};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::conn::auto::Builder,
    service::TowerToHyperService,
};
use socket2::{SockRef, TcpKeepalive};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    time::timeout,
};
use tokio_util::sync::CancellationToken;

use crate::{door::Came, guard::Ends, stall::Stall, tls::Tls};

/// A peer that says nothing holds a place no longer than this: once until the handshake is over, and once until it asks
/// for something.
const SILENCE: Duration = Duration::from_secs(10);
/// How long a request's head may take, and how long an unused connection is kept.
const HEAD: Duration = Duration::from_secs(75);
/// What was sent and not acknowledged for this long finds a pulled cable (RFC 5482).
const UNACKNOWLEDGED: Duration = Duration::from_secs(40);
/// Requests that one HTTP/2 connection may have open.
const AT_ONCE: u32 = 64;

/// Serves a connection until its peer, an error or `drain` ends it.
pub(crate) async fn serve(came: Came, tls: Tls, router: Router, drain: CancellationToken) {
    let from = came.from;
    if let Err(error) = try_serve(came, tls, router, drain).await {
        tracing::debug!(%from, error, "a connection ended");
    }
}

async fn try_serve(
    came: Came,
    tls: Tls,
    router: Router,
    drain: CancellationToken,
) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    tune(&came.stream)?;
    let ends = Ends { here: came.stream.local_addr()?, there: came.from };
    let stream = Stall::new(came.stream, UNACKNOWLEDGED);
    match tls.acceptor {
        None => http(stream, ends, router, drain).await,
        Some(acceptor) => http(timeout(SILENCE, acceptor.accept(stream)).await??, ends, router, drain).await,
    }
}

async fn http<I: AsyncRead + AsyncWrite + Unpin + Send + 'static>(
    stream: I,
    ends: Ends,
    router: Router,
    drain: CancellationToken,
) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let router = TowerToHyperService::new(router);
    let asked = CancellationToken::new();
    let asks = asked.clone();
    let service = service_fn(move |request: Request<Incoming>| {
        asks.cancel();
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ends);
        router.call(request)
    });
    let mut builder = Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(HEAD);
    builder.http2().timer(TokioTimer::new()).max_concurrent_streams(AT_ONCE);
    let connection = builder.serve_connection(TokioIo::new(stream), service);
    let mut connection = std::pin::pin!(connection);
    tokio::select! {
        ended = connection.as_mut() => return ended,
        () = drain.cancelled() => connection.as_mut().graceful_shutdown(),
        () = silence(&asked) => return Err("nothing was asked for".into()),
    }
    connection.await
}

/// Ends when nothing was asked for in time.
async fn silence(asked: &CancellationToken) {
    if timeout(SILENCE, asked.cancelled()).await.is_ok() {
        std::future::pending().await
    }
}

fn tune(stream: &TcpStream) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let socket = SockRef::from(stream);
    let probe = TcpKeepalive::new().with_time(Duration::from_secs(20)).with_interval(Duration::from_secs(10));
    socket.set_tcp_keepalive(&probe)?;
    #[cfg(target_os = "linux")]
    socket.set_tcp_user_timeout(Some(UNACKNOWLEDGED))?;
    Ok(())
}
