//! Idle time on GNOME and what is built on Mutter: watches of its `IdleMonitor`
//! ([interface](https://gitlab.gnome.org/GNOME/mutter/-/blob/main/data/dbus-interfaces/org.gnome.Mutter.IdleMonitor.xml)).
//!
//! While the session is inhibited from idling, as by a film, Mutter holds back the idle watch, but counts on: so it is
//! also asked when the threshold may have passed. The return is taken from a watch alone, never from a counter that
//! fell: Mutter sets it back when a film ends. Others know better, and this mechanism yields to them.

use std::convert::Infallible;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};
use zbus::export::serde::Serialize;
use zbus::names::OwnedUniqueName;
use zbus::zvariant::DynamicType;
use zbus::{Connection, Message};

use super::bus::{self, Bus, Signals};
use crate::clock::Moment;
use crate::mechanism::{Comes, Mechanism, Post, Stopped};
use crate::signal::{Sense, Signal, Source};
use crate::watch::Thresholds;

const SOURCE: Source = Source::yielding("mutter-idle-monitor");
const NAME: &str = "org.gnome.Mutter.IdleMonitor";
const PATH: &str = "/org/gnome/Mutter/IdleMonitor/Core";

pub(super) struct Mutter {
    bus: Bus,
    thresholds: watch::Receiver<Thresholds>,
}

impl Mutter {
    pub(super) fn new(bus: Bus, thresholds: watch::Receiver<Thresholds>) -> Self {
        Self { bus, thresholds }
    }
}

impl Mechanism for Mutter {
    const SENSES: &'static [(Sense, Source)] = &[(Sense::Idle, SOURCE)];

    async fn run(&mut self, post: &mut Post) -> Result<Infallible, Stopped> {
        let conn = self.bus.connect().await?;
        let mut monitor = Monitor { conn, owner: None, idle: None, look_at: None, away: None };
        monitor.listen(&mut self.thresholds, post).await
    }

    fn comes(&self) -> Option<Comes> {
        self.bus.comes()
    }
}

struct Monitor {
    conn: Connection,
    owner: Option<OwnedUniqueName>,
    /// The watch that fires whenever the threshold is reached.
    idle: Option<u32>,
    /// When the threshold has passed if there is no input until then.
    look_at: Option<Instant>,
    away: Option<Away>,
}

/// Nobody is there.
struct Away {
    /// The watch that fires once, at the next input.
    back: u32,
    /// The last input.
    since: Moment,
}

impl Monitor {
    async fn listen(
        &mut self,
        thresholds: &mut watch::Receiver<Thresholds>,
        post: &mut Post,
    ) -> Result<Infallible, Stopped> {
        let mut signals = Signals::of(&self.conn);
        bus::subscribe_to_owner(&self.conn, NAME).await?;
        let fired = format!("type='signal',sender='{NAME}',interface='{NAME}',member='WatchFired'");
        bus::subscribe(&self.conn, &fired).await?;
        let owner = bus::owner(&self.conn, NAME).await?;
        self.change_owner(owner, threshold(thresholds), post).await?;
        loop {
            let look_at = self.look_at;
            tokio::select! {
                message = bus::next(&mut signals, bus::SESSION) => {
                    self.hear(&message?, threshold(thresholds), post).await?;
                }
                changed = thresholds.changed() => {
                    changed.map_err(|_| Stopped::Dismissed)?;
                    self.arm(threshold(thresholds), post).await?;
                }
                () = sleep_until(look_at.unwrap_or_else(Instant::now)), if look_at.is_some() => {
                    self.look(threshold(thresholds), post).await?;
                }
                reread = post.asked() => {
                    let _reread = reread?;
                    self.read(&mut signals, threshold(thresholds), post).await?;
                }
            }
        }
    }

    async fn hear(&mut self, message: &Message, after: Option<Duration>, post: &Post) -> Result<(), Stopped> {
        if let Some((name, owner)) = bus::owner_change(message) {
            return if name == NAME { self.change_owner(owner, after, post).await } else { Ok(()) };
        }
        let header = message.header();
        if !bus::is_from(&header, self.owner.as_ref()) || !bus::is_signal(&header, NAME, "WatchFired") {
            return Ok(());
        }
        let fired: u32 = message.body().deserialize()?;
        if Some(fired) == self.idle && self.away.is_none() {
            self.look(after, post).await
        } else if self.away.take_if(|away| away.back == fired).is_some() {
            self.look_at = after.map(|after| Instant::now() + after);
            self.tell(post).await
        } else {
            Ok(())
        }
    }

