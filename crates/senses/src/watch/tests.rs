//! The driver, on virtual time.

use std::fmt::Debug;
use std::sync::{LazyLock, mpsc as std_mpsc};

use tokio::sync::oneshot::{self, error::TryRecvError};
use tokio::time::timeout;
use tracing::field::Field;
use tracing::{Event, Level, Metadata, Subscriber, span};

use super::*;

/// The runtime's clock, long after the start of the computer.
fn virtual_now() -> Moment {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    Moment::since_start(Instant::now() + Duration::from_secs(1_000_000) - *START)
}

/// A driver with one mechanism: how to speak to it, what it asks and what it tells.
fn starting() -> (mpsc::Sender<Signal>, mpsc::Receiver<Reread>, mpsc::Receiver<Change>) {
    let (out, changes) = mpsc::channel(16);
    let (say, signals) = mpsc::channel(64);
    let (ask, asked) = mpsc::channel(4);
    let mechanisms = vec![ask];
    let driver = Driver {
        senses: Senses::new(virtual_now()),
        now: virtual_now,
        mechanisms,
        signals,
        out,
        logged: BTreeMap::new(),
    };
    tokio::spawn(driver.run(say.clone()));
    (say, asked, changes)
}

/// One that has been answered, and has told of it.
async fn started() -> (mpsc::Sender<Signal>, mpsc::Receiver<Reread>, mpsc::Receiver<Change>) {
    let (say, mut asked, mut changes) = starting();
    drop(asked.recv().await.expect("is asked at the start"));
    changes.recv().await.expect("the first");
    (say, asked, changes)
}

#[tokio::test(start_paused = true)]
async fn a_sleep_that_nobody_announced_is_told_afterwards_and_everybody_is_asked_again() {
    let (say, mut asked, mut changes) = started().await;
    let (clocks, logind) = (Source::new("clocks"), Source::new("logind"));
    let using = |source| Signal::Using { sense: Sense::Sleep, source };
    say.send(using(clocks)).await.expect("is listened to");
    changes.recv().await.expect("tells of the clocks");

    say.send(Signal::Slept { source: clocks }).await.expect("is listened to");
    let mut change = async || timeout(Duration::from_secs(15), changes.recv()).await.ok().flatten();
    assert!(change().await.is_some_and(|change| change.seen.asleep));
    let reread = asked.recv().await.expect("is asked");
    drop(reread);
    assert!(change().await.is_some_and(|change| !change.seen.asleep));

    // Where somebody announces it, that is enough.
    say.send(using(logind)).await.expect("is listened to");
    change().await.expect("tells of logind");
    let sleep = Signal::Sleep { source: logind, release: Hold::new(()) };
    for signal in [sleep, Signal::Slept { source: clocks }, Signal::Wake] {
        say.send(signal).await.expect("is listened to");
    }
    assert!(change().await.is_some_and(|change| change.seen.asleep));
    let reread = asked.recv().await.expect("is asked");
    say.send(Signal::Slept { source: clocks }).await.expect("is listened to");
    drop(reread);
    assert!(change().await.is_some_and(|change| !change.seen.asleep));
    assert!(asked.try_recv().is_err(), "slept twice");

    // One that could have announced it need not have.
    say.send(Signal::Slept { source: clocks }).await.expect("is listened to");
    assert!(change().await.is_some_and(|change| change.seen.asleep), "slept through it");
}

#[tokio::test(start_paused = true)]
async fn an_announced_end_that_does_not_come_is_believed_for_a_minute() {
    let (say, mut asked, mut changes) = started().await;
    let source = Source::new("session-manager");
    let mut change = async || timeout(Duration::from_secs(90), changes.recv()).await.ok().flatten();
    let announced = Instant::now();
    say.send(Signal::SessionEnding { source, release: Hold::new(()) }).await.expect("is listened to");
    assert!(change().await.is_some_and(|change| change.seen.ending && change.hold.is_some()));
    // It is the first to go where the session ends.
    say.send(Signal::SourceGone { source }).await.expect("is listened to");
    assert!(change().await.is_some_and(|change| !change.seen.ending), "offline for good");
    assert_eq!(announced.elapsed().as_secs(), 60);
    let again = timeout(Duration::from_secs(15), asked.recv()).await;
    assert!(again.is_ok_and(|asked| asked.is_some()), "nobody readies itself for the next one");
}

