//! Lock, sleep and session switch: what the hidden window hears, and the session's state where it is asked for.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;

use super::window::HiddenWindow;
use super::wts::{Services, State, Wts};
use crate::mechanism::{Mechanism, Post, Stopped};
use crate::questions::Questions;
use crate::signal::{Sense, Signal, Source};

pub(super) const SOURCE: Source = Source::new("windows-session");
/// How long to wait before session notifications that were refused are asked for again.
const REFUSED: Duration = Duration::from_secs(5);

pub(super) struct Session {
    wts: Arc<dyn Wts>,
    questions: Questions,
    refused: Duration,
}

impl Session {
    pub(super) fn new() -> Self {
        Self { wts: Arc::new(Services), questions: Questions::default(), refused: REFUSED }
    }

    /// The state as it is now: of what happened before the window was registered, which may be late, nobody tells, and
    /// where one remote desktop takes over from another, its connection may be told before the end of the other's.
    /// Where Windows does not tell it, only changes are known.
    async fn read(&self, post: &Post) -> Result<(), Stopped> {
        let wts = self.wts.clone();
        let state = self.questions.ask(move || wts.state()).await;
        let Ok(Some(State { locked, foreground })) = state else { return Ok(()) };
        if let Some(locked) = locked {
            post.tell(Signal::Locked { source: SOURCE, locked }).await?;
        }
        post.tell(Signal::Foreground { source: SOURCE, foreground }).await
    }
}

impl Mechanism for Session {
    const SENSES: &'static [(Sense, Source)] =
        &[(Sense::Lock, SOURCE), (Sense::Sleep, SOURCE), (Sense::Session, SOURCE)];

