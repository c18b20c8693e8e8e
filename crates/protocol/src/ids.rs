use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use smol_str::SmolStr;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "bindings", derive(ts_rs::TS), ts(as = "String"))]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String, min_length = 1, max_length = 64, pattern = r"^[^\s\x00-\x1f\x7f-\x9f]+$"))]
        pub struct $name(SmolStr);

        impl $name {
            /// The id as it stands in URLs and JSON.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl<T: Into<SmolStr>> From<T> for $name {
            fn from(id: T) -> Self {
                Self(id.into())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&self.0, f)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let id = String::deserialize(deserializer)?;
                if id.is_empty() || id.len() > 64 || id.chars().any(|c| c.is_control() || c.is_whitespace()) {
                    return Err(serde::de::Error::custom("an id has 1 to 64 characters and no spaces"));
                }
                Ok(Self(id.into()))
            }
        }
    };
}

id! {
    /// A person of a team (RFC 2778's presentity). Opaque, never reused.
    PersonId
}
id! {
    /// One running client of a person, or a phone. Opaque, never reused.
    DeviceId
}
id! {
    /// An entry of the team's catalogue, such as `do_not_disturb` or `working_from_home`.
    StatusId
}
id! {
    /// One claim about a person. An automatic claim keeps its id for as long as that instance lives (one meeting, one
    /// night of quiet hours, one call), so that it can be dismissed until it ends.
    ClaimId
}
id! {
    /// A secondary status under an entry of the catalogue, such as `coaching` under `training`.
    SecondaryId
}
id! {
    /// An alert of one person, chosen by them.
    AlertId
}
id! {
    /// A group of one person's own making, chosen by them.
    GroupId
}
id! {
    /// A program that a person let in. Opaque, never reused.
    ProgramId
}
