//! Idle time on Wayland: a notification for each seat, by
//! [ext-idle-notify-v1](https://wayland.app/protocols/ext-idle-notify-v1) or its forerunner
//! [org_kde_kwin_idle](https://wayland.app/protocols/kde-idle).
//!
//! The device is idle once every seat is. A notification counts from when it was made: the protocols tell nothing of
//! the time before.

use std::collections::BTreeMap;
use std::time::Duration;

use wayland_client::protocol::wl_callback::{self, WlCallback};
use wayland_client::protocol::wl_display::WlDisplay;
use wayland_client::protocol::wl_registry::{self, WlRegistry};
use wayland_client::protocol::wl_seat::WlSeat;
use wayland_client::{Connection, Dispatch, Proxy, QueueHandle, delegate_noop};
use wayland_protocols::ext::idle_notify::v1::client::ext_idle_notification_v1::{
    self, ExtIdleNotificationV1,
};
use wayland_protocols::ext::idle_notify::v1::client::ext_idle_notifier_v1::ExtIdleNotifierV1;
use wayland_protocols_plasma::idle::client::org_kde_kwin_idle::OrgKdeKwinIdle;
use wayland_protocols_plasma::idle::client::org_kde_kwin_idle_timeout::{self, OrgKdeKwinIdleTimeout};

use crate::clock::Moment;
use crate::seen::Input;
use crate::signal::{Signal, Source};

/// From its second version on, the protocol tells of input whatever inhibitors there are.
const INPUT_ALONE: u32 = 2;
const EXT_INPUT: Source = Source::new("ext-idle-notify-v2");
const EXT: Source = Source::yielding("ext-idle-notify-v1");
const KWIN: Source = Source::yielding("org_kde_kwin_idle");

/// A question to the compositor, which answers after all that it has said before.
#[derive(Clone, Copy)]
pub(super) enum Question {
    /// What it has.
    List,
    /// What is new.
    News,
}

/// What the compositor has, and what its seats say.
pub(super) struct Ears {
    display: WlDisplay,
    queue: QueueHandle<Self>,
    listed: bool,
    answered: bool,
    /// The protocols, with the names by which the compositor takes them back.
    ext: Option<(u32, ExtIdleNotifierV1)>,
    kwin: Option<(u32, OrgKdeKwinIdle)>,
    seats: BTreeMap<u32, Seat>,
    after: Option<Duration>,
}

impl Ears {
    /// Asks the compositor to list what it has.
    pub(super) fn new(display: &WlDisplay, queue: &QueueHandle<Self>) -> Self {
        display.get_registry(queue, ());
        display.sync(queue, Question::List);
        Self {
            display: display.clone(),
            queue: queue.clone(),
            listed: false,
            answered: false,
            ext: None,
            kwin: None,
            seats: BTreeMap::new(),
            after: None,
        }
    }

    /// Whether the compositor has listed all it has.
    pub(super) fn listed(&self) -> bool {
        self.listed
    }

    /// Asks the compositor whether it has said all.
    pub(super) fn ask(&mut self) {
        self.answered = false;
        self.display.sync(&self.queue, Question::News);
    }

    /// Whether the compositor has answered the last question.
    pub(super) fn answered(&self) -> bool {
        self.answered
    }

    /// The protocol in use; `None` if there is none.
    pub(super) fn source(&self) -> Option<Source> {
        match (&self.ext, &self.kwin) {
            (Some((_, ext)), _) if ext.version() >= INPUT_ALONE => Some(EXT_INPUT),
            (Some(_), _) => Some(EXT),
            (None, Some(_)) => Some(KWIN),
            (None, None) => None,
        }
    }

    /// Sets the threshold.
    pub(super) fn arm(&mut self, after: Option<Duration>, now: Moment) {
        if self.after == after {
            return;
        }
        self.after = after;
        let names: Vec<u32> = self.seats.keys().copied().collect();
        for name in names {
            self.arm_seat(name, now);
        }
    }

