//! Named ends, as instants in the person's own zone.

use jiff::{
    Span,
    civil::{Date, Time},
    tz::TimeZone,
};
use ringlight_protocol::{
    SignedDuration, Timestamp, Window, WorkingHours,
    local::{OfferedPreset, Preset},
};

use crate::zone::{instant, zone};

const ALL: [Preset; 7] = [
    Preset::HalfHour,
    Preset::Hour,
    Preset::TwoHours,
    Preset::FourHours,
    Preset::EndOfDay,
    Preset::Tomorrow,
    Preset::NextWeek,
];

/// Minutes after midnight at which work begins for somebody who declared no hours.
const USUAL_START: u16 = 9 * 60;

/// The ends that lie ahead, in the order in which they are offered. `zone` is an IANA name.
pub fn offered(zone: &str, hours: Option<&WorkingHours>, now: Timestamp) -> Vec<OfferedPreset> {
    ALL.into_iter()
        .filter_map(|preset| Some(OfferedPreset { preset, at: at(preset, zone, hours, now)? }))
        .collect()
}

/// The instant a named end means at `now`; absent if it does not lie ahead.
pub fn at(preset: Preset, zone: &str, hours: Option<&WorkingHours>, now: Timestamp) -> Option<Timestamp> {
    let minutes = |minutes| now.checked_add(SignedDuration::from_mins(minutes)).ok();
    let windows = hours.map_or(&[][..], |hours| &hours.windows);
    let tz = || self::zone(zone);
    let at = match preset {
        Preset::HalfHour => minutes(30),
        Preset::Hour => minutes(60),
        Preset::TwoHours => minutes(120),
        Preset::FourHours => minutes(240),
        Preset::EndOfDay => end_of_day(&tz(), windows, now),
        Preset::Tomorrow => working_start(&tz(), windows, now, 1),
        Preset::NextWeek => {
            let today = tz().to_datetime(now).date();
            working_start(&tz(), windows, now, 7 - today.weekday().to_monday_zero_offset())
        }
    };
    at.filter(|at| now < *at)
}

/// The end of the shift that began yesterday and still lasts, else the end of today's last one.
fn end_of_day(zone: &TimeZone, windows: &[Window], now: Timestamp) -> Option<Timestamp> {
    let today = zone.to_datetime(now).date();
    let last_end = |day: Date| on(windows, day).filter_map(|window| ends(zone, day, window)).max();
    let overnight = last_end(today.yesterday().ok()?).filter(|end| now < *end);
    overnight.or_else(|| last_end(today))
}

/// The first start of work on the day `ahead` days from now or on one of the six after it.
fn working_start(zone: &TimeZone, windows: &[Window], now: Timestamp, ahead: i8) -> Option<Timestamp> {
    let today = zone.to_datetime(now).date();
    (ahead..ahead + 7).find_map(|days| {
        let day = today.checked_add(Span::new().days(days)).ok()?;
        let start = if windows.is_empty() {
            Some(USUAL_START)
        } else {
            on(windows, day).map(|window| window.from).min()
        };
        minute(zone, day, start?)
    })
}

fn on(windows: &[Window], day: Date) -> impl Iterator<Item = &Window> {
    windows
        .iter()
        .filter(move |window| i16::from(window.day) == i16::from(day.weekday().to_monday_one_offset()))
}

fn ends(zone: &TimeZone, day: Date, window: &Window) -> Option<Timestamp> {
    let day = if window.until <= window.from { day.tomorrow().ok()? } else { day };
    minute(zone, day, window.until)
}

fn minute(zone: &TimeZone, day: Date, minute: u16) -> Option<Timestamp> {
    instant(zone, day.to_datetime(Time::midnight()).checked_add(Span::new().minutes(minute)).ok()?)
}
