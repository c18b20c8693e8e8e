//! How clients know that it is the right server, and nobody in between can read.

use std::{path::Path, sync::Arc};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use rcgen::{CertificateParams, KeyPair, PublicKeyData, date_time_ymd};
use rustls::{
    ServerConfig,
    pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer, pem::PemObject},
};
use sha2::{Digest, Sha256};
use tokio_rustls::TlsAcceptor;

use crate::{StartError, Transport};

/// What new connections go through.
#[derive(Clone)]
pub(crate) struct Tls {
    /// Absent for plain HTTP.
    pub acceptor: Option<TlsAcceptor>,
    /// SHA-256 of the public key (SPKI), base64url, if clients shall pin it.
    pub pin: Option<String>,
}

/// A fresh private key, PKCS #8.
pub(crate) fn new_key() -> Result<Vec<u8>, StartError> {
    Ok(KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256)?.serialize_der())
}

impl Tls {
    pub fn new(transport: &Transport, key: &[u8]) -> Result<Self, StartError> {
        match transport {
            Transport::Plain => Ok(Self { acceptor: None, pin: None }),
            Transport::Pinned => pinned(key),
            Transport::Certificate { chain, key } => certificate(chain, key),
        }
    }
}

/// The certificate is made anew at each start: clients look at the key alone.
fn pinned(key: &[u8]) -> Result<Tls, StartError> {
    let key = KeyPair::try_from(key)?;
    let mut params = CertificateParams::new(["ringlight.invalid".to_owned()])?;
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after = date_time_ymd(4096, 1, 1);
    let certificate = params.self_signed(&key)?;
    let pin = URL_SAFE_NO_PAD.encode(Sha256::digest(key.subject_public_key_info()));
    let private = PrivatePkcs8KeyDer::from(key.serialize_der());
    Ok(Tls { acceptor: Some(acceptor(vec![certificate.into()], private.into())?), pin: Some(pin) })
}

fn certificate(chain: &Path, key: &Path) -> Result<Tls, StartError> {
    let unreadable = |path: &Path, error| StartError::Pem { path: path.to_owned(), error };
    let certificates = CertificateDer::pem_file_iter(chain).and_then(Iterator::collect);
    let certificates: Vec<_> = certificates.map_err(|error| unreadable(chain, error))?;
    let private = PrivateKeyDer::from_pem_file(key).map_err(|error| unreadable(key, error))?;
    Ok(Tls { acceptor: Some(acceptor(certificates, private)?), pin: None })
}

fn acceptor(
    chain: Vec<CertificateDer<'static>>,
    key: PrivateKeyDer<'static>,
) -> Result<TlsAcceptor, StartError> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, key)?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}