    /// A notification that said idle is kept until another does: only such a one hears the return.
    fn arm_seat(&mut self, name: u32, now: Moment) {
        let Some(seat) = self.seats.get_mut(&name) else { return };
        let last = seat.idle_since.or(seat.counts_from);
        let idle = last.map(|since| now.since(since));
        let wait = match (self.after, idle) {
            (Some(after), Some(idle)) if idle >= after => {
                seat.idle_since = last;
                return;
            }
            (Some(after), idle) => Some(after - idle.unwrap_or_default()),
            (None, _) => None,
        };
        let proxy = seat.proxy.clone();
        let notification = wait.and_then(|wait| self.notification(wait, &proxy, name));
        if let Some(seat) = self.seats.get_mut(&name) {
            let replaced = std::mem::replace(&mut seat.notification, notification);
            seat.said_idle = seat.said_idle.take().or(replaced.filter(|_| last.is_some()));
            (seat.counts_from, seat.idle_since) = (last, None);
            seat.wait = wait;
        }
    }

    fn notification(&self, wait: Duration, seat: &WlSeat, name: u32) -> Option<Notification> {
        let ms = u32::try_from(wait.as_millis()).unwrap_or(u32::MAX).max(1);
        let queue = &self.queue;
        Some(match (&self.ext, &self.kwin) {
            (Some((_, ext)), _) if ext.version() >= INPUT_ALONE => {
                Notification::Ext(ext.get_input_idle_notification(ms, seat, queue, name))
            }
            (Some((_, ext)), _) => Notification::Ext(ext.get_idle_notification(ms, seat, queue, name)),
            (None, Some((_, kwin))) => Notification::Kwin(kwin.get_idle_timeout(seat, ms, queue, name)),
            (None, None) => return None,
        })
    }

    /// What all seats say together; `None` while there is no way to tell.
    pub(super) fn input(&self) -> Option<Input> {
        self.source()?;
        let idle: Option<Vec<Moment>> = self.seats.values().map(|seat| seat.idle_since).collect();
        match idle {
            Some(since) => since.into_iter().max().map(|since| Input::Idle { since }),
            None => Some(Input::Active),
        }
    }

    /// The same in the mechanism's words.
    pub(super) fn signal(&self, now: Moment) -> Option<Signal> {
        let source = self.source()?;
        match self.input()? {
            Input::Idle { since } => {
                let since_ms = u64::try_from(now.since(since).as_millis()).unwrap_or(u64::MAX);
                Some(Signal::Idle { source, since_ms })
            }
            _ => Some(Signal::Active { source }),
        }
    }

    fn went_idle(&mut self, name: u32, now: Moment) {
        if let Some(seat) = self.seats.get_mut(&name) {
            let waited = now.before(seat.wait.unwrap_or_default());
            seat.idle_since = Some(seat.counts_from.take().unwrap_or(waited));
            seat.said_idle = None;
        }
    }

    fn came_back(&mut self, name: u32, now: Moment) {
        let after = self.after;
        let Some(seat) = self.seats.get_mut(&name) else { return };
        (seat.idle_since, seat.counts_from, seat.said_idle) = (None, None, None);
        if seat.wait != after {
            self.arm_seat(name, now);
        }
    }

    fn add(&mut self, registry: &WlRegistry, name: u32, interface: &str, version: u32) {
        let queue = &self.queue;
        if interface == ExtIdleNotifierV1::interface().name {
            self.ext = Some((name, registry.bind(name, version.min(INPUT_ALONE), queue, ())));
            self.arm_anew();
        } else if interface == OrgKdeKwinIdle::interface().name {
            self.kwin = Some((name, registry.bind(name, 1, queue, ())));
            self.arm_anew();
        } else if interface == WlSeat::interface().name {
            let proxy = registry.bind(name, 1, queue, ());
            self.seats.insert(name, Seat::new(proxy));
            if self.listed {
                self.arm_seat(name, Moment::now());
            }
        }
    }

