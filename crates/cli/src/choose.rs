//! From words to a status or a note.

use jiff::Zoned;
use ringlight_protocol::{
    SecondaryId, Status, StatusId,
    local::{End, Request},
};

use crate::{
    app::{Failure, look},
    ends, find,
};

/// The request that these words mean.
pub async fn status(
    words: &[String],
    secondary: Option<String>,
    until: Option<String>,
) -> Result<Request, Failure> {
    if let [only] = words
        && ["auto", "automatic"].contains(&only.to_lowercase().as_str())
    {
        return Ok(Request::Automatic);
    }
    let statuses = look().await?.statuses.clone();
    let mut words = words;
    let status = find::take(&mut words, &statuses).map_err(Failure::NotUnderstood)?;
    let now = Zoned::now();
    let mut end = ends::take(&mut words, &now).map_err(Failure::NotUnderstood)?;
    if let Some(until) = until {
        if end.is_some() {
            return Err(Failure::NotUnderstood("Say how long, or until when; not both.".into()));
        }
        let moment = ["until".to_owned(), until];
        end = ends::take(&mut moment.as_slice(), &now).map_err(Failure::NotUnderstood)?;
    }
    let secondary = secondary.map(|typed| secondary_of(&status, &typed, &statuses)).transpose()?;
    let note = (!words.is_empty()).then(|| words.join(" "));
    Ok(Request::Choose { status, secondary, end: end.unwrap_or(End::Usual), note })
}

/// The secondary status that somebody means: by its id or a label.
pub fn secondary_of(status: &StatusId, typed: &str, statuses: &[Status]) -> Result<SecondaryId, Failure> {
    let status = statuses.iter().find(|known| known.id == *status);
    let offered = status.map_or(&[][..], |status| &status.secondaries);
    let named = offered.iter().filter(|it| !it.hidden).find(|it| {
        it.id.as_str().eq_ignore_ascii_case(typed)
            || it.labels.values().any(|label| label.to_lowercase() == typed.to_lowercase())
    });
    named.map(|it| it.id.clone()).ok_or_else(|| {
        let all: Vec<&str> = offered.iter().filter(|it| !it.hidden).map(|it| it.id.as_str()).collect();
        let there = if all.is_empty() { "none".into() } else { all.join(", ") };
        Failure::NotUnderstood(format!("There is no secondary status \"{typed}\". There are: {there}."))
    })
}

/// The end may stand before the text or after it.
pub fn note(words: &[String]) -> Result<Request, Failure> {
    let now = Zoned::now();
    match words {
        [only] if only.eq_ignore_ascii_case("clear") => return Ok(Request::ClearNote),
        [_] => return Ok(Request::SetNote { text: words[0].clone(), emoji: None, end: End::Never }),
        _ => {}
    }
    let mut rest = words;
    if let Some(end) = ends::take(&mut rest, &now).map_err(Failure::NotUnderstood)? {
        return Ok(Request::SetNote { text: rest.join(" "), emoji: None, end });
    }
    for from in 1..words.len() {
        let mut tail = &words[from..];
        if let Ok(Some(end)) = ends::take(&mut tail, &now)
            && tail.is_empty()
        {
            return Ok(Request::SetNote { text: words[..from].join(" "), emoji: None, end });
        }
    }
    Ok(Request::SetNote { text: words.join(" "), emoji: None, end: End::Never })
}
