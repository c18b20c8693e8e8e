//! Deadlines, returns and looks, in virtual time.

use std::future::ready;
use std::sync::{Arc, mpsc as std_mpsc};

use proptest::prelude::*;
use tokio::sync::{Notify, mpsc};

use super::*;

const fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

/// Every deadline at which somebody works.
const STILL: &str = "StillActive { source: script, since_ms: 4000 }";

#[test]
fn ticks_wrap_and_race() {
    let table = [
        (1_000, 1_000, 0),
        (1_000, 4_500, 3_500),
        // The counter started over between the input and now.
        (u32::MAX, 0, 1),
        (u32::MAX - 999, 2_000, 3_000),
        // The sign bit means nothing.
        (0x7fff_ffff, 0x8000_0001, 2),
        (0, 0x7fff_ffff, 0x7fff_ffff),
        // Somebody may be away for longer than 24 days.
        (0, 0x9000_0000, 0x9000_0000),
        // The input came between the two readings.
        (1_001, 1_000, 0),
        (0, u32::MAX, 0),
    ];
    for (last_input, now, idle) in table {
        assert_eq!(between_ticks(last_input, now), ms(idle), "{last_input} {now}");
    }
}

proptest! {
    #[test]
    fn ticks_give_the_time_that_passed(start: u32, passed in 0..u32::MAX - HOUR) {
        prop_assert_eq!(between_ticks(start, start.wrapping_add(passed)), ms(passed.into()));
    }

    #[test]
    fn an_input_after_the_reading_is_no_idle_time(now: u32, later in 1..=HOUR) {
        prop_assert_eq!(between_ticks(now.wrapping_add(later), now), Duration::ZERO);
    }

    #[test]
    fn the_threshold_cannot_be_reached_during_the_pause(idle in 0..10_000_u64, after in 10_000..20_000_u64) {
        let (now, due) = (Instant::now(), next_look::<Ring>(ms(idle), ms(after), None));
        prop_assert!(due >= now + ms(after - idle));
    }
}

#[tokio::test(start_paused = true)]
async fn looks_ever_more_rarely_where_it_may_not_hear_and_hardly_where_it_does() {
    let after = ms(10_000);
    for (idle, sure, seconds) in [(10_000, false, 1), (18_000, false, 1), (90_000, false, 10)] {
        let ear = Ring { sure, rings: Arc::default() };
        let pause = next_look(ms(idle), after, Some(&ear)) - Instant::now();
        assert_eq!(pause, ms(seconds * 1_000), "{idle} {sure}");
    }
    for (idle, sure) in [(86_400_000, false), (10_000, true)] {
        let ear = Ring { sure, rings: Arc::default() };
        assert_eq!(next_look(ms(idle), after, Some(&ear)), looks::after(looks::LATEST), "{idle} {sure}");
    }
}

/// Rings when it is told to.
struct Ring {
    sure: bool,
    rings: Arc<Notify>,
}

impl Ear for Ring {
    fn is_sure(&self) -> bool {
        self.sure
    }

    async fn heard(&mut self) {
        self.rings.notified().await;
    }
}

/// Answers from a script, and is lost at its end.
struct Script {
    readings: std_mpsc::Receiver<u64>,
    /// Absent where nothing can be heard.
    rings: Option<Arc<Notify>>,
}

impl Reader for Script {
    const SOURCE: Source = Source::new("script");
    type Ear = Ring;

    fn read(&self) -> Result<Duration, String> {
        self.readings.try_recv().map(ms).map_err(|_| "the script is over".into())
    }

    fn listen(&self) -> impl Future<Output = Option<Ring>> + Send {
        ready(self.rings.clone().map(|rings| Ring { sure: true, rings }))
    }

    fn fills_screen() -> Result<bool, String> {
        Ok(true)
    }
}

/// What is said of these readings, and how long that takes.
async fn follow(readings: &[u64], rings: Option<Arc<Notify>>) -> (Vec<String>, u128) {
    let (write, script) = std_mpsc::channel();
    for reading in readings {
        write.send(*reading).expect("is read");
    }
    let (_set, thresholds) = watch::channel(Thresholds { idle_after: Some(ms(10_000)) });
    let (say, mut signals) = mpsc::channel(16);
    let (mut post, _ask) = Post::new(say);
    let began = Instant::now();
    let Err(stopped) = Poll::new(Script { readings: script, rings }, thresholds).run(&mut post).await;
    assert!(matches!(stopped, Stopped::Lost(_)));
    signals.close();
    let mut said = Vec::new();
    while let Some(signal) = signals.recv().await {
        said.push(format!("{signal:?}"));
    }
    (said, began.elapsed().as_millis())
}

const WENT_AND_CAME: [&str; 6] = [
    "Using { sense: Idle, source: script }",
    "Using { sense: FullScreen, source: script }",
    "FullScreen { source: script, on: true }",
    "Active { source: script }",
    "Idle { source: script, since_ms: 10000 }",
    "Active { source: script }",
];

#[tokio::test(start_paused = true)]
async fn asks_at_the_deadline_and_now_and_then_while_nobody_is_there() {
    let (mut said, took) = follow(&[0, 4_000, 10_000, 11_000, 90_000, 200], None).await;
    assert_eq!(said.remove(4), STILL);
    assert_eq!(said, WENT_AND_CAME);
    // Ten seconds, then the six left, looks for a return, and the 9.8 left after it.
    assert_eq!(took, 10_000 + 6_000 + 1_000 + 1_000 + 10_000 + 9_800);
}

#[tokio::test(start_paused = true)]
async fn hears_the_return_and_looks_every_five_minutes_meanwhile() {
    let rings = Arc::new(Notify::new());
    let ring = rings.clone();
    tokio::spawn(async move {
        tokio::time::sleep(ms(10_000 + 300_000 + 50_000)).await;
        ring.notify_one();
    });
    // Read again once it listens.
    let (said, took) = follow(&[0, 10_000, 10_001, 310_000, 20], Some(rings)).await;
    assert_eq!(said, WENT_AND_CAME);
    assert_eq!(took, 10_000 + 300_000 + 50_000 + 9_980);
}

#[tokio::test(start_paused = true)]
async fn input_between_the_reading_and_the_listening_is_not_missed() {
    let (said, took) = follow(&[0, 10_000, 0], Some(Arc::default())).await;
    assert_eq!(said, WENT_AND_CAME);
    assert_eq!(took, 10_000 + 10_000);
}

#[tokio::test(start_paused = true)]
async fn what_is_heard_and_not_counted_is_not_listened_to_for_a_second() {
    let rings = Arc::new(Notify::new());
    rings.notify_one();
    let (said, took) = follow(&[0, 10_000, 10_000, 10_000, 11_000, 11_000, 0], Some(rings)).await;
    assert_eq!(said, WENT_AND_CAME);
    let shared = took - (10_000 + 1_000 + 10_000);
    assert!((1..=300_000).contains(&shared), "{shared}");
}

#[tokio::test(start_paused = true)]
async fn what_is_never_counted_is_listened_to_ever_more_rarely() {
    let rings = Arc::new(Notify::new());
    let noise = rings.clone();
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(ms(10)).await;
            noise.notify_one();
        }
    });
    let readings = [&[0, 10_000][..], &[20_000; 3 * 7 - 1], &[0]].concat();
    let (said, took) = follow(&readings, Some(rings)).await;
    assert_eq!(said, WENT_AND_CAME);
    let rests = took - (10_000 + 10_000);
    let doubled = 1_000 * (1 + 2 + 4 + 8 + 16 + 16 + 16);
    assert!((doubled..doubled + 1_000).contains(&rests), "{rests}");
}
