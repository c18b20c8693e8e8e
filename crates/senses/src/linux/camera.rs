//! Who has a camera open: the kernel announces opens and closes of `/dev/video*`
//! ([inotify](https://man7.org/linux/man-pages/man7/inotify.7.html)), and `/proc` then tells whose they are.
//!
//! A camera that is reached through PipeWire is opened by PipeWire: whom it is for cannot be told, and it keeps some
//! open for nobody, so it does not count.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::ffi::{OsStr, OsString};
use std::mem::MaybeUninit;
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{fs, io, process};

use rustix::fs::inotify::{self, CreateFlags, ReadFlags, WatchFlags};
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;
use tokio::task::spawn_blocking;
use tokio::time::sleep;

use crate::engaged::{App, Sense, Word};
use crate::mechanism::{Mechanism, Post, Stopped};
use crate::signal::Source;

const SOURCE: Source = Source::new("video-devices");
const DEVICES: &str = "/dev";
/// Programs that look for cameras open all of them in a moment; and a program that is announced has its file a moment
/// later.
const SETTLE: Duration = Duration::from_millis(100);

pub(super) struct Camera {
    devices: PathBuf,
}

impl Camera {
    /// `devices` is the directory with the device files; `None` = `/dev`.
    pub(super) fn new(devices: Option<PathBuf>) -> Self {
        Self { devices: devices.unwrap_or_else(|| DEVICES.into()) }
    }
}

impl Mechanism<Word> for Camera {
    const SENSES: &'static [(Sense, Source)] = &[(Sense::Camera, SOURCE)];

    async fn run(&mut self, post: &mut Post<Word>) -> Result<Infallible, Stopped> {
        if Path::new("/.flatpak-info").exists() {
            return Err(Stopped::Unsupported("inside Flatpak other programs cannot be seen".into()));
        }
        let mut devices = Devices::watch(&self.devices)?;
        let (sense, source) = (Sense::Camera, SOURCE);
        loop {
            let dir = self.devices.clone();
            let apps = spawn_blocking(move || holders(&dir)).await.map_err(|_| Stopped::Dismissed)?;
            post.tell_news([Word::Using { sense, source }, Word::Users { sense, source, apps }]).await?;
            tokio::select! {
                changed = devices.changed() => changed?,
                reread = post.asked() => drop(reread?),
            }
        }
    }
}

/// The watched device files. What is plugged in later is watched from then on.
struct Devices {
    dir: PathBuf,
    inotify: AsyncFd<OwnedFd>,
}

impl Devices {
    fn watch(dir: &Path) -> Result<Self, Stopped> {
        let inotify = inotify::init(CreateFlags::NONBLOCK | CreateFlags::CLOEXEC).map_err(lost)?;
        inotify::add_watch(&inotify, dir, WatchFlags::CREATE | WatchFlags::ATTRIB | WatchFlags::ONLYDIR)
            .map_err(lost)?;
        for name in names(dir).map_err(lost)?.filter(|name| is_camera(name)) {
            watch_device(&inotify, &dir.join(name));
        }
        // SAFETY: the descriptor is owned by its registration.
        let inotify =
            unsafe { AsyncFd::register_with_interest(inotify, Interest::READABLE) }.map_err(lost)?;
        Ok(Self { dir: dir.to_owned(), inotify })
    }

    /// Waits until a device was opened, closed or plugged in. Cancel safe: what was missed is looked for anyway.
    async fn changed(&mut self) -> Result<(), Stopped> {
        while !self.drain()? {
            self.inotify.readable().await.map_err(lost)?.clear_ready();
        }
        sleep(SETTLE).await;
        self.drain()?;
        Ok(())
    }

    /// Takes all announcements. Gives whether one was about a camera.
    fn drain(&self) -> Result<bool, Stopped> {
        let mut buffer = [const { MaybeUninit::uninit() }; 4096];
        let mut reader = inotify::Reader::new(self.inotify.get_ref(), &mut buffer);
        let mut about_a_camera = false;
        loop {
            let event = match reader.next() {
                Ok(event) => event,
                Err(rustix::io::Errno::AGAIN) => return Ok(about_a_camera),
                Err(error) => return Err(lost(error)),
            };
            let in_directory = event.file_name().map(|name| OsStr::from_bytes(name.to_bytes()));
            match in_directory {
                Some(name) if !is_camera(name) => continue,
                Some(name) => watch_device(self.inotify.get_ref(), &self.dir.join(name)),
                None => {}
            }
            about_a_camera |= !event.events().contains(ReadFlags::IGNORED);
        }
    }
}

fn lost(error: impl Into<io::Error>) -> Stopped {
    Stopped::Lost(format!("cannot watch the cameras: {}", error.into()))
}

/// A device that cannot be watched is one that we could not open either.
fn watch_device(inotify: &OwnedFd, device: &Path) {
    let opened_or_closed = WatchFlags::OPEN | WatchFlags::CLOSE;
    if let Err(error) = inotify::add_watch(inotify, device, opened_or_closed) {
        tracing::debug!(device = %device.display(), %error, "this camera cannot be watched");
    }
}

fn names(dir: &Path) -> io::Result<impl Iterator<Item = OsString>> {
    Ok(fs::read_dir(dir)?.flatten().map(|entry| entry.file_name()))
}

/// `video0`, `video1`, …
fn is_camera(name: &OsStr) -> bool {
    let number = name.as_bytes().strip_prefix(b"video");
    number.is_some_and(|number| !number.is_empty() && number.iter().all(u8::is_ascii_digit))
}

/// Every program that has a camera open, as far as this user may see it, without this one.
fn holders(dir: &Path) -> Vec<App> {
    let ourselves = process::id();
    let others = numbers(Path::new("/proc")).filter(|process| *process != ourselves);
    let apps: BTreeSet<App> = others.filter(|process| holds(*process, dir)).filter_map(program).collect();
    apps.into_iter().collect()
}

fn numbers(dir: &Path) -> impl Iterator<Item = u32> {
    names(dir).into_iter().flatten().filter_map(|name| name.to_str()?.parse().ok())
}

fn holds(process: u32, dir: &Path) -> bool {
    let files = PathBuf::from(format!("/proc/{process}/fd"));
    numbers(&files).any(|file| {
        let open = fs::read_link(files.join(file.to_string())).unwrap_or_default();
        open.parent() == Some(dir) && open.file_name().is_some_and(is_camera)
    })
}

fn program(process: u32) -> Option<App> {
    let path = fs::read_link(format!("/proc/{process}/exe"));
    let path =
        path.ok().and_then(|path| path.to_str().map(|path| path.trim_end_matches(" (deleted)").to_owned()));
    let program = path.or_else(|| fs::read_to_string(format!("/proc/{process}/comm")).ok())?;
    Some(App::new(&program, None))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cameras_are_known_by_name() {
        for (name, camera) in
            [("video0", true), ("video12", true), ("video", false), ("video4linux", false), ("media0", false)]
        {
            assert_eq!(is_camera(OsStr::new(name)), camera, "{name}");
        }
    }
}
