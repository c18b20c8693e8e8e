use jiff::tz::TimeZone;
use ringlight_protocol::MeetingKind;

use super::{
    Component, Zones,
    component::Property,
    rule::Rule,
    stamp::{Length, Stamp},
};
use crate::Owner;

/// A VEVENT (RFC 5545 section 3.6.1), as far as it says when somebody is busy.
pub(crate) struct Event {
    pub uid: String,
    pub start: Stamp,
    pub length: Length,
    /// How it keeps its owner busy; absent if it does not.
    pub kind: Option<MeetingKind>,
    /// Which instance of the series this is about; absent for the series itself.
    pub instance: Option<Stamp>,
    /// Whether it is about all later instances too (`RANGE=THISANDFUTURE`).
    pub following: bool,
    pub rules: Vec<Rule>,
    /// How many of its rules cannot be understood.
    pub unread: usize,
    /// Further starts, some with a length of their own.
    pub further: Vec<(Stamp, Option<Length>)>,
    pub except: Vec<Stamp>,
    revision: (i64, String),
}

impl Event {
    /// Absent if it cannot be known when it is.
    pub fn of(component: &Component, zones: &Zones, owner: &Owner) -> Option<Self> {
        let stamp = |name| component.property(name).and_then(|it| Stamp::of(it, zones));
        let start = stamp("DTSTART")?;
        let instance = component.property("RECURRENCE-ID");
        let rules: Vec<_> = component.all("RRULE").map(|it| Rule::read(&it.value, &start, zones)).collect();
        Some(Self {
            uid: component.property("UID").map_or_else(|| uid(component), |it| it.value.clone()),
            length: length(component, &start, zones)?,
            kind: kind(component, start.whole_day, owner),
            following: instance
                .and_then(|it| it.parameter("RANGE"))
                .is_some_and(|it| it.eq_ignore_ascii_case("THISANDFUTURE")),
            instance: match instance {
                Some(instance) => Some(Stamp::of(instance, zones)?),
                None => None,
            },
            unread: rules.iter().filter(|it| it.is_none()).count(),
            rules: rules.into_iter().flatten().collect(),
            further: component.all("RDATE").flat_map(|it| further(it, zones)).collect(),
            except: component.all("EXDATE").flat_map(|it| Stamp::list(it, zones)).collect(),
            revision: revision(component),
            start,
        })
    }

    /// Whether this replaces another version of the same event (RFC 5545 section 3.8.7.4).
    pub fn replaces(&self, other: &Self) -> bool {
        self.revision >= other.revision
    }
}

/// An event without a UID is told from others by its times alone.
fn uid(component: &Component) -> String {
    let value = |name| component.property(name).map_or("", |it| &it.value);
    format!("{}/{}", value("DTSTART"), value("DTEND"))
}

fn revision(component: &Component) -> (i64, String) {
    let sequence = component.word("SEQUENCE").and_then(|it| it.parse().ok()).unwrap_or_default();
    (sequence, component.word("LAST-MODIFIED").or_else(|| component.word("DTSTAMP")).unwrap_or_default())
}

/// Without an end or a duration a day lasts a day, and a moment no time at all.
fn length(component: &Component, start: &Stamp, zones: &Zones) -> Option<Length> {
    if let Some(end) = component.property("DTEND") {
        return Length::between(start, &Stamp::of(end, zones)?);
    }
    match component.property("DURATION") {
        Some(duration) => Length::read(&duration.value),
        None if start.whole_day => Some(Length::DAY),
        None => Some(Length::default()),
    }
}

fn further(property: &Property, zones: &Zones) -> Vec<(Stamp, Option<Length>)> {
    if !property.value.contains('/') {
        return Stamp::list(property, zones).map(|it| (it, None)).collect();
    }
    let zone = property.parameter("TZID").map(|name| zones.named(name));
    let periods = property.value.split(',').filter_map(|it| period(it, zone.as_ref(), zones));
    periods.map(|(start, length)| (start, Some(length))).collect()
}

/// Reads a PERIOD (RFC 5545 section 3.3.9).
pub(super) fn period(text: &str, zone: Option<&TimeZone>, zones: &Zones) -> Option<(Stamp, Length)> {
    let (start, end) = text.split_once('/')?;
    let start = Stamp::read(start, zone, zones)?;
    let end = end.trim();
    let length = match end.starts_with(['P', '+']) {
        true => Length::read(end)?,
        false => Length::between(&start, &Stamp::read(end, zone, zones)?)?,
    };
    Some((start, length))
}

/// Whether somebody is busy meanwhile.
///
/// - What is transparent, cancelled, declined or passed on to somebody else keeps nobody busy.
/// - Nor does what is tentative, to the organiser or to its owner: it is not settled that they are there, and a call
///   shows if they are.
/// - Microsoft's free/busy status, where there is one, is what its owner chose and decides over `STATUS`
///   (MS-OXCICAL, X-MICROSOFT-CDO-BUSYSTATUS). It alone tells an absence from a meeting.
/// - A whole day counts only if the event says that it does. Calendar programs say so; lists of holidays and birthdays
///   say nothing, and would make everybody busy all day by RFC 5545's default.
fn kind(component: &Component, whole_day: bool, owner: &Owner) -> Option<MeetingKind> {
    let word = |name| component.word(name).unwrap_or_default();
    let (shown, transparency, status) = (word("X-MICROSOFT-CDO-BUSYSTATUS"), word("TRANSP"), word("STATUS"));
    if transparency == "TRANSPARENT" || status == "CANCELLED" || !attends(component, owner) {
        return None;
    }
    match shown.as_str() {
        "OOF" => Some(MeetingKind::OutOfOffice),
        "BUSY" => Some(MeetingKind::Busy),
        "FREE" | "TENTATIVE" | "WORKINGELSEWHERE" => None,
        _ if status == "TENTATIVE" => None,
        _ if whole_day && transparency != "OPAQUE" => None,
        _ => Some(MeetingKind::Busy),
    }
}

/// What the owner answered. An invitation without an answer yet keeps its time, as it does in free/busy look-ups.
fn attends(component: &Component, owner: &Owner) -> bool {
    let own = component.all("ATTENDEE").find(|it| {
        owner.is_at(&it.value) || it.parameter("EMAIL").is_some_and(|address| owner.is_at(address))
    });
    let answer = own.and_then(|it| it.parameter("PARTSTAT")).unwrap_or_default().to_ascii_uppercase();
    !matches!(answer.as_str(), "DECLINED" | "DELEGATED" | "TENTATIVE")
}
