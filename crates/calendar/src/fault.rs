use std::time::Duration;

use thiserror::Error;

/// Why a calendar could not be read. Displays as a sentence for its owner that says what to do; it holds no address,
/// title or password.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Fault {
    /// More than [`LARGEST`](crate::LARGEST) bytes, packed or unpacked.
    #[error("The calendar is larger than 5 MB. Leave old events out of it, or share a smaller one.")]
    TooLarge,
    /// HTML in place of a calendar.
    #[error(
        "That address answers with a web page, not a calendar. Copy the private address in iCal format from the calendar's settings."
    )]
    WebPage,
    /// Something else than iCalendar.
    #[error("This is not a calendar: it does not begin with BEGIN:VCALENDAR.")]
    NotACalendar,
    /// Its parts do not fit together.
    #[error("The calendar is damaged: {0}. Export it again, or ask whoever runs it.")]
    Damaged(&'static str),
    /// There are entries, and none of them can be understood.
    #[error("None of the calendar's entries can be understood. Export it again, or ask whoever runs it.")]
    Unreadable,
    /// Going through all that repeats would take too long.
    #[error("The calendar has more repeating events than can be worked out. Remove old series from it.")]
    TooManyRepeats,
    /// The owner's zone.
    #[error("The time zone {0} is not known on this computer. Choose another in your profile.")]
    Zone(String),
    /// No web address at all.
    #[error("This is not the address of a calendar. It begins with https:// or webcal://.")]
    Address,
    /// A password inside of the address.
    #[error("Leave the password out of the address: it has a field of its own.")]
    PasswordInAddress,
    /// Plain HTTP beyond this computer.
    #[error("The address is not encrypted. Use the one that begins with https://.")]
    NotEncrypted,
    /// Led from the address that was given to one inside a private network.
    #[error(
        "The address leads on to a private network, which is not followed. If the calendar is there, enter its own address."
    )]
    Private,
    /// Led on too often.
    #[error("The address leads in circles. Open it in a browser and copy where it ends.")]
    Circles,
    /// A password is wanted and there is none.
    #[error("The calendar asks for a password.")]
    PasswordWanted,
    /// A password was given and refused.
    #[error("The calendar does not accept the name or the password. Some servers want an app password.")]
    PasswordWrong,
    /// HTTP 403.
    #[error("The calendar's server does not allow this. Is the calendar shared with you?")]
    Forbidden,
    /// HTTP 404 and 410.
    #[error("There is no calendar at that address. Copy it again; it may have been reset.")]
    Missing,
    /// HTTP 429 and 5xx, and how long the server asks to be left alone.
    #[error("The calendar's server is busy or out of order. It is asked again later.")]
    Unavailable {
        /// Its `Retry-After`, if any.
        again: Option<Duration>,
    },
    /// Any other answer.
    #[error("The calendar's server answers with HTTP status {0}. Ask whoever runs it.")]
    Status(u16),
    /// An answer that is packed in a way nobody asked for, or damaged.
    #[error("The answer of the calendar's server cannot be understood. Ask whoever runs it.")]
    Answer,
    /// No answer within the time there is.
    #[error("The calendar's server takes longer than 5 seconds. It is asked again later.")]
    TooSlow,
    /// No connection.
    #[error("The calendar's server cannot be reached. Check the address and the network.")]
    Unreachable,
    /// A certificate that no authority known to this computer vouches for.
    #[error(
        "The calendar's server cannot prove who it is: its certificate is not valid. Nothing was sent to it."
    )]
    Certificate,
    /// This computer cannot make encrypted connections.
    #[error("Encrypted connections cannot be set up on this computer: {0}.")]
    Tls(String),
    /// A CalDAV address without calendars behind it.
    #[error("No calendar was found there. Enter the CalDAV address of the server or of one calendar.")]
    NoCalendars,
    /// No such file.
    #[error("The calendar's file is not there any more. Choose it again.")]
    NoFile,
    /// A file that cannot be opened.
    #[error("The calendar's file cannot be opened: {0}.")]
    File(String),
}

impl Fault {
    /// Whether it stays until its owner does something.
    pub(crate) fn needs_its_owner(&self) -> bool {
        !matches!(
            self,
            Self::Unavailable { .. } | Self::Status(_) | Self::Answer | Self::TooSlow | Self::Unreachable
        )
    }
}
