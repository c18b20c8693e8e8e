//! From the senses' words to the machine's.

use std::time::Duration;

use ringlight_protocol::{DeviceActivity, Timestamp, local};
use ringlight_senses::{Activity, Input, Lock, Mechanism, Moment, Seen, Sense};

use crate::machine::Sensed;

/// What was seen, with instants instead of moments. `now` and `moment` are the same instant.
pub(crate) fn sensed(seen: &Seen, now: Timestamp, moment: Moment) -> Sensed {
    let ago = |age: Duration| now.checked_sub(age).unwrap_or(now);
    let activity = (as_reported(seen.activity), ago(seen.age(moment)));
    let activity_but_lock = match (seen.activity, seen.input) {
        (Activity::Locked, Input::Active) => (DeviceActivity::Active, now),
        (Activity::Locked, Input::Idle { since }) => (DeviceActivity::Idle, ago(moment.since(since))),
        (Activity::Locked, Input::CannotTell) => (DeviceActivity::Unknown, activity.1),
        _ => activity,
    };
    let mechanisms = seen.mechanisms.iter().map(|mechanism| shown(mechanism, seen)).collect();
    Sensed { activity, activity_but_lock, ending: seen.ending, mechanisms }
}

fn as_reported(activity: Activity) -> DeviceActivity {
    match activity {
        Activity::Active => DeviceActivity::Active,
        Activity::Idle => DeviceActivity::Idle,
        Activity::Locked => DeviceActivity::Locked,
        Activity::Asleep => DeviceActivity::Asleep,
        Activity::Unknown => DeviceActivity::Unknown,
    }
}

fn shown(mechanism: &Mechanism, seen: &Seen) -> local::Mechanism {
    let (sense, says) = match mechanism.sense {
        Sense::Idle => (local::Sense::Idle, input(seen.input)),
        Sense::Lock => (local::Sense::Lock, lock(seen.lock)),
        Sense::Screensaver => (local::Sense::Lock, lock(seen.lock)),
        Sense::Sleep => (local::Sense::Sleep, if seen.asleep { "about to sleep" } else { "awake" }),
        Sense::Session => {
            (local::Sense::Session, if seen.foreground { "in front" } else { "another session is in front" })
        }
    };
    let name = mechanism.source.name();
    match &mechanism.trouble {
        None => local::Mechanism { sense, name: Some(name.into()), says: says.into() },
        Some(trouble) => local::Mechanism { sense, name: None, says: format!("{name}: {trouble}") },
    }
}

fn input(input: Input) -> &'static str {
    match input {
        Input::Active => "in use",
        Input::Idle { .. } => "no input",
        Input::CannotTell => "cannot tell",
    }
}

fn lock(lock: Lock) -> &'static str {
    match lock {
        Lock::Unlocked => "unlocked",
        Lock::Locked => "locked",
        Lock::Screensaver => "screensaver",
        Lock::CannotTell => "cannot tell",
    }
}
