//! A compositor without a screen that speaks any version of ext-idle-notify, and says idle when it is told to. No
//! released compositor of Debian has the second version. Of windows it tells what `toplevels` says.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tempfile::TempDir;
use tokio::io::Interest;
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use wayland_protocols::ext::idle_notify::v1::server::ext_idle_notification_v1::ExtIdleNotificationV1;
use wayland_protocols::ext::idle_notify::v1::server::ext_idle_notifier_v1::{self, ExtIdleNotifierV1};
use wayland_server::protocol::wl_seat::{self, WlSeat};
use wayland_server::{
    Client, DataInit, Dispatch, Display, DisplayHandle, GlobalDispatch, New, Resource, backend,
};

use super::PATIENCE;
use super::toplevels::Toplevels;

/// What a client asked for.
#[derive(Debug, PartialEq)]
pub struct Asked {
    /// Whatever inhibitors there are.
    pub input_alone: bool,
    pub ms: u32,
    pub seat: usize,
}

/// What happens at a seat.
#[derive(Clone, Copy)]
pub enum Turn {
    Idle,
    Back,
}

/// The versions of the protocols it speaks, none if zero, and how many seats there are.
#[derive(Clone, Copy, Default)]
pub struct Has {
    pub idle: u32,
    pub seats: usize,
    pub toplevels: u32,
}

/// What it is told to do.
type Act = Box<dyn FnOnce(&mut World) + Send>;

pub struct Compositor {
    pub socket: PathBuf,
    acts: mpsc::UnboundedSender<Act>,
    asked: mpsc::UnboundedReceiver<Asked>,
    serving: JoinHandle<()>,
    directory: TempDir,
}

impl Compositor {
    /// One with this version of the idle protocol (none if zero), and so many seats.
    pub fn start(version: u32, seats: usize) -> Self {
        Self::with(Has { idle: version, seats, toplevels: 0 })
    }

    /// One with all this.
    pub fn with(has: Has) -> Self {
        Self::start_in(tempfile::tempdir().expect("can be made"), has)
    }

    fn start_in(directory: TempDir, has: Has) -> Self {
        let socket = directory.path().join("wayland-0");
        let (acts, acted) = mpsc::unbounded_channel();
        let (ask, asked) = mpsc::unbounded_channel();
        let serving = tokio::spawn(serve(listen(&socket), has, acted, ask));
        Self { socket, acts, asked, serving, directory }
    }

    /// The next notification that is asked for.
    pub async fn asked(&mut self) -> Asked {
        timeout(PATIENCE, self.asked.recv()).await.expect("is asked in time").expect("serves")
    }

    /// Lets the newest notification of a seat say idle, or all that said so that somebody is back.
    pub fn turn(&self, seat: usize, turn: Turn) {
        self.act(move |world| world.turn(seat, turn));
    }

    /// The same, when it is next spoken to and before it answers.
    pub fn turn_before_it_answers(&self, seat: usize, turn: Turn) {
        self.act(move |world| world.planned.push(Box::new(move |world| world.turn(seat, turn))));
    }

    /// Takes a seat away.
    pub fn unplug(&self, seat: usize) {
        self.act(move |world| {
            let global = world.seats[seat].take().expect("is plugged in");
            world.handle.remove_global::<World>(global);
        });
    }

    /// Brings it back.
    pub fn plug(&self, seat: usize) {
        self.act(move |world| {
            world.seats[seat] = Some(world.handle.create_global::<World, WlSeat, usize>(1, seat));
        });
    }

    /// Takes the idle protocol away, or brings this version of it.
    pub fn offer(&self, version: Option<u32>) {
        self.act(move |world| {
            if let Some(global) = world.notifier.take() {
                world.handle.remove_global::<World>(global);
            }
            world.notifier = version
                .map(|version| world.handle.create_global::<World, ExtIdleNotifierV1, ()>(version, ()));
        });
    }

    pub(super) fn act(&self, act: impl FnOnce(&mut World) + Send + 'static) {
        assert!(self.acts.send(Box::new(act)).is_ok(), "serves no more");
    }

    /// Ends it, and starts another in its place.
    pub async fn replace(self, version: u32, seats: usize) -> Self {
        self.replace_with(Has { idle: version, seats, toplevels: 0 }).await
    }

    /// The same, with all this.
    pub async fn replace_with(self, has: Has) -> Self {
        self.serving.abort();
        assert!(self.serving.await.is_err_and(|ended| ended.is_cancelled()));
        std::fs::remove_file(&self.socket).expect("is ours");
        Self::start_in(self.directory, has)
    }
}

pub fn listen(socket: &Path) -> UnixListener {
    UnixListener::bind(socket).expect("the path is free")
}

