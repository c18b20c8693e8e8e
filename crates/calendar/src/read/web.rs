//! One question over HTTP, one answer.

use std::sync::Arc;

use base64::{Engine as _, prelude::BASE64_STANDARD};
use futures_util::StreamExt;
use reqwest::{
    Client, Method, Response, StatusCode, Url,
    header::{ACCEPT_ENCODING, AUTHORIZATION, CONTENT_ENCODING, HeaderMap, HeaderValue, LOCATION},
    redirect::Policy,
};

use super::{
    Secret, address,
    guard::Guard,
    packed::unpack,
    refusal::{no_answer, refusal},
};
use crate::{Fault, LARGEST};

/// How often an address may lead on.
const HOPS: usize = 5;

/// The value of a basic `Authorization` (RFC 7617), kept out of logs.
pub(super) fn login(user: &str, secret: &Secret) -> Result<HeaderValue, Fault> {
    let credentials = BASE64_STANDARD.encode(format!("{user}:{}", secret.0));
    let mut value =
        HeaderValue::try_from(format!("Basic {credentials}")).map_err(|_| Fault::PasswordWrong)?;
    value.set_sensitive(true);
    Ok(value)
}

/// Asks one server, and where it leads to.
pub(super) struct Web {
    http: Client,
    first: Url,
    login: Option<HeaderValue>,
}

pub(super) struct Ask {
    pub method: Method,
    pub url: Url,
    pub headers: HeaderMap,
    pub body: String,
}

pub(super) struct Answer {
    pub status: StatusCode,
    /// Where it came from in the end.
    pub url: Url,
    pub headers: HeaderMap,
    pub text: String,
}

impl Ask {
    pub fn get(url: Url) -> Self {
        Self { method: Method::GET, url, headers: HeaderMap::new(), body: String::new() }
    }
}

impl Web {
    pub fn new(first: &Url, login: Option<HeaderValue>) -> Result<Self, Fault> {
        let http = Client::builder()
            .tls_backend_preconfigured(tls()?)
            .dns_resolver(Guard::new(first.host_str().unwrap_or_default()))
            .redirect(Policy::none())
            .no_proxy()
            .user_agent(concat!("ringlight/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|error| Fault::Tls(error.to_string()))?;
        Ok(Self { http, first: first.clone(), login })
    }

    /// Asks, and follows where the answer leads. The password goes to the origin that is asked, which the owner or the
    /// server's own directory named; on from there only within the first address's own domain, as RFC 6764 has servers
    /// lead to their CalDAV part.
    pub async fn ask(&self, ask: Ask) -> Result<Answer, Fault> {
        let mut url = ask.url.clone();
        for _ in 0..=HOPS {
            address::may_lead(&self.first, &url)?;
            // Names go with passwords, and never into an address that is asked. Fails for addresses without a host only.
            let _ = (url.set_username(""), url.set_password(None));
            let login = self
                .login
                .as_ref()
                .filter(|_| url.origin() == ask.url.origin() || address::is_within(&self.first, &url));
            let response = self.send(&ask, url.clone(), login).await?;
            match onward(&response) {
                Some(next) => url = url.join(&next).map_err(|_| Fault::Answer)?,
                None => return self.answer(response, login.is_some()).await,
            }
        }
        Err(Fault::Circles)
    }

    async fn send(&self, ask: &Ask, url: Url, login: Option<&HeaderValue>) -> Result<Response, Fault> {
        let mut request = self
            .http
            .request(ask.method.clone(), url)
            .headers(ask.headers.clone())
            .header(ACCEPT_ENCODING, "gzip")
            .body(ask.body.clone());
        if let Some(login) = login {
            request = request.header(AUTHORIZATION, login.clone());
        }
        request.send().await.map_err(|error| no_answer(&error))
    }

    async fn answer(&self, response: Response, with_password: bool) -> Result<Answer, Fault> {
        let (status, headers, url) = (response.status(), response.headers().clone(), response.url().clone());
        if !status.is_success() && status != StatusCode::NOT_MODIFIED {
            return Err(refusal(status, &headers, with_password));
        }
        let body = bounded(response).await?;
        let body = match headers.get(CONTENT_ENCODING).map(HeaderValue::as_bytes) {
            None | Some(b"identity") => body,
            Some(b"gzip" | b"x-gzip") => unpack(&body)?,
            Some(_) => return Err(Fault::Answer),
        };
        Ok(Answer { status, url, headers, text: String::from_utf8_lossy(&body).into_owned() })
    }
}

/// Where an answer leads on to.
fn onward(response: &Response) -> Option<String> {
    let leads = matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308);
    let to = response.headers().get(LOCATION).filter(|_| leads)?;
    Some(to.to_str().ok()?.to_owned())
}

/// Reads a body, as far as a calendar may go.
async fn bounded(response: Response) -> Result<Vec<u8>, Fault> {
    let mut pieces = response.bytes_stream();
    let mut body = Vec::new();
    while let Some(piece) = pieces.next().await {
        body.extend_from_slice(&piece.map_err(|error| no_answer(&error))?);
        if body.len() > LARGEST {
            return Err(Fault::TooLarge);
        }
    }
    Ok(body)
}

/// Trusts whom the system trusts.
fn tls() -> Result<rustls::ClientConfig, Fault> {
    let fault = |error: rustls::Error| Fault::Tls(error.to_string());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier = rustls_platform_verifier::Verifier::new(provider.clone()).map_err(fault)?;
    let mut config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(fault)?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}
