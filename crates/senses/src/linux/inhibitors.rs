//! Who keeps the screen awake: the lists that GNOME's session manager (Cinnamon's and MATE's too), KDE's power
//! management and logind keep, asked for again whenever they say that they have changed.
//!
//! - [org.gnome.SessionManager](https://gitlab.gnome.org/GNOME/gnome-session/-/blob/main/gnome-session/org.gnome.SessionManager.xml)
//! - [org.kde.Solid.PowerManagement.PolicyAgent](https://invent.kde.org/plasma/powerdevil/-/blob/master/daemon/dbus/org.kde.Solid.PowerManagement.PolicyAgent.xml)
//! - [ListInhibitors](https://www.freedesktop.org/software/systemd/man/latest/org.freedesktop.login1.html)

use std::convert::Infallible;
use std::marker::PhantomData;
use std::process;

use futures_util::FutureExt;
use zbus::names::OwnedUniqueName;
use zbus::zvariant::OwnedObjectPath;
use zbus::{Connection, Message};

use super::bus::{self, Bus, Signals};
use crate::engaged::{App, Inhibitor, Sense, Word};
use crate::mechanism::{Comes, Mechanism, Post, Stopped};
use crate::signal::Source;

/// A list of inhibitors on a bus.
pub(super) trait Registry: Send + 'static {
    /// The name it speaks by here.
    const SOURCE: Source;
    /// Its name on the bus.
    const NAME: &'static str;
    /// Who is missing if nobody owns the name.
    const WHO: &'static str;
    const SIGNALS: &'static [News];

    /// The bus it is on.
    fn bus(address: Option<&str>) -> Bus;

    /// All that keep the screen awake now.
    fn list(conn: &Connection, owner: &str) -> impl Future<Output = zbus::Result<Vec<Inhibitor>>> + Send;
}

/// A signal that the list has changed.
pub(super) struct News {
    interface: &'static str,
    member: &'static str,
    /// What else it has, in the words of a match rule.
    about: &'static str,
}

impl News {
    const fn new(interface: &'static str, member: &'static str) -> Self {
        Self { interface, member, about: "" }
    }
}

/// Follows a [`Registry`].
pub(super) struct Inhibitors<R> {
    bus: Bus,
    registry: PhantomData<R>,
}

impl<R: Registry> Inhibitors<R> {
    /// `address` is the bus's; `None` = the usual place.
    pub(super) fn new(address: Option<&str>) -> Self {
        Self { bus: R::bus(address), registry: PhantomData }
    }
}

impl<R: Registry> Mechanism<Word> for Inhibitors<R> {
    const SENSES: &'static [(Sense, Source)] =
        &[(Sense::Presenting, R::SOURCE), (Sense::Inhibitors, R::SOURCE)];

    async fn run(&mut self, post: &mut Post<Word>) -> Result<Infallible, Stopped> {
        let conn = self.bus.connect().await?;
        let mut signals = Signals::of(&conn);
        bus::subscribe_to_owner(&conn, R::NAME).await?;
        for News { interface, member, about } in R::SIGNALS {
            let rule = format!(
                "type='signal',sender='{}',interface='{interface}',member='{member}'{about}",
                R::NAME
            );
            bus::subscribe(&conn, &rule).await?;
        }
        let mut owner = bus::owner(&conn, R::NAME).await?;
        loop {
            tell::<R>(&conn, owner.as_ref(), post).await?;
            tokio::select! {
                new = changed::<R>(&mut signals, &owner) => owner = new?,
                reread = post.asked() => drop(reread?),
            }
        }
    }

    fn comes(&self) -> Option<Comes> {
        self.bus.comes()
    }
}

/// Waits until the list has changed or has another owner; gives the owner. However much it has changed meanwhile, it is
/// read once.
async fn changed<R: Registry>(
    signals: &mut Signals,
    owner: &Option<OwnedUniqueName>,
) -> Result<Option<OwnedUniqueName>, Stopped> {
    let mut owner = owner.clone();
    let mut heard = false;
    loop {
        let message = match heard {
            false => bus::next(signals, "the bus").await?,
            true => match bus::next(signals, "the bus").now_or_never() {
                Some(message) => message?,
                None => return Ok(owner),
            },
        };
        match bus::owner_change(&message) {
            Some((name, new)) if name == R::NAME => (owner, heard) = (new, true),
            None => heard |= is_news::<R>(&message, owner.as_ref()),
            _ => {}
        }
    }
}

fn is_news<R: Registry>(message: &Message, owner: Option<&OwnedUniqueName>) -> bool {
    let header = message.header();
    bus::is_from(&header, owner)
        && R::SIGNALS.iter().any(|news| bus::is_signal(&header, news.interface, news.member))
}

