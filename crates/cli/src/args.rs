use clap::{Parser, Subcommand};

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
    /// `ringlight status dnd 1h "budget"` · `ringlight status lunch` · `ringlight status ooo until 2026-12-24` ·
    /// `ringlight status busy until 15:00` · `ringlight status focusing tomorrow` · `ringlight status auto`
    Status {
        /// A status, how long (30m, 1h30m, until 15:00, tomorrow, forever), and a note.
        words: Vec<String>,
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
    /// Show why my status is what it is
    Why,
    /// Show colleagues
    Who {
        /// Only those who are available.
        #[arg(long, short)]
        available: bool,
        /// Part of a name.
        query: Option<String>,
    },
    /// Show the window
    Show,
    /// End Ringlight; my status stays as it is
    Quit,
}
