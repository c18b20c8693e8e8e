use ringlight_protocol::local::Request;

/// What the tray tells the shell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// Something was chosen in the menu.
    Ask(Request),
    /// The icon was clicked.
    Clicked,
    /// Nobody shows the icon, or the panel that did is gone; says so in a sentence.
    Missing(&'static str),
    /// A panel shows the icon.
    Shown,
}
