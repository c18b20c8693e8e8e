//! When what fails is tried again, in virtual time.

use std::sync::Arc;

use tokio::sync::Notify;

use super::*;

/// How far timers are from what they were asked for.
const ROUNDING: Duration = Duration::from_millis(2);

/// Never works, tells each try, and comes when it is told to.
struct Hopeless {
    tries: mpsc::UnboundedSender<Instant>,
    absent: bool,
    comes: Option<Arc<Notify>>,
}

impl Mechanism for Hopeless {
    const SENSES: &'static [(Sense, Source)] = &[(Sense::Idle, Source::new("hopeless"))];

    async fn run(&mut self, _: &mut Post) -> Result<Infallible, Stopped> {
        let _ = self.tries.send(Instant::now());
        let why = "it does not work".into();
        Err(if self.absent { Stopped::Absent(why) } else { Stopped::Lost(why) })
    }

    fn comes(&self) -> Option<Comes> {
        let comes = self.comes.clone()?;
        Some(Box::pin(async move { comes.notified().await }))
    }
}

/// Its tries.
fn hopeless(absent: bool, comes: Option<Arc<Notify>>) -> mpsc::UnboundedReceiver<Instant> {
    let (say, mut signals) = mpsc::channel(64);
    let (post, ask) = Post::new(say);
    let (tries, tried) = mpsc::unbounded_channel();
    tokio::spawn(keep(Hopeless { tries, absent, comes }, post));
    tokio::spawn(async move {
        let _ask = ask;
        while signals.recv().await.is_some() {}
    });
    tried
}

async fn next_pause(tried: &mut mpsc::UnboundedReceiver<Instant>) -> Duration {
    let before = Instant::now();
    tried.recv().await.expect("is tried") - before
}

fn is_about(pause: Duration, seconds: u64) -> bool {
    pause.abs_diff(Duration::from_secs(seconds)) <= ROUNDING
}

/// The first pause ends at an instant that others share.
fn is_first(pause: Duration) -> bool {
    pause.abs_diff(Duration::from_secs(1)) <= Duration::from_millis(500) + ROUNDING
}

#[tokio::test(start_paused = true)]
async fn what_fails_is_tried_ever_more_rarely_and_at_once_when_something_else_comes() {
    let comes = Arc::new(Notify::new());
    let mut tried = hopeless(false, Some(comes.clone()));
    tried.recv().await.expect("is tried");
    assert!(is_first(next_pause(&mut tried).await));
    comes.notify_one();
    assert!(next_pause(&mut tried).await.is_zero());
    for seconds in [1, 4, 16, 64, 256, 600, 600] {
        let pause = next_pause(&mut tried).await;
        assert!(is_about(pause, seconds), "{pause:?}, not {seconds} s");
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_absent_is_hardly_looked_for_where_something_tells_when_it_comes() {
    let comes = Arc::new(Notify::new());
    let mut tried = hopeless(true, Some(comes.clone()));
    tried.recv().await.expect("is tried");
    let pause = next_pause(&mut tried).await;
    assert!(pause.abs_diff(Pause::TOLD) <= Duration::from_millis(500) + ROUNDING, "{pause:?}");
    comes.notify_one();
    assert!(next_pause(&mut tried).await.is_zero());

    let mut tried = hopeless(true, None);
    tried.recv().await.expect("is tried");
    assert!(is_first(next_pause(&mut tried).await));
}

#[test]
fn pauses_grow_to_ten_minutes_and_start_over_after_a_success() {
    let mut pause = Pause::default();
    let pauses: Vec<u64> = (0..7).map(|_| pause.after(Duration::ZERO).as_secs()).collect();
    assert_eq!(pauses, [1, 4, 16, 64, 256, 600, 600]);
    assert_eq!(pause.after(Pause::SUCCESS).as_secs(), 1);
}

#[tokio::test]
async fn the_same_reading_is_told_once() {
    use crate::engaged::{Sense, Word};
    let (say, mut words) = mpsc::channel(64);
    let (mut post, _ask) = Post::new(say);
    let source = Source::new("any");
    let using = Word::Using { sense: Sense::Presenting, source };
    let presenting = |on| Word::Presenting { source, on };
    for on in [true, true, false, false] {
        post.tell_news([using.clone(), presenting(on)]).await.expect("is listened to");
    }
    drop(post);
    let mut told = Vec::new();
    while let Some(word) = words.recv().await {
        told.push(word);
    }
    assert_eq!(told, [using.clone(), presenting(true), using, presenting(false)]);
}
