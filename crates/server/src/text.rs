//! What people type, made safe to show to others.

use ringlight_protocol::{Code, NAME_MAX_CHARS, NOTE_MAX_CHARS, is_unfit};
use unicode_normalization::UnicodeNormalization;

use crate::refusal::{Refusal, refuse_field};

/// The longest emoji: a family of four with skin tones takes eleven characters.
const EMOJI_MAX_CHARS: usize = 16;

/// A name of a person, a team, a group or a device, as it is kept.
pub(crate) fn name(field: &str, text: &str) -> Result<String, Refusal> {
    line(field, text, NAME_MAX_CHARS)
}

/// A note, as it is kept.
pub(crate) fn note(field: &str, text: &str) -> Result<String, Refusal> {
    line(field, text, NOTE_MAX_CHARS)
}

/// The emoji before a note: no letters, no spaces.
pub(crate) fn emoji(field: &str, text: &str) -> Result<String, Refusal> {
    let emoji = line(field, text, EMOJI_MAX_CHARS)?;
    let is_text = |c: char| c.is_alphabetic() || c.is_whitespace();
    if emoji.chars().any(is_text) || emoji.is_ascii() {
        return Err(refuse_field(Code::Invalid, field, "Send one emoji"));
    }
    Ok(emoji)
}

/// The IANA name of a time zone.
pub(crate) fn zone(field: &str, name: &str) -> Result<String, Refusal> {
    match jiff::tz::TimeZone::get(name) {
        Ok(zone) => Ok(zone.iana_name().unwrap_or(name).to_owned()),
        Err(_) => Err(refuse_field(
            Code::Invalid,
            field,
            "Send the IANA name of a time zone, such as Europe/Lisbon",
        )),
    }
}

/// One line in NFC without spaces around it.
fn line(field: &str, text: &str, max: usize) -> Result<String, Refusal> {
    let text: String = text.trim().nfc().collect();
    let length = text.chars().count();
    if length == 0 || length > max {
        return Err(refuse_field(
            Code::Invalid,
            field,
            format!("Send 1 to {max} characters; these are {length}"),
        ));
    }
    if text.chars().any(is_unfit) {
        return Err(refuse_field(
            Code::Invalid,
            field,
            "Leave out line breaks, control characters and marks that change the direction of the text around them",
        ));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_what_people_write_in_any_script() {
        for text in ["Zoë", "שלום, חזרתי", "مرحبا", "Ｗｉｄｅ", "👩‍👩‍👧‍👦 family", "a\u{200f}b"]
        {
            assert_eq!(name("name", text).expect(text), text.nfc().collect::<String>());
        }
        assert_eq!(name("name", "  e\u{301} ").expect("it is a name"), "\u{e9}");
        assert_eq!(name("name", &"é".repeat(64)).expect("64 characters fit").chars().count(), 64);
    }

    #[test]
    fn refuses_what_would_break_somebody_elses_screen() {
        for text in ["", "   ", "a\nb", "a\u{0}", "\u{202e}gnp.exe", "a\u{2066}b", "a\u{2028}b"] {
            assert_eq!(name("name", text).expect_err(text).problem.code, Code::Invalid);
        }
        assert!(name("name", &"x".repeat(65)).is_err());
        assert!(note("text", &"x".repeat(141)).is_err());
        assert!(emoji("emoji", "hello").is_err());
        assert_eq!(emoji("emoji", "🏡").expect("it is one"), "🏡");
        assert!(zone("zone", "Mars/Olympus").is_err());
    }
}
