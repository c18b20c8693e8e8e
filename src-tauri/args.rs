//! How the app is started.

use std::path::PathBuf;

use anyhow::Context;
use clap::Parser;
use ringlight_client::Paths;

/// Presence for teams: who is free, why, and for how long.
///
/// Starting it again while it runs shows its window. `ringlight` controls it from a terminal.
#[derive(Debug, Parser)]
#[command(name = "ringlight-desktop", version)]
pub struct Args {
    /// Look around in a team of twelve simulated colleagues; nothing is kept.
    #[arg(long)]
    pub demo: bool,

    /// Start in the tray, without a window.
    #[arg(long, conflicts_with = "demo")]
    pub hidden: bool,

    /// An invite link, as the system hands it over when one is opened.
    #[arg(value_name = "LINK", conflicts_with_all = ["demo", "hidden"])]
    pub open: Option<String>,

    /// Keep everything in this folder, for a second account or a test.
    #[arg(long, value_name = "FOLDER")]
    pub data_dir: Option<PathBuf>,
}

impl Args {
    /// Where this start keeps its files, and the socket on which it can be reached.
    pub fn paths(&self) -> anyhow::Result<Paths> {
        let socket = match &self.data_dir {
            Some(folder) => folder.join("ringlight.sock"),
            None => ringlight_local::default_path(),
        };
        let data = match &self.data_dir {
            Some(folder) => folder.clone(),
            None if self.demo => std::env::temp_dir().join(format!("ringlight-demo-{}", std::process::id())),
            None => dirs::data_dir()
                .context("This user has no folder for data; set HOME, or give --data-dir")?
                .join("ringlight"),
        };
        Ok(Paths { data, socket })
    }
}
