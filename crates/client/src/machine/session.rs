//! Who is signed in here, and what is under way to become or to stop being so.

use ringlight_protocol::local::{self, TokenPlace};

use super::{Account, AskId, Server, Token};

/// The account and its token.
#[derive(Debug, Default)]
pub(crate) enum Session {
    /// Nobody.
    #[default]
    None,
    /// The host makes a server, or the server is asked to let us in.
    Joining(Joining),
    /// Started with an account: its token is read, and its server started if it runs here.
    Waking {
        account: Account,
        /// Read from the keyring.
        token: Option<Token>,
        /// Whether the server need not be waited for.
        served: bool,
    },
    /// The server let us in; the keyring is asked to keep the token.
    Keeping { account: Account, token: Token, ask: Option<AskId> },
    /// The keyring cannot be used. With a token that it does not keep, or without the one that it has.
    Locked { account: Account, token: Option<Token>, why: String },
    /// Signed in.
    Member { account: Account },
    /// The server is told that this device leaves.
    Leaving { account: Account, ask: AskId },
}

/// A team that is being started or joined.
#[derive(Clone, Debug)]
pub(crate) struct Joining {
    /// The team's name.
    pub team: String,
    /// My name in it.
    pub name: String,
    /// Where its server runs.
    pub server: Server,
    /// Its addresses and pin, once known.
    pub addresses: Vec<String>,
    pub pin: Option<String>,
    /// Who waits.
    pub ask: Option<AskId>,
    /// The account to fall back to if it fails.
    pub instead_of: Option<Account>,
}

impl Session {
    /// The account, if one is known.
    pub(crate) fn account(&self) -> Option<&Account> {
        match self {
            Self::None | Self::Joining(_) => None,
            Self::Waking { account, .. }
            | Self::Keeping { account, .. }
            | Self::Locked { account, .. }
            | Self::Member { account, .. }
            | Self::Leaving { account, .. } => Some(account),
        }
    }

    pub(crate) fn account_mut(&mut self) -> Option<&mut Account> {
        match self {
            Self::None | Self::Joining(_) => None,
            Self::Waking { account, .. }
            | Self::Keeping { account, .. }
            | Self::Locked { account, .. }
            | Self::Member { account, .. }
            | Self::Leaving { account, .. } => Some(account),
        }
    }

    /// Whether the person's own ring is shown here. A computer that was signed out elsewhere goes on showing the last of it.
    pub(crate) fn has_presence(&self) -> bool {
        matches!(self, Self::Waking { .. } | Self::Member { .. } | Self::Leaving { .. })
    }

    pub(crate) fn is_member(&self) -> bool {
        matches!(self, Self::Member { .. })
    }

    /// As it is shown.
    pub(crate) fn shown(&self) -> local::Account {
        let member = |account: &Account, token: TokenPlace| local::Account::Member {
            team: account.team.clone(),
            home: account.home(),
            token,
        };
        match self {
            Self::None => local::Account::None,
            Self::Joining(joining) => local::Account::Joining { team: joining.team.clone() },
            Self::Keeping { account, .. } => local::Account::Joining { team: account.team.clone() },
            Self::Locked { account, token, why } => local::Account::Locked {
                why: why.clone(),
                home: account.home(),
                can_keep_in_memory: token.is_some() || matches!(account.server, Server::Here(_)),
            },
            Self::Waking { account, .. } | Self::Member { account, .. } | Self::Leaving { account, .. } => {
                member(account, account.token)
            }
        }
    }
}
