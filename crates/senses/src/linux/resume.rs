//! That the computer has slept, where nobody announces it.
//!
//! A timer that is cancelled when the wall clock jumps
//! ([timerfd_create(2)](https://man7.org/linux/man-pages/man2/timerfd_create.2.html)) wakes on waking up, and never
//! otherwise. Of the two clocks without jumps, one stands still during sleep: their difference grows by how long it was.

use std::convert::Infallible;
use std::io;
use std::os::fd::OwnedFd;
use std::time::Duration;

use rustix::io::Errno;
use rustix::time::{
    ClockId, Itimerspec, TimerfdClockId, TimerfdFlags, TimerfdTimerFlags, Timespec, clock_gettime,
    timerfd_create, timerfd_settime,
};
use tokio::io::unix::AsyncFd;

use super::descriptor::readable;
use crate::mechanism::{Mechanism, Post, Stopped};
use crate::signal::{Sense, Signal, Source};

const SOURCE: Source = Source::new("clocks");
/// The two clocks are read one after the other.
const SLEPT: Duration = Duration::from_secs(1);
/// In seconds since 1970, and as late as the kernel's nanoseconds reach.
const NEVER: i64 = 9_000_000_000;

/// What tells of jumps of the wall clock, and how long the computer has slept.
pub(super) trait Clocks: Send {
    /// Ends with the next jump. Cancel safe.
    fn jump(&mut self) -> impl Future<Output = io::Result<()>> + Send;

    /// How long the computer has slept since its start, all sleeps together.
    fn slept(&self) -> Duration;
}

/// Hears of a resume.
pub(super) struct Resume;

impl Mechanism for Resume {
    const SENSES: &'static [(Sense, Source)] = &[(Sense::Sleep, SOURCE)];

    async fn run(&mut self, post: &mut Post) -> Result<Infallible, Stopped> {
        follow(&mut Kernel::open()?, post).await
    }
}

async fn follow(clocks: &mut impl Clocks, post: &mut Post) -> Result<Infallible, Stopped> {
    post.tell(Signal::Using { sense: Sense::Sleep, source: SOURCE }).await?;
    let mut known = clocks.slept();
    loop {
        let mut asked = None;
        tokio::select! {
            jumped = clocks.jump() => jumped?,
            reread = post.asked() => asked = Some(reread?),
        }
        let slept = clocks.slept();
        if slept.saturating_sub(known) >= SLEPT {
            post.tell(Signal::Slept { source: SOURCE }).await?;
        }
        known = slept;
        drop(asked);
    }
}

/// The kernel's clocks.
struct Kernel {
    timer: AsyncFd<OwnedFd>,
}

impl Kernel {
    fn open() -> io::Result<Self> {
        let timer = timerfd_create(TimerfdClockId::Realtime, TimerfdFlags::NONBLOCK | TimerfdFlags::CLOEXEC)?;
        let zero = Timespec { tv_sec: 0, tv_nsec: 0 };
        let never = Itimerspec { it_interval: zero, it_value: Timespec { tv_sec: NEVER, tv_nsec: 0 } };
        timerfd_settime(&timer, TimerfdTimerFlags::ABSTIME | TimerfdTimerFlags::CANCEL_ON_SET, &never)?;
        Ok(Self { timer: readable(timer)? })
    }
}

impl Clocks for Kernel {
    async fn jump(&mut self) -> io::Result<()> {
        loop {
            let mut ready = self.timer.readable().await?;
            match rustix::io::read(&self.timer, &mut [0; 8]) {
                Ok(_) | Err(Errno::CANCELED) => return Ok(()),
                Err(Errno::AGAIN) => ready.clear_ready(),
                Err(error) => return Err(error.into()),
            }
        }
    }

    fn slept(&self) -> Duration {
        let read = |clock| Duration::try_from(clock_gettime(clock)).unwrap_or_default();
        let awake = read(ClockId::Monotonic);
        read(ClockId::Boottime).saturating_sub(awake)
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::future::pending;

    use tokio::sync::mpsc;
    use tokio::time::timeout;

    use super::*;
    use crate::mechanism::Reread;

    /// Jumps as often as it is told to, and is lost then.
    struct Script {
        jumps: mpsc::UnboundedReceiver<Duration>,
        slept: Duration,
    }

    impl Clocks for Script {
        async fn jump(&mut self) -> io::Result<()> {
            self.slept = self.jumps.recv().await.ok_or(io::ErrorKind::UnexpectedEof)?;
            Ok(())
        }

        fn slept(&self) -> Duration {
            self.slept
        }
    }

    #[tokio::test]
    async fn a_jump_of_the_clock_counts_only_after_a_sleep() {
        let (jump, jumps) = mpsc::unbounded_channel();
        // The clock is set, the computer sleeps, the clock is set, the computer sleeps again.
        for seconds in [7_200, 7_200, 10_800, 10_800, 10_801] {
            jump.send(Duration::from_secs(seconds)).expect("is read");
        }
        drop(jump);
        let (say, mut signals) = mpsc::channel(16);
        let (mut post, _ask) = Post::new(say);
        let mut script = Script { jumps, slept: Duration::from_secs(7_200) };
        assert!(matches!(follow(&mut script, &mut post).await, Err(Stopped::Lost(_))));
        drop(post);
        let mut slept = 0;
        while let Some(signal) = signals.recv().await {
            slept += usize::from(matches!(signal, Signal::Slept { .. }));
        }
        assert_eq!(slept, 2);
    }

    /// Sleeps whenever it is looked at, and its clock never jumps.
    struct Dozes(Cell<u32>);

    impl Clocks for Dozes {
        async fn jump(&mut self) -> io::Result<()> {
            pending().await
        }

        fn slept(&self) -> Duration {
            self.0.set(self.0.get() + 1);
            SLEPT * self.0.get()
        }
    }

    #[tokio::test(start_paused = true)]
    async fn who_asks_is_answered_after_the_sleep_was_told() {
        let (say, mut signals) = mpsc::channel(1);
        let (mut post, ask) = Post::new(say);
        let mut clocks = Dozes(Cell::new(0));
        let told = async {
            let (reread, mut answered) = Reread::new();
            ask.try_send(reread).expect("has room");
            // The line is full.
            assert!(timeout(SLEPT, answered.recv()).await.is_err(), "answered before it was told");
            assert!(matches!(signals.recv().await, Some(Signal::Using { .. })));
            answered.recv().await;
            assert!(matches!(signals.try_recv(), Ok(Signal::Slept { .. })));
        };
        tokio::select! {
            stopped = follow(&mut clocks, &mut post) => panic!("{stopped:?}"),
            () = told => {}
        }
    }

    #[tokio::test]
    async fn the_kernels_timer_waits() {
        let mut clocks = Kernel::open().expect("the kernel has it");
        let waits = tokio::time::timeout(Duration::from_millis(50), clocks.jump()).await;
        assert!(waits.is_err(), "nobody sets the clock meanwhile");
    }
}
