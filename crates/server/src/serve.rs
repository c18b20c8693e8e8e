use std::{
    collections::HashMap,
    io,
    net::{IpAddr, SocketAddr},
    path::PathBuf,
    sync::Arc,
    time::Duration,
};

use ringlight_protocol::{InviteLink, PersonId, Problem, Timestamp};
use tokio::{
    net::TcpListener,
    sync::{Semaphore, mpsc},
    time::Instant,
};
use tokio_util::{
    sync::{CancellationToken, DropGuard},
    task::TaskTracker,
};

use crate::{
    Config, Invite, Store, StoreError, Transport,
    app::App,
    connection,
    door::{Came, Door},
    pulse::Pulse,
    roster::{Roster, cursor::Cursors, limits::Limits, rules, task::line},
    routes,
    store::{TeamRow, Write},
    text,
    tls::{self, Tls},
};

/// Why a server did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The store is new, and the configuration names no team.
    #[error("a new team needs a name: give one")]
    NoTeamName,
    /// The name does not do.
    #[error("the team's name does not do: {0}")]
    TeamName(Problem),
    /// The policy is out of its bounds.
    #[error("the policy's {field} does not do: {detail}")]
    Policy {
        /// Which part of it.
        field: &'static str,
        /// What would do.
        detail: &'static str,
    },
    /// A certificate or key file.
    #[error("{path} cannot be read: {error}")]
    Pem {
        /// Which.
        path: PathBuf,
        /// Why.
        error: rustls::pki_types::pem::Error,
    },
    /// The server's own key.
    #[error("the server's key cannot be used: {0}")]
    Key(#[from] rcgen::Error),
    /// The key and the certificate.
    #[error("the certificate cannot be used: {0}")]
    Tls(#[from] rustls::Error),
    /// The address to listen on.
    #[error("cannot listen: {0}")]
    Listen(#[from] io::Error),
}

/// How long open requests may take when the server goes.
const DRAIN: Duration = Duration::from_secs(5);

/// Connections beyond the bound that are told so, at once. Still more are closed without a word.
const SPARE: usize = 64;

/// Serves a team on `listener` until `shutdown`; then ends its streams, answers what is open, and stores what is left.
///
/// # Errors
///
/// See [`StartError`].
pub async fn serve(
    config: Config,
    store: impl Store,
    listener: TcpListener,
    shutdown: impl Future<Output = ()>,
) -> Result<(), StartError> {
    let running = start(config, store).await?;
    running.handle().app.door.add(listener)?;
    shutdown.await;
    running.stop().await;
    Ok(())
}

/// Starts a server that listens on no address yet.
///
/// # Errors
///
/// See [`StartError`].
pub async fn start(config: Config, store: impl Store) -> Result<Running, StartError> {
    check(&config)?;
    let stored = store.load().await?;
    let team = team(&config, stored.team.clone())?;
    if stored.team.as_ref() != Some(&team) {
        store.commit(vec![Write::Team(team.clone())]).await?;
    }
    let tls = Tls::new(&config.transport, &team.key)?;
    let limits = Limits::new(config.rates);
    let roster = Roster::new(stored, team, config.policy.clone(), limits, config.clock.clone());
    let (line, roster) = line(roster, store);
    let stop = Stop::default();
    let (door, connections) = Door::new(config.transport == Transport::Plain, stop.drain.clone());
    let pulse = Pulse::new(Instant::now(), config.ping);
    let app = App { line, cursors: Arc::new(Cursors::new()), settings: Arc::new(config), door, tls, pulse };
    let killed = stop.killed.clone();
    tokio::spawn(async move { killed.run_until_cancelled(roster).await });
    tokio::spawn(take_in(connections, app.clone(), stop.clone()));
    Ok(Running { handle: Handle { app }, _killed: stop.killed.clone().drop_guard(), stop })
}

fn check(config: &Config) -> Result<(), StartError> {
    rules::check(&config.policy).map_err(|(field, detail)| StartError::Policy { field, detail })
}

fn team(config: &Config, stored: Option<TeamRow>) -> Result<TeamRow, StartError> {
    let name = match (&config.team, &stored) {
        (_, Some(stored)) => stored.name.clone(),
        (Some(name), None) => {
            text::name("name", name).map_err(|refusal| StartError::TeamName(refusal.problem))?
        }
        (None, None) => return Err(StartError::NoTeamName),
    };
    let key = match stored {
        Some(stored) => stored.key,
        None => tls::new_key()?,
    };
    Ok(TeamRow { name, key })
}

/// Ends a server, in two ways.
#[derive(Clone, Default)]
struct Stop {
    /// Nothing new comes in; what is open is finished.
    drain: CancellationToken,
    /// Everything ends where it stands.
    killed: CancellationToken,
    connections: TaskTracker,
}

async fn take_in(mut connections: mpsc::Receiver<Came>, app: App, stop: Stop) {
    let router = routes::router(app.clone());
    let room = Arc::new(Semaphore::new(app.settings.connections));
    let spare = Arc::new(Semaphore::new(SPARE));
    let mut addresses = Addresses::new(&app.settings);
    loop {
        let came = tokio::select! {
            came = connections.recv() => came,
            () = stop.drain.cancelled() => return,
            () = stop.killed.cancelled() => return,
        };
        let Some(came) = came else { return };
        let (tls, killed) = (app.tls.clone(), stop.killed.clone());
        let share = addresses.enter(came.from.ip());
        let place = share.and_then(|share| Some((share, room.clone().try_acquire_owned().ok()?)));
        let (place, router, drain) = if let Some((share, place)) = place {
            ((Some(share), place), router.clone(), stop.drain.clone())
        } else if let Ok(place) = spare.clone().try_acquire_owned() {
            let answered = stop.drain.child_token();
            ((None, place), routes::crowded(answered.clone()), answered)
        } else {
            continue;
        };
        stop.connections.spawn(async move {
            let connection = connection::serve(came, tls, router, drain);
            killed.run_until_cancelled(connection).await;
            drop(place);
        });
    }
}

/// How many connections each address has. None may have more than half of all, so that one peer keeps nobody out.
struct Addresses {
    open: HashMap<IpAddr, Arc<()>>,
    most: usize,
    count_loopback: bool,
}

impl Addresses {
    fn new(settings: &Config) -> Self {
        let most = (settings.connections / 2).max(1);
        Self { open: HashMap::new(), most, count_loopback: settings.rates.count_loopback }
    }

    /// A share that lasts until it is dropped, unless the address has all it may have.
    fn enter(&mut self, address: IpAddr) -> Option<Arc<()>> {
        let address = address.to_canonical();
        self.open.retain(|_, open| Arc::strong_count(open) > 1);
        let open = self.open.entry(address).or_default();
        let counts = self.count_loopback || !address.is_loopback();
        (!counts || Arc::strong_count(open) <= self.most).then(|| open.clone())
    }
}

/// A server that runs. Dropping it ends it where it stands, as a crash would; [`Running::stop`] ends it well.
pub struct Running {
    handle: Handle,
    stop: Stop,
    _killed: DropGuard,
}

impl Running {
    /// The line to it.
    pub fn handle(&self) -> &Handle {
        &self.handle
    }

    /// Ends all streams, answers what is open, stores what is left.
    pub async fn stop(self) {
        self.handle.app.line.say(Roster::end_streams);
        self.stop.drain.cancel();
        self.stop.connections.close();
        if tokio::time::timeout(DRAIN, self.stop.connections.wait()).await.is_err() {
            tracing::warn!("some requests did not end in time");
        }
        // Open requests could still change something: the roster ends after them.
        self.handle.app.line.stop().await;
    }
}

/// The line to a running server. Cheap to clone.
#[derive(Clone)]
pub struct Handle {
    app: App,
}

impl Handle {
    /// Listens on one more address; port 0 takes any that is free. Returns the address with its port.
    ///
    /// # Errors
    ///
    /// If the address cannot be had, or would carry plain HTTP over a network.
    pub async fn listen(&self, address: SocketAddr) -> io::Result<SocketAddr> {
        self.app.door.open(address).await
    }

    /// Stops listening on an address; connections that came in on it stay. False if it was not open.
    pub fn stop_listening(&self, address: SocketAddr) -> bool {
        self.app.door.close(address)
    }

    /// Where it listens.
    pub fn listening(&self) -> Vec<SocketAddr> {
        self.app.door.listening()
    }

    /// SHA-256 of the server's public key (SPKI), base64url, if clients pin it.
    pub fn pin(&self) -> Option<&str> {
        self.app.tls.pin.as_deref()
    }

    /// Makes an invite, as the host of the team. Returns the link and its end.
    ///
    /// # Errors
    ///
    /// If the invite is out of its bounds, the server listens nowhere, or could not store it.
    pub async fn invite(&self, invite: Invite) -> Result<(InviteLink, Timestamp), Problem> {
        self.app.invite(invite).await.map_err(|refusal| refusal.problem)
    }

    /// Makes a link by which somebody who lost their token gets in again, once and within ten minutes.
    ///
    /// # Errors
    ///
    /// If nobody has this id, or the server listens nowhere.
    pub async fn readmit(&self, person: PersonId) -> Result<(InviteLink, Timestamp), Problem> {
        let made = self.app.link(move |roster| roster.readmit(&person)).await;
        made.map_err(|refusal| refusal.problem)
    }

    /// Makes the invite with which the first person joins, as administrator, if nobody has joined yet. One that was made
    /// before is void then, and all of them are once anybody has joined.
    ///
    /// # Errors
    ///
    /// If the server has stopped, listens nowhere, or could not store it.
    pub async fn first_invite(&self) -> Result<Option<(InviteLink, Timestamp)>, Problem> {
        let empty = self.app.line.ask(|roster| Ok(roster.size() == 0)).await;
        if !empty.map_err(|refusal| refusal.problem)? {
            return Ok(None);
        }
        self.app.link(Roster::first_invite).await.map(Some).map_err(|refusal| refusal.problem)
    }
}
