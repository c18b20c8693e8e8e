//! Keeps the stream open: tries the addresses in turn, spreads its tries, and notices when it is held back or silent.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use futures_util::StreamExt;
use reqwest::Response;
use ringlight_protocol::{Code, Event, Problem};
use tokio::{
    sync::{Notify, mpsc},
    task::JoinHandle,
    time::{Instant, MissedTickBehavior, interval_at, sleep, sleep_until, timeout},
};

use super::{api::Api, fault, sse::Parser};
use crate::{
    jitter,
    machine::{Connection, Failure, News},
};

/// No byte for this long, two pings and some, means that the stream is dead or held back.
const SILENCE: Duration = Duration::from_secs(60);
/// The same on this computer, where nothing can hold a stream back or lose it: longer than a stream lasts.
const SILENCE_HERE: Duration = Duration::from_secs(900);
/// How often the report is repeated where something lies between us and the server.
const BEAT: Duration = Duration::from_secs(45);
/// The window of the first tries, until the server has named one.
const FIRST_WINDOW: Duration = Duration::from_secs(2);
/// A network that held a stream back is asked for one again after this long.
const TRUST_AGAIN: Duration = Duration::from_secs(3600);

/// What the stream's task says.
#[derive(Debug)]
pub(crate) enum FromStream {
    /// This way leads to the server.
    Way(Api),
    /// Something for the machine.
    News(News),
}

/// The task that keeps the stream open. Dropping it closes the stream.
pub(crate) struct Stream {
    news: mpsc::Receiver<FromStream>,
    now: Arc<Notify>,
    publish: Arc<AtomicBool>,
    task: JoinHandle<()>,
}

impl Stream {
    pub(crate) fn open(connection: Connection) -> Self {
        let (say, news) = mpsc::channel(64);
        let now = Arc::new(Notify::new());
        let publish = Arc::new(AtomicBool::new(connection.publish));
        let keeper = Keeper {
            connection,
            say,
            now: now.clone(),
            publish: publish.clone(),
            cursor: None,
            window: FIRST_WINDOW,
            address: 0,
            held_back: None,
        };
        Self { news, now, publish, task: tokio::spawn(keeper.keep()) }
    }

    /// The next thing. Cancel safe.
    pub(crate) async fn next(&mut self) -> Option<FromStream> {
        self.news.recv().await
    }

    /// Opens it anew, for publishing or for reading only.
    pub(crate) fn publish(&self, publish: bool) {
        self.publish.store(publish, Ordering::Release);
        self.reopen();
    }

    /// Opens it anew, at once.
    pub(crate) fn reopen(&self) {
        self.now.notify_one();
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.task.abort();
    }
}

struct Keeper {
    connection: Connection,
    say: mpsc::Sender<FromStream>,
    now: Arc<Notify>,
    publish: Arc<AtomicBool>,
    cursor: Option<String>,
    window: Duration,
    /// The address that worked last.
    address: usize,
    /// When a network was found to hold streams back.
    held_back: Option<Instant>,
}

/// How a stream ended.
enum End {
    /// The server ended it.
    Ended,
    /// It broke, or never was. The server may have said when to come back.
    Lost(Problem, Option<Duration>),
    /// Nothing came through.
    Silent,
    /// We asked for a new one.
    Asked,
    /// The token is not valid.
    Revoked,
    /// Nobody listens.
    Dismissed,
}

impl Keeper {
    async fn keep(mut self) {
        let mut failures = 0;
        loop {
            let opened = Instant::now();
            let mut wait = None;
            let (end, lived) = self.once().await;
            failures = if lived && opened.elapsed() > self.window { 0 } else { failures + 1 };
            let news = match end {
                End::Dismissed => return,
                End::Asked => continue,
                End::Revoked => return drop(self.say.send(FromStream::News(News::Revoked)).await),
                End::Ended => News::Ended,
                End::Silent => {
                    News::Lost(fault::unreachable("Nothing comes from the server any more.".into()))
                }
                End::Lost(problem, asked) => {
                    wait = asked;
                    News::Lost(problem)
                }
            };
            if self.tell(news).await.is_err() {
                return;
            }
            let pause = wait.unwrap_or_else(|| jitter::full(jitter::window(self.window, failures)));
            let _ = timeout(pause, self.now.notified()).await;
        }
    }

    async fn tell(&self, news: News) -> Result<(), End> {
        self.say.send(FromStream::News(news)).await.map_err(|_| End::Dismissed)
    }

