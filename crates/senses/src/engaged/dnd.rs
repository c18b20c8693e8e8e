//! When to switch the desktop's own do not disturb, and when to leave it alone.
//!
//! It is switched on with ours and off again with ours, but never taken back what the owner has switched meanwhile.
//! What we have switched is remembered on disk before it is done, so that a crash leaves nobody muted.

/// What to do, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Write down that it is our doing.
    Remember,
    /// Switch it on.
    On,
    /// Switch it off.
    Off,
    /// Strike out that it was our doing.
    Forget,
}

/// What is known of one desktop's do not disturb when it is first read.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Found {
    /// Whether it mutes.
    pub on: bool,
    /// An earlier run has switched it on and not off again.
    pub remembered: bool,
    /// A status that mutes runs.
    pub wanted: bool,
    /// The owner has switched off what that status wanted, before this desktop's service began.
    pub overruled: bool,
    /// Whether each who switches it on is counted, so that it mutes for as long as anybody wants it.
    pub counted: bool,
}

/// What is known of one desktop's do not disturb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Dnd {
    wanted: bool,
    on: bool,
    ours: bool,
    counted: bool,
    /// The owner has switched it off while it was wanted: it stays off until it is wanted anew.
    overruled: bool,
}

impl Dnd {
    /// What to begin with, and what to do first.
    pub(crate) fn found(found: Found) -> (Self, Vec<Step>) {
        let Found { on, remembered, wanted, overruled, counted } = found;
        let mut dnd = Self { wanted, on, ours: on && remembered, counted, overruled };
        let mut steps = if remembered && !on { vec![Step::Forget] } else { Vec::new() };
        steps.extend(dnd.settle());
        (dnd, steps)
    }

    /// Whether it mutes.
    pub(crate) fn on(self) -> bool {
        self.on
    }

    /// Whether that is our doing.
    pub(crate) fn ours(self) -> bool {
        self.ours
    }

    /// Whether the owner has switched it off while it was wanted.
    pub(crate) fn overruled(self) -> bool {
        self.overruled
    }

    /// A status that mutes begins or ends. Wanted while it was wanted before, it is another one.
    pub(crate) fn want(&mut self, wanted: bool) -> Vec<Step> {
        self.overruled = false;
        self.wanted = wanted;
        self.settle()
    }

    /// It was read, because it may have changed.
    pub(crate) fn read(&mut self, on: bool) -> Vec<Step> {
        let switched_off = self.on && !on;
        self.on = on;
        // Where each is counted, what ends without ours was not the owner's.
        self.overruled |= switched_off && self.wanted && (self.ours || !self.counted);
        let lost = switched_off && self.ours;
        self.ours &= on;
        if lost { vec![Step::Forget] } else { Vec::new() }
    }

