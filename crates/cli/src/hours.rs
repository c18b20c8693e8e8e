//! Weekly windows in words: `mon-fri 18:00-08:00 sat,sun 00:00-24:00`.

use ringlight_protocol::Window;

const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const DAY: u16 = 24 * 60;

/// The windows that days and times in turn mean.
///
/// # Errors
///
/// A sentence that says what is wrong and how it is said.
pub fn windows(words: &[String]) -> Result<Vec<Window>, String> {
    let mut windows = Vec::new();
    for pair in words.chunks(2) {
        let [on, at] = pair else {
            return Err(format!("When on {}? Say {} 18:00-08:00.", pair[0], pair[0]));
        };
        let (from, until) = times(at)
            .ok_or_else(|| format!("\"{at}\" is no time of quiet. Say 18:00-08:00, or 00:00-24:00."))?;
        for day in days(on).ok_or_else(|| format!("\"{on}\" names no days. Say mon-fri, or sat,sun."))? {
            windows.push(Window { day, from, until });
        }
    }
    Ok(windows)
}

fn days(text: &str) -> Option<Vec<u8>> {
    let mut all = Vec::new();
    for part in text.split(',') {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let (first, last) = (day(first)?, day(last)?);
        let many = (last + 7 - first) % 7;
        all.extend((0..=many).map(|ahead| (first + ahead - 1) % 7 + 1));
    }
    Some(all)
}

/// 1 = Monday.
fn day(text: &str) -> Option<u8> {
    let text = text.to_lowercase();
    let at = DAYS.iter().position(|day| text.starts_with(day))?;
    u8::try_from(at + 1).ok()
}

fn times(text: &str) -> Option<(u16, u16)> {
    let (from, until) = text.split_once('-')?;
    let (from, until) = (minute(from)?, minute(until)?);
    (from < DAY).then_some((from, until))
}

fn minute(text: &str) -> Option<u16> {
    let (hours, minutes) = text.split_once(':')?;
    let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
    (minutes < 60 && hours * 60 + minutes <= DAY).then_some(hours * 60 + minutes)
}

/// One window in words.
pub fn in_words(window: &Window) -> String {
    let time = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
    let day = DAYS.get(usize::from(window.day).saturating_sub(1)).unwrap_or(&"?");
    format!("{day} {}-{}", time(window.from), time(window.until))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &str) -> Result<Vec<(u8, u16, u16)>, String> {
        let words: Vec<String> = words.split_whitespace().map(Into::into).collect();
        windows(&words).map(|all| all.iter().map(|it| (it.day, it.from, it.until)).collect())
    }

    #[test]
    fn days_and_times() {
        assert_eq!(read("mon 18:00-08:00"), Ok(vec![(1, 1080, 480)]));
        assert_eq!(read("fri-mon 0:00-24:00"), Ok([5, 6, 7, 1].map(|day| (day, 0, 1440)).to_vec()));
        assert_eq!(read("sat,sunday 10:30-11:00"), Ok(vec![(6, 630, 660), (7, 630, 660)]));
        assert_eq!(read(""), Ok(Vec::new()));
        for wrong in [
            "mon",
            "mon 18",
            "mon 18:00",
            "mon 24:00-08:00",
            "mon 18:60-19:00",
            "xyz 1:00-2:00",
            "mon 1:00-25:00",
        ] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
        assert_eq!(in_words(&Window { day: 7, from: 1080, until: 480 }), "sun 18:00-08:00");
    }
}
