use std::{cmp::Reverse, collections::BTreeMap};

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use ringlight_protocol::{ClaimId, Meeting};
use sha2::{Digest, Sha256};

use crate::{
    Fault,
    text::{Budget, Component, Event, Instance, Series, Span, Zones, components, free_busy},
};

/// How far ahead intervals are told.
pub const AHEAD: SignedDuration = SignedDuration::from_hours(14 * 24);
/// The most intervals that are told; the nearest ones count.
pub const MOST: usize = 200;
/// The largest calendar that is read, in bytes.
pub const LARGEST: usize = 5 * 1024 * 1024;

/// Whose calendar it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    /// IANA name of the zone they are in: whole days and times without a zone are meant there.
    pub zone: String,
    /// Their mail addresses, as far as known: what they declined does not keep them busy.
    pub addresses: Vec<String>,
}

impl Owner {
    /// Whether a calendar address, such as `mailto:maria@example.org`, is theirs.
    pub(crate) fn is_at(&self, address: &str) -> bool {
        let address = address.trim();
        let mail = address.split_at_checked(7).filter(|(scheme, _)| scheme.eq_ignore_ascii_case("mailto:"));
        let address = mail.map_or(address, |(_, rest)| rest);
        self.addresses.iter().any(|own| own.trim().eq_ignore_ascii_case(address))
    }
}

/// When the owner is busy or out of office in the 14 days from `now`, as a calendar's text has it: what runs then,
/// with its true beginning and end, in order and at most [`MOST`].
///
/// An interval keeps its id from reading to reading, also where its time is changed. Without the `salt` nobody can tell
/// from an id which event it is, nor test a guess.
///
/// # Errors
///
/// The text is no calendar, or none that can be worked out. Single entries that cannot be understood are passed over.
pub fn intervals(text: &str, now: Timestamp, owner: &Owner, salt: &[u8]) -> Result<Vec<Meeting>, Fault> {
    intervals_of([text], now, owner, salt)
}

/// The same for a calendar that comes in pieces.
pub(crate) fn intervals_of<'a>(
    texts: impl IntoIterator<Item = &'a str>,
    now: Timestamp,
    owner: &Owner,
    salt: &[u8],
) -> Result<Vec<Meeting>, Fault> {
    let zone = TimeZone::get(&owner.zone).map_err(|_| Fault::Zone(owner.zone.clone()))?;
    let until = now.checked_add(AHEAD).unwrap_or(Timestamp::MAX);
    let span = Span { from: now, until };
    let mut reading = Reading::default();
    for text in texts {
        if text.len() > LARGEST {
            return Err(Fault::TooLarge);
        }
        let calendar = components(text)?;
        let zones = Zones::new(zone.clone(), &calendar, now);
        reading.take(&calendar, span, &zones, owner);
    }
    reading.finish(span, salt)
}

/// Brings intervals of one or more calendars in order: of those that begin together the longest, and at most [`MOST`].
/// What merely overlaps stays apart, as each can be dismissed for itself.
pub fn merge(mut meetings: Vec<Meeting>) -> Vec<Meeting> {
    let kind = |it: &Meeting| it.kind as u8;
    meetings.sort_by(|a, b| {
        (a.from, kind(a), Reverse(a.until), &a.id).cmp(&(b.from, kind(b), Reverse(b.until), &b.id))
    });
    meetings.dedup_by(|later, first| later.from == first.from && later.kind == first.kind);
    meetings.truncate(MOST);
    meetings
}

#[derive(Default)]
struct Reading {
    series: BTreeMap<String, Series>,
    free_busy: Vec<Instance>,
    understood: usize,
    unread: usize,
}

impl Reading {
    fn take(&mut self, calendar: &[Component], span: Span, zones: &Zones, owner: &Owner) {
        for component in calendar {
            match component.name.as_str() {
                "VEVENT" => match Event::of(component, zones, owner) {
                    Some(event) => {
                        self.understood += 1;
                        self.unread += event.unread;
                        self.series.entry(event.uid.clone()).or_default().add(event);
                    }
                    None => self.unread += 1,
                },
                "VFREEBUSY" => {
                    self.understood += 1;
                    self.free_busy.extend(free_busy(component, span, zones));
                }
                _ => {}
            }
        }
    }

    fn finish(self, span: Span, salt: &[u8]) -> Result<Vec<Meeting>, Fault> {
        if self.unread > 0 {
            tracing::warn!(entries = self.unread, "entries of the calendar that cannot be understood");
        }
        if self.unread > 0 && self.understood == 0 {
            return Err(Fault::Unreadable);
        }
        let mut budget = Budget::new();
        let mut meetings: Vec<_> = self.free_busy.iter().map(|it| meeting(salt, "", it)).collect();
        for (uid, series) in &self.series {
            let found = series.instances(span, &mut budget).map_err(|_| Fault::TooManyRepeats)?;
            meetings.extend(found.iter().map(|it| meeting(salt, uid, it)));
        }
        Ok(merge(meetings))
    }
}

fn meeting(salt: &[u8], uid: &str, instance: &Instance) -> Meeting {
    let Instance { of, kind, from, until } = *instance;
    Meeting { id: id(salt, uid, of), kind, from, until }
}

/// A short id that says nothing without the salt: 96 bits of a digest.
fn id(salt: &[u8], uid: &str, of: Option<Timestamp>) -> ClaimId {
    let digest = Sha256::new()
        .chain_update(Sha256::digest(salt))
        .chain_update(of.map_or(i64::MIN, Timestamp::as_second).to_be_bytes())
        .chain_update(uid)
        .finalize();
    BASE64_URL_SAFE_NO_PAD.encode(&digest[..12]).into()
}