    fn settle(&mut self) -> Vec<Step> {
        let missing = !self.on || (self.counted && !self.ours);
        if self.wanted && missing && !self.overruled {
            (self.on, self.ours) = (true, true);
            vec![Step::Remember, Step::On]
        } else if !self.wanted && self.ours {
            (self.on, self.ours) = (false, false);
            vec![Step::Off, Step::Forget]
        } else {
            Vec::new()
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOTHING: [Step; 0] = [];

    fn found(on: bool, remembered: bool, wanted: bool) -> (Dnd, Vec<Step>) {
        Dnd::found(Found { on, remembered, wanted, ..Found::default() })
    }

    #[test]
    fn on_with_ours_and_off_with_ours() {
        let (mut dnd, steps) = found(false, false, false);
        assert_eq!(steps, NOTHING);
        assert_eq!(dnd.want(true), [Step::Remember, Step::On]);
        assert_eq!((dnd.on(), dnd.ours()), (true, true));
        assert_eq!(dnd.read(true), NOTHING);
        assert_eq!(dnd.want(false), [Step::Off, Step::Forget]);
        assert_eq!((dnd.on(), dnd.ours()), (false, false));
    }

    #[test]
    fn what_was_on_before_stays_on() {
        let (mut dnd, _) = found(true, false, false);
        assert_eq!(dnd.want(true), NOTHING);
        assert_eq!(dnd.want(false), NOTHING);
        assert_eq!((dnd.on(), dnd.ours()), (true, false));
    }

    #[test]
    fn the_owner_who_switches_it_off_is_not_overruled_until_the_next_time() {
        let (mut dnd, _) = found(false, false, true);
        assert_eq!(dnd.read(false), [Step::Forget]);
        assert_eq!(dnd.read(false), NOTHING);
        // On again by the owner: not ours to take back.
        assert_eq!(dnd.read(true), NOTHING);
        assert_eq!(dnd.want(false), NOTHING);
        assert_eq!(dnd.read(false), NOTHING);
        assert_eq!(dnd.want(true), [Step::Remember, Step::On]);
    }

    #[test]
    fn a_crash_is_made_good_at_the_next_start() {
        assert_eq!(found(true, true, false).1, [Step::Off, Step::Forget]);
        assert_eq!(found(false, true, false).1, [Step::Forget]);
        assert_eq!(found(false, true, true).1, [Step::Forget, Step::Remember, Step::On]);
        // The status that mutes still runs: nothing to switch, but it is ours to end.
        let (mut dnd, steps) = found(true, true, true);
        assert_eq!(steps, NOTHING);
        assert_eq!(dnd.want(false), [Step::Off, Step::Forget]);
    }

    #[test]
    fn what_the_owner_has_overruled_stays_so_when_the_service_starts_anew() {
        let (mut dnd, _) = found(false, false, true);
        dnd.read(false);
        assert!(dnd.overruled());
        let anew = Found { wanted: true, overruled: dnd.overruled(), ..Found::default() };
        let (mut dnd, steps) = Dnd::found(anew);
        assert_eq!(steps, NOTHING);
        assert_eq!(dnd.want(false), NOTHING);
        assert_eq!(dnd.want(true), [Step::Remember, Step::On]);
    }

    #[test]
    fn where_each_is_counted_ours_is_added_to_others_and_outlives_them() {
        let shared = Found { on: true, counted: true, ..Found::default() };
        let (mut dnd, steps) = Dnd::found(shared);
        assert_eq!(steps, NOTHING);
        assert_eq!(dnd.want(true), [Step::Remember, Step::On]);
        assert_eq!(dnd.want(false), [Step::Off, Step::Forget]);
        // The screen is shared for longer than the status lasts, and for less long than the next.
        assert_eq!(dnd.read(true), NOTHING);
        assert_eq!((dnd.on(), dnd.ours()), (true, false));
        assert_eq!(dnd.read(false), NOTHING);
        assert_eq!(dnd.want(true), [Step::Remember, Step::On]);
        // Whoever ends all of them ends ours.
        assert_eq!(dnd.read(false), [Step::Forget]);
        assert!(dnd.overruled());
    }

    proptest! {
        /// Whatever happens: what was not switched by us is never switched off by us, and the memory is true.
        #[test]
        fn never_takes_back_what_the_owner_has_switched(events in proptest::collection::vec(any::<(bool, bool)>(), 1..30)) {
            let (mut dnd, _) = found(false, false, false);
            let (mut desktop, mut by_us, mut memory) = (false, false, false);
            for (is_wish, value) in events {
                let steps = if is_wish {
                    dnd.want(value)
                } else {
                    by_us &= desktop == value;
                    desktop = value;
                    dnd.read(value)
                };
                for step in steps {
                    match step {
                        Step::Remember => memory = true,
                        Step::On => {
                            prop_assert!(memory && !desktop);
                            (desktop, by_us) = (true, true);
                        }
                        Step::Off => {
                            prop_assert!(by_us);
                            (desktop, by_us) = (false, false);
                        }
                        Step::Forget => memory = false,
                    }
                }
                prop_assert_eq!(memory, by_us);
                prop_assert_eq!((dnd.on(), dnd.ours()), (desktop, by_us));
            }
        }
    }
}
