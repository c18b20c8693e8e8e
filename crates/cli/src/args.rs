use clap::{Parser, Subcommand};
use jiff::civil::Date;

/// Your presence, from a terminal. Talks to the running Ringlight.
#[derive(Debug, Parser)]
#[command(name = "ringlight", version, disable_help_subcommand = true)]
pub struct Args {
    /// Answer with JSON.
    #[arg(long, global = true)]
    pub json: bool,
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Show my status, or choose one
    ///
    /// `ringlight status dnd 1h "budget"` · `ringlight status lunch` · `ringlight status ooo --until 2026-12-24` ·
    /// `ringlight status busy until 15:00` · `ringlight status training --secondary coaching` · `ringlight status auto`
    Status {
        /// A status, how long (30m, 1h30m, until 15:00, tomorrow, forever), and a note.
        words: Vec<String>,
        /// One of the status's secondary statuses; colleagues do not see it.
        #[arg(long)]
        secondary: Option<String>,
        /// When it ends, in place of how long: 15:00, 2026-11-30 or 2026-11-30T09:00.
        #[arg(long)]
        until: Option<String>,
    },
    /// Set or clear the note beside my status
    ///
    /// `ringlight note "back at 3" 1h` · `ringlight note clear`
    Note {
        /// The text, and how long it stays; or `clear`.
        #[arg(required = true)]
        words: Vec<String>,
    },
    /// Take my last change back, within ten seconds
    Undo,
    /// Show why my status is what it is: every claim, with its id
    Why,
    /// Drop one claim: what I chose is gone, a meeting or quiet hours are put aside until they end
    ///
    /// `ringlight drop quiet:2026-11-23T18:00`
    Drop {
        /// Its id, as `ringlight why` shows it.
        claim: String,
    },
    /// Say that I am, or was, here: take an away by idling back
    Here,
    /// Show, plan or cancel absences
    ///
    /// `ringlight absence add holiday 2026-12-24 2027-01-04` · `ringlight absence cancel absence-19ab`
    Absence {
        #[command(subcommand)]
        what: Option<Absence>,
    },
    /// Show or set my quiet hours
    ///
    /// `ringlight quiet set mon-fri 18:00-08:00 sat,sun 00:00-24:00` · `ringlight quiet skip` · `ringlight quiet team`
    Quiet {
        #[command(subcommand)]
        what: Option<Quiet>,
    },
    /// Show, set or remove alerts: tell me when they are free
    ///
    /// `ringlight alert add ada ben --need all` · `ringlight alert remove alert-19ab`
    Alert {
        #[command(subcommand)]
        what: Option<Alert>,
    },
    /// Show, set or delete my own groups
    ///
    /// `ringlight groups set "Book club" ada ben` · `ringlight groups delete "Book club"`
    Groups {
        #[command(subcommand)]
        what: Option<Groups>,
    },
    /// Show or set who may see how much of me
    ///
    /// `ringlight privacy set everyone basic` · `ringlight privacy set ada hidden` · `ringlight privacy share location on`
    Privacy {
        #[command(subcommand)]
        what: Option<Privacy>,
    },
    /// Show how a colleague sees me
    ViewAs {
        /// Their name, or a part of it.
        name: String,
    },
    /// Show, let in or shut out programs that act for me
    ///
    /// `ringlight program add "build light" --may read-presence` · `ringlight program revoke "build light"`
    Program {
        #[command(subcommand)]
        what: Option<Program>,
    },
    /// Show the team's rules
    Team,
    /// Show how long people showed which status; administrators only
    ///
    /// `ringlight report --from 2026-11-01 --until 2026-11-30 --csv > november.csv`
    Report {
        /// The first day, in UTC.
        #[arg(long)]
        from: Date,
        /// The last day, in UTC.
        #[arg(long)]
        until: Date,
        /// As comma-separated values.
        #[arg(long)]
        csv: bool,
    },
    /// Show colleagues
    Who {
        /// Only those who are available.
        #[arg(long, short)]
        available: bool,
        /// Part of a name.
        query: Option<String>,
    },
    /// Show each sense and what feeds it, the server, and where the sign-in is kept
    Doctor,
    /// Show the window
    Show,
    /// End Ringlight; my status stays as it is
    Quit,
}

