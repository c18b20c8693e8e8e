//! Twelve colleagues and what they do all day.

use ringlight_protocol::DeviceActivity;

/// One simulated colleague.
pub struct Colleague {
    pub name: &'static str,
    pub group: &'static str,
    pub zone: &'static str,
    /// Where they are, if they share it.
    pub location: Option<&'static str>,
    /// What they do, over and over, beginning with the first at once.
    pub day: &'static [Act],
}

/// Something a colleague does, and for how many seconds they leave it so.
pub struct Act {
    pub does: Does,
    pub lasts: u64,
}

/// What a colleague does, by the API's own requests.
pub enum Does {
    /// Chooses a status, for so many minutes (0 = no end), with a note.
    Chooses(&'static str, i64, &'static str),
    /// Goes back to automatic.
    Automatic,
    /// Their computer reports an activity, so many seconds old.
    Computer(DeviceActivity, i64),
    /// Their microphone is in use.
    Calls,
    /// They show slides.
    Presents,
    /// Their calendar has a meeting from now on for so many minutes.
    Meets(i64),
    /// They quit the app.
    Quits,
}

use DeviceActivity::{Active, Asleep, Idle, Locked};
use Does::{Automatic, Calls, Chooses, Computer, Meets, Presents, Quits};

const fn act(does: Does, lasts: u64) -> Act {
    Act { does, lasts }
}

/// The team of the demonstration.
pub const COLLEAGUES: [Colleague; 12] = [
    Colleague {
        name: "Piotr Adamiak",
        group: "Design",
        zone: "Europe/Warsaw",
        location: None,
        day: &[act(Chooses("working_from_home", 0, "\u{1f3e1} Back in the office on Thursday"), 600)],
    },
    Colleague {
        name: "Haruka Sato",
        group: "Support",
        zone: "Asia/Tokyo",
        location: None,
        day: &[act(Calls, 45), act(Computer(Active, 0), 25)],
    },
    Colleague {
        name: "Jo\u{e3}o Pereira",
        group: "Finance",
        zone: "Europe/Lisbon",
        location: None,
        day: &[act(Chooses("do_not_disturb", 42, "Quarter close"), 300), act(Automatic, 30)],
    },
    Colleague {
        name: "Adam Nowak",
        group: "Support",
        zone: "Europe/Warsaw",
        location: None,
        day: &[act(Computer(Locked, 420), 40), act(Computer(Active, 0), 20)],
    },
    Colleague {
        name: "Daria Melnyk",
        group: "Support",
        zone: "Europe/Kyiv",
        location: Some("Kyiv, Podil"),
        day: &[act(Computer(Active, 0), 100), act(Meets(25), 60), act(Meets(0), 40), act(Presents, 45)],
    },
    Colleague {
        name: "Tomasz Lis",
        group: "Support",
        zone: "Europe/Warsaw",
        location: None,
        day: &[act(Chooses("meal", 21, ""), 200), act(Automatic, 60)],
    },
    Colleague {
        name: "In\u{ea}s Carvalho",
        group: "Finance",
        zone: "Europe/Lisbon",
        location: None,
        day: &[act(Chooses("on_holiday", 9 * 24 * 60, ""), 600)],
    },
    Colleague {
        name: "Kenji Mori",
        group: "Support",
        zone: "Asia/Tokyo",
        location: None,
        day: &[act(Quits, 600)],
    },
    Colleague {
        name: "Oksana Shevchenko",
        group: "Design",
        zone: "Europe/Kyiv",
        location: None,
        day: &[act(Chooses("focusing", 95, "Icons, round three"), 240), act(Automatic, 45)],
    },
    Colleague {
        name: "\u{5d3}\u{5e0}\u{5d4} \u{5db}\u{5d4}\u{5df}",
        group: "Design",
        zone: "Asia/Jerusalem",
        location: None,
        day: &[
            act(
                Chooses(
                    "in_a_meeting",
                    35,
                    "\u{5e1}\u{5e7}\u{5d9}\u{5e8}\u{5ea} \u{5e2}\u{5d9}\u{5e6}\u{5d5}\u{5d1}",
                ),
                90,
            ),
            act(Automatic, 60),
        ],
    },
    Colleague {
        name: "Maria-Magdalena Wi\u{15b}niewska-Kowalczyk",
        group: "Finance",
        zone: "America/Sao_Paulo",
        location: None,
        day: &[act(Computer(Idle, 900), 70), act(Computer(Active, 0), 35), act(Computer(Asleep, 0), 50)],
    },
    Colleague {
        name: "Sam O\u{2019}Neill",
        group: "Support",
        zone: "America/New_York",
        location: None,
        day: &[
            act(Chooses("be_right_back", 10, "\u{2615}"), 60),
            act(Automatic, 40),
            act(Chooses("busy", 0, ""), 50),
        ],
    },
];