async fn serve(
    listener: UnixListener,
    has: Has,
    mut acts: mpsc::UnboundedReceiver<Act>,
    ask: mpsc::UnboundedSender<Asked>,
) {
    let mut display = Display::<World>::new().expect("can be made");
    let mut handle = display.handle();
    let seats = (0..has.seats).map(|seat| Some(handle.create_global::<World, WlSeat, usize>(1, seat)));
    let seats = seats.collect();
    let notifier = (has.idle > 0).then(|| handle.create_global::<World, ExtIdleNotifierV1, ()>(has.idle, ()));
    let mut world = World {
        newest: vec![None; has.seats],
        idle: vec![Vec::new(); has.seats],
        ask,
        toplevels: Toplevels::new(&handle, has.toplevels),
        seats,
        notifier,
        planned: Vec::new(),
        handle: handle.clone(),
    };
    let (stream, _) = listener.accept().await.expect("a client comes");
    let stream = stream.into_std().expect("is open");
    let ours = UnixStream::from_std(stream.try_clone().expect("is open")).expect("is open");
    let (leave, mut left) = mpsc::unbounded_channel();
    handle.insert_client(stream, Arc::new(Guest(leave))).expect("is new");
    loop {
        tokio::select! {
            biased;
            _ = left.recv() => return,
            ready = ours.readable() => {
                ready.expect("is open");
                for act in std::mem::take(&mut world.planned) {
                    act(&mut world);
                }
                display.dispatch_clients(&mut world).expect("speaks Wayland");
                // All was read, though not by this hand.
                let _ = ours.try_io(Interest::READABLE, || Err::<(), _>(io::ErrorKind::WouldBlock.into()));
            }
            Some(act) = acts.recv() => act(&mut world),
        }
        display.flush_clients().expect("is open");
    }
}

/// Tells when it is gone.
struct Guest(mpsc::UnboundedSender<()>);

impl backend::ClientData for Guest {
    fn disconnected(&self, _: backend::ClientId, _: backend::DisconnectReason) {
        let _ = self.0.send(());
    }
}

pub(super) struct World {
    newest: Vec<Option<ExtIdleNotificationV1>>,
    /// Those that said idle, of each seat.
    idle: Vec<Vec<ExtIdleNotificationV1>>,
    ask: mpsc::UnboundedSender<Asked>,
    pub(super) toplevels: Toplevels,
    seats: Vec<Option<backend::GlobalId>>,
    notifier: Option<backend::GlobalId>,
    /// To be done before the next answer.
    planned: Vec<Act>,
    handle: DisplayHandle,
}

impl World {
    fn turn(&mut self, seat: usize, turn: Turn) {
        match turn {
            Turn::Idle => {
                let notification = self.newest[seat].as_ref().expect("was asked for");
                assert!(notification.is_alive(), "the client gave up the notification that is to speak");
                notification.idled();
                self.idle[seat].push(notification.clone());
            }
            Turn::Back => self.idle[seat].drain(..).for_each(|notification| notification.resumed()),
        }
    }
}

impl GlobalDispatch<WlSeat, usize> for World {
    fn bind(
        _: &mut Self,
        _: &DisplayHandle,
        _: &Client,
        seat: New<WlSeat>,
        number: &usize,
        init: &mut DataInit<'_, Self>,
    ) {
        init.init(seat, *number);
    }
}

impl GlobalDispatch<ExtIdleNotifierV1, ()> for World {
    fn bind(
        _: &mut Self,
        _: &DisplayHandle,
        _: &Client,
        notifier: New<ExtIdleNotifierV1>,
        (): &(),
        init: &mut DataInit<'_, Self>,
    ) {
        init.init(notifier, ());
    }
}

impl Dispatch<WlSeat, usize> for World {
    fn request(
        _: &mut Self,
        _: &Client,
        _: &WlSeat,
        _: wl_seat::Request,
        _: &usize,
        _: &DisplayHandle,
        _: &mut DataInit<'_, Self>,
    ) {
    }
}

impl Dispatch<ExtIdleNotifierV1, ()> for World {
    fn request(
        world: &mut Self,
        _: &Client,
        _: &ExtIdleNotifierV1,
        request: ext_idle_notifier_v1::Request,
        (): &(),
        _: &DisplayHandle,
        init: &mut DataInit<'_, Self>,
    ) {
        use ext_idle_notifier_v1::Request::{GetIdleNotification, GetInputIdleNotification};
        let (id, ms, seat, input_alone) = match request {
            GetIdleNotification { id, timeout, seat } => (id, timeout, seat, false),
            GetInputIdleNotification { id, timeout, seat } => (id, timeout, seat, true),
            _ => return,
        };
        let seat = *seat.data::<usize>().expect("is one of ours");
        world.newest[seat] = Some(init.init(id, ()));
        let _ = world.ask.send(Asked { input_alone, ms, seat });
    }
}

impl Dispatch<ExtIdleNotificationV1, ()> for World {
    fn request(
        _: &mut Self,
        _: &Client,
        _: &ExtIdleNotificationV1,
        _: <ExtIdleNotificationV1 as Resource>::Request,
        (): &(),
        _: &DisplayHandle,
        _: &mut DataInit<'_, Self>,
    ) {
    }
}
