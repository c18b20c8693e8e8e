//! The pure machine: words of all mechanisms and the owner's wishes in, one value out.

use std::collections::{BTreeMap, BTreeSet};

use super::debounce::Debounce;
use super::{App, Inhibitor, Sense, Wishes, Word};
use crate::clock::Moment;
use crate::signal::Source;

/// The desktop's own do not disturb.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DesktopDnd {
    /// Whether it mutes notifications.
    pub on: bool,
    /// Whether it does so because of [`Wishes::mute_desktop`].
    pub ours: bool,
}

/// An application that uses something now. For the owner's eyes only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// [`Sense::Microphone`], [`Sense::Camera`] or [`Sense::Inhibitors`].
    pub sense: Sense,
    /// Who.
    pub app: App,
    /// Whether it makes a call. False for what is ignored, and for all who keep the screen awake.
    pub counts: bool,
}

/// A mechanism that was tried, and how it went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mechanism {
    /// What it was tried for.
    pub sense: Sense,
    /// Its name.
    pub source: Source,
    /// Why it does not work, in words for the owner; `None` while it is relied on.
    pub trouble: Option<String>,
}

/// What is known now. What is not wished for reads as if there were nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Engaged {
    /// A microphone or a camera is in use. On after 4 s of it, off after 10 s without.
    pub call: bool,
    /// Slides are shown or the screen is shared. On and off after the same times.
    pub presenting: bool,
    /// The desktop's own do not disturb; `None` where it cannot be told.
    pub desktop_dnd: Option<DesktopDnd>,
    /// Who uses what. Never leaves this computer.
    pub users: Vec<Use>,
    /// All mechanisms that were tried, by what for and name. None for what is not wished for.
    pub mechanisms: Vec<Mechanism>,
}

impl Engaged {
    /// What is known of `sense`, in words for the owner.
    pub fn says(&self, sense: Sense) -> String {
        let users = self.names(sense);
        match sense {
            Sense::Microphone | Sense::Camera if users.is_empty() => "not in use".into(),
            Sense::Microphone | Sense::Camera => format!("in use by {users}"),
            Sense::Presenting if self.presenting => "presenting".into(),
            Sense::Presenting => "not presenting".into(),
            Sense::Inhibitors if users.is_empty() => "nothing keeps the screen awake".into(),
            Sense::Inhibitors => format!("the screen is kept awake by {users}"),
            Sense::DesktopDnd => match self.desktop_dnd {
                None => "cannot tell",
                Some(DesktopDnd { on: false, .. }) => "off",
                Some(DesktopDnd { on: true, ours: false }) => "on",
                Some(DesktopDnd { on: true, ours: true }) => "on, because of your status",
            }
            .into(),
        }
    }

    fn names(&self, sense: Sense) -> String {
        let used = self.users.iter().filter(|used| used.sense == sense);
        used.map(|used| used.app.name.as_str()).collect::<Vec<_>>().join(", ")
    }
}

/// Folds words into [`Engaged`].
///
/// What a source says lives as long as the source. A call must last a little to be believed, and its end too.
#[derive(Debug, Default)]
pub struct Engagement {
    wishes: Wishes,
    users: BTreeMap<(Sense, Source), Vec<App>>,
    inhibitors: BTreeMap<Source, Vec<Inhibitor>>,
    presentations: BTreeMap<Source, bool>,
    desktop_dnd: BTreeMap<Source, DesktopDnd>,
    mechanisms: BTreeMap<(Sense, Source), Option<String>>,
    call: Debounce,
    presenting: Debounce,
    engaged: Engaged,
}

impl Engagement {
    /// What is known now.
    pub fn engaged(&self) -> &Engaged {
        &self.engaged
    }

    /// Takes in what a mechanism says. Gives the new value if it differs.
    pub fn handle(&mut self, word: Word, now: Moment) -> Option<&Engaged> {
        self.take_in(word);
        self.follow(now)
    }

    /// Takes in what the owner has switched on or off. Gives the new value if it differs.
    pub fn wish(&mut self, wishes: Wishes, now: Moment) -> Option<&Engaged> {
        self.wishes = wishes;
        for sense in Sense::ALL {
            if !self.wishes.open(sense) {
                self.forget(sense);
            }
        }
        self.call.obey(self.hears_a_call(), now);
        self.presenting.obey(self.sees_a_presentation(), now);
        self.look()
    }

    /// Looks at the time. Gives the new value if it differs.
    pub fn follow(&mut self, now: Moment) -> Option<&Engaged> {
        self.call.follow(self.hears_a_call(), now);
        self.presenting.follow(self.sees_a_presentation(), now);
        self.look()
    }

    /// When [`Engagement::follow`] has something to do, if nothing else happens before.
    pub fn deadline(&self) -> Option<Moment> {
        [self.call.deadline(), self.presenting.deadline()].into_iter().flatten().min()
    }

