use std::{path::PathBuf, sync::Arc, time::Duration};

use ringlight_protocol::{Policy, SignedDuration};

use crate::{Clock, SystemClock, roster::limits::Rates};

/// What a server is told when it starts.
#[derive(Clone)]
pub struct Config {
    /// The name of a new team. In a store that was used the team has its name, which administrators change.
    pub team: Option<String>,
    /// How clients know that it is the right server.
    pub transport: Transport,
    /// Where clients reach this server besides the addresses it listens on, as `host:port`: the first in invite links,
    /// and allowed in `Host`.
    pub public: Vec<String>,
    /// The rules that decide presence, until an administrator changes them.
    pub policy: Policy,
    /// How many requests are answered.
    pub rates: Rates,
    /// How many connections may be open at once, half of them from one address. More are told to come back later.
    pub connections: usize,
    /// How often an idle stream says that it lives. Proxies cut at 60 s.
    pub ping: Duration,
    /// Whether a proxy may stand before this server. If none does, only streams of devices that promise a heartbeat are
    /// told that they live: nothing cuts or loses the others.
    pub proxied: bool,
    /// How long a stream lasts; the server ends it after this, give or take a fifth.
    pub stream_life: Duration,
    /// Over how long clients spread their reconnects.
    pub reconnect: SignedDuration,
    /// Where the time is read.
    pub clock: Arc<dyn Clock>,
}

/// How clients know that it is the right server.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Transport {
    /// TLS with a key of the server's own, which invites pin.
    #[default]
    Pinned,
    /// TLS with a certificate that an authority signed, as PEM files.
    Certificate {
        /// The certificate and those that lead to the authority.
        chain: PathBuf,
        /// Its private key.
        key: PathBuf,
    },
    /// Plain HTTP, on loopback only, for a proxy on the same computer that does TLS.
    Plain,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            team: None,
            transport: Transport::default(),
            public: Vec::new(),
            policy: Policy::default(),
            rates: Rates::default(),
            connections: 10_000,
            ping: Duration::from_secs(25),
            proxied: true,
            stream_life: Duration::from_secs(600),
            reconnect: SignedDuration::from_secs(2),
            clock: Arc::new(SystemClock),
        }
    }
}
