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
use tokio::io::unix::AsyncFd;
use tokio::time::{Instant, sleep_until};

use super::descriptor::readable;

/// Announcements come in bursts, and before what they announce: whoever opens a file has it a moment later, and a program
/// its name.
const SETTLE: Duration = Duration::from_millis(100);

/// The watched files. A file that comes later is watched from then on, and what is replaced until nobody has it open any
/// more. A directory that comes later is not, until it is asked for.
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
        let mut places =
            Places { directories: BTreeMap::new(), named, files: BTreeSet::new(), trouble: None };
        places.begin(&inotify, directories)?;
        Ok(Self { inotify: readable(inotify)?, places, settled: None })
    }

    /// Watches what is in such directories now, too.
    pub(super) fn watch_again(mut self, directories: impl IntoIterator<Item = PathBuf>) -> io::Result<Self> {
        self.places.begin(self.inotify.get_ref(), directories)?;
        Ok(self)
    }

    /// Whether there is any such file; one that was removed counts for as long as somebody has it open.
    pub(super) fn any(&self) -> bool {
        !self.places.files.is_empty()
    }

    /// A file that is there and cannot be watched, and why, if none can.
    pub(super) fn trouble(&self) -> Option<(&OsStr, Errno)> {
        let (name, why) = self.places.trouble.as_ref()?;
        (!self.any()).then_some((name, *why))
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
    /// The last file that is there and cannot be watched, and why.
    trouble: Option<(OsString, Errno)>,
}

impl Places {
    fn begin(&mut self, inotify: &OwnedFd, at: impl IntoIterator<Item = PathBuf>) -> io::Result<()> {
        let mut trouble = Errno::NOENT;
        for directory in at {
            trouble = self.enter(inotify, directory).err().unwrap_or(trouble);
        }
        if self.directories.is_empty() {
            return Err(trouble.into());
        }
        self.find(inotify);
        Ok(())
    }

    fn enter(&mut self, inotify: &OwnedFd, directory: PathBuf) -> Result<(), Errno> {
        let comes = WatchFlags::CREATE | WatchFlags::MOVED_TO | WatchFlags::ATTRIB | WatchFlags::ONLYDIR;
        let watch = inotify::add_watch(inotify, &directory, comes)?;
        self.directories.insert(watch, directory);
        Ok(())
    }

    fn find(&mut self, inotify: &OwnedFd) {
        let named = self.named;
        self.trouble = None;
        let directories: Vec<PathBuf> = self.directories.values().cloned().collect();
        for directory in directories {
            for name in names(&directory).filter(|name| named(name)) {
                self.watch(inotify, &directory, name);
            }
        }
    }

    fn watch(&mut self, inotify: &OwnedFd, directory: &Path, name: OsString) {
        self.trouble.take_if(|(troubled, _)| *troubled == name);
        match inotify::add_watch(inotify, directory.join(&name), WatchFlags::OPEN | WatchFlags::CLOSE) {
            Ok(watch) => drop(self.files.insert(watch)),
            Err(Errno::NOENT) => {}
            Err(error) => self.trouble = Some((name, error)),
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
            if let Some(directory) = self.directories.get(&event.wd()).cloned() {
                self.watch(inotify, &directory, name.to_owned());
            }
        } else if event.events().contains(ReadFlags::IGNORED) {
            self.files.remove(&event.wd());
            // There may be another in its place: of a directory, or of what a link leads to.
            if let Some(directory) = self.directories.remove(&event.wd()) {
                let _ = self.enter(inotify, directory);
            }
            self.find(inotify);
        }
        true
    }
}

/// What is in a directory.
fn names(directory: &Path) -> impl Iterator<Item = OsString> {
    fs::read_dir(directory).into_iter().flatten().flatten().map(|entry| entry.file_name())
}
