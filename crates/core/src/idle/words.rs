use ringlight_protocol::{DeviceActivity, Timestamp};

/// What is known of the desktop now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sensed {
    /// Keyboard and pointer.
    pub input: Input,
    /// Since when it is locked, shows a screensaver, or has another session in front.
    pub locked: Option<Timestamp>,
    /// Since when it sleeps, or is about to.
    pub asleep: Option<Timestamp>,
    /// A microphone or a camera is in use.
    pub call: bool,
    /// Slides or a shared screen are on show.
    pub presenting: bool,
    /// A window covers the screen: something to read or to watch.
    pub full_screen: bool,
    /// An application keeps the screen on.
    pub inhibited: bool,
}

impl Sensed {
    /// Nothing is known yet.
    pub const UNKNOWN: Self = Self {
        input: Input::CannotTell,
        locked: None,
        asleep: None,
        call: false,
        presenting: false,
        full_screen: false,
        inhibited: false,
    };
}

/// What is known about input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// It is more recent than [`super::Idle::watch_after`].
    Active,
    /// There is none.
    Idle {
        /// When the last one was.
        since: Timestamp,
    },
    /// No mechanism works here, or none has spoken yet.
    CannotTell,
}

/// What the device is to report, and what its owner is to be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said {
    /// What it does.
    pub activity: DeviceActivity,
    /// When that began; for [`DeviceActivity::Idle`] when somebody was last there.
    pub since: Timestamp,
    /// Away comes then, unless there is input or the owner says that they are here.
    pub warning: Option<Timestamp>,
    /// Whether "I was here" would take an away back.
    pub can_take_back: bool,
}

/// Why to look again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Away is to be announced.
    Announce,
    /// Nobody has been there for the threshold.
    Away,
    /// Input that went on so long while the screen was locked is no blip.
    Believe,
    /// An away can no longer be taken back.
    Forget,
}
