//! Who may see how much of a person. The server enforces it on every read path.

use ringlight_protocol::{Claims, Level, MeetingKind, PersonId, Privacy, Rule, Timestamp, Who};

use crate::living::{alive, lease_end};

/// How a viewer stands to the person they look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Relation<'a> {
    /// Who looks.
    pub viewer: &'a PersonId,
    /// Whether they are among the person's favourites.
    pub favourite: bool,
    /// Whether both are of the same part of the team.
    pub own_group: bool,
}

/// How much one viewer may see of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Sight {
    /// How much.
    pub level: Level,
    /// Whether the day they were last seen is part of it, where the level has it.
    pub last_seen: bool,
}

impl Sight {
    /// Offline in every way.
    pub const NOTHING: Self = Self { level: Level::Hidden, last_seen: false };
    /// What a person sees of themselves.
    pub const WHOLE: Self = Self { level: Level::Full, last_seen: true };

    /// What a viewer may see whom the person's rules allow `level`: never more than the team does. `owner` and `viewer` say
    /// whether each of them shows the day they were last seen: who hides it sees no one's.
    pub fn new(level: Level, at_most: Level, owner: bool, viewer: bool) -> Self {
        let level = level.min(at_most);
        Self { level, last_seen: level > Level::Hidden && owner && viewer }
    }

    /// Whether the viewer may set an alert on the person: never on somebody hidden from them, nor on one who opted out.
    pub fn may_be_alerted(self, owner: &Privacy) -> bool {
        owner.alerts && self.level > Level::Hidden
    }
}

/// The person's rule that decides for a viewer: one that names them, else the most open one of their groups.
pub fn rule_for<'a>(owner: &'a Privacy, relation: &Relation) -> Option<&'a Rule> {
    let names = |rule: &&Rule| matches!(&rule.who, Who::Person { person } if person == relation.viewer);
    let counts = |rule: &&Rule| match rule.who {
        Who::Person { .. } => false,
        Who::Favourites => relation.favourite,
        Who::OwnGroup => relation.own_group,
        Who::Everyone => true,
    };
    let named = owner.rules.iter().filter(names).min_by_key(|rule| rule.level);
    named.or_else(|| owner.rules.iter().rev().filter(counts).max_by_key(|rule| rule.level))
}

/// How much a person's rules allow a viewer: what the deciding rule says, and everything if there is none.
pub fn level_for(owner: &Privacy, relation: &Relation) -> Level {
    rule_for(owner, relation).map_or(Level::Full, |rule| rule.level)
}

/// The claims of a person as if all of their devices had ended at `now`, without what shows of nobody who is gone. It is
/// what those are left with from whom the person hides.
pub fn gone(claims: &Claims, now: Timestamp) -> Claims {
    let heard = |lease| if alive(lease, now) { Some(now) } else { lease_end(lease) };
    let heard = claims.devices.iter().filter_map(|device| heard(device.lease));
    let absences = claims.calendar.iter().filter(|it| it.kind == MeetingKind::OutOfOffice);
    Claims {
        manual: claims.manual.clone(),
        planned: claims.planned.clone(),
        manual_changed: claims.manual_changed,
        calendar: absences.cloned().collect(),
        dismissed: claims.dismissed.clone(),
        note: claims.note.clone(),
        last_seen: heard.chain(claims.last_seen).max(),
        ..Claims::default()
    }
}
