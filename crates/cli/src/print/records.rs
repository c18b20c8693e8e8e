//! Lists, rules and reports.

use std::io::{self, Write};

use jiff::SignedDuration;
use ringlight_protocol::{
    Alert, Planned, Policy, Program, Right, Status, StatusTime,
    local::{Account, Calendar, Home, Link, Mechanism, Sense, Snapshot, TokenPlace},
};

use super::{Printer, clean, label};
use crate::hours;

const SENSES: [(Sense, &str); 10] = [
    (Sense::Idle, "idle"),
    (Sense::Lock, "lock"),
    (Sense::Sleep, "sleep"),
    (Sense::Session, "session"),
    (Sense::FullScreen, "full screen"),
    (Sense::Microphone, "microphone"),
    (Sense::Camera, "camera"),
    (Sense::Presenting, "presenting"),
    (Sense::Inhibitors, "keeps screen on"),
    (Sense::DesktopDnd, "desktop's dnd"),
];

impl<W: Write> Printer<W> {
    /// As it is.
    pub fn raw(&mut self, text: &str) -> io::Result<()> {
        self.out.write_all(text.as_bytes())
    }

    /// One line each, or a sentence if there are none.
    pub fn list(&mut self, lines: impl IntoIterator<Item = String>, none: &str) -> io::Result<()> {
        let mut lines = lines.into_iter().peekable();
        if lines.peek().is_none() {
            return self.line(none);
        }
        lines.try_for_each(|line| self.line(&clean(&line)))
    }

    /// An absence that is planned.
    pub fn absence(&self, planned: &Planned, statuses: &[Status]) -> String {
        let status = label(&planned.status, statuses);
        let until = planned.until.map(|until| format!(" until {}", self.clock(until))).unwrap_or_default();
        format!("{status} from {}{until}  [{}]", self.clock(planned.from), planned.id)
    }

    /// An alert, with the names of those it watches.
    pub fn alert(&self, alert: &Alert, names: &str) -> String {
        let how = match alert.need as usize {
            _ if alert.people.len() == 1 => String::new(),
            need if need == alert.people.len() => "all of ".into(),
            need => format!("{need} of "),
        };
        let kind = if alert.standing { ", each time" } else { "" };
        let until = alert.until.map(|until| format!(", until {}", self.clock(until))).unwrap_or_default();
        let fired = alert.fired.map(|fired| format!(", fired {}", self.clock(fired))).unwrap_or_default();
        format!("{how}{names}{kind}{until}{fired}  [{}]", alert.id)
    }

    /// A program that was let in.
    pub fn program(&self, program: &Program) -> String {
        let rights: Vec<&str> = program.rights.iter().map(|right| may(*right)).collect();
        format!("{}: {}, since {}", program.name, rights.join(", "), self.clock(program.made))
    }

    /// The team's rules.
    pub fn policy(&mut self, snapshot: &Snapshot) -> io::Result<()> {
        let Policy { grace, restore, idle, at_most, quiet_hours, reports, .. } = &*snapshot.policy;
        let never = if idle.never { ", or never" } else { "" };
        let quiet: Vec<String> = quiet_hours.iter().map(hours::in_words).collect();
        let or = |text: String, none: &str| if text.is_empty() { none.to_owned() } else { text };
        let reports = match reports {
            Some(since) => format!("kept since {}", self.clock(*since)),
            None => "not kept".into(),
        };
        let level = serde_json::to_value(at_most).ok();
        let level = level.as_ref().and_then(|level| level.as_str()).unwrap_or_default();
        self.list(
            [
                format!("away by idling    after {} to {} min{never}", idle.min, idle.max),
                format!("lost connection   counts after {}", long(*grace)),
                format!("open statuses     end after {} offline", long(*restore)),
                format!("others see        at most {level}"),
                format!("quiet hours       {}", or(quiet.join(", "), "none")),
                format!("status times      {reports}"),
            ],
            "",
        )
    }

