//! The desktop's own do not disturb. There is no common way to it, so the notification service is asked for its name,
//! and each kind is read and switched in its own way.

mod dunst;
mod gsettings;
mod kde;
mod mako;
mod memory;
mod peer;
mod swaync;
mod xfce;

use std::convert::Infallible;
use std::path::Path;

use futures_util::future::BoxFuture;
use tokio::sync::watch;
use zbus::Connection;
use zbus::names::OwnedUniqueName;

use self::memory::Memory;
use self::peer::Peer;
use super::Desktop;
use super::bus::{self, Bus, Signals};
use crate::engaged::dnd::{Dnd, Found, Step};
use crate::engaged::{Sense, Why, Word};
use crate::mechanism::{Comes, Mechanism, Post, Stopped};
use crate::signal::Source;

const NAME: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";
const SERVICE: Source = Source::new("notification-service");

/// One desktop's do not disturb.
trait Switch: Send {
    /// Its name.
    fn source(&self) -> Source;
    /// Whether each who switches it on is counted, and no longer when their program ends. Otherwise it is one switch,
    /// which stays as it is.
    fn counted(&self) -> bool {
        false
    }
    /// Whether it is on.
    fn read(&mut self) -> BoxFuture<'_, Result<bool, Stopped>>;
    /// Switches it.
    fn set(&mut self, on: bool) -> BoxFuture<'_, Result<(), Stopped>>;
    /// Waits until it may have changed. Cancel safe.
    fn changed(&mut self) -> BoxFuture<'_, Result<(), Stopped>>;
}

pub(super) struct DesktopDnd {
    bus: Bus,
    environment: Vec<(String, String)>,
    memory: Memory,
    why: Why,
    muted: watch::Receiver<bool>,
    /// The owner has switched off what is wanted now, whichever service ran then.
    overruled: bool,
}

impl DesktopDnd {
    pub(super) fn new(desktop: &Desktop, memory: &Path, why: Why, muted: watch::Receiver<bool>) -> Self {
        let bus = desktop.session_bus.iter().map(|bus| ("DBUS_SESSION_BUS_ADDRESS".into(), bus.clone()));
        Self {
            bus: Bus::session(desktop.session_bus.as_deref()),
            environment: desktop.environment.iter().cloned().chain(bus).collect(),
            memory: Memory::new(memory.to_owned()),
            why,
            muted,
            overruled: false,
        }
    }

    async fn found(&mut self, switch: &mut dyn Switch) -> Result<Found, Stopped> {
        let (on, remembered) = (switch.read().await?, self.memory.holds(switch.source()).await);
        // What is wanted has changed since it was overruled.
        self.overruled &= !self.muted.has_changed().unwrap_or_default();
        let wanted = *self.muted.borrow_and_update();
        Ok(Found { on, remembered, wanted, overruled: self.overruled, counted: switch.counted() })
    }
}

impl Mechanism<Word> for DesktopDnd {
    const SENSES: &'static [(Sense, Source)] = &[(Sense::DesktopDnd, SERVICE)];

    async fn run(&mut self, post: &mut Post<Word>) -> Result<Infallible, Stopped> {
        let conn = self.bus.connect().await?;
        let signals = Signals::of(&conn);
        bus::subscribe_to_owner(&conn, NAME).await?;
        let owner = bus::owner(&conn, NAME).await?;
        let mut desk = Desk { conn, signals, dnd: self, owner };
        loop {
            match desk.switch().await? {
                Ok(mut switch) => {
                    let source = switch.source();
                    post.tell(Word::SourceGone { source: SERVICE }).await?;
                    let ended = desk.follow(&mut *switch, post).await;
                    post.tell(Word::SourceGone { source }).await?;
                    ended?;
                }
                Err(why) => {
                    post.tell(Word::CannotTell { sense: Sense::DesktopDnd, source: SERVICE, why }).await?;
                    desk.wait(post).await?;
                }
            }
        }
    }

    fn comes(&self) -> Option<Comes> {
        self.bus.comes()
    }
}

/// A desktop with a session bus.
struct Desk<'d> {
    conn: Connection,
    signals: Signals,
    dnd: &'d mut DesktopDnd,
    owner: Option<OwnedUniqueName>,
}

