use ringlight_protocol::local::Request;

/// What the tray tells the shell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// Something was chosen in the menu.
    Ask(Request),
    /// The icon was clicked.
    Clicked,
    /// No panel shows tray icons, or the one that did is gone.
    Missing(String),
    /// A panel shows the icon.
    Shown,
}
