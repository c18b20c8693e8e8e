use serde::{Deserialize, Serialize};

use crate::{
    Alert, Availability, Claims, DeviceId, Group, IdleBounds, Level, Next, Person, PersonId, Presence,
    Privacy, Profile, Reason, SignedDuration, Status, Timestamp, Window,
};

/// The team's rules that decide presence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Policy {
    /// How long a device whose stream was lost keeps its last report; 30 to 300 s.
    #[cfg_attr(feature = "bindings", ts(type = "string"))]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Duration))]
    pub grace: SignedDuration,
    /// How long somebody may be offline before open-ended, non-sticky statuses end; 1 min to 24 h.
    #[cfg_attr(feature = "bindings", ts(type = "string"))]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Duration))]
    pub restore: SignedDuration,
    /// How long a device that last reported `asleep` is away, not offline.
    #[cfg_attr(feature = "bindings", ts(type = "string"))]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Duration))]
    pub sleep_lease: SignedDuration,
    /// Within which minutes members may set their idle threshold.
    #[serde(default)]
    pub idle: IdleBounds,
    /// The most that anybody sees of somebody else; it can only take away.
    #[serde(default = "everything")]
    pub at_most: Level,
    /// Quiet hours of who sets none of their own, in each member's zone.
    #[serde(default)]
    pub quiet_hours: Vec<Window>,
    /// Since when the server keeps status times; absent = it keeps none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "bindings", ts(type = "string | null"))]
    pub reports: Option<Timestamp>,
}

fn everything() -> Level {
    Level::Full
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            grace: SignedDuration::from_secs(60),
            restore: SignedDuration::from_hours(8),
            sleep_lease: SignedDuration::from_hours(12),
            idle: IdleBounds::default(),
            at_most: everything(),
            quiet_hours: Vec::new(),
            reports: None,
        }
    }
}

/// The first thing a stream says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Hello {
    /// The server's version, `major.minor.patch`.
    pub server: String,
    /// The newest API version it speaks.
    pub api: u32,
    /// What it offers beyond the base; unknown ones are ignored.
    #[serde(default)]
    pub features: Vec<String>,
    /// The epoch for this device's reports; absent on a reading stream.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub epoch: Option<u64>,
    /// Spread reconnects over this long.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Duration))]
    pub reconnect: SignedDuration,
    /// The team's name.
    pub team: String,
    /// The server's clock, for showing a wrong one here; ends are instants on it.
    pub now: Timestamp,
}

/// My own presence with everything behind it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Me {
    /// Who.
    pub id: PersonId,
    /// The device whose token asked.
    pub device: DeviceId,
    /// What I say of myself.
    pub profile: Profile,
    /// All my claims, for resolving here and offline.
    pub claims: Claims,
    /// What a full viewer sees.
    pub presence: Presence,
    /// Every living claim, most decisive first.
    pub reasons: Vec<Reason>,
    /// What comes next by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Next>,
    /// Who may see how much of me.
    #[serde(default)]
    pub privacy: Privacy,
    /// Who may break through do-not-disturb.
    #[serde(default)]
    pub breakthrough: Vec<PersonId>,
    /// Counts my changes up, so that an older answer never undoes a newer event. Only its owner sees it.
    pub revision: u64,
}

/// One event of `GET /v1/sync`. Each carries whole records: applying one twice, or missing one before a later one, does
/// no harm. As server-sent events the `event:` field repeats `type` and `id:` is the cursor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// Opens every stream and every long-poll answer.
    Hello(Hello),
    /// The cursor is of another life of the server: forget the roster, a snapshot follows.
    Reset,
    /// A page of the roster.
    Snapshot {
        /// The people on this page.
        people: Vec<Person>,
        /// Whether it is the last page: people not named on any page are gone.
        last: bool,
    },
    /// Somebody's presence.
    Presence {
        /// Whose.
        person: PersonId,
        /// The whole of it.
        presence: Presence,
    },
    /// Somebody new, or a profile that changed.
    Person(Person),
    /// Somebody left.
    Gone {
        /// Who.
        person: PersonId,
    },
    /// My own claims and presence.
    Me(Box<Me>),
    /// My favourites, in my order.
    Favourites {
        /// All of them.
        people: Vec<PersonId>,
    },
    /// My own groups, by name.
    Groups {
        /// All of them.
        groups: Vec<Group>,
    },
    /// My alerts; one fires by its `fired` moving on.
    Alerts {
        /// All of them.
        alerts: Vec<Alert>,
    },
    /// The team's catalogue.
    Statuses {
        /// All of it, in its order.
        statuses: Vec<Status>,
    },
    /// The team's rules.
    Policy(Policy),
}

/// The answer to a long-poll: the same events, and the cursor to come back with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Page {
    /// Give it as `since` next time.
    pub cursor: String,
    /// `hello`, then what changed; nothing more when the wait ran out.
    pub events: Vec<Event>,
}

/// The parameters of `GET /v1/people`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// Part of a name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// Only people with this availability.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub availability: Option<Availability>,
    /// Only people of this part of the team, or of this group of mine (its id).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Where the last page ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}
