//! The tray as a value: what the icon, its tooltip and its menu are for a snapshot. Drawing it is the backends' part.

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use ringlight_protocol::{
    Availability, Reason, Status, StatusId,
    local::{Account, End, Preset, Request, Snapshot},
};

use crate::words;

#[cfg(target_os = "linux")]
#[path = "tray/linux.rs"]
pub mod backend;
#[cfg(not(target_os = "linux"))]
#[path = "tray/native.rs"]
pub mod backend;

#[path = "tray/told.rs"]
mod told;

pub use told::Told;

/// Everything that shows in the tray. Equal values draw equal trays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tray {
    /// The ring: my availability, told apart by shape as well as colour.
    pub icon: Availability,
    /// Who, what, until when, and why if automatic.
    pub tooltip: String,
    /// From top to bottom.
    pub menu: Vec<Item>,
}

/// A line of the menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// Text that cannot be chosen.
    Line(String),
    /// A thin line.
    Separator,
    /// One of a group of which one may be on.
    Choices(Vec<Choice>),
    /// Something to do.
    Act(Choice),
    /// A menu in the menu.
    Menu(String, Vec<Choice>),
}

/// A line that does something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What it says.
    pub label: String,
    /// What it asks for.
    pub request: Request,
    /// Whether it is the one that holds now.
    pub on: bool,
}

/// The statuses that the menu itself offers, in order; the others are in a menu of it.
const OFFERED: [&str; 7] =
    ["available", "busy", "do_not_disturb", "be_right_back", "away", "out_of_office", "appear_offline"];

/// What the tray shows for `snapshot` at `now`, with clock times in `zone`.
pub fn tray(snapshot: &Snapshot, now: Timestamp, zone: &TimeZone) -> Tray {
    let Some(me) = &snapshot.me else {
        return Tray {
            icon: Availability::Offline,
            tooltip: words::signed_out(&snapshot.account).into(),
            menu: [vec![Item::Line(words::signed_out(&snapshot.account).into()), Item::Separator], closing()]
                .concat(),
        };
    };
    let status = label(snapshot, &me.presence.status, me.presence.availability);
    let who = format!("{} \u{2014} {status}", me.profile.name);
    let mut lines = vec![who.clone()];
    lines.extend(words::until(me.presence.until, now, zone));
    lines.extend(
        me.presence.cause.and_then(|cause| words::why(cause, me.presence.activity)).map(str::to_owned),
    );
    if let Account::Member { .. } = &snapshot.account {
        lines.extend(words::unreached(&snapshot.link).map(str::to_owned));
    }
    lines.extend(
        me.next
            .as_ref()
            .map(|next| words::next(next, label(snapshot, &next.status, next.availability), now, zone)),
    );
    let chosen = me.reasons.iter().find(|reason| reason.source == ringlight_protocol::Source::Manual);
    let (usual, others) = choices(snapshot, chosen.map(|reason| &reason.status));
    Tray {
        icon: me.presence.availability,
        tooltip: lines.join("\n"),
        menu: [
            lines.into_iter().map(Item::Line).collect(),
            vec![
                Item::Separator,
                Item::Choices(usual),
                Item::Menu(words::OTHERS.into(), others),
                Item::Menu(words::QUIET_FOR.into(), quiet_times(now, zone)),
                Item::Separator,
                act(words::BACK_TO_AUTOMATIC, Request::Automatic),
            ],
            why(snapshot, &me.reasons, now, zone),
            me.note.iter().map(|_| act(words::CLEAR_NOTE, Request::ClearNote)).collect(),
            snapshot.warning.iter().map(|_| act(words::I_AM_HERE, Request::Here)).collect(),
            me.can_take_back.then(|| act(words::I_WAS_HERE, Request::Here)).into_iter().collect(),
            snapshot.undo.iter().map(|_| act(words::UNDO, Request::Undo)).collect(),
            vec![Item::Separator],
            closing(),
        ]
        .concat(),
    }
}

fn closing() -> Vec<Item> {
    vec![act(words::SHOW, Request::Show), act(words::QUIT, Request::Quit)]
}

fn act(label: &str, request: Request) -> Item {
    Item::Act(Choice { label: label.into(), request, on: false })
}

/// What stands behind the ring and can be dropped or set aside.
fn why(snapshot: &Snapshot, reasons: &[Reason], now: Timestamp, zone: &TimeZone) -> Vec<Item> {
    let drop = |reason: &Reason| {
        let claim = reason.claim.clone().filter(|_| reason.can_drop)?;
        let status = label(snapshot, &reason.status, reason.availability);
        let label = words::drop(reason.source, status, reason.until, now, zone);
        Some(Choice { label, request: Request::Drop { claim }, on: false })
    };
    let choices: Vec<_> = reasons.iter().filter_map(drop).collect();
    if choices.is_empty() { Vec::new() } else { vec![Item::Menu(words::DROP.into(), choices)] }
}

/// The usual statuses with the chosen one, and the others.
fn choices(snapshot: &Snapshot, chosen: Option<&StatusId>) -> (Vec<Choice>, Vec<Choice>) {
    let choice = |status: &Status| Choice {
        label: status.label(&snapshot.settings.language).into(),
        request: choose(status.id.clone(), End::Usual),
        on: chosen == Some(&status.id),
    };
    let place = |status: &Status| OFFERED.iter().position(|id| *id == status.id.as_str());
    let is_usual = |status: &&Status| place(status).is_some() || chosen == Some(&status.id);
    let (mut usual, others): (Vec<_>, Vec<_>) =
        snapshot.statuses.iter().filter(|status| !status.hidden).partition(is_usual);
    usual.sort_by_key(|status| place(status).unwrap_or(OFFERED.len()));
    (usual.into_iter().map(choice).collect(), others.into_iter().map(choice).collect())
}

fn quiet_times(now: Timestamp, zone: &TimeZone) -> Vec<Choice> {
    let zone_name = zone.iana_name().unwrap_or("UTC");
    let tomorrow = ringlight_core::presets::at(Preset::Tomorrow, zone_name, None, now);
    let fixed = [30, 60, 120, 240].map(|minutes| {
        let lasts = SignedDuration::from_mins(minutes);
        (words::lasting(lasts), End::After(lasts))
    });
    let tomorrow = tomorrow.map(|at| (words::tomorrow(at, zone), End::When(Preset::Tomorrow)));
    fixed
        .into_iter()
        .chain(tomorrow)
        .chain([(words::NO_END.into(), End::Never)])
        .map(|(label, end)| Choice { label, request: choose("do_not_disturb".into(), end), on: false })
        .collect()
}

fn choose(status: StatusId, end: End) -> Request {
    Request::Choose { status, secondary: None, end, note: None }
}

fn label<'a>(snapshot: &'a Snapshot, id: &StatusId, availability: Availability) -> &'a str {
    let known = snapshot.statuses.iter().find(|status| status.id == *id);
    known.map_or(words::availability(availability), |status| status.label(&snapshot.settings.language))
}

#[cfg(test)]
#[path = "tray/tests.rs"]
mod tests;
