//! One request, one answer.

use std::time::Duration;

use futures_util::StreamExt;
use reqwest::{Client, Method, RequestBuilder, Response, header::ACCEPT, redirect};
use ringlight_protocol::{Code, InviteLink, Join, Joined, Page, Problem, UndoToken};
use serde::de::DeserializeOwned;

use super::{fault, tls};
use crate::machine::{Answer, Call, Connection, Failure, Token};

/// How long a connection may take to be made.
const CONNECT_WITHIN: Duration = Duration::from_secs(5);
/// How long a call may take.
const ANSWER_WITHIN: Duration = Duration::from_secs(10);
/// How long a long-poll waits at the server, in seconds, and how long we wait for it.
const POLL_FOR: u32 = 50;
const POLL_WITHIN: Duration = Duration::from_secs(POLL_FOR as u64 + 10);
/// What was sent and not acknowledged for this long means that the cable is out.
#[cfg(target_os = "linux")]
const UNACKNOWLEDGED: Duration = Duration::from_secs(40);
/// The longest answer that is read, in bytes.
const LONGEST_ANSWER: usize = 16 * 1024 * 1024;

/// One way to one server.
#[derive(Clone, Debug)]
pub(crate) struct Api {
    http: Client,
    address: String,
    token: Option<Token>,
}

impl Api {
    /// A way to the server at this address. Nothing is sent yet.
    pub(crate) fn new(address: &str, pin: Option<&str>, token: Option<Token>) -> Result<Self, Problem> {
        let client = Client::builder()
            .tls_backend_preconfigured(tls::config(pin)?)
            .https_only(true)
            .redirect(redirect::Policy::none())
            .connect_timeout(CONNECT_WITHIN)
            .user_agent(concat!("ringlight/", env!("CARGO_PKG_VERSION")));
        #[cfg(target_os = "linux")]
        let client = client.tcp_user_timeout(UNACKNOWLEDGED);
        // A pinned server is meant to be reached directly; a proxy could only be in the way, or listen.
        let client = if pin.is_some() { client.no_proxy() } else { client };
        let http = client.build().map_err(|error| {
            Problem::new(
                Code::ThisComputer,
                format!("Connections cannot be set up on this computer: {error}."),
            )
        })?;
        Ok(Self { http, address: address.to_owned(), token })
    }

    /// The way to the first address of a connection.
    pub(crate) fn first(connection: &Connection) -> Result<Self, Problem> {
        let address = connection.addresses.first().map(String::as_str).unwrap_or_default();
        Self::new(address, connection.pin.as_deref(), Some(connection.token.clone()))
    }

    pub(super) fn address(&self) -> &str {
        &self.address
    }

