//! Where teams hosted on this computer are kept. A team is never deleted here: starting another one leaves it in its folder.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use anyhow::Context;

/// The folder of all teams that were hosted here.
pub struct Places(PathBuf);

/// The folder of one team.
pub struct Place {
    folder: PathBuf,
    temporary: bool,
}

/// Names the folder of the team that is hosted now.
const CURRENT: &str = "current";

impl Places {
    /// Teams below the app's data folder.
    pub fn below(data: &Path) -> Self {
        Self(data.join("teams"))
    }

    /// A new, empty folder, which becomes the current one.
    pub fn found(&self) -> anyhow::Result<Place> {
        fs::create_dir_all(&self.0).with_context(|| self.0.display().to_string())?;
        let name = (1..).map(|number| format!("team-{number}")).find(|name| !self.0.join(name).exists());
        let name = name.context("no name is free")?;
        private_folder(&self.0.join(&name))?;
        fs::write(self.0.join(CURRENT), &name)?;
        Ok(Place { folder: self.0.join(name), temporary: false })
    }

    /// The folder of the team that is hosted here.
    pub fn current(&self) -> anyhow::Result<Place> {
        let name = fs::read_to_string(self.0.join(CURRENT)).context("its folder is not known")?;
        let folder = self.0.join(name.trim());
        anyhow::ensure!(folder.join("team.db").exists(), "{} is missing", folder.join("team.db").display());
        Ok(Place { folder, temporary: false })
    }
}

impl Place {
    /// A folder that goes with this value.
    pub fn temporary() -> io::Result<Self> {
        let folder = std::env::temp_dir().join(format!("ringlight-demo-team-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        private_folder(&folder)?;
        Ok(Self { folder, temporary: true })
    }

    /// The team's database.
    pub fn database(&self) -> PathBuf {
        self.folder.join("team.db")
    }

    /// The port on which the team was reached last; 0 = never.
    pub fn port(&self) -> u16 {
        fs::read_to_string(self.folder.join("port"))
            .ok()
            .and_then(|port| port.trim().parse().ok())
            .unwrap_or(0)
    }

    /// Keeps the port, so that invites and colleagues find the team after a restart.
    pub fn remember_port(&self, port: u16) -> io::Result<()> {
        if port == self.port() { Ok(()) } else { fs::write(self.folder.join("port"), port.to_string()) }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if self.temporary
            && let Err(error) = fs::remove_dir_all(&self.folder)
        {
            tracing::warn!(%error, "the demonstration's files stay");
        }
    }
}

/// A folder that only its owner may enter.
#[cfg(unix)]
fn private_folder(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().mode(0o700).create(folder)
}

/// A folder in the user's own, which others may not enter anyway.
#[cfg(not(unix))]
fn private_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_team_keeps_its_folder_and_port_and_the_next_one_gets_another() {
        let data = tempfile::tempdir().expect("a temporary folder");
        let places = Places::below(data.path());
        assert!(places.current().is_err());
        let first = places.found().expect("an empty folder can be written");
        assert_eq!(first.port(), 0);
        first.remember_port(7420).expect("the port can be kept");
        fs::write(first.database(), "").expect("the database can be made");
        assert_eq!(
            places.current().map(|place| (place.database(), place.port())).ok(),
            Some((first.database(), 7420))
        );
        let second = places.found().expect("a second team can be founded");
        assert_ne!(second.database(), first.database());
        assert!(first.database().exists(), "nothing is deleted");
    }

    #[test]
    fn a_temporary_place_goes_with_its_value() {
        let place = Place::temporary().expect("a temporary folder");
        let folder = place.folder.clone();
        assert!(folder.exists());
        drop(place);
        assert!(!folder.exists());
    }
}
