//! What goes on at this computer: what is sensed, what of it is reported, and what its owner is told before.

use ringlight_core::idle::{self, Idle, Rules, Said};
use ringlight_protocol::{
    Availability, Code, Problem, SignedDuration, Timestamp,
    local::{self, Warning},
};

use super::{Doing, Effect, Engaged, Machine, Sensed};
use crate::notify::{Notification, Press};

/// Two readings of the same instant may differ by this much.
const SAME: SignedDuration = SignedDuration::from_secs(1);

/// What goes on at this computer.
#[derive(Debug)]
pub(crate) struct Desk {
    sensed: Sensed,
    engaged: Engaged,
    idle: Idle,
    said: Said,
    /// The owner was told of the away that comes.
    warned: bool,
}

impl Desk {
    pub(crate) fn new(rules: Rules, now: Timestamp) -> Self {
        let mut idle = Idle::new(rules, now);
        let said = idle.look(now);
        Self { sensed: Sensed::default(), engaged: Engaged::default(), idle, said, warned: false }
    }

    /// The session or the computer is about to end.
    pub(crate) fn is_ending(&self) -> bool {
        self.sensed.ending
    }

    /// After how long without input the senses are to say so.
    pub(crate) fn watch_after(&self) -> Option<SignedDuration> {
        self.idle.watch_after()
    }

    /// When something changes by itself.
    pub(crate) fn next(&self, now: Timestamp) -> Option<Timestamp> {
        self.idle.next(now).map(|(at, _)| at)
    }

    /// What is to be reported.
    pub(crate) fn doing(&self) -> Doing {
        Doing {
            activity: self.said.activity,
            since: self.said.since,
            call: self.engaged.call,
            presenting: self.engaged.presenting,
        }
    }

    pub(crate) fn can_take_back(&self) -> bool {
        self.said.can_take_back
    }

    pub(crate) fn warning(&self) -> Option<Warning> {
        self.said.warning.map(|away_at| Warning { away_at })
    }

    /// As it is shown.
    pub(crate) fn shown(&self) -> local::Senses {
        local::Senses {
            activity: self.said.activity,
            since: self.said.since,
            call: self.engaged.call,
            presenting: self.engaged.presenting,
            hearing: self.engaged.hearing.clone(),
            mechanisms: self.sensed.mechanisms.iter().chain(&self.engaged.mechanisms).cloned().collect(),
        }
    }

    fn see(&mut self, now: Timestamp) {
        let Sensed { input, locked, asleep, full_screen, .. } = self.sensed;
        let Engaged { call, presenting, inhibited, .. } = self.engaged;
        let seen = idle::Sensed { input, locked, asleep, call, presenting, full_screen, inhibited };
        self.said = self.idle.sense(seen, now);
    }
}

impl Machine {
    pub(super) fn sense(&mut self, sensed: Sensed, now: Timestamp) {
        let before = std::mem::replace(&mut self.desk.sensed, sensed);
        let new = &mut self.desk.sensed;
        steady(before.locked, &mut new.locked);
        steady(before.asleep, &mut new.asleep);
        // What is to be said before it sleeps or ends cannot wait for a pause.
        if new.asleep.is_some() && before.asleep.is_none() || new.ending && !before.ending {
            self.send_again = None;
        }
        let woke = before.asleep.is_some() && new.asleep.is_none();
        let stays = before.ending && !new.ending;
        self.desk.see(now);
        if woke || stays {
            self.out.push(Effect::Reconnect);
        }
    }

    pub(super) fn engage(&mut self, engaged: Engaged, now: Timestamp) {
        self.desk.engaged = engaged;
        self.desk.see(now);
    }

    /// The owner says that they are, or were, here.
    pub(super) fn here(&mut self, now: Timestamp) -> Result<(), Problem> {
        if self.desk.said.warning.is_none() && !self.desk.said.can_take_back {
            let detail =
                "There is no away to take back: only one by idling can be, up to 15 minutes after it.";
            return Err(Problem::new(Code::NothingToUndo, detail));
        }
        self.desk.said = self.desk.idle.here(now);
        Ok(())
    }

    /// Obeys the rules of now, and warns before an away that others would see.
    pub(super) fn watch_the_desk(&mut self, now: Timestamp) {
        let rules = Rules::new(&self.settings, &self.roster.policy.idle);
        self.desk.said = self.desk.idle.set(rules, now);
        let warned = std::mem::replace(&mut self.desk.warned, self.desk.said.warning.is_some());
        if warned && !self.desk.warned {
            self.out.push(Effect::Withdraw);
        }
        let Some(at) = self.desk.said.warning.filter(|_| !warned) else { return };
        let would_show =
            self.myself.as_ref().is_some_and(|me| me.presence.availability == Availability::Available);
        if would_show && !self.silent && !self.is_muted() {
            let left = at.duration_since(now).as_secs().max(1);
            self.out.push(Effect::Notify(Notification {
                offers: &[Press::Here],
                passing: true,
                ..Notification::new(format!("Away in {left} s"), "Any input puts it off.")
            }));
        }
    }
}

fn steady(before: Option<Timestamp>, now: &mut Option<Timestamp>) {
    if let (Some(before), Some(new)) = (before, &now)
        && new.duration_since(before).abs() < SAME
    {
        *now = Some(before);
    }
}

impl Default for Sensed {
    fn default() -> Self {
        Self {
            input: idle::Input::CannotTell,
            locked: None,
            asleep: None,
            ending: false,
            full_screen: false,
            mechanisms: Vec::new(),
        }
    }
}