    /// One try, over all addresses. Also gives whether the server said hello.
    async fn once(&mut self) -> (End, bool) {
        let poll = self.held_back.is_some_and(|since| since.elapsed() < TRUST_AGAIN);
        let mut why = (fault::unreachable("The account names no address.".into()), None);
        for turn in 0..self.connection.addresses.len() {
            let index = (self.address + turn) % self.connection.addresses.len();
            let address = &self.connection.addresses[index];
            let api = match Api::new(
                address,
                self.connection.pin.as_deref(),
                Some(self.connection.token.clone()),
            ) {
                Ok(api) => api,
                Err(problem) => return (End::Lost(problem, None), false),
            };
            let tried = if poll { self.poll(&api).await } else { self.stream(&api).await };
            match tried {
                Ok(end) => {
                    self.address = index;
                    return (end, true);
                }
                Err(End::Lost(problem, wait)) if why.0.code != Code::WrongServer => why = (problem, wait),
                Err(End::Lost(..)) => {}
                Err(other) => return (other, false),
            }
        }
        (End::Lost(why.0, why.1), false)
    }

    /// `Ok` once the server has said something.
    async fn stream(&mut self, api: &Api) -> Result<End, End> {
        let publish = self.publish.load(Ordering::Acquire);
        let beat = (publish && !is_loopback(api.address())).then_some(BEAT);
        let response = tokio::select! {
            response = timeout(SILENCE, api.stream(self.cursor.as_deref(), publish, beat)) => response,
            () = self.now.notified() => return Err(End::Asked),
        };
        let mut spoken = false;
        let end = match response {
            Ok(Ok(response)) => self.read(api, response, beat, &mut spoken).await,
            Ok(Err(failure)) => end_of(failure),
            Err(_) => End::Silent,
        };
        match end {
            End::Silent if !spoken => {
                tracing::info!(address = api.address(), "the network holds streams back: polling instead");
                self.held_back = Some(Instant::now());
                Err(End::Asked)
            }
            end if spoken => Ok(end),
            end => Err(end),
        }
    }

    async fn read(
        &mut self,
        api: &Api,
        response: Response,
        beat: Option<Duration>,
        spoken: &mut bool,
    ) -> End {
        let mut bytes = response.bytes_stream();
        let mut parser = Parser::default();
        let patience = if beat.is_some() { SILENCE } else { SILENCE_HERE };
        let silence = sleep(patience);
        tokio::pin!(silence);
        let every = beat.unwrap_or(Duration::from_secs(u64::from(u32::MAX)));
        let mut beats = interval_at(Instant::now() + every, every);
        beats.set_missed_tick_behavior(MissedTickBehavior::Skip);
        loop {
            let piece = tokio::select! {
                piece = bytes.next() => piece,
                () = &mut silence => return End::Silent,
                () = self.now.notified() => return End::Asked,
                () = self.say.closed() => return End::Dismissed,
                _ = beats.tick(), if beat.is_some() => {
                    if self.tell(News::Beat).await.is_err() { return End::Dismissed }
                    continue;
                }
            };
            silence.as_mut().reset(Instant::now() + patience);
            let frames = match piece {
                None => return End::Ended,
                Some(Err(error)) => return End::Lost(fault::no_answer(&error, api.address()).problem, None),
                Some(Ok(piece)) => parser.push(&piece),
            };
            let Ok(frames) = frames else { return End::Lost(nonsense(api.address()), None) };
            for frame in frames {
                if let Err(end) = self.event(api, &frame.data, spoken).await {
                    return end;
                }
                self.cursor = frame.id.or(self.cursor.take());
            }
        }
    }

    /// An event of a kind that we do not know is left out: a newer server may say more.
    async fn event(&mut self, api: &Api, json: &str, spoken: &mut bool) -> Result<(), End> {
        match serde_json::from_str(json) {
            Ok(event) => self.pass_on(api, event, spoken).await,
            Err(error) => {
                tracing::debug!(%error, "an event that is not known");
                Ok(())
            }
        }
    }

    async fn pass_on(&mut self, api: &Api, event: Event, spoken: &mut bool) -> Result<(), End> {
        if let Event::Hello(hello) = &event {
            self.window =
                Duration::try_from(hello.reconnect).unwrap_or(FIRST_WINDOW).max(Duration::from_millis(100));
            if !std::mem::replace(spoken, true) {
                self.say.send(FromStream::Way(api.clone())).await.map_err(|_| End::Dismissed)?;
            }
        }
        self.tell(News::Event(Box::new(event))).await
    }

