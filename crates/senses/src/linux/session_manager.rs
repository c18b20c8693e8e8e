//! Logout as the session manager announces it to its clients, before anything is ended: GNOME, Cinnamon, MATE and
//! Budgie ([interface](https://gitlab.gnome.org/GNOME/gnome-session/-/tree/main/gnome-session)), and Xfce.
//!
//! It asks first, and may be called off until it ends. Elsewhere the end is heard of by signals to the process only.

use std::convert::Infallible;
use std::time::Duration;

use zbus::names::OwnedUniqueName;
use zbus::zvariant::OwnedObjectPath;
use zbus::{Connection, Message};

use super::bus::{self, Bus, Signals};
use super::delay;
use crate::mechanism::{Comes, Mechanism, Post, Stopped};
use crate::signal::{Sense, Signal, Source};

/// By what it is known to the session manager.
const APP: &str = "Ringlight";
/// The state of a session of Xfce that has started and does not end.
const IDLE: u32 = 1;
/// Session managers wait for some seconds.
const LONGEST_HOLD: Duration = Duration::from_secs(2);

/// The names of one kind of session manager.
struct Kind {
    source: Source,
    path: &'static str,
    manager: &'static str,
    client: &'static str,
    /// Whether it must be left alone until the session has started: xfce4-session 4.18 crashes, and takes the session
    /// along, when somebody registers while it waits for its own programs.
    waits: bool,
}

const KINDS: [Kind; 2] = [
    Kind {
        source: Source::new("org.gnome.SessionManager"),
        path: "/org/gnome/SessionManager",
        manager: "org.gnome.SessionManager",
        client: "org.gnome.SessionManager.ClientPrivate",
        waits: false,
    },
    Kind {
        source: Source::new("org.xfce.SessionManager"),
        path: "/org/xfce/SessionManager",
        manager: "org.xfce.Session.Manager",
        client: "org.xfce.Session.Client",
        waits: true,
    },
];

pub(super) struct SessionManager {
    bus: Bus,
    /// What the session manager gave to this program when it started it.
    startup_id: Option<String>,
}

impl SessionManager {
    pub(super) fn new(bus: Bus, startup_id: Option<String>) -> Self {
        Self { bus, startup_id }
    }
}

impl Mechanism for SessionManager {
    /// Nothing is missing where there is none: that it does not run is no news.
    const SENSES: &'static [(Sense, Source)] = &[];

    async fn run(&mut self, post: &mut Post) -> Result<Infallible, Stopped> {
        let conn = self.bus.connect().await?;
        let startup_id = self.startup_id.clone().unwrap_or_default();
        let mut session = Session { conn, startup_id, client: None };
        let Err(stopped) = session.listen(post).await;
        for kind in &KINDS {
            post.tell(Signal::SourceGone { source: kind.source }).await?;
        }
        Err(stopped)
    }

    fn comes(&self) -> Option<Comes> {
        self.bus.comes()
    }
}

/// What this program is to the session manager.
struct Client {
    kind: &'static Kind,
    owner: OwnedUniqueName,
    path: OwnedObjectPath,
}

struct Session {
    conn: Connection,
    startup_id: String,
    client: Option<Client>,
}

impl Session {
    async fn listen(&mut self, post: &mut Post) -> Result<Infallible, Stopped> {
        let mut signals = Signals::of(&self.conn);
        for kind in &KINDS {
            bus::subscribe_to_owner(&self.conn, kind.source.name()).await?;
            let rule = format!("type='signal',sender='{}',interface='{}'", kind.source, kind.client);
            bus::subscribe(&self.conn, &rule).await?;
            let rule = format!(
                "type='signal',sender='{}',interface='{}',member='StateChanged'",
                kind.source, kind.manager
            );
            if kind.waits {
                bus::subscribe(&self.conn, &rule).await?;
            }
        }
        self.register_anywhere(post).await?;
        loop {
            tokio::select! {
                message = bus::next(&mut signals, bus::SESSION) => self.hear(&message?, post).await?,
                reread = post.asked() => {
                    let _reread = reread?;
                    // One that refused, as while the session ends, may not any more.
                    self.register_anywhere(post).await?;
                }
            }
        }
    }

