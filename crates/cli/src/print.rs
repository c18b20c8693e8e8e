//! What people read: aligned, coloured on a terminal only, and never with control characters of other people's making.

mod records;

use std::{
    env,
    io::{self, IsTerminal, Write},
};

use jiff::{SignedDuration, Timestamp, Zoned, tz::TimeZone};
use ringlight_protocol::{
    Activity, Availability, Cause, Person, Presence, Reason, Source, Status, StatusId,
    local::{Link, Myself, Snapshot},
};
use unicode_width::UnicodeWidthStr;

/// The longest name that is aligned, in columns.
const NAME_COLUMNS: usize = 32;

/// Writes to a terminal or a pipe.
pub struct Printer<W> {
    out: W,
    colour: bool,
    now: Zoned,
}

impl Printer<io::StdoutLock<'static>> {
    /// For standard output. [`NO_COLOR`](https://no-color.org) is heeded.
    pub fn stdout() -> Self {
        let plain = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let out = io::stdout().lock();
        Self { colour: out.is_terminal() && !plain, out, now: Zoned::now() }
    }
}

impl<W: Write> Printer<W> {
    /// One line.
    pub fn line(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "{text}")
    }

    /// My status, what comes next, and whether others can see it.
    pub fn me(&mut self, me: &Myself, snapshot: &Snapshot) -> io::Result<()> {
        let presence = &me.presence;
        let words = self.presence(presence, &snapshot.statuses);
        let ring = self.ring(presence.availability);
        writeln!(self.out, "{ring} {words}")?;
        if let Some(next) = &me.next {
            let then = format!("then {} at {}", label(&next.status, &snapshot.statuses), self.clock(next.at));
            self.dim(&then)?;
        }
        if let Some(warning) = &snapshot.warning {
            let words =
                format!("away at {} unless you are here: ringlight here", self.clock(warning.away_at));
            self.dim(&words)?;
        }
        match &snapshot.link {
            _ if me.silent => self.dim("outside your working hours: nothing is published"),
            Link::Online if me.unsent => self.dim("not sent yet"),
            Link::Online => Ok(()),
            Link::Offline { since, why } => {
                let since = self.clock(*since);
                self.dim(&format!("offline since {since}: {}", clean(&why.to_string())))
            }
            Link::Revoked => self.dim("signed out by the team: join again with an invite"),
            Link::Idle | Link::Connecting => self.dim("not connected yet"),
        }
    }

    /// Every reason, the one that decides first.
    pub fn why(&mut self, me: &Myself, snapshot: &Snapshot) -> io::Result<()> {
        self.me(me, snapshot)?;
        for reason in &me.reasons {
            let (mark, words) =
                (if reason.wins { "→" } else { " " }, self.reason(reason, &snapshot.statuses));
            writeln!(self.out, "{mark} {words}")?;
        }
        Ok(())
    }

    /// Colleagues, one on each line.
    pub fn who(&mut self, people: &[&Person], snapshot: &Snapshot) -> io::Result<()> {
        let width = people
            .iter()
            .map(|person| clean(&person.profile.name).width())
            .max()
            .unwrap_or(0)
            .min(NAME_COLUMNS);
        for person in people {
            let name = clean(&person.profile.name);
            let pad = " ".repeat(width.saturating_sub(name.width()));
            let words = self.presence(&person.presence, &snapshot.statuses);
            let ring = self.ring(person.presence.availability);
            writeln!(self.out, "{ring} {name}{pad}  {words}")?;
        }
        Ok(())
    }

    fn presence(&self, presence: &Presence, statuses: &[Status]) -> String {
        let mut words = label(&presence.status, statuses);
        if presence.availability == Availability::Offline && presence.cause != Some(Cause::Manual) {
            words = "Offline".into();
        }
        if let Some(activity) = presence.activity {
            words.push_str(&format!(", {}", doing(activity)));
        }
        if let Some(until) = presence.until {
            words.push_str(&format!(" until {}{}", self.clock(until), self.left(until)));
        }
        if let Some(day) = presence.last_seen {
            words.push_str(&format!(", last seen {day}"));
        }
        if let Some(note) = &presence.note {
            let emoji = note.emoji.as_deref().map(clean);
            let text =
                Some(&note.text).filter(|text| !text.is_empty()).map(|text| format!("“{}”", clean(text)));
            words.push_str(&format!("  {}", emoji.into_iter().chain(text).collect::<Vec<_>>().join(" ")));
        }
        words
    }

    fn reason(&self, reason: &Reason, statuses: &[Status]) -> String {
        let what = match (reason.source, reason.activity) {
            (Source::Device, Some(activity)) => format!("a device is {}", doing(activity)),
            (Source::Device, None) if reason.availability == Availability::Offline => {
                "no device is connected".into()
            }
            (Source::Device, None) => "a device is in use".into(),
            (source, _) => {
                let secondary = reason.secondary.as_ref().map(|it| format!(" / {it}")).unwrap_or_default();
                let by = if reason.by.is_some() { "somebody chose for you" } else { because(source) };
                format!("{by}: {}{secondary}", label(&reason.status, statuses))
            }
        };
        let from = reason.from.map(|from| format!(" since {}", self.clock(from))).unwrap_or_default();
        let until = reason
            .until
            .map(|until| format!(" until {}{}", self.clock(until), self.left(until)))
            .unwrap_or_default();
        let id = reason.claim.as_ref().filter(|_| reason.can_drop);
        let id = id.map(|id| format!("  [{id}]")).unwrap_or_default();
        format!("{what}{from}{until}{id}")
    }

    /// The time today, the date and the time otherwise, on this computer's clock.
    fn clock(&self, at: Timestamp) -> String {
        let at = at.to_zoned(self.zone());
        let format = if at.date() == self.now.date() { "%H:%M" } else { "%Y-%m-%d %H:%M" };
        at.strftime(format).to_string()
    }

    fn left(&self, until: Timestamp) -> String {
        let left = until.duration_since(self.now.timestamp());
        match left {
            left if left > SignedDuration::from_hours(12) || left.is_negative() => String::new(),
            left if left >= SignedDuration::from_hours(1) => {
                format!(" ({} h {} min)", left.as_hours(), left.as_mins() % 60)
            }
            left => format!(" ({} min)", (left.as_secs() + 59) / 60),
        }
    }

    fn zone(&self) -> TimeZone {
        self.now.time_zone().clone()
    }

    /// Shape and colour both tell the availability.
    fn ring(&self, availability: Availability) -> String {
        let (glyph, colour) = match availability {
            Availability::Available => ("●", 32),
            Availability::Busy => ("◐", 31),
            Availability::DoNotDisturb => ("⊖", 31),
            Availability::Away => ("◌", 33),
            Availability::OutOfOffice => ("◇", 35),
            Availability::Offline => ("○", 90),
        };
        if self.colour { format!("\x1b[{colour}m{glyph}\x1b[0m") } else { glyph.into() }
    }

    fn dim(&mut self, text: &str) -> io::Result<()> {
        let (on, off) = if self.colour { ("\x1b[90m", "\x1b[0m") } else { ("", "") };
        writeln!(self.out, "  {on}{text}{off}")
    }
}

fn label(id: &StatusId, statuses: &[Status]) -> String {
    let status = statuses.iter().find(|status| status.id == *id);
    clean(status.map_or(id.as_str(), |status| status.label("en")))
}

fn doing(activity: Activity) -> &'static str {
    match activity {
        Activity::OnCall => "on a call",
        Activity::Ringing => "ringing",
        Activity::InMeeting => "in a meeting",
        Activity::Presenting => "presenting",
        Activity::Idle => "idle",
        Activity::Locked => "locked",
        Activity::Asleep => "asleep",
        Activity::Unknown => "unknown",
    }
}

fn because(source: Source) -> &'static str {
    match source {
        Source::Manual => "you chose",
        Source::Call => "a call",
        Source::Presenting => "presenting",
        Source::External => "another program",
        Source::Calendar => "the calendar",
        Source::Schedule => "quiet hours",
        Source::Device => "a device",
    }
}

/// Without what could steer a terminal or turn a line around: control characters and bidirectional overrides.
fn clean(text: &str) -> String {
    let steers = |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars().map(|c| if steers(c) { '\u{fffd}' } else { c }).collect()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that meets something odd fails and says so")]
mod tests;