    fn take_in(&mut self, word: Word) {
        // A mechanism that has just been switched off may have spoken before it ended.
        if word.sense().is_some_and(|sense| !self.wishes.open(sense)) {
            return;
        }
        match word {
            Word::Users { sense, source, apps } => drop(self.users.insert((sense, source), apps)),
            Word::Inhibitors { source, held } => drop(self.inhibitors.insert(source, held)),
            Word::Presenting { source, on } => drop(self.presentations.insert(source, on)),
            Word::DesktopDnd { source, on, ours } => {
                self.desktop_dnd.insert(source, DesktopDnd { on, ours });
            }
            Word::Using { sense, source } => drop(self.mechanisms.insert((sense, source), None)),
            Word::CannotTell { sense, source, why } => {
                self.mechanisms.insert((sense, source), Some(why));
                self.void(sense, |by| by == source);
            }
            Word::SourceGone { source } => {
                for sense in Sense::ALL {
                    self.mechanisms.remove(&(sense, source));
                    self.void(sense, |by| by == source);
                }
            }
        }
    }

    fn forget(&mut self, sense: Sense) {
        self.mechanisms.retain(|(of, _), _| *of != sense);
        self.void(sense, |_| true);
    }

    fn void(&mut self, sense: Sense, of: impl Fn(Source) -> bool) {
        match sense {
            Sense::Microphone | Sense::Camera => {
                self.users.retain(|(kind, source), _| *kind != sense || !of(*source));
            }
            Sense::Presenting => self.presentations.retain(|source, _| !of(*source)),
            Sense::Inhibitors => self.inhibitors.retain(|source, _| !of(*source)),
            Sense::DesktopDnd => self.desktop_dnd.retain(|source, _| !of(*source)),
        }
    }

    fn hears_a_call(&self) -> bool {
        self.users.values().flatten().any(|app| self.wishes.apps.count(app))
    }

    fn sees_a_presentation(&self) -> bool {
        let told = self.presentations.values().any(|on| *on);
        self.wishes.presenting && (told || self.inhibitors.values().flatten().any(Inhibitor::presents))
    }

    fn look(&mut self) -> Option<&Engaged> {
        let wanted = |((sense, _), _): &(&(Sense, Source), _)| self.wishes.want(*sense);
        let engaged = Engaged {
            call: self.call.on(),
            presenting: self.presenting.on(),
            desktop_dnd: self.dnd(),
            users: self.uses(),
            mechanisms: self.mechanisms.iter().filter(wanted).map(Mechanism::of).collect(),
        };
        let differs = engaged != self.engaged;
        self.engaged = engaged;
        differs.then_some(&self.engaged)
    }

    fn dnd(&self) -> Option<DesktopDnd> {
        self.desktop_dnd
            .values()
            .copied()
            .reduce(|a, b| DesktopDnd { on: a.on || b.on, ours: a.ours || b.ours })
    }

    fn uses(&self) -> Vec<Use> {
        let counts = |app: &App| self.wishes.apps.count(app);
        let calls = self.users.iter().flat_map(|((sense, _), apps)| {
            apps.iter().map(|app| Use { sense: *sense, app: app.clone(), counts: counts(app) })
        });
        let awake: BTreeSet<&App> = self.inhibitors.values().flatten().map(|held| &held.app).collect();
        let awake = awake.into_iter().cloned();
        calls.chain(awake.map(|app| Use { sense: Sense::Inhibitors, app, counts: false })).collect()
    }
}

impl Mechanism {
    fn of((&(sense, source), trouble): (&(Sense, Source), &Option<String>)) -> Self {
        Self { sense, source, trouble: trouble.clone() }
    }
}

/// What applications say of themselves while they show slides or the screen: LibreOffice and Okular, Evince and its
/// kin, PowerPoint; Chromium and all that is built on it while it captures the screen.
const PRESENTS: [&str; 6] =
    ["presentation", "presenting", "slideshow", "slide show", "screen capture", "screen sharing"];

impl Inhibitor {
    /// Whether it says that it presents. A translated reason is not recognised.
    fn presents(&self) -> bool {
        let reason = self.reason.to_lowercase();
        PRESENTS.iter().any(|word| reason.contains(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_that_are_a_presentation() {
        for (reason, presents) in [
            ("presentation", true),
            ("Running in presentation mode", true),
            ("Giving a presentation", true),
            ("screen capture", true),
            ("Microsoft PowerPoint Slide Show", true),
            ("Playing video", false),
            ("video-playing", false),
            ("WebRTC has active PeerConnections", false),
            ("", false),
        ] {
            let inhibitor = Inhibitor { app: App::new("any", None), reason: reason.into() };
            assert_eq!(inhibitor.presents(), presents, "{reason}");
        }
    }
}