impl Desk<'_> {
    /// The switch of the notification service that runs, or why there is none.
    async fn switch(&self) -> Result<Result<Box<dyn Switch>, String>, Stopped> {
        let Some(owner) = &self.owner else { return Ok(Err("no notification service runs".into())) };
        let reply =
            self.conn.call_method(Some(owner.as_str()), PATH, Some(NAME), "GetServerInformation", &()).await;
        let (name, vendor, ..): (String, String, String, String) = match reply {
            Ok(reply) => reply.body().deserialize()?,
            Err(zbus::Error::MethodError(..)) => {
                return Ok(Err("the notification service does not tell its name".into()));
            }
            Err(error) => return Err(error.into()),
        };
        let peer = Peer::new(self.conn.clone(), owner.to_string());
        let settings = |of| gsettings::Setting::open(of, &self.dnd.environment);
        Ok(match (name.as_str(), vendor.as_str()) {
            ("dunst", _) => Ok(Box::new(dunst::Dunst::open(peer).await?)),
            ("mako", _) => Ok(Box::new(mako::Mako::open(peer).await?)),
            ("SwayNotificationCenter", _) => Ok(Box::new(swaync::Swaync::open(peer).await?)),
            ("Xfce Notify Daemon", _) => Ok(Box::new(xfce::Xfce::open(peer).await?)),
            ("Plasma", _) => Ok(Box::new(kde::Kde::open(peer).await?)),
            ("gnome-shell", _) => boxed(settings(&gsettings::GNOME)),
            ("cinnamon" | "Cinnamon", _) => boxed(settings(&gsettings::CINNAMON)),
            ("Notification Daemon", "MATE") => boxed(settings(&gsettings::MATE)),
            _ => Err(format!("{name} offers no do not disturb that other programs could read")),
        })
    }

    /// Follows `switch` until the service has another owner. What ends it is the end of `muted`, and of that alone.
    async fn follow(&mut self, switch: &mut dyn Switch, post: &mut Post<Word>) -> Result<(), Stopped> {
        let source = switch.source();
        let (mut dnd, steps) = Dnd::found(self.dnd.found(switch).await?);
        post.tell(Word::Using { sense: Sense::DesktopDnd, source }).await?;
        self.take(steps, switch).await?;
        if self.dnd.why == Why::Owed && self.dnd.memory.is_empty().await {
            return Err(Stopped::Dismissed);
        }
        loop {
            post.tell(Word::DesktopDnd { source, on: dnd.on(), ours: dnd.ours() }).await?;
            let mut wish = None;
            tokio::select! {
                owner = next_owner(&mut self.signals) => {
                    self.owner = owner?;
                    return Ok(());
                }
                changed = switch.changed() => changed?,
                wished = self.dnd.muted.changed() => wish = Some(wished),
                Ok(_reread) = post.asked() => {}
            }
            // Some say nothing of their changes, so it is read before it is switched.
            let mut steps = dnd.read(switch.read().await?);
            let ending = wish.as_ref().is_some_and(Result::is_err);
            if wish.is_some() {
                steps.extend(dnd.want(!ending && *self.dnd.muted.borrow_and_update()));
            }
            self.dnd.overruled = dnd.overruled();
            let stepped = !steps.is_empty();
            self.take(steps, switch).await?;
            if ending {
                return Err(Stopped::Dismissed);
            }
            if stepped && switch.counted() && !dnd.ours() {
                // Others may want it still.
                dnd.read(switch.read().await?);
            }
        }
    }

    async fn take(&self, steps: Vec<Step>, switch: &mut dyn Switch) -> Result<(), Stopped> {
        for step in steps {
            tracing::info!(source = %switch.source(), ?step, "the desktop's do not disturb");
            match step {
                Step::On => switch.set(true).await?,
                Step::Off => switch.set(false).await?,
                Step::Remember if !switch.counted() => self.dnd.memory.add(switch.source()).await?,
                Step::Forget if !switch.counted() => self.dnd.memory.remove(switch.source()).await?,
                Step::Remember | Step::Forget => {}
            }
        }
        Ok(())
    }

    /// Waits for another owner where there is nothing to switch.
    async fn wait(&mut self, post: &mut Post<Word>) -> Result<(), Stopped> {
        loop {
            tokio::select! {
                owner = next_owner(&mut self.signals) => {
                    self.owner = owner?;
                    return Ok(());
                }
                muted = self.dnd.muted.changed() => {
                    muted.map_err(|_| Stopped::Dismissed)?;
                    self.dnd.overruled = false;
                }
                Ok(_reread) = post.asked() => {}
            }
        }
    }
}

fn boxed(setting: Result<gsettings::Setting, String>) -> Result<Box<dyn Switch>, String> {
    setting.map(|setting| Box::new(setting) as Box<dyn Switch>)
}

/// The next owner of the notification service. Cancel safe.
async fn next_owner(signals: &mut Signals) -> Result<Option<OwnedUniqueName>, Stopped> {
    loop {
        let message = bus::next(signals, bus::SESSION).await?;
        if let Some((NAME, owner)) =
            bus::owner_change(&message).as_ref().map(|(name, owner)| (name.as_str(), owner))
        {
            return Ok(owner.clone());
        }
    }
}
