use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Availability, SecondaryId, SignedDuration, StatusId};

/// An entry of the team's catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Status {
    /// Its name in URLs and JSON.
    pub id: StatusId,
    /// The colour it gives the ring.
    pub availability: Availability,
    /// What people read, by BCP 47 language tag; `en` is always there.
    pub labels: BTreeMap<String, String>,
    /// How long it lasts unless the person says otherwise; absent = no end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "bindings", ts(type = "string | null"))]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Duration))]
    pub lasts: Option<SignedDuration>,
    /// Whether its owner's own notifications stay quiet meanwhile.
    pub mutes: bool,
    /// Whether it survives signing out; out-of-office ones only.
    pub sticky: bool,
    /// Whether people may no longer choose it. One in use goes on.
    pub hidden: bool,
    /// What its owner can say more precisely, at most 30. Viewers see the status itself only.
    #[serde(default)]
    pub secondaries: Vec<Secondary>,
}

/// A more precise status under an entry of the catalogue: its owner and reports see it, viewers do not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Secondary {
    /// Unique within its entry.
    pub id: SecondaryId,
    /// What people read, by BCP 47 language tag; `en` is always there.
    pub labels: BTreeMap<String, String>,
    /// Whether people may no longer choose it. One in use goes on.
    #[serde(default)]
    pub hidden: bool,
}

impl Status {
    /// The label in `language`, else in English, else the id.
    pub fn label(&self, language: &str) -> &str {
        self.labels.get(language).or_else(|| self.labels.get("en")).map_or(self.id.as_str(), String::as_str)
    }
}

/// The base status of an availability: the one that labels it when nothing more particular does.
pub fn base_status(availability: Availability) -> StatusId {
    StatusId::from(match availability {
        Availability::Available => "available",
        Availability::Busy => "busy",
        Availability::DoNotDisturb => "do_not_disturb",
        Availability::Away => "away",
        Availability::OutOfOffice => "out_of_office",
        Availability::Offline => "appear_offline",
    })
}

/// The catalogue a new team starts with, in the order in which it is offered.
pub fn shipped_statuses() -> Vec<Status> {
    use Availability::*;
    const HOUR: i64 = 60;
    [
        ("available", Available, "Available", None),
        ("in_the_office", Available, "In the office", None),
        ("working_from_home", Available, "Working from home", None),
        ("working_remotely", Available, "Working remotely", None),
        ("on_the_road", Available, "On the road", None),
        ("busy", Busy, "Busy", None),
        ("in_a_meeting", Busy, "In a meeting", Some(HOUR)),
        ("do_not_disturb", DoNotDisturb, "Do not disturb", None),
        ("focusing", DoNotDisturb, "Focusing", Some(2 * HOUR)),
        ("away", Away, "Away", None),
        ("be_right_back", Away, "Be right back", Some(15)),
        ("break", Away, "Break", Some(15)),
        ("meal", Away, "Lunch", Some(HOUR)),
        ("training", Away, "Training", Some(2 * HOUR)),
        ("out_of_office", OutOfOffice, "Out of office", None),
        ("on_holiday", OutOfOffice, "On holiday", None),
        ("business_trip", OutOfOffice, "Business trip", None),
        ("sick_leave", OutOfOffice, "Sick leave", None),
        ("appear_offline", Offline, "Appear offline", None),
    ]
    .into_iter()
    .map(|(id, availability, label, minutes)| Status {
        id: id.into(),
        availability,
        labels: BTreeMap::from([("en".to_owned(), label.to_owned())]),
        lasts: minutes.map(SignedDuration::from_mins),
        mutes: availability == DoNotDisturb,
        sticky: availability == OutOfOffice,
        hidden: false,
        secondaries: Vec::new(),
    })
    .collect()
}
