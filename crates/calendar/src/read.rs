//! From where a calendar is to its intervals.

mod address;
mod caldav;
mod file;
mod guard;
mod ics;
mod multistatus;
mod packed;
mod refusal;
mod web;

use std::{fmt, time::Duration};

use jiff::{SignedDuration, Timestamp};
use ringlight_protocol::{Meeting, local::CalendarSource};

use crate::{Fault, Owner, intervals::intervals_of};

/// How long one reading may take.
const WITHIN: Duration = Duration::from_secs(5);
/// How long an unchanged calendar stays as it was read: its next 14 days move on even so.
const WHOLE_EVERY: SignedDuration = SignedDuration::from_hours(6);

/// A password. Never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl From<String> for Secret {
    fn from(secret: String) -> Self {
        Self(secret)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// What a reading brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Read {
    /// The calendar is as it was seen.
    Unchanged,
    /// A whole calendar, maybe the same again.
    Whole {
        /// Its intervals, as [`intervals`](crate::intervals()) gives them.
        meetings: Vec<Meeting>,
        /// To be given to the next reading of the same source.
        seen: Seen,
    },
}

/// By what a calendar is known again. Lives in memory only; a new one is read whole.
#[derive(Clone, PartialEq, Eq)]
pub struct Seen {
    marks: Marks,
    at: Timestamp,
}

impl fmt::Debug for Seen {
    /// Leaves the marks out: addresses may be secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Seen").field("at", &self.at).finish_non_exhaustive()
    }
}

#[derive(Clone, PartialEq, Eq)]
enum Marks {
    Address(ics::Validators),
    File(file::Stand),
    CalDav(caldav::Stand),
}

/// The text of a calendar, in one or more pieces, and by what it is known again.
struct Fetched {
    texts: Vec<String>,
    marks: Marks,
}

/// Reads a calendar, unless it is as it was seen before. `secret` is its password; for an ICS address it goes with the
/// name that stands in it (`https://maria@example.org/...`).
///
/// Takes at most 5 s and 5 MB. Only the address that was given may lie in a private network, and nothing is sent
/// unencrypted but to this computer itself. A proxy is not used: the addresses that a proxy would look up cannot be
/// checked.
///
/// # Errors
///
/// Each fault is a sentence for the owner.
pub async fn read(
    source: &CalendarSource,
    secret: Option<&Secret>,
    seen: Option<&Seen>,
    now: Timestamp,
    owner: &Owner,
) -> Result<Read, Fault> {
    let marks = seen.filter(|it| now.duration_since(it.at) < WHOLE_EVERY).map(|it| &it.marks);
    let fetched = tokio::time::timeout(WITHIN, fetch(source, secret, marks, now));
    let Some(Fetched { texts, marks }) = fetched.await.unwrap_or(Err(Fault::TooSlow))? else {
        return Ok(Read::Unchanged);
    };
    let (owner, salt) = (owner.clone(), salt(source));
    let working = tokio::task::spawn_blocking(move || {
        intervals_of(texts.iter().map(String::as_str), now, &owner, salt.as_bytes())
    });
    let meetings = working.await.map_err(|_| Fault::Unreadable)??;
    Ok(Read::Whole { meetings, seen: Seen { marks, at: now } })
}

async fn fetch(
    source: &CalendarSource,
    secret: Option<&Secret>,
    marks: Option<&Marks>,
    now: Timestamp,
) -> Result<Option<Fetched>, Fault> {
    match source {
        CalendarSource::Address { url } => {
            let seen = marks.and_then(|it| if let Marks::Address(seen) = it { Some(seen) } else { None });
            ics::calendar(url, secret, seen).await
        }
        CalendarSource::File { path } => {
            let seen = marks.and_then(|it| if let Marks::File(seen) = it { Some(seen) } else { None });
            file::calendar(path, seen).await
        }
        CalendarSource::CalDav { url, user } => {
            let seen = marks.and_then(|it| if let Marks::CalDav(seen) = it { Some(seen) } else { None });
            caldav::calendar(url, user, secret, seen, now).await
        }
    }
}

/// The same on each of its owner's computers, so that an interval has one id, and unknown to the server: the private
/// address of a calendar is its secret.
fn salt(source: &CalendarSource) -> String {
    match source {
        CalendarSource::Address { url } => format!("address {url}"),
        CalendarSource::File { path } => format!("file {path}"),
        CalendarSource::CalDav { url, user } => format!("caldav {url} {user}"),
    }
}
