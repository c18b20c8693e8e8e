//! The roster and every change to it, as a stream or by long-poll: the same events, the same cursor.

use std::{convert::Infallible, sync::Arc, time::Duration};

use axum::{
    body::Body,
    extract::State,
    http::{HeaderMap, HeaderValue, Response, header},
};
use bytes::Bytes;
use ringlight_protocol::{API_VERSION, Code, Event, Hello, Page, SignedDuration};
use serde::Deserialize;
use tokio::time::{Instant, sleep_until};

use crate::{
    app::App,
    auth::Caller,
    body::{Params, accepts},
    refusal::{Refusal, refuse_field},
    roster::{
        news::{Told, told},
        streams::{Held, Opening},
    },
    secret::random_bytes,
};

/// Changes that follow one another within this are written together.
const GATHER: Duration = Duration::from_millis(50);
const POLL: u64 = 25;
const LONGEST_POLL: u64 = 55;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wanted {
    since: Option<String>,
    #[serde(default)]
    publish: bool,
    heartbeat: Option<i64>,
    wait: Option<u64>,
}

/// Follow the team
///
/// As `text/event-stream` it goes on; as `application/json` it answers when something has changed, or when `wait` is
/// over. The first event is `hello`. Then comes what changed after `since`, or the whole team in `snapshot` pages.
/// Whoever comes back gives the last event's id.
#[utoipa::path(
    get, path = "/v1/sync", tag = "people",
    params(
        ("since" = Option<String>, Query, description = "The id of the last event, or a page's cursor"),
        ("last-event-id" = Option<String>, Header, description = "The same, as browsers say it; `since` wins"),
        ("publish" = Option<bool>, Query, description = "This device reports on this stream, and lives by it"),
        ("heartbeat" = Option<i64>, Query, minimum = 5, maximum = 600,
            description = "Seconds within which this device promises to report, changed or not: it counts as lost when none came within twice that and ten seconds"),
        ("wait" = Option<u64>, Query, minimum = 0, maximum = 55, description = "Longest wait of a long-poll in seconds"),
    ),
    responses((status = 200, description = "Events", content(
        (Page = "application/json"),
        (Event = "text/event-stream"),
    )))
)]
pub(super) async fn sync(
    State(app): State<App>,
    caller: Caller,
    Params(wanted): Params<Wanted>,
    headers: HeaderMap,
) -> Result<Response<Body>, Refusal> {
    let wait = wanted.wait.unwrap_or(POLL);
    if wait > LONGEST_POLL {
        return Err(refuse_field(Code::Invalid, "wait", format!("Send at most {LONGEST_POLL}")));
    }
    if wanted.heartbeat.is_some_and(|seconds| !(5..=600).contains(&seconds)) {
        return Err(refuse_field(Code::Invalid, "heartbeat", "Send 5 to 600 seconds"));
    }
    let streams = accepts(&headers, "text/event-stream");
    let opening = Opening {
        publish: wanted.publish,
        heartbeat: wanted.heartbeat.map(SignedDuration::from_secs),
        polls: !streams,
    };
    let since = wanted.since.as_deref().or_else(|| last_event(&headers));
    let listener = Listener::open(app, caller, opening, since).await?;
    if streams { Ok(listener.stream()) } else { listener.page(Duration::from_secs(wait)).await }
}

/// Where a browser's event source stood when it was cut off.
fn last_event(headers: &HeaderMap) -> Option<&str> {
    headers.get("last-event-id").and_then(|id| id.to_str().ok())
}

/// One open stream, or one long-poll. The roster forgets it when it is dropped.
struct Listener {
    app: App,
    caller: Caller,
    held: Held,
    /// Where the viewer stands; `None` before the first snapshot.
    since: Option<u64>,
    /// Whether it is told on each beat that it lives.
    pinged: bool,
}

impl Listener {
    async fn open(app: App, caller: Caller, opening: Opening, since: Option<&str>) -> Result<Self, Refusal> {
        // A cursor that does not open is of another life of the server: nothing is as old as that.
        let since = since.map(|cursor| app.cursors.open(cursor, &caller.device).unwrap_or(0));
        let pinged = app.settings.proxied || opening.heartbeat.is_some();
        let held = Held::open(&app.line, caller.clone(), opening).await?;
        Ok(Self { app, caller, held, since, pinged })
    }

