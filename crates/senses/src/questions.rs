//! Questions to the system that may take their time, or may never be answered: asked on a thread that may wait.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

/// A system that takes longer to answer counts as silent.
const ANSWER: Duration = Duration::from_secs(10);

/// Asks one question after the other, so that a silent system holds up one thread only.
#[derive(Clone, Debug)]
pub(crate) struct Questions(Arc<Semaphore>);

impl Default for Questions {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(1)))
    }
}

impl Questions {
    /// The answer, or that there is none within ten seconds. A late answer is dropped where it was given.
    pub(crate) async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, String> {
        let asked = async {
            let turn = self.0.clone().acquire_owned().await.expect("it is never closed");
            spawn_blocking(move || (question(), turn).0).await
        };
        match timeout(ANSWER, asked).await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(error)) => Err(format!("the system could not be asked: {error}")),
            Err(_) => Err(format!("the system does not answer within {} seconds", ANSWER.as_secs())),
        }
    }
}

/// What may take its time to end: it ends on a thread that may wait, when this is dropped.
pub(crate) struct Kept<T: Send + 'static>(Option<T>);

impl<T: Send> Kept<T> {
    pub(crate) fn new(kept: T) -> Self {
        Self(Some(kept))
    }

    /// To be ended by whoever takes it.
    #[cfg_attr(windows, allow(dead_code, reason = "there the old one may end after the new one has begun"))]
    pub(crate) fn take(mut self) -> Option<T> {
        self.0.take()
    }
}

impl<T: Send> Drop for Kept<T> {
    fn drop(&mut self) {
        if let Some(kept) = self.0.take() {
            // Without a thread it ends here: it is dropped with what could not be run.
            drop(thread::Builder::new().name("senses-end".into()).spawn(move || drop(kept)));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{Receiver, channel};

    use tokio::time::{advance, pause};

    use super::*;

    /// Ends once it is allowed to, and tells.
    struct Slow(Receiver<()>, std::sync::mpsc::Sender<&'static str>);

    impl Drop for Slow {
        fn drop(&mut self) {
            let _ = self.0.recv();
            let _ = self.1.send("ended");
        }
    }

    #[test]
    fn what_ends_slowly_holds_up_nobody() {
        let (allow, allowed) = channel();
        let (tell, told) = channel();
        drop(Kept::new(Slow(allowed, tell)));
        assert!(told.try_recv().is_err(), "waited for");
        drop(allow);
        assert_eq!(told.recv(), Ok("ended"));
        let kept = Kept::new(7);
        assert_eq!(kept.take(), Some(7));
    }

    #[tokio::test]
    async fn a_silent_system_holds_up_one_thread_and_nobody_else() {
        let questions = Questions::default();
        assert_eq!(questions.ask(|| 7).await, Ok(7));
        pause();
        let (asked, threads) = channel();
        let (answer, silence) = channel::<()>();
        let first = tokio::spawn({
            let (questions, asked) = (questions.clone(), asked.clone());
            async move { questions.ask(move || (asked.send(1), silence.recv())).await.map(drop) }
        });
        // Time stands still while a thread is asked, but for this.
        while threads.try_recv().is_err() {
            tokio::task::yield_now().await;
        }
        advance(ANSWER * 2).await;
        assert!(first.await.expect("goes on").is_err_and(|why| why.contains("does not answer")));
        assert_eq!(questions.0.available_permits(), 0, "another thread could be held up");
        let second = tokio::spawn({
            let questions = questions.clone();
            async move { questions.ask(move || asked.send(2)).await.map(drop) }
        });
        tokio::task::yield_now().await;
        advance(ANSWER * 2).await;
        assert!(second.await.expect("goes on").is_err(), "asked while the first thread waits");
        assert!(threads.try_recv().is_err(), "a second thread waits");
        drop(answer);
        tokio::time::resume();
        assert_eq!(questions.ask(|| 8).await, Ok(8));
    }
}
