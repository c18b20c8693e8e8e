//! Running other programs, with a line that tells which and can be pasted.

use std::{ffi::OsStr, process::Command};

use anyhow::{Context, ensure};

use crate::places;

/// `program` with `args`, in the workspace's root.
pub fn command(program: impl AsRef<OsStr>, args: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(args).current_dir(places::root());
    command
}

/// The cargo that runs this program.
pub fn cargo(args: &[&str]) -> Command {
    command(env!("CARGO"), args)
}

/// Runs it to its end; an error names it and how it ended.
pub fn run(mut command: Command) -> anyhow::Result<()> {
    let line = line(&command);
    println!("$ {line}");
    let status = command.status().with_context(|| format!("`{line}` does not start"))?;
    ensure!(status.success(), "`{line}` failed ({status})");
    Ok(())
}

/// What it prints, or nothing where it does not exist or fails.
pub fn output(program: &str, args: &[&str]) -> Option<String> {
    let output = command(program, args).output().ok().filter(|output| output.status.success())?;
    String::from_utf8(output.stdout).ok()
}

/// Whether it exists and does not fail.
pub fn succeeds(program: &str, args: &[&str]) -> bool {
    output(program, args).is_some()
}

fn line(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program()).file_stem().unwrap_or_default();
    let set = command.get_envs().filter_map(|(name, value)| (name != "PATH").then_some((name, value?)));
    let set = set.map(|(name, value)| format!("{}={}", name.display(), quoted(value)));
    set.chain([program.display().to_string()])
        .chain(command.get_args().map(quoted))
        .collect::<Vec<_>>()
        .join(" ")
}

fn quoted(word: &OsStr) -> String {
    let word = word.to_string_lossy();
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_=./:,@+".contains(c);
    if word.chars().all(plain) { word.into_owned() } else { format!("'{word}'") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_that_is_shown_can_be_pasted() {
        let mut command = command("cargo", &["doc", "--test", "a b"]);
        command.env("RUSTDOCFLAGS", "-D warnings");
        assert_eq!(line(&command), "RUSTDOCFLAGS='-D warnings' cargo doc --test 'a b'");
    }
}
