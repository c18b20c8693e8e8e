//! Files with such names in such directories, opened and closed by whomever: the kernel announces it
//! ([inotify(7)](https://man7.org/linux/man-pages/man7/inotify.7.html)), and running a program opens its file.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::mem::MaybeUninit;
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{fs, io};

use rustix::fs::inotify::{self, CreateFlags, Event, ReadFlags, Reader, WatchFlags};
use rustix::io::Errno;
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;
use tokio::time::{Instant, sleep_until};

/// Announcements come in bursts, and before what they announce: whoever opens a file has it a moment later, and a program
/// its name.
const SETTLE: Duration = Duration::from_millis(100);

/// The watched files. What comes later is watched from then on, and what is replaced until nobody has it open any more.
pub(super) struct Opens {
    inotify: AsyncFd<OwnedFd>,
    places: Places,
    /// When the burst that was heard may be over.
    settled: Option<Instant>,
}

impl Opens {
    /// Watches the files whose names fit, in those of the directories that are there. Fails if none is.
    pub(super) fn watch(
        directories: impl IntoIterator<Item = PathBuf>,
        named: fn(&OsStr) -> bool,
    ) -> io::Result<Self> {
        let inotify = inotify::init(CreateFlags::NONBLOCK | CreateFlags::CLOEXEC)?;
        let mut places = Places { directories: BTreeMap::new(), named, files: BTreeSet::new() };
        places.begin(&inotify, directories)?;
        // SAFETY: the descriptor is owned by its registration.
        let inotify = unsafe { AsyncFd::register_with_interest(inotify, Interest::READABLE) }
            .map_err(io::Error::from)?;
        Ok(Self { inotify, places, settled: None })
    }

    /// Whether there is any such file; one that was removed counts for as long as somebody has it open.
    pub(super) fn any(&self) -> bool {
        !self.places.files.is_empty()
    }

    /// Waits until a file was opened or closed, came or went, and then for what was announced. Cancel safe.
    pub(super) async fn changed(&mut self) -> io::Result<()> {
        while self.settled.is_none() {
            if self.drain()? {
                self.settled = Some(Instant::now() + SETTLE);
            } else {
                self.inotify.readable().await?.clear_ready();
            }
        }
        if let Some(settled) = self.settled {
            sleep_until(settled).await;
        }
        self.settled = None;
        Ok(())
    }

    /// Takes all announcements. Gives whether one was about such a file.
    fn drain(&mut self) -> io::Result<bool> {
        let mut buffer = [const { MaybeUninit::uninit() }; 4096];
        let mut reader = Reader::new(self.inotify.get_ref(), &mut buffer);
        let mut about_a_file = false;
        loop {
            match reader.next() {
                Ok(event) => about_a_file |= self.places.hear(self.inotify.get_ref(), &event),
                Err(Errno::AGAIN) => return Ok(about_a_file),
                Err(error) => return Err(error.into()),
            }
        }
    }
}

/// Where such files are and may come, by the numbers of their watches.
struct Places {
    directories: BTreeMap<i32, PathBuf>,
    named: fn(&OsStr) -> bool,
    files: BTreeSet<i32>,
}

impl Places {
    fn begin(&mut self, inotify: &OwnedFd, at: impl IntoIterator<Item = PathBuf>) -> io::Result<()> {
        let comes = WatchFlags::CREATE | WatchFlags::MOVED_TO | WatchFlags::ATTRIB | WatchFlags::ONLYDIR;
        let mut trouble = Errno::NOENT;
        for directory in at {
            match inotify::add_watch(inotify, &directory, comes) {
                Ok(watch) => drop(self.directories.insert(watch, directory)),
                Err(error) => trouble = error,
            }
        }
        if self.directories.is_empty() {
            return Err(trouble.into());
        }
        self.find(inotify);
        Ok(())
    }

    fn find(&mut self, inotify: &OwnedFd) {
        for directory in self.directories.values() {
            for name in names(directory).filter(|name| (self.named)(name)) {
                self.files.extend(watch_file(inotify, &directory.join(name)));
            }
        }
    }

    /// Whether this is about such a file.
    fn hear(&mut self, inotify: &OwnedFd, event: &Event<'_>) -> bool {
        if event.events().contains(ReadFlags::QUEUE_OVERFLOW) {
            self.find(inotify);
        } else if let Some(name) = event.file_name() {
            let name = OsStr::from_bytes(name.to_bytes());
            if !(self.named)(name) {
                return false;
            }
            let directory = self.directories.get(&event.wd());
            self.files.extend(directory.and_then(|directory| watch_file(inotify, &directory.join(name))));
        } else if event.events().contains(ReadFlags::IGNORED) {
            self.files.remove(&event.wd());
        }
        true
    }
}

/// The number of its watch. A file that cannot be watched is one that this user may not read.
fn watch_file(inotify: &OwnedFd, file: &Path) -> Option<i32> {
    inotify::add_watch(inotify, file, WatchFlags::OPEN | WatchFlags::CLOSE)
        .inspect_err(|error| tracing::debug!(file = %file.display(), %error, "cannot be watched"))
        .ok()
}

/// What is in a directory.
fn names(directory: &Path) -> impl Iterator<Item = OsString> {
    fs::read_dir(directory).into_iter().flatten().flatten().map(|entry| entry.file_name())
}