async fn tell<R: Registry>(
    conn: &Connection,
    owner: Option<&OwnedUniqueName>,
    post: &mut Post<Word>,
) -> Result<(), Stopped> {
    let Some(owner) = owner else { return cannot_tell::<R>(format!("{} does not run", R::WHO), post).await };
    let source = R::SOURCE;
    match R::list(conn, owner.as_str()).await {
        Ok(held) => {
            let using = [Sense::Presenting, Sense::Inhibitors].map(|sense| Word::Using { sense, source });
            let [presenting, inhibitors] = using;
            post.tell_news([presenting, inhibitors, Word::Inhibitors { source, held }]).await
        }
        Err(error @ (zbus::Error::MethodError(..) | zbus::Error::Variant(_))) => {
            cannot_tell::<R>(format!("{} does not tell: {error}", R::WHO), post).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn cannot_tell<R: Registry>(why: String, post: &mut Post<Word>) -> Result<(), Stopped> {
    let source = R::SOURCE;
    let words = [Sense::Presenting, Sense::Inhibitors];
    post.tell_news(words.map(|sense| Word::CannotTell { sense, source, why: why.clone() })).await
}

const PROPERTIES: &str = "org.freedesktop.DBus.Properties";

pub(super) struct Gnome;

impl Gnome {
    const PATH: &str = "/org/gnome/SessionManager";
    const INHIBITOR: &str = "org.gnome.SessionManager.Inhibitor";
    /// Of its flags the one for "the session must not be marked as idle".
    const IDLE: u32 = 8;

    /// `None` for one that does not concern the screen, or has just ended.
    async fn inhibitor(conn: &Connection, owner: &str, path: &OwnedObjectPath) -> Option<Inhibitor> {
        let ask = |method| conn.call_method(Some(owner), path.as_ref(), Some(Self::INHIBITOR), method, &());
        let flags: u32 = ask("GetFlags").await.ok()?.body().deserialize().ok()?;
        if flags & Self::IDLE == 0 {
            return None;
        }
        let app: String = ask("GetAppId").await.ok()?.body().deserialize().ok()?;
        let reason: String = ask("GetReason").await.ok()?.body().deserialize().ok()?;
        Some(Inhibitor { app: App::new(&app, None), reason })
    }
}

impl Registry for Gnome {
    const SOURCE: Source = Source::new("gnome-session");
    const NAME: &'static str = "org.gnome.SessionManager";
    const WHO: &'static str = "GNOME's session manager";
    const SIGNALS: &'static [News] =
        &[News::new(Self::NAME, "InhibitorAdded"), News::new(Self::NAME, "InhibitorRemoved")];

    fn bus(address: Option<&str>) -> Bus {
        Bus::session(address)
    }

    async fn list(conn: &Connection, owner: &str) -> zbus::Result<Vec<Inhibitor>> {
        let reply = conn.call_method(Some(owner), Self::PATH, Some(Self::NAME), "GetInhibitors", &()).await?;
        let paths: Vec<OwnedObjectPath> = reply.body().deserialize()?;
        let mut held = Vec::new();
        for path in paths {
            held.extend(Self::inhibitor(conn, owner, &path).await);
        }
        Ok(held)
    }
}

pub(super) struct Kde;

impl Registry for Kde {
    const SOURCE: Source = Source::new("kde-power-management");
    const NAME: &'static str = "org.kde.Solid.PowerManagement.PolicyAgent";
    const WHO: &'static str = "KDE's power management";
    const SIGNALS: &'static [News] = &[News::new(Self::NAME, "InhibitionsChanged")];

    fn bus(address: Option<&str>) -> Bus {
        Bus::session(address)
    }

    /// Pairs of who and why: as structures, or as lists in some versions.
    async fn list(conn: &Connection, owner: &str) -> zbus::Result<Vec<Inhibitor>> {
        let path = "/org/kde/Solid/PowerManagement/PolicyAgent";
        let reply = conn.call_method(Some(owner), path, Some(Self::NAME), "ListInhibitions", &()).await?;
        let body = reply.body();
        let pairs: Vec<(String, String)> = match body.signature().to_string().as_str() {
            "aas" => body.deserialize::<Vec<Vec<String>>>()?.into_iter().filter_map(pair).collect(),
            _ => body.deserialize()?,
        };
        let held = pairs.into_iter().map(|(app, reason)| Inhibitor { app: App::new(&app, None), reason });
        Ok(held.collect())
    }
}

fn pair(list: Vec<String>) -> Option<(String, String)> {
    let [who, why] = <[String; 2]>::try_from(list).ok()?;
    Some((who, why))
}

pub(super) struct Logind;

impl Registry for Logind {
    const SOURCE: Source = Source::new("logind");
    const NAME: &'static str = "org.freedesktop.login1";
    const WHO: &'static str = "logind";
    /// Its property `BlockInhibited` changes with the list. Sessions and users have properties of their own, which
    /// change far more often.
    const SIGNALS: &'static [News] = &[News {
        interface: PROPERTIES,
        member: "PropertiesChanged",
        about: ",path='/org/freedesktop/login1',arg0='org.freedesktop.login1.Manager'",
    }];

    fn bus(address: Option<&str>) -> Bus {
        Bus::system(address)
    }

    async fn list(conn: &Connection, owner: &str) -> zbus::Result<Vec<Inhibitor>> {
        let (path, manager) = ("/org/freedesktop/login1", "org.freedesktop.login1.Manager");
        let reply = conn.call_method(Some(owner), path, Some(manager), "ListInhibitors", &()).await?;
        // What, who, why, how, and the user's and the process's number.
        type Entry = (String, String, String, String, u32, u32);
        let all: Vec<Entry> = reply.body().deserialize()?;
        let ours = rustix::process::getuid().as_raw();
        let keeps_awake = |(what, _, _, mode, user, process): &Entry| {
            let idle = what.split(':').any(|what| what == "idle");
            idle && mode.starts_with("block") && *user == ours && *process != process::id()
        };
        let held = all.into_iter().filter(keeps_awake);
        Ok(held.map(|(_, who, why, ..)| Inhibitor { app: App::new(&who, None), reason: why }).collect())
    }
}
