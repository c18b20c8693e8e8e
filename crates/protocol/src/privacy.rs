use serde::{Deserialize, Serialize};

use crate::{Level, Person, PersonId};

/// Who may see how much of a person: `GET` and `PUT /v1/me/privacy`. A rule that names the viewer wins, else the
/// most open rule of the groups the viewer belongs to; who matches none sees [`Level::Full`]. The team may cap it
/// ([`crate::Policy::at_most`]), never raise it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Privacy {
    /// At most 200; at most one for each `who`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 200))]
    pub rules: Vec<Rule>,
    /// Whether viewers see the day I was last there. Who hides theirs sees no one's.
    pub last_seen: bool,
    /// Whether viewers see the location of my profile.
    pub location: bool,
    /// Whether others may set an alert on me.
    pub alerts: bool,
}

impl Default for Privacy {
    fn default() -> Self {
        Self { rules: Vec::new(), last_seen: true, location: false, alerts: true }
    }
}

/// What some viewers may see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// For whom.
    pub who: Who,
    /// How much.
    pub level: Level,
}

/// Whom a privacy rule is for.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum Who {
    /// One person.
    Person {
        /// Who.
        person: PersonId,
    },
    /// My favourites.
    Favourites,
    /// The people of the same part of the team as I ([`crate::Profile::group`]).
    OwnGroup,
    /// The whole team.
    Everyone,
}

/// What one viewer sees of me: `GET /v1/me/view-as/{viewer}`, and a line of `GET /v1/me/viewers`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Viewer {
    /// Who looks.
    pub viewer: PersonId,
    /// How much they may see, after the team's cap.
    pub level: Level,
    /// The rule that says so; absent = none matches.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<Who>,
    /// Me, as they see me.
    pub seen: Person,
}
