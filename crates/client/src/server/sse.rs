//! Server-sent events, as the [HTML standard](https://html.spec.whatwg.org/multipage/server-sent-events.html) has them,
//! as far as the sync stream uses them.

/// The most that one event may take, in bytes.
const LONGEST: usize = 1024 * 1024;

/// One event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Frame {
    /// The cursor after this event; absent = as before.
    pub id: Option<String>,
    /// Its data lines.
    pub data: String,
}

/// An event was longer than [`LONGEST`], or not UTF-8.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Garbage;

/// Puts events together from what arrives, wherever it was cut.
#[derive(Debug, Default)]
pub(super) struct Parser {
    line: Vec<u8>,
    frame: Frame,
    /// A line ended with CR: an LF that follows belongs to it.
    after_cr: bool,
}

impl Parser {
    /// Takes in what arrived, and gives the events that are whole now.
    pub(super) fn push(&mut self, bytes: &[u8]) -> Result<Vec<Frame>, Garbage> {
        let mut frames = Vec::new();
        for &byte in bytes {
            let lf_of_crlf = std::mem::take(&mut self.after_cr) && byte == b'\n';
            match byte {
                b'\n' if lf_of_crlf => {}
                b'\r' | b'\n' => {
                    self.after_cr = byte == b'\r';
                    frames.extend(self.end_line()?);
                }
                _ if self.line.len() + self.frame.data.len() >= LONGEST => return Err(Garbage),
                byte => self.line.push(byte),
            }
        }
        Ok(frames)
    }

    fn end_line(&mut self) -> Result<Option<Frame>, Garbage> {
        let line = String::from_utf8(std::mem::take(&mut self.line)).map_err(|_| Garbage)?;
        if line.is_empty() {
            let frame = std::mem::take(&mut self.frame);
            return Ok((!frame.data.is_empty()).then_some(frame));
        }
        let (field, value) = line.split_once(':').unwrap_or((&line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "data" if self.frame.data.is_empty() => value.clone_into(&mut self.frame.data),
            "data" => {
                self.frame.data.push('\n');
                self.frame.data.push_str(value);
            }
            "id" => self.frame.id = Some(value.to_owned()),
            _ => {}
        }
        Ok(None)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that meets something odd fails and says so")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const STREAM: &str = ": ping\n\nevent: me\nid: a1\ndata: {\"x\":\ndata: 1}\n\nid:b2\r\ndata:two\r\n\r\n: ping\n\nretry: 5\n\ndata: é\n\n";

    fn frame(id: Option<&str>, data: &str) -> Frame {
        Frame { id: id.map(Into::into), data: data.into() }
    }

    fn expected() -> Vec<Frame> {
        vec![frame(Some("a1"), "{\"x\":\n1}"), frame(Some("b2"), "two"), frame(None, "é")]
    }

    proptest! {
        #[test]
        fn where_the_network_cuts_does_not_matter(cuts in proptest::collection::vec(0..STREAM.len(), 0..12)) {
            let mut cuts = cuts;
            cuts.extend([0, STREAM.len()]);
            cuts.sort_unstable();
            let mut parser = Parser::default();
            let mut frames = Vec::new();
            for piece in cuts.windows(2) {
                frames.extend(parser.push(&STREAM.as_bytes()[piece[0]..piece[1]]).unwrap());
            }
            prop_assert_eq!(frames, expected());
        }
    }

    #[test]
    fn an_event_without_an_end_is_not_kept_for_ever() {
        let mut parser = Parser::default();
        assert_eq!(parser.push(&vec![b'x'; LONGEST]), Ok(vec![]));
        assert_eq!(parser.push(b"x"), Err(Garbage));
        let mut parser = Parser::default();
        let line = format!("data: {}\n", "x".repeat(1000));
        let fed = (0..2000).try_for_each(|_| parser.push(line.as_bytes()).map(drop));
        assert_eq!(fed, Err(Garbage));
        assert_eq!(Parser::default().push(b"data: \xff\n"), Err(Garbage));
    }
}
