//! The catalogue of statuses, which administrators write.

use std::{
    collections::{BTreeMap, HashSet},
    sync::Arc,
};

use ringlight_core::OFFLINE;
use ringlight_protocol::{
    Availability, Choice, Code, Secondary, SecondaryId, SignedDuration, Status, StatusChange, StatusId,
    StatusOrder, base_status,
};

use super::Roster;
use crate::{
    auth::Caller,
    refusal::{Refusal, refuse_field},
    store::RulesRow,
    text,
};

const STATUSES: usize = 100;
const SECONDARIES: usize = 30;
const LANGUAGES: usize = 50;
const LONGEST: SignedDuration = SignedDuration::from_hours(366 * 24);

impl Roster {
    /// Adds or changes an entry. Who chose it keeps it, with the name that it has now.
    pub fn set_status(
        &mut self,
        caller: &Caller,
        id: &StatusId,
        change: &StatusChange,
    ) -> Result<Status, Refusal> {
        self.must_be_admin(caller)?;
        let known = self.rules.statuses.iter().find(|status| status.id == *id);
        let mut status = checked(id, known, change)?;
        if let Some(known) = known {
            status.secondaries.extend(self.still_in_use(known, change));
        } else if self.rules.statuses.len() >= STATUSES {
            return Err(invalid(
                "id",
                format!("A catalogue has at most {STATUSES} entries; change one instead"),
            ));
        }
        self.change_statuses(|statuses| match statuses.iter_mut().find(|it| it.id == status.id) {
            Some(known) => known.clone_from(&status),
            None => statuses.push(status.clone()),
        });
        Ok(status)
    }

    /// Puts the catalogue in order.
    pub fn order_statuses(&mut self, caller: &Caller, order: &StatusOrder) -> Result<Vec<Status>, Refusal> {
        self.must_be_admin(caller)?;
        let place = |id: &StatusId| order.order.iter().position(|it| it == id);
        let named = self.rules.statuses.iter().filter(|status| place(&status.id).is_some()).count();
        if named != self.rules.statuses.len() || named != order.order.len() {
            return Err(invalid("order", "Name every entry of GET /v1/statuses once".into()));
        }
        self.change_statuses(|statuses| statuses.sort_by_key(|status| place(&status.id)));
        Ok(self.rules.statuses.clone())
    }

    fn change_statuses(&mut self, change: impl FnOnce(&mut Vec<Status>)) {
        let mut rules = RulesRow::clone(&self.rules);
        change(&mut rules.statuses);
        if rules == *self.rules {
            return;
        }
        self.journal.keep_rules(&self.team, &self.rules);
        self.rules = Arc::new(rules);
        self.changed.statuses = self.advance();
        self.dirty.extend(self.people.keys().cloned());
        self.streams.wake_all();
    }

    /// Secondary statuses that the change leaves out while somebody has them.
    fn still_in_use(&self, known: &Status, change: &StatusChange) -> Vec<Secondary> {
        let sent = |id: &SecondaryId| change.secondaries.iter().any(|it| it.id == *id);
        let left_out = known.secondaries.iter().filter(|secondary| !sent(&secondary.id));
        let in_use = left_out.filter(|secondary| self.uses(&known.id, &secondary.id));
        in_use.map(|secondary| Secondary { hidden: true, ..secondary.clone() }).collect()
    }

    fn uses(&self, status: &StatusId, secondary: &SecondaryId) -> bool {
        self.people.values().any(|person| {
            let manual = person.claims.manual.iter().map(|it| (&it.status, &it.secondary));
            let planned = person.claims.planned.iter().map(|it| (&it.status, &it.secondary));
            let waiting = person.settings.waiting.iter().map(|it| (&it.status, &it.secondary));
            manual.chain(planned).chain(waiting).any(|(a, b)| a == status && b.as_ref() == Some(secondary))
        })
    }

    /// The entry that can be chosen by this id.
    pub(super) fn offered(&self, id: &StatusId) -> Result<&Status, Refusal> {
        self.offered_to_go_on(id, false)
    }