#[tokio::test(start_paused = true)]
async fn a_sleep_in_the_first_seconds_waits_for_its_change() {
    let (say, mut asked, mut changes) = starting();
    let _never_answered = asked.recv().await.expect("is asked at the start");
    let (guard, mut released) = oneshot::channel::<()>();
    let (source, began) = (Source::new("any"), Instant::now());
    say.send(Signal::Sleep { source, release: Hold::new(guard) }).await.expect("is listened to");
    let first = changes.recv().await.expect("the first");
    assert!(first.seen.asleep && began.elapsed() < FIRST_READING, "{:?}", began.elapsed());
    assert_eq!(released.try_recv(), Err(TryRecvError::Empty), "goes on before it was sent");
    drop(first);
    assert_eq!(released.try_recv(), Err(TryRecvError::Closed));
}

#[tokio::test(start_paused = true)]
async fn input_that_goes_on_while_away_doubts_it_unless_it_only_ended_what_was_there_before() {
    let (say, mut asked, mut changes) = started().await;
    let source = Source::new("any");
    let still = |since_ms| Signal::StillActive { source, since_ms };
    let away: [fn(Source) -> Signal; 3] = [
        |source| Signal::Locked { source, locked: true },
        |source| Signal::Foreground { source, foreground: false },
        |source| Signal::Sleep { source, release: Hold::new(()) },
    ];
    for away in away {
        for signal in [Signal::Active { source }, still(0), away(source)] {
            say.send(signal).await.expect("is listened to");
        }
        let mut asks = async |signal, within| {
            say.send(signal).await.expect("is listened to");
            timeout(within, asked.recv()).await.is_ok()
        };
        assert!(!asks(still(0), HANDS_OFF * 15).await, "a key that is let go");
        assert!(!asks(Signal::Active { source }, HANDS_OFF).await, "nothing new");
        assert!(!asks(still(31_000), HANDS_OFF).await, "a look that comes late");
        assert!(asks(still(0), HANDS_OFF).await, "away for as long as nobody stops working");
        assert!(asks(still(1_000), HANDS_OFF).await, "once only");
        say.send(Signal::SourceGone { source }).await.expect("is listened to");
        while changes.try_recv().is_ok() {}
    }
}

/// Keeps the lines of a log.
struct Lines(std_mpsc::Sender<String>);

impl Subscriber for Lines {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() <= Level::INFO
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut line = String::new();
        event.record(&mut |field: &Field, value: &dyn Debug| line += &format!("{field}={value:?} "));
        let _ = self.0.send(line);
    }

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}

#[tokio::test(start_paused = true)]
async fn each_choice_is_logged_once_whenever_it_is_made() {
    let (log, lines) = std_mpsc::channel();
    let _logs = tracing::subscriber::set_default(Lines(log));
    let (say, _asked, mut changes) = started().await;
    let source = Source::new("late");
    for _ in 0..2 {
        for signal in [Signal::Using { sense: Sense::Idle, source }, Signal::Active { source }] {
            say.send(signal).await.expect("is listened to");
            changes.recv().await;
        }
        let why = "it failed".into();
        say.send(Signal::CannotTell { sense: Sense::Idle, source, why }).await.expect("is listened to");
        changes.recv().await;
    }
    let lines: Vec<String> = lines.try_iter().collect();
    assert!(lines.len() == 4 && lines[2].contains("late") && lines[3].contains("it failed"), "{lines:#?}");
}

#[tokio::test(start_paused = true)]
async fn whoever_comes_back_is_asked_for_their_last_input_and_for_a_screensaver_that_may_be_over() {
    let (say, mut asked, mut changes) = started().await;
    let source = Source::new("any");
    let away = [
        Signal::Idle { source, since_ms: 300_000 },
        Signal::Screensaver { source, on: true },
        Signal::Locked { source, locked: true },
        Signal::Foreground { source, foreground: false },
    ];
    for signal in away {
        say.send(signal).await.expect("is listened to");
        changes.recv().await.expect("one for each");
    }
    assert!(asked.try_recv().is_err(), "asked for nothing");
    let back = [
        Signal::Foreground { source, foreground: true },
        Signal::Locked { source, locked: false },
        Signal::Screensaver { source, on: false },
    ];
    for signal in back {
        let what = format!("{signal:?}");
        say.send(signal).await.expect("is listened to");
        let again = timeout(Duration::from_secs(15), asked.recv()).await;
        assert!(again.is_ok_and(|asked| asked.is_some()), "is not asked after {what}");
    }
}