    async fn poll(&mut self, api: &Api) -> Result<End, End> {
        let until = self.held_back.map_or_else(Instant::now, |since| since + TRUST_AGAIN);
        let mut spoken = false;
        loop {
            let page = tokio::select! {
                page = api.poll(self.cursor.as_deref(), self.publish.load(Ordering::Acquire)) => page.map_err(end_of),
                () = self.now.notified() => return Err(End::Asked),
                () = self.say.closed() => return Err(End::Dismissed),
                () = sleep_until(until) => return Err(End::Asked),
            };
            let page = match page {
                Ok(page) => page,
                Err(end) => return if spoken { Ok(end) } else { Err(end) },
            };
            for event in page.events {
                self.pass_on(api, event, &mut spoken).await?;
            }
            self.cursor = Some(page.cursor);
        }
    }
}

fn end_of(failure: Failure) -> End {
    match failure.problem.code {
        Code::Unauthorized => End::Revoked,
        Code::RateLimited | Code::Unavailable => End::Lost(failure.problem, failure.again),
        _ => End::Lost(failure.problem, None),
    }
}

fn nonsense(address: &str) -> Problem {
    fault::unreachable(format!("What comes from {address} cannot be understood."))
}

fn is_loopback(address: &str) -> bool {
    let host = address
        .rsplit_once(':')
        .map_or(address, |(host, _)| host)
        .trim_start_matches('[')
        .trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost")
        || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that meets something odd fails and says so")]
mod tests {
    use std::net::Ipv4Addr;

    use ringlight_protocol::{Choice, Join};
    use ringlight_server::{Config, Invite, Sqlite, start};

    use super::*;
    use crate::{
        machine::{Call, Token},
        server::join,
    };

    /// What takes this long has failed.
    const TOO_LONG: Duration = Duration::from_secs(20);

    #[test]
    fn loopback_needs_no_heartbeat() {
        let table = [
            ("127.0.0.1:1", true),
            ("[::1]:1", true),
            ("localhost:1", true),
            ("192.0.2.1:1", false),
            ("a.example:1", false),
        ];
        for (address, expected) in table {
            assert_eq!(is_loopback(address), expected, "{address}");
        }
    }

    async fn until(news: &mut mpsc::Receiver<FromStream>, wanted: impl Fn(&Event) -> bool) {
        let heard = async {
            loop {
                match news.recv().await {
                    Some(FromStream::News(News::Event(event))) if wanted(&event) => return,
                    Some(FromStream::News(News::Lost(problem))) => panic!("{problem}"),
                    Some(_) => {}
                    None => panic!("the stream ended"),
                }
            }
        };
        timeout(TOO_LONG, heard).await.unwrap();
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn where_streams_are_held_back_changes_come_by_polling() {
        let directory = tempfile::TempDir::new().unwrap();
        let store = Sqlite::open(&directory.path().join("team.db")).unwrap();
        let server = start(Config { team: Some("Team".into()), ..Config::default() }, store).await.unwrap();
        server.handle().listen((Ipv4Addr::LOCALHOST, 0).into()).await.unwrap();
        let (link, _) = server.handle().invite(Invite::default()).await.unwrap();
        let who = Join {
            code: link.code.clone(),
            name: "Ada".into(),
            device: "computer".into(),
            zone: "UTC".into(),
        };
        let token = Token(join(&link, &who).await.unwrap().token.into());
        let connection = Connection { addresses: link.addresses, pin: link.pin, token, publish: true };
        let (say, mut news) = mpsc::channel(64);
        let keeper = Keeper {
            connection: connection.clone(),
            say,
            now: Arc::default(),
            publish: Arc::new(AtomicBool::new(true)),
            cursor: None,
            window: FIRST_WINDOW,
            address: 0,
            held_back: Some(Instant::now()),
        };
        let keeping = tokio::spawn(keeper.keep());
        until(&mut news, |event| matches!(event, Event::Snapshot { last: true, .. })).await;
        let choice =
            Choice { status: "busy".into(), secondary: None, until: None, duration: None, chosen_ago: None };
        Api::first(&connection).unwrap().call(&Call::Choose(choice)).await.unwrap();
        until(&mut news, |event| matches!(event, Event::Me(me) if !me.claims.manual.is_empty())).await;
        drop(news);
        timeout(TOO_LONG, keeping).await.expect("it ends when nobody listens").unwrap();
    }
}
