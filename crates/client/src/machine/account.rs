use std::net::IpAddr;

use ringlight_protocol::{
    DeviceId, PersonId,
    local::{Home, TokenPlace},
};
use serde::{Deserialize, Serialize};

/// The account on this computer, without its token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Account {
    /// The team's name.
    pub team: String,
    /// My name when I joined.
    pub name: String,
    /// Who I am there.
    pub person: PersonId,
    /// Which of my devices this is.
    pub device: DeviceId,
    /// `host:port`, tried in order.
    pub addresses: Vec<String>,
    /// SHA-256 of the server's public key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pin: Option<String>,
    /// Where the server runs.
    pub server: Server,
    /// Where the token is kept.
    pub token: TokenPlace,
}

/// Where the team's server runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Server {
    /// In this program; others reach it on these addresses.
    Here(Vec<IpAddr>),
    /// In this program, with simulated colleagues.
    Demo,
    /// Elsewhere.
    There,
}

impl Account {
    /// What the keyring's entry is called: the person alone is not enough, as another team may use the same id.
    pub(crate) fn keyring_user(&self) -> String {
        let server = self.pin.as_deref().or(self.addresses.first().map(String::as_str)).unwrap_or_default();
        format!("{}@{server}", self.person)
    }

    /// Where the server runs, as it is shown.
    pub(crate) fn home(&self) -> Home {
        match &self.server {
            Server::Here(listening) => {
                Home::Here { listening: listening.iter().map(ToString::to_string).collect() }
            }
            Server::Demo => Home::Demo,
            Server::There => Home::There { address: self.addresses.first().cloned().unwrap_or_default() },
        }
    }
}
