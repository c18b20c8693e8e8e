use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};

/// What the server keeps of a token or a code instead of it.
pub type Digest = [u8; 32];

/// The digest under which a token or a code is looked up.
pub(crate) fn digest(secret: &str) -> Digest {
    Sha256::digest(secret).into()
}

/// `N` random bytes in base64url without padding: 16 make an id or a code (22 characters), 32 a token (43).
pub(crate) fn random<const N: usize>() -> String {
    URL_SAFE_NO_PAD.encode(random_bytes::<N>())
}

pub(crate) fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("every supported system has a random source once it has started");
    bytes
}
