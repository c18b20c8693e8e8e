//! Windows' own record of who uses the microphone and the camera: the registry keys behind its privacy settings
//! ([their place](https://learn.microsoft.com/windows/privacy/manage-connections-from-windows-operating-system-components-to-microsoft-services)).
//!
//! An end of use that is zero means that it still goes on. That can be stale, after a crash and in some versions of
//! Windows, so this is asked only where nothing better answers.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::sync::Arc;
use std::thread;

use tokio::sync::mpsc;
use windows::Win32::Foundation::{CloseHandle, HANDLE, WAIT_EVENT, WAIT_OBJECT_0};
use windows::Win32::System::Registry::{
    HKEY, REG_NOTIFY_CHANGE_LAST_SET, REG_NOTIFY_CHANGE_NAME, RegNotifyChangeKeyValue,
};
use windows::Win32::System::Threading::{CreateEventW, INFINITE, SetEvent, WaitForMultipleObjects};
use windows_registry::{CURRENT_USER, Key};

use crate::engaged::{App, Sense, Word};
use crate::mechanism::{Post, Stopped};
use crate::signal::Source;

const SOURCE: Source = Source::new("consent-store");
const STORE: &str = r"Software\Microsoft\Windows\CurrentVersion\CapabilityAccessManager\ConsentStore";
/// Below it are programs that came without a package, by their paths.
const UNPACKAGED: &str = "NonPackaged";

/// Tells who uses the microphone or the camera for as long as somebody listens.
pub(super) async fn follow(sense: Sense, post: &mut Post<Word>) -> Result<Infallible, Stopped> {
    let kind = if sense == Sense::Camera { "webcam" } else { "microphone" };
    let start = || {
        let (say, heard) = mpsc::unbounded_channel();
        Watch::start(format!(r"{STORE}\{kind}"), say).map(|watch| (watch, heard))
    };
    let (mut _watch, mut heard) = start()?;
    loop {
        tokio::select! {
            users = heard.recv() => match users {
                Some(Ok(apps)) => {
                    post.tell(Word::Using { sense, source: SOURCE }).await?;
                    post.tell(Word::Users { sense, source: SOURCE, apps }).await?;
                }
                Some(Err(error)) => return Err(Stopped::Lost(format!("Windows keeps no record of who uses it: {error}"))),
                None => return Err(Stopped::Lost("the registry cannot be watched".into())),
            },
            reread = post.asked() => {
                drop(reread?);
                // It tells at its start.
                (_watch, heard) = start()?;
            }
        }
    }
}

fn users(store: &Key) -> windows_registry::Result<Vec<App>> {
    let mut apps: BTreeSet<App> = BTreeSet::new();
    for name in store.keys()?.filter(|name| name != UNPACKAGED) {
        if is_in_use(store, &name) {
            // A package's name, its publisher's number.
            apps.insert(App::new(name.rsplit_once('_').map_or(name.as_str(), |(package, _)| package), None));
        }
    }
    if let Ok(programs) = store.open(UNPACKAGED) {
        let paths = programs.keys()?.filter(|path| is_in_use(&programs, path));
        apps.extend(paths.map(|path| App::new(&path.replace('#', r"\"), None)));
    }
    Ok(apps.into_iter().collect())
}

fn is_in_use(parent: &Key, name: &str) -> bool {
    parent.open(name).and_then(|key| key.get_u64("LastUsedTimeStop")).is_ok_and(|stop| stop == 0)
}

/// Who uses it, or why that cannot be read.
type Say = mpsc::UnboundedSender<windows_registry::Result<Vec<App>>>;

/// Tells at the start, and whenever something below the key changes, from a thread of its own that sleeps in between.
struct Watch {
    end: Arc<Event>,
}

impl Watch {
    fn start(path: String, say: Say) -> Result<Self, Stopped> {
        let event =
            || Event::new().map_err(|error| Stopped::Lost(format!("cannot watch the registry: {error}")));
        let (changed, end) = (event()?, Arc::new(event()?));
        let until = end.clone();
        thread::Builder::new()
            .name("senses-registry".into())
            .spawn(move || {
                if let Err(error) = listen(&path, &changed, &until, &say) {
                    let _ = say.send(Err(error));
                }
            })
            .map_err(|error| Stopped::Lost(format!("cannot start a thread: {error}")))?;
        Ok(Self { end })
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.end.set();
    }
}

fn listen(path: &str, changed: &Event, end: &Event, say: &Say) -> windows_registry::Result<()> {
    let store = CURRENT_USER.open(path)?;
    // Announced before it is read: nothing is missed, at worst something is read twice.
    while changed.announce(&store) && say.send(users(&store)).is_ok() && changed.is_before(end) {}
    Ok(())
}

/// Something that threads can wait for.
struct Event(HANDLE);

// SAFETY: events may be set and waited for on any thread.
unsafe impl Send for Event {}
// SAFETY: see above.
unsafe impl Sync for Event {}

impl Event {
    fn new() -> windows::core::Result<Self> {
        // SAFETY: takes nothing; closed when dropped.
        unsafe { CreateEventW(None, false, false, None) }.map(Self)
    }

    fn set(&self) {
        // SAFETY: the handle is open.
        if let Err(error) = unsafe { SetEvent(self.0) } {
            tracing::debug!(%error, "the registry's thread goes on");
        }
    }

    /// Happens once something below the key changes. Gives whether it will.
    fn announce(&self, key: &Key) -> bool {
        let what = REG_NOTIFY_CHANGE_NAME | REG_NOTIFY_CHANGE_LAST_SET;
        // SAFETY: both handles are open, and stay so for as long as the caller waits.
        unsafe { RegNotifyChangeKeyValue(HKEY(key.as_raw()), true, what, Some(self.0), true) }.is_ok()
    }

    /// Waits for both. Gives whether this one came.
    fn is_before(&self, end: &Self) -> bool {
        // SAFETY: both handles are open.
        let came = unsafe { WaitForMultipleObjects(&[end.0, self.0], false, INFINITE) };
        came == WAIT_EVENT(WAIT_OBJECT_0.0 + 1)
    }
}

impl Drop for Event {
    fn drop(&mut self) {
        // SAFETY: the handle is open, and nobody waits for it any more.
        drop(unsafe { CloseHandle(self.0) });
    }
}
