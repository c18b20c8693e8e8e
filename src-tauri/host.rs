//! The program as the engine's host: a server for a team on this computer, and the program itself.

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    time::Duration,
};

use ringlight_client::{Found, Host};
use ringlight_protocol::{Code, InviteLink, PersonId, Problem};
use ringlight_server::{Config, Handle, Invite, Running, Sqlite};
use tokio::{
    sync::{Mutex, mpsc},
    task::JoinSet,
    time::sleep,
};

use crate::{
    demo::Demo,
    places::{Place, Places},
    shell::Event,
};

/// How often the stream of a resting team says that it lives. No proxy stands before it, so only the clients' patience of
/// 60 s bounds it, and each word wakes every computer of the team.
const PING: Duration = Duration::from_secs(45);

/// The pauses between two tries to get an address.
const FIRST_PAUSE: Duration = Duration::from_secs(2);
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// This program on this computer.
pub struct ThisComputer {
    places: Places,
    events: mpsc::UnboundedSender<Event>,
    hosted: Mutex<Option<Hosted>>,
}

/// A server that runs in this program.
struct Hosted {
    running: Running,
    place: Place,
    /// Where this app itself reaches it.
    own: SocketAddr,
    /// The port that colleagues know.
    port: u16,
    /// Where colleagues are to reach it.
    wanted: Vec<SocketAddr>,
    /// Opens the addresses that could not be had yet.
    opening: JoinSet<()>,
    colleagues: Option<Demo>,
}

impl ThisComputer {
    /// Keeps hosted teams in `places`, and passes what concerns the program to `events`.
    pub fn new(places: Places, events: mpsc::UnboundedSender<Event>) -> Self {
        Self { places, events, hosted: Mutex::new(None) }
    }

    fn tell(&self, event: Event) {
        // Nobody listens only while the program ends.
        let _ = self.events.send(event);
    }
}

impl Host for ThisComputer {
    async fn found(&self, what: Found) -> Result<InviteLink, Problem> {
        let mut hosted = self.hosted.lock().await;
        end(hosted.take()).await;
        let (place, name) = match &what {
            Found::Team { name } => {
                (self.places.found().map_err(|error| failed("kept", &error))?, name.clone())
            }
            Found::Demo => (Place::temporary().map_err(|error| failed("kept", &error))?, "Demo team".into()),
        };
        let server = hosted.insert(Hosted::start(place, Some(name)).await?);
        if what == Found::Demo {
            let invite = Invite { uses: Demo::SIZE, ..Invite::default() };
            let (link, _) = server.handle().invite(invite).await?;
            server.colleagues = Some(Demo::start(&link).await?);
        }
        let (link, _) = server.handle().invite(Invite { admin: true, ..Invite::default() }).await?;
        Ok(link)
    }

    async fn resume(&self, listening: Vec<IpAddr>) -> Result<Vec<String>, Problem> {
        let mut hosted = self.hosted.lock().await;
        end(hosted.take()).await;
        let place = self.places.current().map_err(|error| failed("found", &error))?;
        let server = hosted.insert(Hosted::start(place, None).await?);
        server.wanted = server.at(&listening);
        server.follow_wanted();
        Ok(vec![server.own.to_string()])
    }

    async fn readmit(&self, person: PersonId) -> Result<InviteLink, Problem> {
        let hosted = self.hosted.lock().await;
        let server = hosted.as_ref().ok_or_else(nothing_hosted)?;
        let (link, _) = server.handle().readmit(person).await?;
        Ok(link)
    }

    async fn listen(&self, on: Vec<IpAddr>) -> Result<(), Problem> {
        let mut hosted = self.hosted.lock().await;
        let server = hosted.as_mut().ok_or_else(nothing_hosted)?;
        server.opening.shutdown().await;
        let wanted = server.at(&on);
        let opened = server.open(&wanted).await;
        if opened.is_ok() {
            server.wanted = wanted;
        }
        server.follow_wanted();
        opened
    }

    async fn close(&self) {
        end(self.hosted.lock().await.take()).await;
    }

    fn addresses(&self) -> Vec<IpAddr> {
        let interfaces = if_addrs::get_if_addrs().unwrap_or_default();
        let mut found: Vec<IpAddr> =
            interfaces.into_iter().map(|interface| interface.ip()).filter(can_be_shared).collect();
        // What people call "the address of my computer" comes first.
        found.sort_by_key(|ip| (ip.is_ipv6(), !is_private(ip)));
        found.dedup();
        found
    }