    /// Tells what Mutter knows now: all that it said before it answers has been heard by then.
    async fn read(
        &mut self,
        signals: &mut Signals,
        after: Option<Duration>,
        post: &Post,
    ) -> Result<(), Stopped> {
        if self.owner.is_none() {
            return Ok(());
        }
        let answer = self.call("GetIdletime", &()).await?;
        for message in signals.before(&answer, bus::SESSION).await? {
            self.hear(&message, after, post).await?;
        }
        self.look(after, post).await?;
        self.tell(post).await
    }

    async fn change_owner(
        &mut self,
        owner: Option<OwnedUniqueName>,
        after: Option<Duration>,
        post: &Post,
    ) -> Result<(), Stopped> {
        (self.owner, self.idle, self.look_at, self.away) = (owner, None, None, None);
        if self.owner.is_none() {
            let why = "Mutter, the compositor of GNOME, does not run".into();
            return post.tell(Signal::CannotTell { sense: Sense::Idle, source: SOURCE, why }).await;
        }
        post.tell(Signal::Using { sense: Sense::Idle, source: SOURCE }).await?;
        self.arm(after, post).await
    }

    /// Sets the threshold. While somebody is away by the new one too, the return is waited for as before.
    async fn arm(&mut self, after: Option<Duration>, post: &Post) -> Result<(), Stopped> {
        if self.owner.is_none() {
            return Ok(());
        }
        if let Some(old) = self.idle.take() {
            self.call("RemoveWatch", &old).await?;
        }
        let now = Moment::now();
        let is_reached = |away: &Away| after.is_some_and(|after| now.since(away.since) >= after);
        if let Some(old) = self.away.take_if(|away| !is_reached(away)) {
            self.call("RemoveWatch", &old.back).await?;
        }
        if let Some(after) = after {
            self.idle = Some(self.call("AddIdleWatch", &ms(after).max(1)).await?.body().deserialize()?);
        }
        self.look(after, post).await?;
        self.tell(post).await
    }

    /// Finds out whether the threshold has passed, or when it may.
    async fn look(&mut self, after: Option<Duration>, post: &Post) -> Result<(), Stopped> {
        self.look_at = None;
        let (Some(after), None, Some(_)) = (after, &self.away, &self.owner) else { return Ok(()) };
        let mut idle = self.idle_for().await?;
        if idle >= after {
            let back: u32 = self.call("AddUserActiveWatch", &()).await?.body().deserialize()?;
            // It hears what comes after it alone.
            idle = self.idle_for().await?;
            if idle >= after {
                self.away = Some(Away { back, since: Moment::now().before(idle) });
                return self.tell(post).await;
            }
            self.call("RemoveWatch", &back).await?;
        }
        self.look_at = Some(Instant::now() + (after - idle));
        Ok(())
    }

    async fn idle_for(&self) -> Result<Duration, Stopped> {
        Ok(Duration::from_millis(self.call("GetIdletime", &()).await?.body().deserialize()?))
    }

    async fn call<B: Serialize + DynamicType>(&self, member: &str, body: &B) -> Result<Message, Stopped> {
        // By its owner: a name would be started.
        let owner = self.owner.as_ref().ok_or_else(|| Stopped::Lost("Mutter is gone".into()))?;
        Ok(self.conn.call_method(Some(owner.as_str()), PATH, Some(NAME), member, body).await?)
    }

    async fn tell(&self, post: &Post) -> Result<(), Stopped> {
        if self.owner.is_none() {
            return Ok(());
        }
        post.tell(match &self.away {
            Some(away) => Signal::Idle { source: SOURCE, since_ms: ms(Moment::now().since(away.since)) },
            None => Signal::Active { source: SOURCE },
        })
        .await
    }
}

fn ms(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

fn threshold(thresholds: &mut watch::Receiver<Thresholds>) -> Option<Duration> {
    thresholds.borrow_and_update().idle_after
}
