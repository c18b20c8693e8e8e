//! How long: `30m`, `1h30m`, `until 15:00`, `tomorrow`, `forever`.

use jiff::{
    SignedDuration, Timestamp, ToSpan, Zoned,
    civil::{Date, DateTime, Time},
};
use ringlight_protocol::local::{End, Preset};

/// Takes an end off the front of `words`. `None` if they do not begin with one; an error if they begin with `until` and
/// what follows is no moment that lies ahead.
pub fn take(words: &mut &[String], now: &Zoned) -> Result<Option<End>, String> {
    let Some((first, rest)) = words.split_first() else { return Ok(None) };
    let first = first.to_lowercase();
    if matches!(first.as_str(), "until" | "till") {
        let Some((moment, rest)) = rest.split_first() else { return Err("until when?".into()) };
        *words = rest;
        return until(&moment.to_lowercase(), now).map(Some);
    }
    let end = named(&first).or_else(|| duration(&first).map(End::After));
    if end.is_some() {
        *words = rest;
    }
    Ok(end)
}

fn named(word: &str) -> Option<End> {
    Some(match word {
        "tomorrow" => End::When(Preset::Tomorrow),
        "next-week" | "nextweek" => End::When(Preset::NextWeek),
        "end-of-day" | "eod" | "tonight" => End::When(Preset::EndOfDay),
        "forever" | "always" => End::Never,
        _ => return None,
    })
}

/// Hours, minutes and seconds with their letters, such as `1h30m`; at least one.
fn duration(word: &str) -> Option<SignedDuration> {
    let starts_with_digit = word.starts_with(|c: char| c.is_ascii_digit());
    word.parse().ok().filter(|_| starts_with_digit)
}

fn until(moment: &str, now: &Zoned) -> Result<End, String> {
    if let Some(end) = named(moment) {
        return Ok(end);
    }
    ahead(moment, now).map(End::At)
}

/// A moment that lies ahead: a time of day, a date, or both.
///
/// # Errors
///
/// A sentence that says what is wrong with it.
pub fn ahead(moment: &str, now: &Zoned) -> Result<Timestamp, String> {
    let at = instant(moment, now)
        .ok_or_else(|| format!("\"{moment}\" is no moment. Say 15:00, 2026-12-24 or 2026-12-24T15:00."))?;
    if at <= now.timestamp() { Err(format!("{moment} has passed already.")) } else { Ok(at) }
}

/// A time of day means the next one; a date means its beginning.
fn instant(moment: &str, now: &Zoned) -> Option<Timestamp> {
    let zone = now.time_zone();
    let on = |at: DateTime| at.to_zoned(zone.clone()).ok().map(|at| at.timestamp());
    if moment.contains(':') && !moment.contains('-') {
        let time: Time = moment.parse().ok()?;
        let today = on(now.date().to_datetime(time))?;
        return if today > now.timestamp() {
            Some(today)
        } else {
            on(now.date().saturating_add(1.day()).to_datetime(time))
        };
    }
    let upper = moment.to_uppercase();
    let date = || {
        upper
            .parse::<Date>()
            .ok()
            .filter(|_| upper.len() == 10)
            .map(|date| date.to_datetime(Time::midnight()))
    };
    upper.parse().ok().or_else(|| date().or_else(|| upper.parse().ok()).and_then(on))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that meets something odd fails and says so")]
mod tests {
    use super::*;

    fn now() -> Zoned {
        "2026-11-23T14:00[Europe/Berlin]".parse().unwrap()
    }

    fn taken(words: &str) -> (Result<Option<End>, String>, Vec<String>) {
        let words: Vec<String> = words.split_whitespace().map(Into::into).collect();
        let mut rest = words.as_slice();
        (take(&mut rest, &now()), rest.to_vec())
    }

    fn at(instant: &str) -> Result<Option<End>, String> {
        Ok(Some(End::At(instant.parse().unwrap())))
    }

    #[test]
    fn ends() {
        let after = |seconds| Ok(Some(End::After(SignedDuration::from_secs(seconds))));
        let table = [
            ("30m", after(1800)),
            ("1h", after(3600)),
            ("1h30m", after(5400)),
            ("90s", after(90)),
            ("tomorrow", Ok(Some(End::When(Preset::Tomorrow)))),
            ("until tomorrow", Ok(Some(End::When(Preset::Tomorrow)))),
            ("forever", Ok(Some(End::Never))),
            ("until 15:00", at("2026-11-23T14:00:00Z")),
            ("until 9:30", Err(String::new())),
            ("until 09:30", at("2026-11-24T08:30:00Z")),
            ("until 14:00", at("2026-11-24T13:00:00Z")),
            ("until 2026-12-24", at("2026-12-23T23:00:00Z")),
            ("until 2026-12-24T15:00", at("2026-12-24T14:00:00Z")),
            ("until 2026-12-24T15:00:00Z", at("2026-12-24T15:00:00Z")),
            ("until 2026-11-22", Err(String::new())),
            ("until whenever", Err(String::new())),
            ("until", Err(String::new())),
            ("budget", Ok(None)),
            ("-30m", Ok(None)),
            ("", Ok(None)),
        ];
        for (words, expected) in table {
            assert_eq!(taken(words).0.map_err(|_| String::new()), expected, "{words}");
        }
        assert_eq!(taken("1h budget").1, ["budget"]);
        assert_eq!(taken("until 15:00 budget").1, ["budget"]);
        assert_eq!(taken("budget 1h").1, ["budget", "1h"]);
    }
}