    /// Who showed which status for how long.
    pub fn status_time(&mut self, report: &StatusTime, statuses: &[Status]) -> io::Result<()> {
        let since = format!("Status times are kept since {}.", self.clock(report.since));
        self.dim(&since)?;
        let row = |row: &ringlight_protocol::StatusTimeRow| {
            let secondary = row.secondary.as_ref().map(|it| format!(" / {it}")).unwrap_or_default();
            let lasted = long(SignedDuration::from_secs(i64::try_from(row.seconds).unwrap_or(i64::MAX)));
            format!("{}: {}{secondary}  {lasted}", row.name, label(&row.status, statuses))
        };
        self.list(report.rows.iter().map(row), "Nothing was kept for these days.")
    }

    /// Each sense and what feeds it, the server, the sign-in, the calendar.
    pub fn doctor(&mut self, snapshot: &Snapshot) -> io::Result<()> {
        self.list([account(&snapshot.account), self.link(snapshot)], "")?;
        if let Some(calendar) = &snapshot.calendar {
            let line = self.calendar(calendar);
            self.line(&clean(&line))?;
        }
        for (sense, name) in SENSES {
            let found: Vec<&Mechanism> =
                snapshot.senses.mechanisms.iter().filter(|it| it.sense == sense).collect();
            let optional = !matches!(sense, Sense::Idle | Sense::Lock | Sense::Sleep | Sense::Session);
            let lines = found.iter().map(|it| {
                let (mark, by) = match &it.name {
                    Some(by) => ("✓", format!("  ({by})")),
                    None => ("✗", String::new()),
                };
                format!("{mark} {name:<16}  {}{by}", it.says)
            });
            let none = if optional { "switched off, or not known here" } else { "cannot tell" };
            self.list(lines, &format!("– {name:<16}  {none}"))?;
        }
        Ok(())
    }

    fn link(&self, snapshot: &Snapshot) -> String {
        let (mark, says) = match &snapshot.link {
            Link::Online => ("✓", "connected".to_owned()),
            Link::Connecting => ("–", "not connected yet".into()),
            Link::Idle => ("–", "nothing to connect to".into()),
            Link::Revoked => ("✗", "signed out by the team: join again with an invite".into()),
            Link::Offline { since, why } => ("✗", format!("offline since {}: {why}", self.clock(*since))),
        };
        format!("{mark} {:<16}  {says}", "server")
    }

    fn calendar(&self, calendar: &Calendar) -> String {
        let (mark, says) = match (&calendar.problem, calendar.read) {
            (Some(problem), _) => ("✗", problem.to_string()),
            (None, Some(read)) => {
                ("✓", format!("{} times ahead, read {}", calendar.meetings, self.clock(read)))
            }
            (None, None) => ("–", "not read yet".into()),
        };
        format!("{mark} {:<16}  {}: {says}", "calendar", calendar.name)
    }
}

fn account(account: &Account) -> String {
    let (mark, says) = match account {
        Account::None => ("–", "nobody is signed in".to_owned()),
        Account::Joining { team } => ("–", format!("joining {team}")),
        Account::Locked { why, .. } => ("✗", why.clone()),
        Account::Member { team, home, token } => {
            let at = match home {
                Home::Here { .. } => "this computer".to_owned(),
                Home::Demo => "a demonstration".into(),
                Home::There { address } => address.clone(),
            };
            match token {
                TokenPlace::Keyring => ("✓", format!("{team} at {at}, kept in the keyring")),
                TokenPlace::Memory => ("–", format!("{team} at {at}, kept in memory only")),
            }
        }
    };
    format!("{mark} {:<16}  {says}", "sign-in")
}

fn may(right: Right) -> &'static str {
    match right {
        Right::ReadPresence => "read-presence",
        Right::SetStatus => "set-status",
        Right::ReportCalls => "report-calls",
    }
}

/// A duration in its two largest units.
fn long(lasts: SignedDuration) -> String {
    let seconds = lasts.as_secs();
    let units = [(seconds / 3600, "h"), (seconds % 3600 / 60, "min"), (seconds % 60, "s")];
    let words: Vec<String> = units
        .iter()
        .skip_while(|(many, _)| *many == 0)
        .take(2)
        .filter(|(many, _)| *many != 0)
        .map(|(many, unit)| format!("{many} {unit}"))
        .collect();
    if words.is_empty() { "0 s".into() } else { words.join(" ") }
}
