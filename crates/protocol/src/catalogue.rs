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
    /// The label in `language`, else in that language of anywhere (`pt` for `pt-BR`), else in English, else the id.
    pub fn label(&self, language: &str) -> &str {
        let anywhere = language.split(['-', '_']).next().unwrap_or_default();
        let label = [language, anywhere, "en"].iter().find_map(|tag| self.labels.get(*tag));
        label.map_or(self.id.as_str(), String::as_str)
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

/// The languages of [`LABELS`], in their order.
const LANGUAGES: [&str; 5] = ["en", "uk", "pl", "ja", "pt"];

/// What the shipped statuses are called.
const LABELS: [(&str, [&str; 5]); 19] = [
    ("available", ["Available", "На зв’язку", "Dostępny(-a)", "連絡可能", "Disponível"]),
    ("in_the_office", ["In the office", "В офісі", "W biurze", "オフィス", "No escritório"]),
    (
        "working_from_home",
        ["Working from home", "Працюю з дому", "Praca z domu", "在宅勤務", "A trabalhar de casa"],
    ),
    (
        "working_remotely",
        ["Working remotely", "Працюю дистанційно", "Praca zdalna", "リモート勤務", "A trabalhar à distância"],
    ),
    ("on_the_road", ["On the road", "У дорозі", "W drodze", "移動中", "Em viagem"]),
    ("busy", ["Busy", "Зайнято", "Zajęty(-a)", "取り込み中", "Ocupado(a)"]),
    ("in_a_meeting", ["In a meeting", "На зустрічі", "Na spotkaniu", "会議中", "Em reunião"]),
    ("do_not_disturb", ["Do not disturb", "Не турбувати", "Nie przeszkadzać", "応答不可", "Não incomodar"]),
    ("focusing", ["Focusing", "Зосереджено працюю", "Praca w skupieniu", "集中作業中", "Concentrado(a)"]),
    ("away", ["Away", "Немає на місці", "Z dala od komputera", "離席中", "Ausente"]),
    ("be_right_back", ["Be right back", "Скоро повернуся", "Zaraz wracam", "すぐ戻ります", "Volto já"]),
    ("break", ["Break", "Перерва", "Przerwa", "休憩中", "Em pausa"]),
    ("meal", ["Lunch", "Обід", "Lunch", "昼食中", "Almoço"]),
    ("training", ["Training", "На навчанні", "Na szkoleniu", "研修中", "Em formação"]),
    ("out_of_office", ["Out of office", "Не на роботі", "Poza biurem", "不在", "Fora do escritório"]),
    ("on_holiday", ["On holiday", "У відпустці", "Na urlopie", "休暇中", "De férias"]),
    (
        "business_trip",
        ["Business trip", "У відрядженні", "W podróży służbowej", "出張中", "Em viagem de trabalho"],
    ),
    (
        "sick_leave",
        ["Sick leave", "На лікарняному", "Na zwolnieniu lekarskim", "病気休暇中", "De baixa médica"],
    ),
    (
        "appear_offline",
        [
            "Appear offline",
            "Відображатися як офлайн",
            "Wyświetlaj jako offline",
            "オフライン表示",
            "Aparecer offline",
        ],
    ),
];

/// The catalogue a new team starts with, in the order in which it is offered.
pub fn shipped_statuses() -> Vec<Status> {
    use Availability::*;
    const HOUR: i64 = 60;
    [
        ("available", Available, None),
        ("in_the_office", Available, None),
        ("working_from_home", Available, None),
        ("working_remotely", Available, None),
        ("on_the_road", Available, None),
        ("busy", Busy, None),
        ("in_a_meeting", Busy, Some(HOUR)),
        ("do_not_disturb", DoNotDisturb, None),
        ("focusing", DoNotDisturb, Some(2 * HOUR)),
        ("away", Away, None),
        ("be_right_back", Away, Some(15)),
        ("break", Away, Some(15)),
        ("meal", Away, Some(HOUR)),
        ("training", Away, Some(2 * HOUR)),
        ("out_of_office", OutOfOffice, None),
        ("on_holiday", OutOfOffice, None),
        ("business_trip", OutOfOffice, None),
        ("sick_leave", OutOfOffice, None),
        ("appear_offline", Offline, None),
    ]
    .into_iter()
    .map(|(id, availability, minutes)| Status {
        id: id.into(),
        availability,
        labels: shipped_labels(id),
        lasts: minutes.map(SignedDuration::from_mins),
        mutes: availability == DoNotDisturb,
        sticky: availability == OutOfOffice,
        hidden: false,
        secondaries: Vec::new(),
    })
    .collect()
}

fn shipped_labels(id: &str) -> BTreeMap<String, String> {
    let known = LABELS.iter().filter(|(known, _)| *known == id);
    known
        .flat_map(|(_, labels)| LANGUAGES.into_iter().zip(*labels))
        .map(|(a, b)| (a.into(), b.into()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_status_has_a_label_of_its_own_in_every_language() {
        for language in LANGUAGES {
            let statuses = shipped_statuses();
            let mut labels: Vec<_> = statuses.iter().map(|status| status.labels[language].as_str()).collect();
            assert!(labels.iter().all(|label| (1..=crate::NAME_MAX_CHARS).contains(&label.chars().count())));
            labels.sort_unstable();
            labels.dedup();
            assert_eq!(labels.len(), LABELS.len(), "{language}");
        }
    }
}