/// What to do with absences; without it they are shown.
#[derive(Debug, Subcommand)]
pub enum Absence {
    /// Plan one
    Add {
        /// An out-of-office status: holiday, sick, "business trip".
        status: String,
        /// When it begins: 2026-12-24 or 2026-12-24T12:00.
        from: String,
        /// When it ends; left out = no end.
        until: Option<String>,
        /// One of the status's secondary statuses.
        #[arg(long)]
        secondary: Option<String>,
    },
    /// Give one up
    Cancel {
        /// Its id, as `ringlight absence` shows it.
        id: String,
    },
}

/// What to do with quiet hours; without it they are shown.
#[derive(Debug, Subcommand)]
pub enum Quiet {
    /// Set my own
    Set {
        /// Days and times in turn, such as `mon-fri 18:00-08:00`; none = no quiet hours.
        words: Vec<String>,
        /// The zone in which they are meant, such as Europe/Kyiv; left out = wherever I am.
        #[arg(long)]
        zone: Option<String>,
    },
    /// Go back to the team's
    Team,
    /// Put the ones that run now aside until they end, or the next ones
    Skip,
}

/// What to do with alerts; without it they are shown.
#[derive(Debug, Subcommand)]
pub enum Alert {
    /// Set one
    Add {
        /// Whom to wait for: names, or parts of them.
        #[arg(required = true)]
        names: Vec<String>,
        /// How many of them must be free at once: a number, or `all`.
        #[arg(long, default_value = "1")]
        need: String,
        /// Go on after it fired.
        #[arg(long)]
        standing: bool,
        /// When it is given up; left out = never.
        #[arg(long)]
        until: Option<String>,
    },
    /// Remove one
    Remove {
        /// Its id, as `ringlight alert` shows it.
        id: String,
    },
}

/// What to do with groups; without it they are shown.
#[derive(Debug, Subcommand)]
pub enum Groups {
    /// Make one, or say anew who is in it
    Set {
        /// What it is called.
        name: String,
        /// Who is in it: names, or parts of them.
        names: Vec<String>,
    },
    /// Delete one
    Delete {
        /// What it is called.
        name: String,
    },
}

/// What to do with privacy; without it the rules are shown, and who sees how much.
#[derive(Debug, Subcommand)]
pub enum Privacy {
    /// Say how much somebody may see
    Set {
        /// everyone, favourites, own-group, or a name.
        who: String,
        /// hidden, coarse, basic, full; or `usual`, which takes the rule away.
        level: String,
    },
    /// Share something, or not
    Share {
        /// What.
        what: Shared,
        /// on or off.
        on: Switch,
    },
}

/// What can be shared by itself.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub enum Shared {
    /// The day I was last there; who hides theirs sees no one's.
    LastSeen,
    /// The location of my profile.
    Location,
    /// Whether others may set an alert on me.
    Alerts,
}

/// On or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Switch {
    /// Yes.
    On,
    /// No.
    Off,
}

/// What to do with programs; without it they are shown.
#[derive(Debug, Subcommand)]
pub enum Program {
    /// Let one in; its token is printed this once
    Add {
        /// What it is called.
        name: String,
        /// What it may do.
        #[arg(long, required = true, value_delimiter = ',')]
        may: Vec<May>,
    },
    /// Shut one out
    Revoke {
        /// What it is called, or its id.
        name: String,
    },
}

/// What a program may do.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub enum May {
    /// See my presence.
    ReadPresence,
    /// Set a status for a while.
    SetStatus,
    /// Report calls of a phone.
    ReportCalls,
}