    fn remove(&mut self, name: u32) {
        self.seats.remove(&name);
        let ext = self.ext.take_if(|(of, _)| *of == name);
        let kwin = self.kwin.take_if(|(of, _)| *of == name);
        if let Some((_, ext)) = &ext {
            ext.destroy();
        }
        if ext.is_some() || kwin.is_some() {
            self.arm_anew();
        }
    }

    /// Makes all notifications by the protocol that is in use now.
    fn arm_anew(&mut self) {
        let names: Vec<u32> = self.seats.keys().copied().collect();
        for name in names {
            if let Some(seat) = self.seats.get_mut(&name) {
                *seat = Seat::new(seat.proxy.clone());
            }
            if self.listed {
                self.arm_seat(name, Moment::now());
            }
        }
    }
}

/// A keyboard, pointer and touch screen that belong together.
struct Seat {
    proxy: WlSeat,
    notification: Option<Notification>,
    /// The one before, which said idle and hears the return, if the threshold was changed while the seat was idle.
    said_idle: Option<Notification>,
    /// How long the notification waits. Less than the threshold if that was changed while the seat was idle.
    wait: Option<Duration>,
    /// The last input, if it was earlier than the notification was made.
    counts_from: Option<Moment>,
    /// The last input, while the seat is idle.
    idle_since: Option<Moment>,
}

impl Seat {
    fn new(proxy: WlSeat) -> Self {
        Self { proxy, notification: None, said_idle: None, wait: None, counts_from: None, idle_since: None }
    }
}

/// Ended at the compositor when dropped.
enum Notification {
    Ext(ExtIdleNotificationV1),
    Kwin(OrgKdeKwinIdleTimeout),
}

impl Drop for Notification {
    fn drop(&mut self) {
        match self {
            Self::Ext(notification) => notification.destroy(),
            Self::Kwin(timeout) => timeout.release(),
        }
    }
}

impl Dispatch<WlRegistry, ()> for Ears {
    fn event(
        ears: &mut Self,
        registry: &WlRegistry,
        event: wl_registry::Event,
        (): &(),
        _: &Connection,
        _: &QueueHandle<Self>,
    ) {
        match event {
            wl_registry::Event::Global { name, interface, version } => {
                ears.add(registry, name, &interface, version);
            }
            wl_registry::Event::GlobalRemove { name } => ears.remove(name),
            _ => {}
        }
    }
}

impl Dispatch<WlCallback, Question> for Ears {
    fn event(
        ears: &mut Self,
        _: &WlCallback,
        _: wl_callback::Event,
        question: &Question,
        _: &Connection,
        _: &QueueHandle<Self>,
    ) {
        match question {
            Question::List => ears.listed = true,
            Question::News => ears.answered = true,
        }
    }
}

/// The user data of a notification is the name of its seat.
impl Dispatch<ExtIdleNotificationV1, u32> for Ears {
    fn event(
        ears: &mut Self,
        _: &ExtIdleNotificationV1,
        event: ext_idle_notification_v1::Event,
        seat: &u32,
        _: &Connection,
        _: &QueueHandle<Self>,
    ) {
        match event {
            ext_idle_notification_v1::Event::Idled => ears.went_idle(*seat, Moment::now()),
            ext_idle_notification_v1::Event::Resumed => ears.came_back(*seat, Moment::now()),
            _ => {}
        }
    }
}

impl Dispatch<OrgKdeKwinIdleTimeout, u32> for Ears {
    fn event(
        ears: &mut Self,
        _: &OrgKdeKwinIdleTimeout,
        event: org_kde_kwin_idle_timeout::Event,
        seat: &u32,
        _: &Connection,
        _: &QueueHandle<Self>,
    ) {
        match event {
            org_kde_kwin_idle_timeout::Event::Idle => ears.went_idle(*seat, Moment::now()),
            org_kde_kwin_idle_timeout::Event::Resumed => ears.came_back(*seat, Moment::now()),
            _ => {}
        }
    }
}

delegate_noop!(Ears: ignore WlSeat);
delegate_noop!(Ears: ExtIdleNotifierV1);
delegate_noop!(Ears: OrgKdeKwinIdle);
