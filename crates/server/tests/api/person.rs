use std::{net::SocketAddr, sync::Arc};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use reqwest::{Client, Method, RequestBuilder, header::HeaderMap};
use ringlight_protocol::InviteLink;
use rustls::{
    ClientConfig, DigitallySignedStruct, Error, SignatureScheme,
    client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature},
    pki_types::{CertificateDer, ServerName, UnixTime},
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::{TOO_LONG, events::Events, team::Team};

/// Somebody with a device that has joined.
#[derive(Clone)]
pub struct Person {
    pub http: Client,
    pub base: String,
    pub token: String,
    pub id: String,
    pub device: String,
}

/// An answer, with its body read.
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Value,
}

impl Person {
    pub async fn join(link: &InviteLink, name: &str) -> Self {
        let http = client(link.pin.clone());
        let base = format!("https://{}", link.addresses[0]);
        let answer = join(&http, &base, &link.code, name).await;
        let joined = answer.ok();
        Self {
            http,
            base,
            token: joined["token"].as_str().expect("a token").to_owned(),
            id: joined["me"]["id"].as_str().expect("an id").to_owned(),
            device: joined["me"]["device"].as_str().expect("a device").to_owned(),
        }
    }

    /// The same, towards the address that the team's server has now.
    pub fn at(mut self, team: &Team) -> Self {
        self.base = base(team.address);
        self
    }

    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.base)).bearer_auth(&self.token)
    }

    pub async fn get(&self, path: &str) -> Answer {
        send(self.request(Method::GET, path)).await
    }

    pub async fn put(&self, path: &str, body: Value) -> Answer {
        send(self.request(Method::PUT, path).json(&body)).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        send(self.request(Method::POST, path).json(&body)).await
    }

    pub async fn patch(&self, path: &str, body: Value) -> Answer {
        send(self.request(Method::PATCH, path).json(&body)).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        send(self.request(Method::DELETE, path)).await
    }

    pub async fn stream(&self, query: &str) -> Events {
        Events::open(self.request(Method::GET, &format!("/v1/sync{query}"))).await
    }

    /// A stream that only reads, past its snapshot.
    pub async fn watch(&self) -> Events {
        let mut events = self.stream("").await;
        events.until("me", |_| true).await;
        events
    }

    /// A stream that publishes, past its snapshot, and the epoch it was given.
    pub async fn publish(&self, query: &str) -> (Events, u64) {
        let mut events = self.stream(&format!("?publish=true{query}")).await;
        let epoch = events.until("hello", |_| true).await["epoch"].as_u64().expect("an epoch");
        events.until("me", |_| true).await;
        (events, epoch)
    }

    /// Opens a publishing stream and reports to be active.
    pub async fn come_online(&self) -> (Events, u64) {
        let (events, epoch) = self.publish("").await;
        assert_eq!(self.report(epoch, 1, "active").await["taken"], true);
        (events, epoch)
    }

    pub async fn report(&self, epoch: u64, sequence: u64, activity: &str) -> Value {
        let report = json!({"epoch": epoch, "sequence": sequence, "activity": activity});
        self.put("/v1/me/report", report).await.ok()
    }

    /// The availability and status of somebody, as this person sees them.
    pub async fn sees(&self, other: &Person) -> (String, String) {
        let answer = self.get(&format!("/v1/people/{}", other.id)).await.ok();
        let text = |field: &str| answer["presence"][field].as_str().expect("a presence").to_owned();
        (text("availability"), text("status"))
    }
}

impl Answer {
    /// The body, if all went well.
    pub fn ok(self) -> Value {
        assert!((200..300).contains(&self.status), "{} {}", self.status, self.body);
        self.body
    }

    /// Status, code and field, if it is a problem as it should be.
    pub fn problem(&self) -> (u16, &str, &str) {
        assert_eq!(self.headers["content-type"], "application/problem+json", "{} {}", self.status, self.body);
        assert_eq!(self.body["status"], self.status);
        assert!(self.body["title"].is_string() && self.body["detail"].is_string(), "{}", self.body);
        (self.status, self.body["code"].as_str().expect("a code"), self.body["field"].as_str().unwrap_or(""))
    }
}

pub fn base(address: SocketAddr) -> String {
    format!("https://{address}")
}

pub async fn join(http: &Client, base: &str, code: &str, name: &str) -> Answer {
    let join = json!({"code": code, "name": name, "device": "Laptop", "zone": "Europe/Lisbon"});
    send(http.post(format!("{base}/v1/join")).json(&join)).await
}

pub async fn send(request: RequestBuilder) -> Answer {
    let response =
        tokio::time::timeout(TOO_LONG, request.send()).await.expect("an answer").expect("an answer");
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let bytes = response.bytes().await.expect("a whole body");
    let body = serde_json::from_slice(&bytes).unwrap_or_else(|_| String::from_utf8_lossy(&bytes).into());
    Answer { status, headers, body }
}

pub fn client(pin: Option<String>) -> Client {
    builder(pin).build().expect("a client")
}

pub fn builder(pin: Option<String>) -> reqwest::ClientBuilder {
    let provider = Arc::new(ring::default_provider());
    let tls = ClientConfig::builder_with_provider(provider.clone())
        .with_safe_default_protocol_versions()
        .expect("the provider speaks TLS")
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Pinned { pin, provider }))
        .with_no_client_auth();
    Client::builder().tls_backend_preconfigured(tls).no_proxy()
}

/// Trusts one key.
#[derive(Debug)]
struct Pinned {
    pin: Option<String>,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Pinned {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        match self.pin.as_ref().is_none_or(|pin| *pin == pin_of(certificate)) {
            true => Ok(ServerCertVerified::assertion()),
            false => Err(Error::General("another key".into())),
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, certificate, signed, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, certificate, signed, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

/// The digest of a P-256 key as it stands in a certificate (RFC 5480): 91 bytes that begin as all of them do.
fn pin_of(certificate: &[u8]) -> String {
    const START: [u8; 13] = [0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];
    let place = certificate.windows(START.len()).position(|bytes| bytes == START).expect("a P-256 key");
    URL_SAFE_NO_PAD.encode(Sha256::digest(&certificate[place..place + 91]))
}
