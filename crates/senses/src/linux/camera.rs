//! Who has a camera open: opens and closes of `/dev/video*` are announced, and `/proc` then tells whose they are.
//!
//! A camera that is reached through PipeWire is opened by PipeWire: whom it is for cannot be told, and it keeps some
//! open for nobody, so it does not count.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::{fs, io, process};

use rustix::io::Errno;
use tokio::task::spawn_blocking;

use super::Desktop;
use super::opens::Opens;
use super::proc::numbers;
use crate::engaged::{App, Sense, Word};
use crate::mechanism::{Mechanism, Post, Stopped};
use crate::signal::Source;

const SOURCE: Source = Source::new("video-devices");
const DEVICES: &str = "/dev";

pub(super) struct Camera {
    /// The directory with the device files; `None` inside a sandbox.
    devices: Option<PathBuf>,
}

impl Camera {
    pub(super) fn new(desktop: &Desktop) -> Self {
        let devices = || desktop.devices.clone().unwrap_or_else(|| DEVICES.into());
        Self { devices: (!desktop.sandboxed).then(devices) }
    }
}

impl Mechanism<Word> for Camera {
    const SENSES: &'static [(Sense, Source)] = &[(Sense::Camera, SOURCE)];

    async fn run(&mut self, post: &mut Post<Word>) -> Result<Infallible, Stopped> {
        let Some(devices) = &self.devices else {
            return Err(Stopped::Unsupported("inside a sandbox other programs cannot be seen".into()));
        };
        let mut cameras = Opens::watch([devices.clone()], is_camera).map_err(lost)?;
        let (sense, source) = (Sense::Camera, SOURCE);
        loop {
            // One that this user may not open is in nobody's call.
            if let Some((camera, error)) = cameras.trouble().filter(|(_, error)| *error != Errno::ACCESS) {
                return Err(Stopped::Lost(format!("{} cannot be watched: {error}", camera.display())));
            }
            let dir = devices.clone();
            let apps = spawn_blocking(move || holders(&dir)).await.map_err(|_| Stopped::Dismissed)?;
            post.tell_news([Word::Using { sense, source }, Word::Users { sense, source, apps }]).await?;
            tokio::select! {
                changed = cameras.changed() => changed.map_err(lost)?,
                reread = post.asked() => drop(reread?),
            }
        }
    }
}

fn lost(error: io::Error) -> Stopped {
    Stopped::Lost(format!("cannot watch the cameras: {error}"))
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