    pub(super) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, format!("https://{}/v1/{path}", self.address));
        match &self.token {
            Some(token) => request.bearer_auth(&token.0),
            None => request,
        }
    }

    /// Makes a call.
    pub(crate) async fn call(&self, call: &Call) -> Result<Answer, Failure> {
        let changed = |changed| Answer::Changed(Box::new(changed));
        let (patch, put, post, delete) = (Method::PATCH, Method::PUT, Method::POST, Method::DELETE);
        match call {
            Call::Report(report) => {
                let reported = self.ask(self.request(put, "me/report").json(report)).await?;
                Ok(Answer::Reported(Box::new(reported)))
            }
            Call::EndReport => self.tell(self.request(delete, "me/report")).await,
            Call::Choose(choice) => self.ask(self.request(put, "me/status").json(choice)).await.map(changed),
            Call::Automatic => self.ask(self.request(delete, "me/status")).await.map(changed),
            Call::Undo(undo) => {
                let token = UndoToken { undo: undo.clone() };
                self.ask(self.request(post, "me/status/undo").json(&token)).await.map(changed)
            }
            Call::SetNote(note) => self.ask(self.request(put, "me/note").json(note)).await.map(changed),
            Call::ClearNote => self.ask(self.request(delete, "me/note")).await.map(changed),
            Call::Drop(claim) => self
                .ask(self.request(delete, &format!("me/claims/{}", segment(claim.as_str()))))
                .await
                .map(changed),
            Call::Calendar(change) => self.tell(self.request(put, "me/claims/calendar").json(change)).await,
            Call::Profile(change) => self.ask(self.request(patch, "me").json(change)).await.map(changed),
            Call::Invite(invite) => {
                self.ask(self.request(post, "invites").json(invite)).await.map(Answer::Invited)
            }
            Call::SignOut(device) => {
                self.tell(self.request(delete, &format!("me/devices/{}", segment(device.as_str())))).await
            }
            Call::Leave => self.tell(self.request(delete, "me")).await,
            Call::Change(ask) => self.ask(self.asked(ask)?).await.map(changed),
            Call::Ask(ask) => self.answer(ask).await.map(|answer| Answer::Told(Box::new(answer))),
        }
    }

    /// Opens the stream.
    pub(super) async fn stream(
        &self,
        since: Option<&str>,
        publish: bool,
        heartbeat: Option<Duration>,
    ) -> Result<Response, Failure> {
        let mut query = vec![("publish", publish.to_string())];
        query.extend(since.map(|since| ("since", since.to_owned())));
        query.extend(heartbeat.map(|every| ("heartbeat", every.as_secs().to_string())));
        let request = self.request(Method::GET, "sync").query(&query).header(ACCEPT, "text/event-stream");
        self.send(request).await
    }

    /// Asks for the next page of changes, and waits for it.
    pub(super) async fn poll(&self, since: Option<&str>, publish: bool) -> Result<Page, Failure> {
        let mut query = vec![("publish", publish.to_string()), ("wait", POLL_FOR.to_string())];
        query.extend(since.map(|since| ("since", since.to_owned())));
        let request = self.request(Method::GET, "sync").query(&query).header(ACCEPT, "application/json");
        self.read(self.send(request.timeout(POLL_WITHIN)).await?).await
    }

    pub(super) async fn ask<T: DeserializeOwned>(&self, request: RequestBuilder) -> Result<T, Failure> {
        self.read(self.send(request.timeout(ANSWER_WITHIN)).await?).await
    }

    pub(super) async fn text(&self, request: RequestBuilder) -> Result<String, Failure> {
        let body = bounded(self.send(request.timeout(ANSWER_WITHIN)).await?).await?;
        String::from_utf8(body).map_err(|_| self.not_understood())
    }

    pub(super) async fn tell(&self, request: RequestBuilder) -> Result<Answer, Failure> {
        self.send(request.timeout(ANSWER_WITHIN)).await.map(|_| Answer::Nothing)
    }

    async fn send(&self, request: RequestBuilder) -> Result<Response, Failure> {
        let response = request.send().await.map_err(|error| fault::no_answer(&error, &self.address))?;
        if response.status().is_success() { Ok(response) } else { Err(fault::refusal(response).await) }
    }

    async fn read<T: DeserializeOwned>(&self, response: Response) -> Result<T, Failure> {
        let body = bounded(response).await?;
        serde_json::from_slice(&body).map_err(|error| {
            tracing::warn!(%error, "an answer that cannot be read");
            self.not_understood()
        })
    }

    fn not_understood(&self) -> Failure {
        let detail =
            format!("The server at {} speaks another version. Is Ringlight up to date?", self.address);
        Failure { problem: Problem::new(Code::TooOld, detail), again: None }
    }
}

/// Reads a body, unless it is absurdly long.
pub(super) async fn bounded(response: Response) -> Result<Vec<u8>, Failure> {
    let address = response.url().authority().to_owned();
    let mut pieces = response.bytes_stream();
    let mut body = Vec::new();
    while let Some(piece) = pieces.next().await {
        body.extend_from_slice(&piece.map_err(|error| fault::no_answer(&error, &address))?);
        if body.len() > LONGEST_ANSWER {
            let problem = Problem::new(Code::Unreachable, format!("The answer from {address} is too long."));
            return Err(Failure { problem, again: None });
        }
    }
    Ok(body)
}

/// Joins through the first of the link's addresses that leads to the server.
pub(crate) async fn join(link: &InviteLink, join: &Join) -> Result<Joined, Problem> {
    let mut worst = fault::unreachable("This invite names no address.".into());
    for address in &link.addresses {
        let api = Api::new(address, link.pin.as_deref(), None)?;
        match api.ask(api.request(Method::POST, "join").json(join)).await {
            Ok(joined) => return Ok(joined),
            Err(Failure { problem, .. }) => match problem.code {
                Code::Unreachable if worst.code == Code::WrongServer => {}
                Code::Unreachable | Code::WrongServer => worst = problem,
                _ => return Err(problem),
            },
        }
    }
    Err(worst)
}

/// One segment of a path, percent-encoded (RFC 3986 section 3.3).
pub(super) fn segment(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
        out
    })
}