    /// The same; one that was hidden since may go on where it is in use.
    pub(super) fn offered_to_go_on(&self, id: &StatusId, in_use: bool) -> Result<&Status, Refusal> {
        let status = self.rules.statuses.iter().find(|status| status.id == *id && (in_use || !status.hidden));
        status.ok_or_else(|| refuse_field(Code::UnknownStatus, "status", "Choose one of GET /v1/statuses"))
    }

    /// The entry that a choice names, if it and its secondary status can be chosen.
    pub(super) fn chosen(&self, choice: &Choice) -> Result<&Status, Refusal> {
        let status = self.offered(&choice.status)?;
        has_secondary(status, choice.secondary.as_ref())?;
        Ok(status)
    }
}

pub(super) fn has_secondary(status: &Status, secondary: Option<&SecondaryId>) -> Result<(), Refusal> {
    let offers = |id: &SecondaryId| status.secondaries.iter().any(|it| it.id == *id && !it.hidden);
    match secondary.is_none_or(offers) {
        true => Ok(()),
        false => {
            Err(refuse_field(Code::UnknownStatus, "secondary", "Choose one of the status's secondaries"))
        }
    }
}

fn checked(id: &StatusId, known: Option<&Status>, change: &StatusChange) -> Result<Status, Refusal> {
    let base = *id == base_status(change.availability);
    let says = |field: &str, detail: &str| Err(invalid(field, detail.into()));
    if id.as_str() == OFFLINE {
        return says("id", "Choose another id: this one stands for everybody who is offline");
    }
    if known.is_some_and(|known| known.availability != change.availability) {
        return says("availability", "The ring of an entry cannot change; add another entry");
    }
    if known.is_none() && change.availability == Availability::Offline {
        return says("availability", "One way to appear offline is enough; rename it if you wish");
    }
    if base && change.hidden {
        return says("hidden", "The first status of each ring can be renamed, not hidden");
    }
    if change.sticky && change.availability != Availability::OutOfOffice {
        return says("sticky", "Only an out-of-office status survives signing out");
    }
    if change.lasts.is_some_and(|lasts| !lasts.is_positive() || lasts > LONGEST) {
        return says("lasts", "Send more than zero and at most 366 days, such as PT30M");
    }
    Ok(Status {
        id: id.clone(),
        availability: change.availability,
        labels: labels("labels", &change.labels)?,
        lasts: change.lasts,
        mutes: change.mutes,
        sticky: change.sticky,
        hidden: change.hidden,
        secondaries: secondaries(&change.secondaries)?,
    })
}

fn secondaries(sent: &[Secondary]) -> Result<Vec<Secondary>, Refusal> {
    if sent.len() > SECONDARIES {
        return Err(invalid("secondaries", format!("Send at most {SECONDARIES}")));
    }
    let mut known = HashSet::new();
    let checked = sent.iter().enumerate().map(|(place, secondary)| {
        if !known.insert(&secondary.id) {
            return Err(invalid(&format!("secondaries[{place}].id"), "Give each its own id".into()));
        }
        let labels = labels(&format!("secondaries[{place}].labels"), &secondary.labels)?;
        Ok(Secondary { labels, ..secondary.clone() })
    });
    checked.collect()
}

fn labels(field: &str, sent: &BTreeMap<String, String>) -> Result<BTreeMap<String, String>, Refusal> {
    if !sent.contains_key("en") || sent.len() > LANGUAGES {
        return Err(invalid(
            field,
            format!("Send a label in English (en), and in {LANGUAGES} languages at most"),
        ));
    }
    let checked = sent.iter().map(|(language, label)| {
        let field = format!("{field}.{language}");
        if !is_language(language) {
            return Err(invalid(&field, "Send language tags such as en, uk or pt-BR".into()));
        }
        Ok((language.clone(), text::name(&field, label)?))
    });
    checked.collect()
}

/// Whether a text has the shape of a language tag (BCP 47, RFC 5646 section 2.1).
fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let primary = parts.next().unwrap_or_default();
    let subtag =
        |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    tag.len() <= 35
        && (2..=8).contains(&primary.len())
        && primary.bytes().all(|b| b.is_ascii_alphabetic())
        && parts.all(subtag)
}

fn invalid(field: &str, detail: String) -> Refusal {
    refuse_field(Code::Invalid, field, detail)
}
