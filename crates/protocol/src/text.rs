/// Whether a character has no place in a name or a note, as it breaks the line, or reorders or hides what stands beside it
/// (Unicode UAX #9: overrides and isolates reach past the text that carries them; UTR #36).
pub fn is_unfit(c: char) -> bool {
    let breaks_line = matches!(c, '\u{2028}' | '\u{2029}');
    let reaches_out = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    c.is_control() || breaks_line || reaches_out
}
