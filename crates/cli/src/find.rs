//! Which status somebody means.

use ringlight_protocol::{Status, StatusId};

/// Short forms that people type, and the status they mean in the catalogue that ships.
const SHORT: [(&str, &str); 17] = [
    ("dnd", "do_not_disturb"),
    ("brb", "be_right_back"),
    ("ooo", "out_of_office"),
    ("lunch", "meal"),
    ("free", "available"),
    ("offline", "appear_offline"),
    ("invisible", "appear_offline"),
    ("wfh", "working_from_home"),
    ("home", "working_from_home"),
    ("office", "in_the_office"),
    ("remote", "working_remotely"),
    ("road", "on_the_road"),
    ("meeting", "in_a_meeting"),
    ("focus", "focusing"),
    ("holiday", "on_holiday"),
    ("vacation", "on_holiday"),
    ("sick", "sick_leave"),
];

/// Takes a status off the front of `words`: the longest run of them that is one's id or label, else a short form or the
/// beginning of exactly one.
///
/// # Errors
///
/// A sentence with those that may have been meant.
pub fn take(words: &mut &[String], statuses: &[Status]) -> Result<StatusId, String> {
    let offered: Vec<&Status> = statuses.iter().filter(|status| !status.hidden).collect();
    for length in (1..=words.len()).rev() {
        let text = plain(&words[..length].join(" "));
        if let Some(status) = offered.iter().find(|status| names(status).any(|name| name == text)) {
            *words = &words[length..];
            return Ok(status.id.clone());
        }
    }
    let Some((first, rest)) = words.split_first() else { return Err("Which status?".into()) };
    let found =
        by_short_form_or_beginning(&plain(first), &offered).ok_or_else(|| suggest(first, &offered))?;
    *words = rest;
    Ok(found)
}

fn by_short_form_or_beginning(word: &str, offered: &[&Status]) -> Option<StatusId> {
    let meant = SHORT.iter().find(|(short, _)| *short == word).map(|(_, id)| *id);
    if let Some(status) = offered.iter().find(|status| Some(status.id.as_str()) == meant) {
        return Some(status.id.clone());
    }
    let mut begin = offered.iter().filter(|status| names(status).any(|name| name.starts_with(word)));
    match (begin.next(), begin.next()) {
        (Some(only), None) => Some(only.id.clone()),
        _ => None,
    }
}

fn names(status: &Status) -> impl Iterator<Item = String> {
    std::iter::once(plain(status.id.as_str())).chain(status.labels.values().map(|label| plain(label)))
}

fn plain(text: &str) -> String {
    text.to_lowercase().replace(['_', '-'], " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn suggest(word: &str, offered: &[&Status]) -> String {
    let typed = plain(word);
    let short = SHORT.iter().map(|(short, id)| (plain(short), *short, *id));
    let near_short = short.filter(|(name, _, id)| {
        distance(name, &typed) <= 1 && offered.iter().any(|it| it.id.as_str() == *id)
    });
    let near = offered.iter().filter(|status| {
        names(status)
            .any(|name| name.contains(&typed) || distance(&name, &typed) <= typed.chars().count() / 3)
    });
    let mut meant: Vec<&str> =
        near.map(|status| status.id.as_str()).chain(near_short.map(|(_, short, _)| short)).collect();
    meant.dedup();
    if meant.is_empty() {
        let all: Vec<&str> = offered.iter().map(|status| status.id.as_str()).collect();
        return format!("There is no status \"{word}\". There are: {}, and auto.", all.join(", "));
    }
    format!("There is no status \"{word}\". Did you mean {}?", meant.join(", or "))
}

/// How many letters have to be put in, taken out or changed (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut corner = i;
        row[0] = i + 1;
        for (j, to) in b.iter().enumerate() {
            let cost = corner + usize::from(from != *to);
            corner = row[j + 1];
            row[j + 1] = cost.min(row[j] + 1).min(corner + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that meets something odd fails and says so")]
mod tests {
    use ringlight_protocol::shipped_statuses;

    use super::*;

    fn found(words: &str) -> (Result<String, String>, String) {
        let words: Vec<String> = words.split(' ').map(Into::into).collect();
        let mut rest = words.as_slice();
        (take(&mut rest, &shipped_statuses()).map(|id| id.to_string()), rest.join(" "))
    }

    #[test]
    fn ids_labels_short_forms_and_beginnings() {
        let table = [
            ("do_not_disturb", "do_not_disturb", ""),
            ("Do not disturb 1h", "do_not_disturb", "1h"),
            ("dnd 1h budget", "do_not_disturb", "1h budget"),
            ("DND", "do_not_disturb", ""),
            ("lunch", "meal", ""),
            ("in a meeting until 15:00", "in_a_meeting", "until 15:00"),
            ("offline", "appear_offline", ""),
            ("foc 30m", "focusing", "30m"),
            ("break", "break", ""),
            ("away", "away", ""),
            ("busy in a meeting", "busy", "in a meeting"),
        ];
        for (words, id, rest) in table {
            assert_eq!(found(words), (Ok(id.into()), rest.into()), "{words}");
        }
    }

    #[test]
    fn a_slip_is_answered_with_what_was_meant() {
        let said = |words| found(words).0.unwrap_err();
        assert_eq!(said("avalable"), "There is no status \"avalable\". Did you mean available?");
        assert_eq!(said("dnb"), "There is no status \"dnb\". Did you mean dnd?");
        assert!(said("working").contains("working_from_home, or working_remotely"));
        assert!(said("xyzzy").contains("There are: available"));
    }
}
