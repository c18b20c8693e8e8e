//! How much one viewer may see of one person.

use ringlight_core::privacy::{self, Relation, level_for, rule_for};
use ringlight_protocol::{Level, Policy, Rule, Who};

use super::person::Person;

/// Whoever has the same sight of a person sees the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sight {
    /// What the person's rules allow; the team's cap comes on top.
    level: Level,
    /// Whether the viewer shows the day they were last seen: who hides theirs sees no one's.
    dated: bool,
    /// Which of the person's shades the viewer sees in their place, if they hide from the viewer.
    pub shade: Option<u32>,
}

impl Sight {
    const LEVELS: [Level; 4] = [Level::Hidden, Level::Coarse, Level::Basic, Level::Full];

    /// The whole, for who is asked by nobody in particular.
    const WHOLE: Self = Self { level: Level::Full, dated: true, shade: None };

    pub fn all() -> [Self; 8] {
        std::array::from_fn(|place| Self {
            level: Self::LEVELS[place / 2],
            dated: place % 2 == 1,
            shade: None,
        })
    }

    pub fn place(self) -> usize {
        self.level as usize * 2 + usize::from(self.dated)
    }

    /// What `viewer` may see of `person`.
    pub fn of(person: &Person, viewer: &Person) -> Self {
        let dated = viewer.settings.privacy.last_seen;
        match person.shade_of(&viewer.id) {
            Some((shade, level)) => Self { level, dated, shade: Some(shade.row.number) },
            None => Self { level: level(person, viewer), dated, shade: None },
        }
    }

    /// The same under the team's cap and what the person says of their own last day.
    pub fn capped(self, owner_dated: bool, policy: &Policy) -> privacy::Sight {
        privacy::Sight::new(self.level, policy.at_most, owner_dated, self.dated)
    }

    /// How much it shows, for comparing. Who was left with a shade first sees least.
    pub fn openness(self) -> impl Ord {
        (self.shade.unwrap_or(u32::MAX), self.place())
    }
}

impl Default for Sight {
    fn default() -> Self {
        Self::WHOLE
    }
}

/// How much a person's rules allow a viewer.
pub(crate) fn level(person: &Person, viewer: &Person) -> Level {
    level_for(&person.settings.privacy, &relation(person, viewer))
}

/// The rule of the person that decides for a viewer.
pub(crate) fn rule<'a>(person: &'a Person, viewer: &Person) -> Option<&'a Rule> {
    rule_for(&person.settings.privacy, &relation(person, viewer))
}

fn relation<'a>(person: &Person, viewer: &'a Person) -> Relation<'a> {
    Relation {
        viewer: &viewer.id,
        favourite: person.favourites.contains(&viewer.id),
        own_group: person.profile.group.is_some() && person.profile.group == viewer.profile.group,
    }
}

/// Whether a change of a person can give viewers another sight of them.
pub(super) fn may_turn_viewers(before: &Person, after: &Person) -> bool {
    let uses = |who: Who| after.settings.privacy.rules.iter().any(|rule| rule.who == who);
    before.settings.privacy.rules != after.settings.privacy.rules
        || (before.favourites != after.favourites && uses(Who::Favourites))
        || (before.profile.group != after.profile.group && uses(Who::OwnGroup))
}

/// Whether a change of a viewer can give them another sight of people.
pub(super) fn may_turn_sights(before: &Person, after: &Person) -> bool {
    before.profile.group != after.profile.group
        || before.settings.privacy.last_seen != after.settings.privacy.last_seen
}
