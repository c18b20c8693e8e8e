//! Who keeps the display awake:
//! [`IOPMCopyAssertionsByProcess`](https://developer.apple.com/documentation/iokit/1557119-iopmcopyassertionsbyprocess),
//! asked whenever [notify(3)](https://developer.apple.com/documentation/darwinnotify) says that something kept awake has
//! changed, and now and then: that any single assertion came or went is announced only while Apple's own tools want to know.

use std::convert::Infallible;
use std::ffi::{CStr, c_char, c_int};
use std::os::fd::{BorrowedFd, OwnedFd};
use std::process;
use std::ptr::{NonNull, null};
use std::time::Duration;

use objc2_core_foundation::{CFArray, CFDictionary, CFNumber, CFRetained, CFString, CFType};
use objc2_io_kit::IOPMCopyAssertionsByProcess;
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;
use tokio::time::sleep;

use super::application::app;
use crate::engaged::{Inhibitor, Sense, Word};
use crate::looks;
use crate::mechanism::{Mechanism, Post, Stopped};
use crate::questions::Questions;
use crate::signal::Source;

const SOURCE: Source = Source::new("power-assertions");
/// `kIOPMAssertionsChangedNotifyString`, by which the first to keep the display awake and the end of the last are announced,
/// and `kIOPMAssertionsAnyChangedNotifyString`.
const CHANGED: [&CStr; 2] = [
    c"com.apple.system.powermanagement.assertions",
    c"com.apple.system.powermanagement.assertions.anychange",
];
/// Many come together.
const SETTLE: Duration = Duration::from_secs(2);
/// `kIOPMAssertionTypeKey`.
const TYPE: &str = "AssertType";
/// `kIOPMAssertionNameKey`.
const NAME: &str = "AssertName";
/// `kIOPMAssertionTypePreventUserIdleDisplaySleep` and its older name.
const DISPLAY: [&str; 2] = ["PreventUserIdleDisplaySleep", "NoDisplaySleepAssertion"];

unsafe extern "C" {
    fn notify_register_file_descriptor(
        name: *const c_char,
        fd: *mut c_int,
        flags: c_int,
        token: *mut c_int,
    ) -> u32;
    fn notify_cancel(token: c_int) -> u32;
}

#[derive(Default)]
pub(super) struct Assertions {
    questions: Questions,
}

impl Mechanism<Word> for Assertions {
    const SENSES: &'static [(Sense, Source)] = &[(Sense::Presenting, SOURCE), (Sense::Inhibitors, SOURCE)];

    async fn run(&mut self, post: &mut Post<Word>) -> Result<Infallible, Stopped> {
        let [level, any] = CHANGED.map(News::subscribe);
        let using = |sense| Word::Using { sense, source: SOURCE };
        loop {
            let held = self.questions.ask(held).await.map_err(Stopped::Lost)?;
            let held =
                held.ok_or_else(|| Stopped::Lost("macOS does not tell who keeps the display awake".into()))?;
            let held = Word::Inhibitors { source: SOURCE, held };
            post.tell_news([using(Sense::Presenting), using(Sense::Inhibitors), held]).await?;
            tokio::select! {
                () = changed(level.as_ref()) => sleep(SETTLE).await,
                () = changed(any.as_ref()) => sleep(SETTLE).await,
                () = looks::now_and_then() => {}
                reread = post.asked() => drop(reread?),
            }
        }
    }
}

fn held() -> Option<Vec<Inhibitor>> {
    let mut all: *const CFDictionary = null();
    // SAFETY: written on success only, and only if there are any.
    let status = unsafe { IOPMCopyAssertionsByProcess(&raw mut all) };
    let all = match (status, NonNull::new(all.cast_mut())) {
        (0, Some(all)) => all,
        (0, None) => return Some(Vec::new()),
        _ => return None,
    };
    // SAFETY: a dictionary that is ours to release; its keys are numbers of processes, its values lists of dictionaries.
    let all = unsafe {
        let all = CFRetained::from_raw(all);
        CFRetained::cast_unchecked::<CFDictionary<CFNumber, CFArray<CFDictionary<CFString, CFType>>>>(all)
    };
    let (processes, lists) = all.to_vecs();
    let mut held = Vec::new();
    for (process, list) in processes.into_iter().zip(lists) {
        let process = process.as_i64().and_then(|number| u32::try_from(number).ok());
        if let Some(process) = process.filter(|number| *number != process::id()) {
            held.extend(list.iter().filter_map(|assertion| inhibitor(process, &assertion)));
        }
    }
    held.sort();
    Some(held)
}

/// `None` for one that does not concern the display.
fn inhibitor(process: u32, assertion: &CFDictionary<CFString, CFType>) -> Option<Inhibitor> {
    let text = |key| {
        let value = assertion.get(&CFString::from_static_str(key))?;
        value.downcast_ref::<CFString>().map(CFString::to_string)
    };
    let concerns_display = text(TYPE).is_some_and(|kind| DISPLAY.contains(&kind.as_str()));
    concerns_display.then(|| Inhibitor { app: app(process), reason: text(NAME).unwrap_or_default() })
}

/// Announcements that something has changed, as bytes in a pipe.
struct News {
    pipe: AsyncFd<OwnedFd>,
    token: c_int,
}

impl News {
    /// `None` where there are none: then it is only asked for now and then.
    fn subscribe(name: &CStr) -> Option<Self> {
        let (mut fd, mut token) = (-1, 0);
        // SAFETY: both places live through the call.
        let status =
            unsafe { notify_register_file_descriptor(name.as_ptr(), &raw mut fd, 0, &raw mut token) };
        if status != 0 {
            return None;
        }
        // SAFETY: the descriptor is open until the token is cancelled, which closes it: a copy of it is ours.
        let pipe = rustix::io::dup(unsafe { BorrowedFd::borrow_raw(fd) }).ok()?;
        rustix::io::ioctl_fionbio(&pipe, true).ok()?;
        // SAFETY: the descriptor is owned by its registration.
        let pipe = unsafe { AsyncFd::register_with_interest(pipe, Interest::READABLE) }.ok()?;
        Some(Self { pipe, token })
    }
}

impl Drop for News {
    fn drop(&mut self) {
        // SAFETY: the token that was given, once.
        unsafe { notify_cancel(self.token) };
    }
}

/// Waits for news; for ever if there are none. Cancel safe.
async fn changed(news: Option<&News>) {
    let Some(news) = news else { return std::future::pending().await };
    let mut bytes = [0; 64];
    loop {
        let Ok(mut ready) = news.pipe.readable().await else { return std::future::pending().await };
        match rustix::io::read(&news.pipe, &mut bytes) {
            Ok(1..) => return,
            Err(rustix::io::Errno::AGAIN) => ready.clear_ready(),
            Ok(_) | Err(_) => return std::future::pending().await,
        }
    }
}
