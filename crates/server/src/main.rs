//! `ringlightd`: a team's server, for a computer that is always on.

mod daemon;

use std::process::ExitCode;

fn main() -> ExitCode {
    daemon::main()
}
