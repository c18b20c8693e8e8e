//! What the shell says in its own voice: tray, errors on the terminal. The window has its own catalogue of words.

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use ringlight_protocol::{
    Activity, Availability, Cause, Next, Source,
    local::{Account, Link},
};

pub const BACK_TO_AUTOMATIC: &str = "Back to automatic";
pub const CLEAR_NOTE: &str = "Clear note";
pub const DROP: &str = "Drop or set aside";
pub const I_AM_HERE: &str = "I am here";
pub const I_WAS_HERE: &str = "I was here";
pub const NO_END: &str = "No end";
pub const NOT_CONNECTED: &str = "Not connected; changes are sent later";
pub const OTHERS: &str = "Other statuses";
pub const QUIET_FOR: &str = "Do not disturb for";
pub const QUIT: &str = "Quit";
pub const REVOKED: &str = "This computer was signed out of the team";
pub const SHOW: &str = "Show Ringlight";
pub const UNDO: &str = "Undo";

#[cfg(target_os = "linux")]
pub const NO_BUS: &str = "There is no session bus, so there is no tray icon. Ringlight goes on when you close this window; start it \
    again to bring the window back.";
#[cfg(target_os = "linux")]
pub const NO_PANEL: &str = "No panel on this desktop shows tray icons. Ringlight goes on when you close this window; start it again \
    to bring the window back.";
#[cfg(not(target_os = "linux"))]
pub const NO_ICON: &str = "The system refused the tray icon. Ringlight goes on when you close this window; start it again to bring \
    the window back.";

/// Said on a terminal without a display.
pub const NO_DISPLAY: &str = "Ringlight has a window, and there is no display to open it on.\n\
    Start it from a desktop session, or set DISPLAY or WAYLAND_DISPLAY.\n\
    From a terminal, `ringlight` controls a running app, and `ringlightd` serves a team without a window.";

pub fn signed_out(account: &Account) -> &'static str {
    match account {
        Account::Joining { .. } => "Ringlight \u{2014} joining",
        Account::Locked { .. } => "Ringlight \u{2014} waiting for the keyring",
        Account::None | Account::Member { .. } => "Ringlight \u{2014} not in a team yet",
    }
}

/// Why nobody sees a change now.
pub fn unreached(link: &Link) -> Option<&'static str> {
    match link {
        Link::Offline { .. } => Some(NOT_CONNECTED),
        Link::Revoked => Some(REVOKED),
        Link::Idle | Link::Connecting | Link::Online => None,
    }
}

pub fn availability(availability: Availability) -> &'static str {
    match availability {
        Availability::Available => "Available",
        Availability::Busy => "Busy",
        Availability::DoNotDisturb => "Do not disturb",
        Availability::Away => "Away",
        Availability::OutOfOffice => "Out of office",
        Availability::Offline => "Offline",
    }
}

/// Why a ring shows what nobody chose; silent about what was chosen and about being active.
pub fn why(cause: Cause, activity: Option<Activity>) -> Option<&'static str> {
    Some(match (cause, activity) {
        (Cause::Call, _) => "Automatic: in a call",
        (Cause::Presenting, _) => "Automatic: presenting",
        (Cause::Calendar, _) => "Automatic: calendar",
        (Cause::Schedule, _) => "Automatic: quiet hours",
        (Cause::External, _) => "Set by another program",
        (Cause::Device, Some(Activity::Locked)) => "Automatic: screen locked",
        (Cause::Device, Some(Activity::Idle)) => "Automatic: no input for a while",
        (Cause::Device, Some(Activity::Asleep)) => "Automatic: asleep",
        (Cause::Device, Some(Activity::Unknown)) => "This desktop cannot tell whether you are there",
        (Cause::Manual | Cause::Device | Cause::NoDevice, _) => return None,
    })
}

/// What comes by itself: "Then Available from 14:30".
pub fn next(next: &Next, status: &str, now: Timestamp, zone: &TimeZone) -> String {
    format!("Then {status} from {}", clock(next.at, now, zone))
}

/// What dropping one claim does.
pub fn drop(
    source: Source,
    status: &str,
    until: Option<Timestamp>,
    now: Timestamp,
    zone: &TimeZone,
) -> String {
    let what = match source {
        Source::Manual | Source::Device => status.to_owned(),
        Source::Call => "Set this call aside".into(),
        Source::Presenting => "Set this presentation aside".into(),
        Source::External => format!("Set {status} of another program aside"),
        Source::Calendar => "Set this meeting aside".into(),
        Source::Schedule => "Skip these quiet hours".into(),
    };
    match until {
        Some(until) => format!("{what}, until {}", clock(until, now, zone)),
        None => what,
    }
}

/// The time of day, with the day once it is another one.
fn clock(at: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
    let local = at.to_zoned(zone.clone());
    let today = local.date() == now.to_zoned(zone.clone()).date();
    local.strftime(if today { "%H:%M" } else { "%a %-d %b, %H:%M" }).to_string()
}

/// "until 14:30 · 42 min left", with the day once it is another one.
pub fn until(until: Option<Timestamp>, now: Timestamp, zone: &TimeZone) -> Option<String> {
    let until = until.filter(|until| *until > now)?;
    let clock = clock(until, now, zone);
    // Rounded up: a status just chosen for 30 minutes has 30 left, and the last minute is 1, not 0.
    let minutes = (until.duration_since(now).as_secs() + 59) / 60;
    Some(if minutes < 60 {
        format!("until {clock} \u{b7} {minutes} min left")
    } else {
        format!("until {clock}")
    })
}

pub fn lasting(lasts: SignedDuration) -> String {
    match (lasts.as_mins(), lasts.as_hours()) {
        (minutes, 0) => format!("{minutes} minutes"),
        (_, 1) => "1 hour".into(),
        (_, hours) => format!("{hours} hours"),
    }
}

pub fn tomorrow(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("Until %A %H:%M").to_string()
}
