//! Believes a change only once it has lasted.

use std::time::Duration;

use crate::clock::Moment;

/// A call begins after this long: browsers and settings pages only try a microphone.
const ON: Duration = Duration::from_secs(4);
/// A call ends after this long: switching the microphone, muting in some applications, and a restarted sound server
/// are shorter.
const OFF: Duration = Duration::from_secs(10);

/// Follows a value with a delay.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Debounce {
    on: bool,
    differs_since: Option<Moment>,
}

impl Debounce {
    /// What is believed.
    pub(crate) fn on(self) -> bool {
        self.on
    }

    /// Takes in the value as it is at `now`.
    pub(crate) fn follow(&mut self, value: bool, now: Moment) {
        if value == self.on {
            self.differs_since = None;
            return;
        }
        let since = *self.differs_since.get_or_insert(now);
        if now.since(since) >= self.delay() {
            *self = Self { on: value, differs_since: None };
        }
    }

    /// Takes in the value without waiting for its end, as the owner has just decided about it.
    pub(crate) fn obey(&mut self, value: bool, now: Moment) {
        if !value {
            *self = Self::default();
        }
        self.follow(value, now);
    }

    /// When [`Debounce::follow`] has to be called again, if the value stays as it is.
    pub(crate) fn deadline(self) -> Option<Moment> {
        Some(self.differs_since?.after(self.delay()))
    }

    fn delay(self) -> Duration {
        if self.on { OFF } else { ON }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const fn at(seconds: u64) -> Moment {
        Moment::since_start(Duration::from_secs(seconds))
    }

    #[test]
    fn on_after_four_seconds_and_off_after_ten() {
        let mut call = Debounce::default();
        // The value at each second, and what is believed then.
        let table = [
            (0, true, false),
            (3, true, false),
            // A gap, and the count begins anew.
            (3, false, false),
            (5, true, false),
            (8, true, false),
            (9, true, true),
            (20, false, true),
            (29, false, true),
            (29, true, true),
            (40, false, true),
            (49, false, true),
            (50, false, false),
        ];
        for (second, value, believed) in table {
            call.follow(value, at(second));
            assert_eq!(call.on(), believed, "at {second} s");
        }
    }

    #[test]
    fn the_owner_is_obeyed_at_once_but_only_downwards() {
        let mut call = Debounce { on: true, differs_since: None };
        call.obey(false, at(0));
        assert_eq!((call.on(), call.deadline()), (false, None));
        call.obey(true, at(1));
        assert_eq!((call.on(), call.deadline()), (false, Some(at(5))));
    }

    proptest! {
        #[test]
        fn looking_at_the_deadlines_is_enough(steps in proptest::collection::vec((0..15_u64, any::<bool>()), 1..40)) {
            let (mut lazy, mut eager, mut now) = (Debounce::default(), Debounce::default(), 0);
            let mut value = false;
            for (pause, next) in steps {
                for second in now..now + pause {
                    eager.follow(value, at(second));
                }
                while let Some(deadline) = lazy.deadline().filter(|deadline| *deadline < at(now + pause)) {
                    lazy.follow(value, deadline);
                    prop_assert!(lazy.deadline() != Some(deadline), "stands still");
                }
                now += pause;
                prop_assert_eq!(lazy.on(), eager.on());
                value = next;
                lazy.follow(value, at(now));
                eager.follow(value, at(now));
            }
        }
    }
}
