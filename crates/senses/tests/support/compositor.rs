//! A compositor without a screen that speaks any version of ext-idle-notify, and says idle when it is told to. No
//! released compositor of Debian has the second version.

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

pub struct Compositor {
    pub socket: PathBuf,
    turns: mpsc::UnboundedSender<(usize, Turn)>,
    asked: mpsc::UnboundedReceiver<Asked>,
    serving: JoinHandle<()>,
    directory: TempDir,
}

impl Compositor {
    /// One with this version of the protocol (none if zero), and so many seats.
    pub fn start(version: u32, seats: usize) -> Self {
        Self::start_in(tempfile::tempdir().expect("can be made"), version, seats)
    }

    fn start_in(directory: TempDir, version: u32, seats: usize) -> Self {
        let socket = directory.path().join("wayland-0");
        let (turns, turned) = mpsc::unbounded_channel();
        let (ask, asked) = mpsc::unbounded_channel();
        let serving = tokio::spawn(serve(listen(&socket), version, seats, turned, ask));
        Self { socket, turns, asked, serving, directory }
    }

    /// The next notification that is asked for.
    pub async fn asked(&mut self) -> Asked {
        timeout(PATIENCE, self.asked.recv()).await.expect("is asked in time").expect("serves")
    }

    /// Lets the newest notification of a seat take a turn.
    pub fn turn(&self, seat: usize, turn: Turn) {
        self.turns.send((seat, turn)).expect("serves");
    }

    /// Ends it, and starts another in its place.
    pub async fn replace(self, version: u32, seats: usize) -> Self {
        self.serving.abort();
        assert!(self.serving.await.is_err_and(|ended| ended.is_cancelled()));
        std::fs::remove_file(&self.socket).expect("is ours");
        Self::start_in(self.directory, version, seats)
    }
}

pub fn listen(socket: &Path) -> UnixListener {
    UnixListener::bind(socket).expect("the path is free")
}

async fn serve(
    listener: UnixListener,
    version: u32,
    seats: usize,
    mut turns: mpsc::UnboundedReceiver<(usize, Turn)>,
    ask: mpsc::UnboundedSender<Asked>,
) {
    let mut display = Display::<World>::new().expect("can be made");
    let mut handle = display.handle();
    for seat in 0..seats {
        handle.create_global::<World, WlSeat, usize>(1, seat);
    }
    if version > 0 {
        handle.create_global::<World, ExtIdleNotifierV1, ()>(version, ());
    }
    let mut world = World { newest: vec![None; seats], ask };
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
                display.dispatch_clients(&mut world).expect("speaks Wayland");
                // All was read, though not by this hand.
                let _ = ours.try_io(Interest::READABLE, || Err::<(), _>(io::ErrorKind::WouldBlock.into()));
            }
            Some((seat, turn)) = turns.recv() => world.turn(seat, turn),
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

struct World {
    newest: Vec<Option<ExtIdleNotificationV1>>,
    ask: mpsc::UnboundedSender<Asked>,
}

impl World {
    fn turn(&self, seat: usize, turn: Turn) {
        let notification = self.newest[seat].as_ref().expect("was asked for");
        assert!(notification.is_alive(), "the client gave up the notification that is to speak");
        match turn {
            Turn::Idle => notification.idled(),
            Turn::Back => notification.resumed(),
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