    fn hello(&self) -> Told {
        let event = Event::Hello(Hello {
            server: env!("CARGO_PKG_VERSION").into(),
            api: API_VERSION,
            features: Vec::new(),
            epoch: self.held.opened.epoch,
            reconnect: self.app.settings.reconnect,
            team: self.held.opened.team.clone(),
            now: self.held.opened.now,
        });
        told(self.since.unwrap_or(0), &event)
    }

    /// What is new; nothing more if the stream has ended.
    async fn hear(&mut self) -> Option<Vec<Told>> {
        let (stream, since) = (self.held.opened.stream, self.since);
        let news = self.app.line.ask(move |roster| Ok(roster.hear(stream, since))).await.ok()??;
        if let Some(last) = news.last() {
            self.since = Some(last.position);
        }
        Some(news)
    }

    fn cursor(&self, position: u64) -> String {
        self.app.cursors.seal(position, &self.caller.device)
    }

    fn write(&self, news: &[Told]) -> Bytes {
        let mut text = String::new();
        for Told { position, name, data } in news {
            text.push_str(&format!("event: {name}\nid: {}\ndata: {data}\n\n", self.cursor(*position)));
        }
        text.into()
    }

    fn stream(mut self) -> Response<Body> {
        let events = async_stream::stream! {
            let settings = self.app.settings.clone();
            let end = Instant::now() + spread(settings.stream_life);
            let mut written = Instant::now();
            let pulse = self.app.pulse;
            yield first(&self, settings.reconnect);
            let Some(news) = self.hear().await else { return };
            yield self.write(&news);
            loop {
                tokio::select! {
                    () = self.held.opened.wake.notified() => {}
                    () = sleep_until(pulse.after(written)), if self.pinged => {
                        written = Instant::now();
                        yield Bytes::from_static(b":\n\n");
                        continue;
                    }
                    () = sleep_until(end) => return,
                }
                sleep_until(written + GATHER).await;
                let Some(news) = self.hear().await else { return };
                if !news.is_empty() {
                    written = Instant::now();
                    yield self.write(&news);
                }
            }
        };
        let events = futures_util::StreamExt::map(events, Ok::<_, Infallible>);
        let mut response = Response::new(Body::from_stream(events));
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
        // nginx: do not hold events back.
        headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
        response
    }

    async fn page(mut self, wait: Duration) -> Result<Response<Body>, Refusal> {
        let end = Instant::now() + wait;
        let mut events = vec![self.hello().data];
        loop {
            let Some(news) = self.hear().await else {
                // It ended before its time. Only who has left is turned away; others ask again.
                let caller = self.caller.clone();
                self.app.line.ask(move |roster| roster.must_be_signed_in(&caller)).await?;
                return Ok(self.answer(&events));
            };
            events.extend(news.into_iter().map(|told| told.data));
            if events.len() > 1
                || tokio::time::timeout_at(end, self.held.opened.wake.notified()).await.is_err()
            {
                return Ok(self.answer(&events));
            }
        }
    }

    /// Joins events that are written already into a [`Page`].
    fn answer(&self, events: &[Arc<str>]) -> Response<Body> {
        let cursor = self.cursor(self.since.unwrap_or(0));
        let page = format!(r#"{{"cursor":"{cursor}","events":[{}]}}"#, events.join(","));
        let mut response = Response::new(Body::from(page));
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        response
    }
}

fn first(listener: &Listener, reconnect: SignedDuration) -> Bytes {
    let retry = format!("retry: {}\n", reconnect.as_millis());
    [retry.as_bytes(), &listener.write(&[listener.hello()])].concat().into()
}

/// A life, give or take a fifth, so that streams which began together do not end together.
fn spread(life: Duration) -> Duration {
    let share = f64::from(u16::from_be_bytes(random_bytes())) / f64::from(u16::MAX);
    life.mul_f64(0.8 + 0.4 * share)
}
