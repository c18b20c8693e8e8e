//! Whether it is the right server, and what others who stand in its place get to see.

use std::{net::Ipv4Addr, sync::Arc};

use ringlight_protocol::{
    Code,
    local::{Link, Request},
};
use rustls::{
    ClientConfig, DigitallySignedStruct, Error, ServerConfig, SignatureScheme,
    client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    crypto::ring::{default_provider, sign::any_supported_type},
    pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime},
    server::{ClientHello, ResolvesServerCert},
    sign::CertifiedKey,
};
use tokio::{
    io::AsyncReadExt,
    net::{TcpListener, TcpStream},
    sync::mpsc,
};
use tokio_rustls::{TlsAcceptor, TlsConnector};

use crate::stage::{Seat, Team};

#[tokio::test(flavor = "multi_thread")]
async fn another_key_is_another_server() {
    let team = Team::start().await;
    let mut link = team.link(Default::default()).await;
    link.pin = Some("A".repeat(43));
    let ada = Seat::new().await;
    let problem = ada.refusal(Request::Join { link: link.to_string(), name: "Ada".into() }).await;
    assert_eq!(problem.code, Code::WrongServer, "{problem}");
    assert!(ada.is_nobody());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_took_the_address_is_not_the_teams() {
    let mut team = Team::start().await;
    let mut ada = Seat::joined(&team.invite().await, "Ada").await;
    team.kill();
    let _other = Team::start_at(team.address()).await;
    ada.until(
        "wrong server",
        |it| matches!(&it.link, Link::Offline { why, .. } if why.code == Code::WrongServer),
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copied_certificate_without_its_key_is_refused() {
    let team = Team::start().await;
    let certificate = certificate_of(&team).await;
    let (address, mut heard) = impostor(certificate).await;
    let mut link = team.link(Default::default()).await;
    link.addresses = vec![address];
    let ada = Seat::new().await;
    let problem = ada.refusal(Request::Join { link: link.to_string(), name: "Ada".into() }).await;
    assert_eq!(problem.code, Code::WrongServer, "{problem}");
    assert_eq!(heard.recv().await, Some(0), "the impostor read something");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_that_no_authority_signed_needs_a_pin() {
    let team = Team::start().await;
    let mut link = team.link(Default::default()).await;
    link.pin = None;
    let ada = Seat::new().await;
    let problem = ada.refusal(Request::Join { link: link.to_string(), name: "Ada".into() }).await;
    assert_eq!(problem.code, Code::WrongServer, "{problem}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_second_address_is_tried_when_the_first_is_dead() {
    let team = Team::start().await;
    let closed = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap().local_addr().unwrap();
    let mut link = team.link(Default::default()).await;
    link.addresses.insert(0, closed.to_string());
    Seat::joined(&link.to_string(), "Ada").await;
}

/// Answers with a certificate and another key. Says how many bytes of a request it could read.
async fn impostor(certificate: CertificateDer<'static>) -> (String, mpsc::Receiver<usize>) {
    let key = rcgen::KeyPair::generate().unwrap();
    let key = any_supported_type(&PrivateKeyDer::try_from(key.serialize_der()).unwrap()).unwrap();
    let resolver = Arc::new(Always(Arc::new(CertifiedKey::new(vec![certificate], key))));
    let config = ServerConfig::builder_with_provider(default_provider().into())
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_cert_resolver(resolver);
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let (say, heard) = mpsc::channel(1);
    tokio::spawn(async move {
        let (peer, _) = listener.accept().await.unwrap();
        let mut bytes = Vec::new();
        if let Ok(mut tls) = acceptor.accept(peer).await {
            let _ = tls.read_to_end(&mut bytes).await;
        }
        let _ = say.send(bytes.len()).await;
    });
    (address, heard)
}

#[derive(Debug)]
struct Always(Arc<CertifiedKey>);

impl ResolvesServerCert for Always {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.0.clone())
    }
}

async fn certificate_of(team: &Team) -> CertificateDer<'static> {
    let config = ClientConfig::builder_with_provider(default_provider().into())
        .with_safe_default_protocol_versions()
        .unwrap()
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Anyone))
        .with_no_client_auth();
    let tcp = TcpStream::connect(team.address()).await.unwrap();
    let name = ServerName::try_from("localhost").unwrap();
    let tls = TlsConnector::from(Arc::new(config)).connect(name, tcp).await.unwrap();
    tls.get_ref().1.peer_certificates().unwrap()[0].clone().into_owned()
}

#[derive(Debug)]
struct Anyone;

impl ServerCertVerifier for Anyone {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }
    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }
    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }
    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        default_provider().signature_verification_algorithms.supported_schemes()
    }
}
