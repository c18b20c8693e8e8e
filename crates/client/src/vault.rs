//! The token in the system's keyring.

use std::sync::Arc;

use keyring_core::{CredentialStore, Entry, Error};

/// What every entry of ours is called in the keyring.
const SERVICE: &str = "ringlight";

/// Keeps one secret text for each account. Its calls block, for as long as somebody takes to unlock a keyring.
pub trait Keyring: Send + Sync + 'static {
    /// The secret of this account; `None` if there is none.
    ///
    /// # Errors
    ///
    /// A sentence that says what is wrong with the keyring.
    fn read(&self, user: &str) -> Result<Option<String>, String>;

    /// Keeps the secret of this account.
    ///
    /// # Errors
    ///
    /// A sentence that says what is wrong with the keyring.
    fn keep(&self, user: &str, secret: &str) -> Result<(), String>;

    /// Forgets the secret of this account, if there is one.
    ///
    /// # Errors
    ///
    /// A sentence that says what is wrong with the keyring.
    fn forget(&self, user: &str) -> Result<(), String>;
}

/// Secret Service, Keychain, or Credential Manager.
///
/// Every call opens the store anew: a store object outlives neither a restart of the keyring's daemon nor its late
/// start, and there are a handful of calls in the life of an account.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemKeyring;

impl SystemKeyring {
    fn entry(user: &str) -> keyring_core::Result<Entry> {
        store()?.build(SERVICE, user, None)
    }
}

impl Keyring for SystemKeyring {
    fn read(&self, user: &str) -> Result<Option<String>, String> {
        match Self::entry(user).and_then(|entry| entry.get_password()) {
            Ok(secret) => Ok(Some(secret)),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(in_words(&error)),
        }
    }

    fn keep(&self, user: &str, secret: &str) -> Result<(), String> {
        Self::entry(user).and_then(|entry| entry.set_password(secret)).map_err(|error| in_words(&error))?;
        match self.read(user)? {
            Some(kept) if kept == secret => Ok(()),
            _ => Err("The keyring took the sign-in but does not give it back.".into()),
        }
    }

    fn forget(&self, user: &str) -> Result<(), String> {
        match Self::entry(user).and_then(|entry| entry.delete_credential()) {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(error) => Err(in_words(&error)),
        }
    }
}

#[cfg(target_os = "linux")]
fn store() -> keyring_core::Result<Arc<CredentialStore>> {
    Ok(zbus_secret_service_keyring_store::Store::new()?)
}

#[cfg(target_os = "macos")]
fn store() -> keyring_core::Result<Arc<CredentialStore>> {
    Ok(apple_native_keyring_store::keychain::Store::new()?)
}

#[cfg(windows)]
fn store() -> keyring_core::Result<Arc<CredentialStore>> {
    Ok(windows_native_keyring_store::Store::new()?)
}

/// Never with the error's data: some carry the secret.
fn in_words(error: &Error) -> String {
    tracing::info!(%error, "the keyring cannot be used");
    match error {
        Error::NoStorageAccess(_) => "The keyring of this computer is locked, or has not been set up.",
        Error::PlatformFailure(_) | Error::NoDefaultStore => "This computer has no keyring that is running.",
        Error::TooLong(..) => "The keyring of this computer cannot hold a sign-in of this length.",
        Error::Ambiguous(_) => "The keyring of this computer holds more than one sign-in for this account.",
        _ => "The keyring of this computer failed.",
    }
    .into()
}
