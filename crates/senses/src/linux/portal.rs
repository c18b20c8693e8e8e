//! Screensaver and the end of the session inside a sandbox, where only the desktop's portal can be reached: its
//! [session monitor](https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.Inhibit.html).

use std::collections::HashMap;
use std::convert::Infallible;
use std::time::Duration;

use zbus::names::OwnedUniqueName;
use zbus::zvariant::{OwnedObjectPath, OwnedValue, Value};
use zbus::{Connection, Message};

use super::bus::{self, Bus, Signals};
use super::delay;
use crate::mechanism::{Comes, Mechanism, Post, Stopped};
use crate::signal::{Hold, Sense, Signal, Source};

const SOURCE: Source = Source::new("desktop-portal");
const NAME: &str = "org.freedesktop.portal.Desktop";
const PATH: &str = "/org/freedesktop/portal/desktop";
const INHIBIT: &str = "org.freedesktop.portal.Inhibit";
const REQUEST: &str = "org.freedesktop.portal.Request";
/// What requests and sessions of this program are called.
const TOKEN: &str = "ringlight";
/// The portal waits a second for its answer.
const LONGEST_HOLD: Duration = Duration::from_millis(800);
/// The values of `session-state`.
const RUNNING: u32 = 1;
const QUERY_END: u32 = 2;
const ENDING: u32 = 3;

pub(super) struct Portal {
    bus: Bus,
}

impl Portal {
    pub(super) fn new(bus: Bus) -> Self {
        Self { bus }
    }
}

impl Mechanism for Portal {
    const SENSES: &'static [(Sense, Source)] = &[(Sense::Lock, SOURCE), (Sense::Session, SOURCE)];

    async fn run(&mut self, post: &mut Post) -> Result<Infallible, Stopped> {
        let conn = self.bus.connect().await?;
        Monitor { conn, owner: None, ending: false }.listen(post).await
    }

    fn comes(&self) -> Option<Comes> {
        self.bus.comes()
    }
}

struct Monitor {
    conn: Connection,
    owner: Option<OwnedUniqueName>,
    ending: bool,
}

type Details = HashMap<String, OwnedValue>;

impl Monitor {
    async fn listen(&mut self, post: &mut Post) -> Result<Infallible, Stopped> {
        let mut signals = Signals::of(&self.conn);
        bus::subscribe_to_owner(&self.conn, NAME).await?;
        for (interface, member) in [(INHIBIT, "StateChanged"), (REQUEST, "Response")] {
            let rule = format!("type='signal',sender='{NAME}',interface='{interface}',member='{member}'");
            bus::subscribe(&self.conn, &rule).await?;
        }
        let owner = bus::owner(&self.conn, NAME).await?;
        self.change_owner(owner, post).await?;
        loop {
            tokio::select! {
                message = bus::next(&mut signals, bus::SESSION) => self.hear(&message?, post).await?,
                reread = post.asked() => drop(reread?),
            }
        }
    }

    async fn hear(&mut self, message: &Message, post: &Post) -> Result<(), Stopped> {
        if let Some((name, owner)) = bus::owner_change(message) {
            return if name == NAME { self.change_owner(owner, post).await } else { Ok(()) };
        }
        let header = message.header();
        if !bus::is_from(&header, self.owner.as_ref()) {
            return Ok(());
        }
        if bus::is_signal(&header, REQUEST, "Response") {
            let (refused, _): (u32, Details) = message.body().deserialize()?;
            self.begin(refused != 0, post).await
        } else if bus::is_signal(&header, INHIBIT, "StateChanged") {
            let (session, state): (OwnedObjectPath, Details) = message.body().deserialize()?;
            self.take_in(&session, &state, post).await
        } else {
            Ok(())
        }
    }

    async fn change_owner(&mut self, owner: Option<OwnedUniqueName>, post: &Post) -> Result<(), Stopped> {
        post.tell(Signal::SourceGone { source: SOURCE }).await?;
        self.ending = false;
        self.owner = owner;
        let Some(owner) = &self.owner else {
            return cannot_tell("the desktop's portal does not run", post).await;
        };
        let options = HashMap::from([
            ("handle_token", Value::from(TOKEN)),
            ("session_handle_token", Value::from(TOKEN)),
        ]);
        let name = Some(owner.as_str());
        match self.conn.call_method(name, PATH, Some(INHIBIT), "CreateMonitor", &("", options)).await {
            Ok(_) => Ok(()),
            Err(zbus::Error::MethodError(..)) => {
                cannot_tell("the desktop's portal has no session monitor", post).await
            }
            Err(error) => Err(error.into()),
        }
    }

    async fn begin(&self, refused: bool, post: &Post) -> Result<(), Stopped> {
        if refused {
            return cannot_tell("the desktop's portal does not let this program see it", post).await;
        }
        for (sense, source) in Portal::SENSES {
            post.tell(Signal::Using { sense: *sense, source: *source }).await?;
        }
        Ok(())
    }

    async fn take_in(
        &mut self,
        session: &OwnedObjectPath,
        state: &Details,
        post: &Post,
    ) -> Result<(), Stopped> {
        if let Some(on) = state.get("screensaver-active").and_then(|on| bool::try_from(on).ok()) {
            post.tell(Signal::Screensaver { source: SOURCE, on }).await?;
        }
        match state.get("session-state").and_then(|state| u32::try_from(state).ok()) {
            Some(QUERY_END) => self.end(session, post).await,
            // Nobody was asked.
            Some(ENDING) if !self.ending => self.end(session, post).await,
            Some(ENDING) => announce(Hold::new(()), post).await,
            Some(RUNNING) => {
                self.ending = false;
                post.tell(Signal::SessionKept { source: SOURCE }).await
            }
            _ => Ok(()),
        }
    }

    /// It may still be called off.
    async fn end(&mut self, session: &OwnedObjectPath, post: &Post) -> Result<(), Stopped> {
        self.ending = true;
        let (release, released) = delay::hold();
        announce(release, post).await?;
        released.within(LONGEST_HOLD).await;
        let owner = self.owner.as_ref().map(|owner| owner.as_str());
        match self.conn.call_method(owner, PATH, Some(INHIBIT), "QueryEndResponse", session).await {
            Ok(_) => Ok(()),
            Err(zbus::Error::MethodError(name, ..)) => {
                tracing::debug!(%name, "the portal does not take the answer");
                Ok(())
            }
            Err(error) => Err(error.into()),
        }
    }
}

async fn announce(release: Hold, post: &Post) -> Result<(), Stopped> {
    post.tell(Signal::SessionEnding { source: SOURCE, release }).await
}

async fn cannot_tell(why: &str, post: &Post) -> Result<(), Stopped> {
    for (sense, source) in Portal::SENSES {
        post.tell(Signal::CannotTell { sense: *sense, source: *source, why: why.into() }).await?;
    }
    Ok(())
}
