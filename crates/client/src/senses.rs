//! From the senses' words to the machine's, and what they are to watch for.

use std::{collections::BTreeSet, time::Duration};

use ringlight_core::idle;
use ringlight_protocol::{SignedDuration, Timestamp, local};
use ringlight_senses::{
    Input, Lock, Mechanism, Moment, Says, Seen, Sense, Thresholds,
    engaged::{self, App, Apps, Wishes},
};

use crate::machine::{Engaged, Sensed};

/// What was seen, with instants instead of moments. `now` and `moment` are the same instant.
pub(crate) fn sensed(seen: &Seen, now: Timestamp, moment: Moment) -> Sensed {
    let ago = |age: Duration| now.checked_sub(age).unwrap_or(now);
    let began = ago(seen.age(moment));
    let locked = matches!(seen.lock, Lock::Locked | Lock::Screensaver) || !seen.foreground;
    Sensed {
        input: match seen.input {
            Input::Active => idle::Input::Active,
            Input::Idle { since } => idle::Input::Idle { since: ago(moment.since(since)) },
            Input::CannotTell => idle::Input::CannotTell,
        },
        locked: locked.then_some(if seen.asleep { now } else { began }),
        asleep: seen.asleep.then_some(began),
        ending: seen.ending,
        full_screen: seen.full_screen,
        mechanisms: seen.mechanisms.iter().map(shown).collect(),
    }
}

fn shown(mechanism: &Mechanism) -> local::Mechanism {
    let sense = match mechanism.sense {
        Sense::Idle => local::Sense::Idle,
        Sense::Lock | Sense::Screensaver => local::Sense::Lock,
        Sense::Sleep => local::Sense::Sleep,
        Sense::Session => local::Sense::Session,
        Sense::FullScreen => local::Sense::FullScreen,
    };
    in_words(sense, mechanism.source.name(), mechanism.trouble.as_deref(), says(mechanism))
}

fn in_words(sense: local::Sense, name: &str, trouble: Option<&str>, says: &str) -> local::Mechanism {
    match trouble {
        None => local::Mechanism { sense, name: Some(name.into()), says: says.into() },
        Some(trouble) => local::Mechanism { sense, name: None, says: format!("{name}: {trouble}") },
    }
}

/// What the mechanism itself says: where two disagree, the owner sees which.
fn says(mechanism: &Mechanism) -> &'static str {
    match mechanism.says {
        Says::Input(Input::Active) => "in use",
        Says::Input(Input::Idle { .. }) => "no input",
        Says::Lock(Lock::Locked) => "locked",
        Says::Lock(Lock::Screensaver) => "a screensaver is on",
        Says::Lock(Lock::Unlocked) if mechanism.sense == Sense::Screensaver => "no screensaver is on",
        Says::Lock(Lock::Unlocked) => "unlocked",
        Says::Asleep(true) => "about to sleep",
        Says::Asleep(false) => "awake",
        Says::Foreground(true) => "in front",
        Says::Foreground(false) => "another session is in front",
        Says::FullScreen(true) => "on",
        Says::FullScreen(false) => "off",
        Says::Nothing if mechanism.sense == Sense::Session => "tells of a logout",
        Says::Nothing | Says::Input(Input::CannotTell) | Says::Lock(Lock::CannotTell) => {
            "has said nothing yet"
        }
    }
}

/// Calls, slides, and who keeps the screen on.
pub(crate) fn engaged(known: &engaged::Engaged) -> Engaged {
    use engaged::Sense;
    let listens = |used: &&engaged::Use| matches!(used.sense, Sense::Microphone | Sense::Camera);
    let mechanisms = known.mechanisms.iter().map(|mechanism| {
        let sense = match mechanism.sense {
            Sense::Microphone => local::Sense::Microphone,
            Sense::Camera => local::Sense::Camera,
            Sense::Presenting => local::Sense::Presenting,
            Sense::Inhibitors => local::Sense::Inhibitors,
            Sense::DesktopDnd => local::Sense::DesktopDnd,
        };
        let says = known.says(mechanism.sense);
        in_words(sense, mechanism.source.name(), mechanism.trouble.as_deref(), &says)
    });
    let hearing: BTreeSet<String> =
        known.users.iter().filter(listens).map(|used| used.app.id.clone()).collect();
    Engaged {
        call: known.call,
        presenting: known.presenting,
        inhibited: known.users.iter().any(|used| used.sense == Sense::Inhibitors),
        hearing: hearing.into_iter().collect(),
        mechanisms: mechanisms.collect(),
    }
}

/// When the senses are to speak of idling.
pub(crate) fn thresholds(after: Option<SignedDuration>) -> Thresholds {
    Thresholds { idle_after: after.and_then(|after| Duration::try_from(after).ok()) }
}

/// What is to be sensed beside being there. Nothing is opened for what its owner has not allowed.
pub(crate) fn wishes(settings: &local::Settings, muted: bool) -> Wishes {
    let ids = |names: &[String]| names.iter().map(|name| App::new(name, None).id).collect();
    let hearing = &settings.hearing;
    Wishes {
        microphone: hearing.microphone,
        camera: hearing.camera,
        presenting: settings.notice_presenting,
        inhibitors: settings.inhibitors_hold,
        desktop_dnd: settings.desktop_dnd,
        mute_desktop: settings.desktop_dnd && muted,
        apps: Apps { ignored: ids(&hearing.ignore), only: ids(&hearing.only) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_hears_and_sees_is_named_once() {
        let used = |sense, name: &str| engaged::Use { sense, app: App::new(name, None), counts: true };
        let users = vec![
            used(engaged::Sense::Microphone, "firefox"),
            used(engaged::Sense::Microphone, "obs"),
            used(engaged::Sense::Camera, "firefox"),
        ];
        let known = engaged::Engaged { users, ..engaged::Engaged::default() };
        assert_eq!(engaged(&known).hearing, ["firefox", "obs"]);
    }
}
