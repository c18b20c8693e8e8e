use serde::{Deserialize, Serialize};

/// How this computer is set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Away after this many seconds without input; 0 = never. Whole minutes in the window, 1 to 60.
    pub idle_after_s: u32,
    /// Away at once when the screen locks.
    pub away_on_lock: bool,
    /// Start with the system, in the tray.
    pub start_at_login: bool,
    /// Light, dark, or as the system.
    pub theme: Theme,
    /// A palette that does not rely on red and green.
    pub colour_blind: bool,
    /// Whether to say when a favourite becomes available.
    pub notify_favourites: bool,
    /// Warn 30 s before I am away by idling.
    pub warn_before_away: bool,
    /// Publish only within my working hours; outside them nothing leaves this computer.
    pub working_hours_only: bool,
    /// Let my profile's zone follow this computer's, so that my hours travel with me.
    pub zone_follows: bool,
    /// Language of the window and the statuses, a BCP 47 tag; empty = the system's.
    pub language: String,
    /// What may count as a call.
    pub hearing: Hearing,
    /// Notice slides and screen sharing.
    pub notice_presenting: bool,
    /// An application that keeps the screen on (a film, too) keeps me from being away by idling.
    pub inhibitors_hold: bool,
    /// Switch the desktop's do-not-disturb on and off with mine.
    pub desktop_dnd: bool,
}

/// What may count as a call. Off until its owner allows it; names of applications stay on this computer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(default, deny_unknown_fields)]
pub struct Hearing {
    /// A microphone in use.
    pub microphone: bool,
    /// A camera in use.
    pub camera: bool,
    /// Applications whose use never counts.
    pub ignore: Vec<String>,
    /// If not empty, only these applications count.
    pub only: Vec<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            idle_after_s: 300,
            away_on_lock: true,
            start_at_login: false,
            theme: Theme::System,
            colour_blind: false,
            notify_favourites: false,
            warn_before_away: true,
            working_hours_only: false,
            zone_follows: true,
            language: String::new(),
            hearing: Hearing::default(),
            notice_presenting: false,
            inhibitors_hold: false,
            desktop_dnd: false,
        }
    }
}

/// Light or dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the system says.
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}