    async fn register_anywhere(&mut self, post: &Post) -> Result<(), Stopped> {
        for kind in &KINDS {
            let owner = bus::owner(&self.conn, kind.source.name()).await?;
            self.register(kind, owner, post).await?;
        }
        Ok(())
    }

    async fn register(
        &mut self,
        kind: &'static Kind,
        owner: Option<OwnedUniqueName>,
        post: &Post,
    ) -> Result<(), Stopped> {
        let Some(owner) = owner.filter(|_| self.client.is_none()) else { return Ok(()) };
        if kind.waits && !self.has_started(kind, &owner).await? {
            return Ok(());
        }
        let body = (APP, self.startup_id.as_str());
        let name = Some(owner.as_str());
        match self.conn.call_method(name, kind.path, Some(kind.manager), "RegisterClient", &body).await {
            Ok(reply) => {
                let path = reply.body().deserialize()?;
                self.client = Some(Client { kind, owner, path });
                post.tell(Signal::Using { sense: Sense::Session, source: kind.source }).await?;
                // One that takes clients is not about to end, whatever the one before it was.
                post.tell(Signal::SessionKept { source: kind.source }).await
            }
            Err(error @ zbus::Error::MethodError(..)) => {
                let why = format!("the session manager does not take clients: {error}");
                post.tell(Signal::CannotTell { sense: Sense::Session, source: kind.source, why }).await
            }
            Err(error) => Err(error.into()),
        }
    }

    /// A session manager that has no states has nothing to wait for.
    async fn has_started(&self, kind: &Kind, owner: &OwnedUniqueName) -> Result<bool, Stopped> {
        let name = Some(owner.as_str());
        match self.conn.call_method(name, kind.path, Some(kind.manager), "GetState", &()).await {
            Ok(reply) => Ok(reply.body().deserialize::<u32>()? == IDLE),
            Err(zbus::Error::MethodError(..)) => Ok(true),
            Err(error) => Err(error.into()),
        }
    }

    async fn hear(&mut self, message: &Message, post: &Post) -> Result<(), Stopped> {
        if let Some((name, owner)) = bus::owner_change(message) {
            return self.change_owner(&name, owner, post).await;
        }
        let header = message.header();
        let changes = |kind: &&Kind| kind.waits && bus::is_signal(&header, kind.manager, "StateChanged");
        if let Some(kind) = KINDS.iter().find(changes) {
            let owner = bus::owner(&self.conn, kind.source.name()).await?;
            return self.register(kind, owner, post).await;
        }
        let Some(client) = &self.client else { return Ok(()) };
        if !bus::is_from(&header, Some(&client.owner))
            || header.path().is_none_or(|path| path.as_str() != client.path.as_str())
        {
            return Ok(());
        }
        let said = |member| bus::is_signal(&header, client.kind.client, member);
        if said("QueryEndSession") {
            self.agree(client).await
        } else if said("EndSession") {
            let (release, released) = delay::hold();
            post.tell(Signal::SessionEnding { source: client.kind.source, release }).await?;
            released.within(LONGEST_HOLD).await;
            self.agree(client).await
        } else if said("CancelEndSession") {
            post.tell(Signal::SessionKept { source: client.kind.source }).await
        } else {
            Ok(())
        }
    }

    async fn change_owner(
        &mut self,
        name: &str,
        owner: Option<OwnedUniqueName>,
        post: &Post,
    ) -> Result<(), Stopped> {
        let Some(kind) = KINDS.iter().find(|kind| kind.source.name() == name) else { return Ok(()) };
        self.client.take_if(|client| client.kind.source == kind.source);
        post.tell(Signal::SourceGone { source: kind.source }).await?;
        self.register(kind, owner, post).await
    }

    async fn agree(&self, client: &Client) -> Result<(), Stopped> {
        let (owner, interface) = (Some(client.owner.as_str()), Some(client.kind.client));
        let answer = (true, "");
        match self.conn.call_method(owner, &client.path, interface, "EndSessionResponse", &answer).await {
            Ok(_) => Ok(()),
            Err(zbus::Error::MethodError(name, ..)) => {
                tracing::debug!(%name, "the session manager does not take the answer");
                Ok(())
            }
            Err(error) => Err(error.into()),
        }
    }
}
