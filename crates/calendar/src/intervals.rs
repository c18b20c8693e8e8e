use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use ringlight_protocol::Meeting;

use crate::{
    Fault,
    text::{Budget, Component, Event, Instance, Series, Span, Zones, components, free_busy},
    told::Told,
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
/// with its true beginning and end up to a year away, in order and at most [`MOST`]. Of what begins together only the
/// longest is told; what merely overlaps stays apart, as each can be dismissed for itself.
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
        match components(text) {
            Ok(calendar) => {
                let zones = Zones::new(zone.clone(), &calendar, now);
                reading.take(&calendar, span, &zones, owner);
            }
            Err(fault) => reading.broken = Some(fault),
        }
    }
    reading.finish(span, salt)
}

#[derive(Default)]
struct Reading {
    series: BTreeMap<String, Series>,
    free_busy: Vec<Instance>,
    understood: usize,
    unread: usize,
    /// Why a piece cannot be read at all.
    broken: Option<Fault>,
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
        match self.broken {
            Some(fault) if self.understood == 0 => return Err(fault),
            None if self.understood == 0 && self.unread > 0 => return Err(Fault::Unreadable),
            _ => {}
        }
        if self.unread > 0 || self.broken.is_some() {
            tracing::warn!(entries = self.unread, broken = ?self.broken, "what of the calendar cannot be understood");
        }
        let mut budget = Budget::new();
        let mut told = Told::new(span.from, salt);
        self.free_busy.iter().for_each(|it| told.free_busy(it));
        for (uid, series) in &self.series {
            let found = series.instances(span, &mut budget).map_err(|_| Fault::TooManyRepeats)?;
            found.iter().for_each(|it| told.event(uid, it));
        }
        Ok(told.in_order())
    }
}