    fn show(&self) {
        self.tell(Event::Show);
    }

    fn quit(&self) {
        self.tell(Event::Exit);
    }
}

impl Hosted {
    /// Starts the server of the team kept at `place` on loopback, on the port it had if that is free.
    async fn start(place: Place, name: Option<String>) -> Result<Self, Problem> {
        let store = Sqlite::open(&place.database()).map_err(|error| failed("opened", &error))?;
        let config = Config { team: name, ping: PING, proxied: false, ..Config::default() };
        let running =
            ringlight_server::start(config, store).await.map_err(|error| failed("started", &error))?;
        let before = place.port();
        let here = |port| SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let own = match running.handle().listen(here(before)).await {
            Ok(address) => address,
            Err(_) => running.handle().listen(here(0)).await.map_err(|error| failed("started", &error))?,
        };
        // Colleagues know the first port for ever. Should another program have it for now, only this app goes another way.
        let port = if before == 0 { own.port() } else { before };
        place.remember_port(port).map_err(|error| failed("kept", &error))?;
        Ok(Self { running, place, own, port, wanted: Vec::new(), opening: JoinSet::new(), colleagues: None })
    }

    fn handle(&self) -> &Handle {
        self.running.handle()
    }

    fn at(&self, on: &[IpAddr]) -> Vec<SocketAddr> {
        on.iter().map(|ip| (*ip, self.port).into()).collect()
    }

    /// Where colleagues reach it now.
    fn listening(&self) -> Vec<SocketAddr> {
        let mut listening = self.handle().listening();
        listening.retain(|address| *address != self.own);
        listening
    }

    /// Opens what was not wanted before; what was is had already, or waited for.
    async fn open(&self, wanted: &[SocketAddr]) -> Result<(), Problem> {
        for address in wanted.iter().filter(|address| !self.wanted.contains(address)) {
            self.handle().listen(*address).await.map_err(|error| failed_at(*address, &error))?;
        }
        Ok(())
    }

    /// Closes what is not wanted, and opens what is as soon as it can be had.
    fn follow_wanted(&mut self) {
        let open = self.listening();
        for address in open.iter().filter(|address| !self.wanted.contains(address)) {
            self.handle().stop_listening(*address);
        }
        let missing = self.wanted.iter().copied().filter(|address| !open.contains(address)).collect();
        self.opening.spawn(open_when_there(self.handle().clone(), missing));
    }
}

/// Opens the addresses, again and again until it has all: at login the network comes later than the app, and one of a
/// network that this computer left keeps nobody from the others.
async fn open_when_there(server: Handle, mut wanted: Vec<SocketAddr>) {
    let mut pause = FIRST_PAUSE;
    loop {
        let mut missing = Vec::new();
        for address in wanted {
            if let Err(error) = server.listen(address).await {
                tracing::warn!(%address, %error, "an address of the hosted team cannot be had now");
                missing.push(address);
            }
        }
        if missing.is_empty() {
            return;
        }
        wanted = missing;
        sleep(pause).await;
        pause = (2 * pause).min(LONGEST_PAUSE);
    }
}

async fn end(hosted: Option<Hosted>) {
    if let Some(Hosted { running, place, colleagues, .. }) = hosted {
        drop(colleagues);
        running.stop().await;
        drop(place);
    }
}

fn can_be_shared(ip: &IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => !ip.is_loopback() && !ip.is_link_local() && !ip.is_unspecified(),
        // A link-local address means something only with the name of an interface of the other computer.
        IpAddr::V6(ip) => !ip.is_loopback() && !ip.is_unicast_link_local() && !ip.is_unspecified(),
    }
}

fn is_private(ip: &IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => ip.is_private(),
        IpAddr::V6(ip) => ip.is_unique_local(),
    }
}

fn nothing_hosted() -> Problem {
    Problem::new(Code::ThisComputer, "No team is hosted on this computer.")
}

fn failed(what: &str, error: &dyn std::fmt::Display) -> Problem {
    tracing::error!(%error, "the hosted team could not be {what}");
    Problem::new(Code::ThisComputer, format!("The team on this computer could not be {what}: {error}."))
}

fn failed_at(address: SocketAddr, error: &std::io::Error) -> Problem {
    Problem::new(Code::ThisComputer, format!("Others cannot be let in at {address}: {error}."))
}

#[cfg(all(test, not(target_os = "macos")))]
#[path = "host/tests.rs"]
mod tests;
