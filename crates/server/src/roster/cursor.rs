use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ringlight_protocol::DeviceId;

use crate::secret::random_bytes;

/// Seals positions in the roster's changes, so that a cursor tells its holder nothing of how often others change, and
/// nobody can use another device's. The key lives as long as the roster: a cursor of another life does not open.
pub(crate) struct Cursors(LessSafeKey);

impl Cursors {
    pub fn new() -> Self {
        let key = UnboundKey::new(&AES_256_GCM, &random_bytes::<32>());
        Self(LessSafeKey::new(key.expect("the key is as long as the cipher wants it")))
    }

    /// Always 48 characters.
    pub fn seal(&self, position: u64, device: &DeviceId) -> String {
        let nonce = random_bytes::<NONCE_LEN>();
        let mut sealed = position.to_be_bytes().to_vec();
        let aad = Aad::from(device.as_str());
        self.0
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), aad, &mut sealed)
            .expect("eight bytes are within the cipher's bounds");
        URL_SAFE_NO_PAD.encode([&nonce[..], &sealed].concat())
    }

    /// The position, if this is a cursor that this roster gave to this device.
    pub fn open(&self, cursor: &str, device: &DeviceId) -> Option<u64> {
        let mut bytes = URL_SAFE_NO_PAD.decode(cursor).ok()?;
        let (nonce, sealed) = bytes.split_at_mut_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let position = self.0.open_in_place(nonce, Aad::from(device.as_str()), sealed).ok()?;
        Some(u64::from_be_bytes(position.try_into().ok()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opens_only_for_the_device_and_the_life_that_it_was_sealed_for() {
        let (cursors, mine, other) = (Cursors::new(), DeviceId::from("mine"), DeviceId::from("other"));
        let cursor = cursors.seal(7, &mine);
        assert_eq!(cursors.open(&cursor, &mine), Some(7));
        assert_eq!(cursors.open(&cursor, &other), None);
        assert_eq!(Cursors::new().open(&cursor, &mine), None);
        assert_eq!(cursors.open("", &mine), None);
        assert_eq!(cursors.open(&cursor[1..], &mine), None);
    }

    #[test]
    fn tells_nothing_by_its_length_or_its_likeness() {
        let (cursors, mine) = (Cursors::new(), DeviceId::from("mine"));
        assert_eq!(cursors.seal(0, &mine).len(), cursors.seal(u64::MAX, &mine).len());
        assert_eq!(cursors.seal(0, &mine).len(), 48);
        assert_ne!(cursors.seal(7, &mine), cursors.seal(7, &mine));
    }
}
