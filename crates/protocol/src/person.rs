use serde::{Deserialize, Serialize};

use crate::{PersonId, Presence, Window};

/// A colleague as one viewer may see them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Person {
    /// Who.
    pub id: PersonId,
    /// What they say of themselves.
    #[serde(flatten)]
    pub profile: Profile,
    /// Their presence.
    pub presence: Presence,
}

/// What a person says of themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Profile {
    /// 1 to [`crate::NAME_MAX_CHARS`] characters, NFC, one line.
    pub name: String,
    /// The part of the team the contact list groups them under.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// IANA name of their time zone.
    pub zone: String,
    /// The hours they declared as usual; never learned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub working_hours: Option<WorkingHours>,
    /// Where they are, in words. Viewers see it as [`Presence::location`], if the person shares it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// Ways to reach them, the preferred one first.
    #[serde(default)]
    pub contacts: Vec<Contact>,
    /// Whether they may invite people and change the team.
    #[serde(default)]
    pub admin: bool,
}

/// A change of one's own profile: an absent field stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ProfileChange {
    /// The new name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 64, pattern = r"^\S(.*\S)?$"))]
    pub name: Option<String>,
    /// The new group; empty = none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 64))]
    pub group: Option<String>,
    /// IANA name of the new time zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// The new usual hours; no windows = none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub working_hours: Option<WorkingHours>,
    /// The new location; empty = none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 64))]
    pub location: Option<String>,
    /// The new ways to be reached, all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_items = 16))]
    pub contacts: Option<Vec<Contact>>,
}

/// The hours a person declares as usual, in their own zone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WorkingHours {
    /// Windows of the week; at most 21.
    #[cfg_attr(feature = "openapi", schema(max_items = 21))]
    pub windows: Vec<Window>,
}

/// One way to reach a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Contact {
    /// What it is called.
    pub kind: ContactKind,
    /// What opens, with one of [`CONTACT_SCHEMES`].
    #[cfg_attr(
        feature = "openapi",
        schema(
            max_length = 256,
            pattern = r"^(tel|mailto|sips?|xmpp|callto|msteams|slack|zoommtg|https):\S+$"
        )
    )]
    pub address: String,
}

/// The schemes of addresses that people can be reached by, and that the app opens.
pub const CONTACT_SCHEMES: [&str; 10] =
    ["tel", "mailto", "sip", "sips", "xmpp", "callto", "msteams", "slack", "zoommtg", "https"];

impl Contact {
    /// Whether an address can be opened: one of [`CONTACT_SCHEMES`], and something behind it without a space.
    pub fn opens(address: &str) -> bool {
        address.split_once(':').is_some_and(|(scheme, rest)| {
            CONTACT_SCHEMES.iter().any(|known| scheme.eq_ignore_ascii_case(known))
                && !rest.is_empty()
                && !address.chars().any(|c| c.is_whitespace() || c.is_control())
        })
    }
}

/// What a way to reach a person is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ContactKind {
    /// A chat.
    Chat,
    /// A desk phone or a softphone.
    Phone,
    /// A mobile.
    Mobile,
    /// Mail.
    Mail,
    /// A video room.
    Video,
    /// Anything else.
    Other,
}
