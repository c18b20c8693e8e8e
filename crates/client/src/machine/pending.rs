//! What the owner chose and the server has not taken yet.

use ringlight_core::stack;
use ringlight_protocol::{
    Availability, Choice, ClaimId, Claims, Manual, Note, SecondaryId, SignedDuration, StatusId, Timestamp,
};
use serde::{Deserialize, Serialize};

use super::Call;

/// A choice this old is sent as one made earlier: with its age, and its end as an instant.
const FRESH: SignedDuration = SignedDuration::from_secs(1);

/// An answer that did not come in this time never comes: the call was given up.
const ON_ITS_WAY: SignedDuration = SignedDuration::from_secs(30);

/// Everything unsent. Presence is a state: what a later choice replaces is never sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Pending {
    /// In the order in which they were made.
    pub choices: Vec<Unsent>,
    /// The note to be shown, or that none is.
    #[serde(default, with = "note", skip_serializing_if = "Option::is_none")]
    pub note: Option<Option<Note>>,
    /// The number of the next choice.
    #[serde(default)]
    next: u64,
}

/// One choice. Instants are on the server's clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Unsent {
    /// Tells it from the others.
    pub number: u64,
    /// What was chosen; `None` = back to automatic.
    pub layer: Option<Layer>,
    /// When it was chosen.
    pub chosen: Timestamp,
}

/// A status that was chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Layer {
    pub status: StatusId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secondary: Option<SecondaryId>,
    pub availability: Availability,
    pub sticky: bool,
    /// How long it lasts, if it was chosen that way.
    pub lasts: Option<SignedDuration>,
    /// When it ends; `None` = never.
    pub until: Option<Timestamp>,
}

impl Pending {
    pub(crate) fn is_empty(&self) -> bool {
        self.choices.is_empty() && self.note.is_none()
    }

    /// Adds a choice, and drops those that it replaces.
    pub(crate) fn choose(&mut self, layer: Option<Layer>, chosen: Timestamp) -> u64 {
        match &layer {
            None => self.choices.clear(),
            Some(new) => {
                self.choices.retain(|old| old.layer.as_ref().is_none_or(|old| outlasts(old.until, new.until)))
            }
        }
        let number = self.next;
        self.next += 1;
        self.choices.push(Unsent { number, layer, chosen });
        number
    }

    /// Forgets what has ended while it was waiting. It would change nothing any more.
    pub(crate) fn forget_ended(&mut self, now: Timestamp) {
        self.choices.retain(|choice| choice.layer.as_ref().is_none_or(|layer| !ended(layer.until, now)));
        if self.note.as_ref().is_some_and(|note| note.as_ref().is_some_and(|note| ended(note.until, now))) {
            self.note = Some(None);
        }
    }

    /// Lays it over what the server knows.
    pub(crate) fn overlay(&self, claims: &mut Claims, now: Timestamp) {
        for choice in &self.choices {
            match choice.manual() {
                None => stack::clear(claims, choice.chosen),
                // One that a newer choice made elsewhere beats is not shown; the server will say so.
                Some(manual) => drop(stack::choose(claims, manual, now)),
            }
        }
        if let Some(note) = &self.note {
            claims.note.clone_from(note);
        }
    }
}

fn ended(until: Option<Timestamp>, now: Timestamp) -> bool {
    until.is_some_and(|until| until <= now)
}

fn outlasts(old: Option<Timestamp>, new: Option<Timestamp>) -> bool {
    match (old, new) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some(old), Some(new)) => old > new,
    }
}

impl Unsent {
    /// The claim that the server will make of it.
    pub(crate) fn manual(&self) -> Option<Manual> {
        let layer = self.layer.as_ref()?;
        Some(Manual {
            id: ClaimId::from(format!("unsent-{}", self.number)),
            status: layer.status.clone(),
            availability: layer.availability,
            sticky: layer.sticky,
            chosen: self.chosen,
            until: layer.until,
            secondary: layer.secondary.clone(),
            by: None,
        })
    }

    /// Whether the server has it already, and only its answer was lost.
    pub(crate) fn has_arrived(&self, claims: &Claims) -> bool {
        let Some(layer) = &self.layer else {
            return claims.manual.is_empty()
                && claims.manual_changed.is_some_and(|changed| changed >= self.chosen);
        };
        claims.manual.iter().any(|manual| {
            let age = manual.chosen.duration_since(self.chosen);
            manual.by.is_none()
                && manual.status == layer.status
                && manual.secondary == layer.secondary
                && age.abs() < ON_ITS_WAY
                && about_the_same(manual.until, layer.until)
        })
    }

    /// Whether something was chosen or cleared elsewhere after it. A fresh one is for the server to judge: it knows its
    /// clock better.
    pub(crate) fn is_superseded(&self, claims: &Claims, now: Timestamp) -> bool {
        now.duration_since(self.chosen) >= FRESH
            && claims.manual_changed.is_some_and(|changed| changed > self.chosen)
    }

    /// The call that hands it in.
    pub(crate) fn call(&self, now: Timestamp) -> Call {
        let Some(layer) = &self.layer else { return Call::Automatic };
        let age = now.duration_since(self.chosen);
        let fresh = age < FRESH;
        Call::Choose(Choice {
            status: layer.status.clone(),
            secondary: layer.secondary.clone(),
            until: if fresh && layer.lasts.is_some() { None } else { layer.until },
            duration: layer.lasts.filter(|_| fresh),
            chosen_ago: (!fresh).then_some(age),
        })
    }
}

fn about_the_same(a: Option<Timestamp>, b: Option<Timestamp>) -> bool {
    match (a, b) {
        (None, None) => true,
        (Some(a), Some(b)) => a.duration_since(b).abs() < ON_ITS_WAY,
        _ => false,
    }
}

/// Tells "no note" (`null`) from "no change" (absent).
mod note {
    use super::Note;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<S: Serializer>(note: &Option<Option<Note>>, to: S) -> Result<S::Ok, S::Error> {
        note.serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Option<Note>>, D::Error> {
        Option::deserialize(from).map(Some)
    }
}