    async fn run(&mut self, post: &mut Post) -> Result<Infallible, Stopped> {
        let (say, mut heard) = mpsc::unbounded_channel();
        let window = HiddenWindow::open(say, self.wts.clone(), self.refused);
        let _window = window.await.map_err(Stopped::Lost)?;
        let mut registered = false;
        loop {
            tokio::select! {
                biased;
                signal = heard.recv() => {
                    let gone = || Stopped::Lost("the window that hears of locks is gone".into());
                    let signal = signal.ok_or_else(gone)?;
                    registered |= matches!(signal, Signal::Using { sense: Sense::Lock, .. });
                    let old = matches!(signal, Signal::Using { sense: Sense::Lock, .. } | Signal::Foreground { .. });
                    post.tell(signal).await?;
                    if old {
                        self.read(post).await?;
                    }
                }
                reread = post.asked() => {
                    let _reread = reread?;
                    // Nobody would tell when what is read now is over.
                    if registered {
                        self.read(post).await?;
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, AtomicIsize, AtomicU32, Ordering::SeqCst};

    use tokio::task::JoinHandle;
    use tokio::time::timeout;
    use windows::Win32::Foundation::{HWND, LPARAM, WIN32_ERROR, WPARAM};
    use windows::Win32::UI::WindowsAndMessaging::{
        PostMessageW, WM_WTSSESSION_CHANGE, WTS_CONSOLE_CONNECT, WTS_REMOTE_CONNECT, WTS_REMOTE_DISCONNECT,
        WTS_SESSION_LOCK, WTS_SESSION_UNLOCK,
    };

    use super::*;
    use crate::clock::Moment;
    use crate::mechanism::Reread;
    use crate::seen::{Lock, Seen};
    use crate::state::Senses;

    const PATIENCE: Duration = Duration::from_secs(15);
    const SOON: Duration = Duration::from_millis(20);
    const RPC_S_INVALID_BINDING: WIN32_ERROR = WIN32_ERROR(1702);

    /// Services that are late. Somebody has locked and gone to another session before they were up.
    struct Late {
        up: AtomicBool,
        refused: AtomicU32,
        registered: AtomicU32,
        window: AtomicIsize,
        locked: AtomicBool,
        foreground: AtomicBool,
        _alive: mpsc::Sender<()>,
    }

    impl Late {
        /// Late services, and the end that closes when nobody uses them any more.
        fn new() -> (Arc<Self>, mpsc::Receiver<()>) {
            let (alive, gone) = mpsc::channel(1);
            let (up, window) = (AtomicBool::new(false), AtomicIsize::new(0));
            let (refused, registered) = (AtomicU32::new(0), AtomicU32::new(0));
            let (locked, foreground) = (AtomicBool::new(true), AtomicBool::new(false));
            let late = Self { up, refused, registered, window, locked, foreground, _alive: alive };
            (Arc::new(late), gone)
        }

        fn say(&self, what: u32) {
            let window = HWND(self.window.load(SeqCst) as *mut _);
            let (what, none) = (WPARAM(what.try_into().expect("fits")), LPARAM(0));
            // SAFETY: the message carries no pointer.
            unsafe { PostMessageW(Some(window), WM_WTSSESSION_CHANGE, what, none) }.expect("is open");
        }
    }

    impl Wts for Late {
        fn register(&self, window: HWND) -> windows::core::Result<()> {
            if self.up.load(SeqCst) {
                self.window.store(window.0 as isize, SeqCst);
                self.registered.fetch_add(1, SeqCst);
                return Ok(());
            }
            self.refused.fetch_add(1, SeqCst);
            Err(RPC_S_INVALID_BINDING.to_hresult().into())
        }

        fn state(&self) -> Option<State> {
            Some(State { locked: Some(self.locked.load(SeqCst)), foreground: self.foreground.load(SeqCst) })
        }
    }

    /// The mechanism on services, and what comes of its words.
    struct Stage {
        senses: Senses,
        signals: mpsc::Receiver<Signal>,
        ask: mpsc::Sender<Reread>,
        running: JoinHandle<()>,
    }

    impl Stage {
        fn start(wts: Arc<dyn Wts>) -> Self {
            let (say, signals) = mpsc::channel(16);
            let (mut post, ask) = Post::new(say);
            let mut session = Session { wts, refused: SOON, ..Session::new() };
            let running = tokio::spawn(async move { drop(session.run(&mut post).await) });
            Self { senses: Senses::new(Moment::now()), signals, ask, running }
        }

        /// Takes in the next signal.
        async fn next(&mut self) {
            let signal = timeout(PATIENCE, self.signals.recv()).await.expect("in time").expect("runs");
            self.senses.handle(signal, Moment::now());
        }

        async fn until(&mut self, fits: impl Fn(&Seen) -> bool) {
            while !fits(self.senses.seen()) {
                self.next().await;
            }
        }

        /// Asks for what there is to read, and takes in what comes of it.
        async fn read(&mut self) {
            let (reread, mut finished) = Reread::new();
            self.ask.send(reread).await.expect("runs");
            loop {
                tokio::select! {
                    biased;
                    () = self.next() => {}
                    _ = finished.recv() => return,
                }
            }
        }

        /// Why locks and switches cannot be told.
        fn troubles(&self) -> Vec<&str> {
            self.senses.seen().mechanisms.iter().filter_map(|tried| tried.trouble.as_deref()).collect()
        }
    }

    #[tokio::test]
    async fn late_services_are_asked_again_and_then_for_what_happened_before() {
        let (late, _gone) = Late::new();
        let mut stage = Stage::start(late.clone());
        while late.refused.load(SeqCst) < 2 {
            stage.next().await;
        }
        let troubles = stage.troubles();
        assert!(troubles.len() == 2 && troubles[0].starts_with("Windows refuses it: "), "{troubles:?}");
        stage.read().await;
        assert_eq!(stage.senses.seen().lock, Lock::CannotTell);

        late.up.store(true, SeqCst);
        stage.until(|seen| seen.lock == Lock::Locked && !seen.foreground).await;
        assert_eq!(late.registered.load(SeqCst), 1);
        late.foreground.store(true, SeqCst);
        late.say(WTS_CONSOLE_CONNECT);
        late.say(WTS_SESSION_UNLOCK);
        stage.until(|seen| seen.lock == Lock::Unlocked && seen.foreground).await;
        assert!(stage.troubles().is_empty());
        let more = timeout(SOON * 20, stage.signals.recv()).await;
        assert!(more.is_err() && late.registered.load(SeqCst) == 1, "it still asks: {more:?}");
    }

    #[tokio::test]
    async fn what_is_heard_out_of_order_is_read() {
        let (services, _gone) = Late::new();
        services.up.store(true, SeqCst);
        services.locked.store(false, SeqCst);
        let mut stage = Stage::start(services.clone());
        stage.until(|seen| seen.lock == Lock::Unlocked && !seen.foreground).await;
        for foreground in [true, false] {
            services.foreground.store(foreground, SeqCst);
            let said = [WTS_REMOTE_CONNECT, WTS_REMOTE_DISCONNECT];
            for what in if foreground { said } else { [said[1], said[0]] } {
                services.say(what);
            }
            // What is said later is heard later.
            services.say(WTS_SESSION_LOCK);
            services.say(WTS_SESSION_UNLOCK);
            stage.until(|seen| seen.lock == Lock::Locked).await;
            stage.until(|seen| seen.lock == Lock::Unlocked).await;
            assert_eq!(stage.senses.seen().foreground, foreground);
        }
    }

    #[tokio::test]
    async fn a_window_that_waits_for_late_services_ends_when_nobody_listens() {
        let (late, mut gone) = Late::new();
        let mut stage = Stage::start(late.clone());
        stage.until(|seen| !seen.mechanisms.is_empty()).await;
        drop(late);
        stage.running.abort();
        let ended = timeout(PATIENCE, gone.recv()).await;
        assert_eq!(ended.expect("the window's thread ends in time"), None);
    }
}
