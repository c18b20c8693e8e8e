//! Applications, as the owner may ignore them.

use std::fmt;

/// An application on this computer. Its name never leaves it, not even in a log.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct App {
    /// What it is ignored by: its program's name in small letters, without a path or `.exe`, or its bundle's on macOS.
    pub id: String,
    /// What the owner knows it by.
    pub name: String,
}

impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("App")
    }
}

impl App {
    /// The application with this program (a path will do) and, if it is known, this name for people.
    pub fn new(program: &str, name: Option<&str>) -> Self {
        let file = program.rsplit(['/', '\\']).next().unwrap_or(program).trim();
        let id = file.to_lowercase();
        let id = id.strip_suffix(".exe").unwrap_or(&id).to_owned();
        let name = name.map(str::trim).filter(|name| !name.is_empty()).unwrap_or(file).to_owned();
        Self { id, name }
    }
}

/// Programs that keep a microphone or a camera open all the time without any call: sound servers and processors,
/// volume meters, cameras' own services, and what listens for its own name.
pub(crate) const ALWAYS_ON: [&str; 19] = [
    "cava",
    "cavalier",
    "carla",
    "corespeechd",
    "easyeffects",
    "gnome-control-center",
    "gnome-shell",
    "jamesdsp",
    "kwin_wayland",
    "noisetorch",
    "pavucontrol",
    "pavucontrol-qt",
    "pipewire",
    "pipewire-media-session",
    "plasmashell",
    "pulseeffects",
    "systemsettings",
    "wavelink",
    "wireplumber",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_application_is_known_by_its_programs_name() {
        for (program, id) in [
            ("/opt/zoom/zoom", "zoom"),
            (r"C:\Program Files\Zoom\bin\Zoom.exe", "zoom"),
            ("firefox", "firefox"),
            (" Skype ", "skype"),
        ] {
            assert_eq!(App::new(program, None).id, id);
        }
        assert_eq!(App::new("zoom", Some("ZOOM VoiceEngine")).name, "ZOOM VoiceEngine");
        assert_eq!(App::new("/opt/Zoom", Some(" ")).name, "Zoom");
    }

    #[test]
    fn names_are_written_as_they_are_compared() {
        for id in ALWAYS_ON {
            assert_eq!(App::new(id, None).id, id);
        }
    }
}
