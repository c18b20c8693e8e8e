use std::{
    fs,
    net::SocketAddr,
    num::NonZeroUsize,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use clap::{Parser, Subcommand};
use ringlight_server::Transport;
use serde::Deserialize;

/// A Ringlight server: keeps a team's presence and tells it to their clients.
///
/// On first start it prints a link with which the first person joins, as administrator.
#[derive(Parser)]
#[command(name = "ringlightd", version, args_conflicts_with_subcommands = false)]
pub(super) struct Args {
    /// Configuration file (TOML); the flags below say the same by the same names and win over it
    #[arg(long, value_name = "FILE", global = true)]
    config: Option<PathBuf>,

    #[command(flatten)]
    settings: Flags,

    #[command(subcommand)]
    pub command: Option<Command>,
}

#[derive(Subcommand)]
pub(super) enum Command {
    /// Print an invite link; the server must not be running meanwhile
    Invite {
        /// Whoever joins with it becomes an administrator
        #[arg(long)]
        admin: bool,
        /// How many people may use it
        #[arg(long, default_value_t = 1)]
        uses: u32,
    },
}

/// What flags and file both can say.
#[derive(clap::Args, Deserialize, Default)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct Flags {
    /// The name of a new team; needed on first start. Later administrators change it in the team's settings
    #[arg(long, global = true)]
    name: Option<String>,

    /// Folder in which the team is kept [default: ringlightd]
    #[arg(long, value_name = "FOLDER", global = true)]
    data: Option<PathBuf>,

    /// Address to listen on, repeatable [default: 127.0.0.1:7420]
    #[arg(long, value_name = "ADDRESS:PORT", global = true)]
    listen: Vec<SocketAddr>,

    /// Where clients reach this server by another name, such as host.example:443; repeatable
    #[arg(long, value_name = "HOST:PORT", global = true)]
    public: Vec<String>,

    /// Certificate chain (PEM) that an authority signed; without one, invites carry a pin of the server's own key
    #[arg(long, value_name = "FILE", global = true)]
    tls_cert: Option<PathBuf>,

    /// The certificate's private key (PEM)
    #[arg(long, value_name = "FILE", global = true)]
    tls_key: Option<PathBuf>,

    /// Speak plain HTTP on loopback, for a proxy on this computer that does TLS
    #[arg(long, global = true)]
    plain_http: bool,

    /// How many connections may be open at once; more are told to come back later [default: 10000]
    #[arg(long, value_name = "NUMBER", global = true)]
    connections: Option<NonZeroUsize>,
}

/// What holds.
pub(super) struct Settings {
    pub name: Option<String>,
    pub data: PathBuf,
    pub listen: Vec<SocketAddr>,
    pub public: Vec<String>,
    pub connections: Option<NonZeroUsize>,
    tls: Option<(PathBuf, PathBuf)>,
    plain: bool,
}

impl Settings {
    pub fn read(args: &Args) -> Result<Self> {
        let file = args.config.as_deref().map(read_file).transpose()?.unwrap_or_default();
        let flags = &args.settings;
        let several = |flag: &[String], file: Vec<String>| if flag.is_empty() { file } else { flag.to_vec() };
        let mut listen = if flags.listen.is_empty() { file.listen } else { flags.listen.clone() };
        if listen.is_empty() {
            listen.push(SocketAddr::from(([127, 0, 0, 1], 7420)));
        }
        let settings = Self {
            name: flags.name.clone().or(file.name),
            data: flags.data.clone().or(file.data).unwrap_or_else(|| "ringlightd".into()),
            listen,
            public: several(&flags.public, file.public),
            tls: both(flags.tls_cert.clone().or(file.tls_cert), flags.tls_key.clone().or(file.tls_key))?,
            plain: flags.plain_http || file.plain_http,
            connections: flags.connections.or(file.connections),
        };
        settings.check()
    }

    fn check(self) -> Result<Self> {
        if let Some(bad) = self.public.iter().find(|public| !is_host_and_port(public)) {
            bail!("{bad:?} is not of the form host:port, such as host.example:443");
        }
        if self.plain && self.tls.is_some() {
            bail!("choose plain HTTP or a certificate, not both");
        }
        Ok(self)
    }

    pub fn transport(&self) -> Transport {
        match &self.tls {
            Some((chain, key)) => Transport::Certificate { chain: chain.clone(), key: key.clone() },
            None if self.plain => Transport::Plain,
            None => Transport::Pinned,
        }
    }
}

fn read_file(path: &Path) -> Result<Flags> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    toml::from_str(&text).with_context(|| format!("{} is not a configuration", path.display()))
}

fn both(certificate: Option<PathBuf>, key: Option<PathBuf>) -> Result<Option<(PathBuf, PathBuf)>> {
    match (certificate, key) {
        (Some(certificate), Some(key)) => Ok(Some((certificate, key))),
        (None, None) => Ok(None),
        _ => bail!("a certificate needs its key: give both tls-cert and tls-key"),
    }
}

fn is_host_and_port(public: &str) -> bool {
    public.rsplit_once(':').is_some_and(|(host, port)| {
        !host.is_empty() && !host.contains(['/', '@']) && port.parse::<u16>().is_ok_and(|port| port != 0)
    })
}
