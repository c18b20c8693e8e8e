//! What administrators may do for others. None of it clears do-not-disturb or Appear offline, and no answer tells
//! whether either was there.

use ringlight_core::{Claims, stack};
use ringlight_protocol::{
    Availability, Choice, Code, Manual, ManyChoice, Outcome, PersonId, Status, Timestamp,
};

use super::{
    Roster,
    members::no_such_person,
    own::{manual, unlasting},
    person::Person,
};
use crate::{
    auth::Caller,
    refusal::{Refusal, refuse_field},
};

const MANY: usize = 500;

impl Roster {
    /// Sets, or clears, the status of somebody.
    pub fn choose_for(
        &mut self,
        caller: &Caller,
        id: &PersonId,
        choice: Option<&Choice>,
    ) -> Result<(), Refusal> {
        self.must_be_admin(caller)?;
        let status = choice.map(|choice| self.assignable(choice)).transpose()?;
        self.assign(caller, id, choice.zip(status.as_ref()))
    }

    /// The same for many.
    pub fn choose_for_many(&mut self, caller: &Caller, many: &ManyChoice) -> Result<Vec<Outcome>, Refusal> {
        self.must_be_admin(caller)?;
        if many.people.len() > MANY {
            return Err(refuse_field(Code::Invalid, "people", format!("Send at most {MANY}")));
        }
        let within = |refusal: Refusal| refusal.within("choice");
        let status =
            many.choice.as_ref().map(|choice| self.assignable(choice)).transpose().map_err(within)?;
        let outcomes = many.people.iter().map(|id| {
            let done = self.assign(caller, id, many.choice.as_ref().zip(status.as_ref()));
            Outcome { person: id.clone(), problem: done.err().map(|refusal| refusal.problem) }
        });
        Ok(outcomes.collect())
    }

    /// The entry that a choice for others names. What is wrong with the choice is found out before anybody is looked at.
    fn assignable(&self, choice: &Choice) -> Result<Status, Refusal> {
        let status = self.chosen(choice)?.clone();
        if status.availability == Availability::Offline {
            let detail = "Only they themselves can choose to appear offline";
            return Err(refuse_field(Code::UnknownStatus, "status", detail));
        }
        if choice.chosen_ago.is_some() {
            return Err(refuse_field(Code::Invalid, "chosen_ago", "Leave it out: this is chosen now"));
        }
        manual(&status, choice, self.now())?;
        Ok(status)
    }

    fn assign(
        &mut self,
        caller: &Caller,
        id: &PersonId,
        choice: Option<(&Choice, &Status)>,
    ) -> Result<(), Refusal> {
        if !self.people.contains_key(id) {
            return Err(no_such_person());
        }
        let by = (*id != caller.person).then(|| caller.person.clone());
        self.alter(id, |person, _, now| {
            match choice {
                Some((choice, status)) => person.assign(&Manual { by, ..manual(status, choice, now)? }),
                None => person.unassign(now),
            }
            person.undo = None;
            Ok(())
        })
    }

    /// Makes somebody an administrator, or not.
    pub fn set_role(&mut self, caller: &Caller, id: &PersonId, admin: bool) -> Result<(), Refusal> {
        self.must_be_admin(caller)?;
        let known = self.people.get(id).ok_or_else(no_such_person)?;
        if known.profile.admin && !admin {
            self.must_not_be_last("admin")?;
        }
        self.alter(id, |person, _, _| {
            person.profile.admin = admin;
            // It is no doing of theirs, and nothing to hide.
            person.shades.iter_mut().for_each(|shade| shade.row.profile.admin = admin);
            Ok(())
        })?;
        self.record_all();
        Ok(())
    }

    /// Takes somebody out of the team.
    pub fn expel(&mut self, caller: &Caller, id: &PersonId) -> Result<(), Refusal> {
        self.must_be_admin(caller)?;
        let known = self.people.get(id).ok_or_else(no_such_person)?;
        if known.profile.admin {
            self.must_not_be_last("id")?;
        }
        self.remove(id)
    }

    pub(super) fn must_not_be_last(&self, field: &str) -> Result<(), Refusal> {
        match self.people.values().filter(|person| person.profile.admin).count() {
            0 | 1 => {
                let detail = "A team needs an administrator: make somebody else one first";
                Err(refuse_field(Code::Invalid, field, detail))
            }
            _ => Ok(()),
        }
    }
}

impl Person {
    /// Waits, at first, beneath whatever is the person's alone.
    fn assign(&mut self, manual: &Manual) {
        for (_, waiting) in self.assignable() {
            waiting.retain(|other| unlasting(other.until) > unlasting(manual.until));
            waiting.insert(0, manual.clone());
            waiting.truncate(stack::MAX_LAYERS);
        }
    }

    fn unassign(&mut self, now: Timestamp) {
        for (claims, waiting) in self.assignable() {
            waiting.clear();
            claims.manual.retain(stack::is_theirs_alone);
            claims.manual_changed = Some(now);
        }
    }

    /// Puts on the stack what an administrator set, as soon as the person neither asks not to be disturbed nor appears
    /// offline.
    pub fn take_in_waiting(&mut self, now: Timestamp) {
        self.assignable().for_each(|(claims, waiting)| take_in(claims, waiting, now));
    }

    /// Where what others set is kept: with the person, and with what those see from whom the person hides.
    fn assignable(&mut self) -> impl Iterator<Item = (&mut Claims, &mut Vec<Manual>)> {
        let shades = self.shades.iter_mut().map(|shade| (&mut shade.row.claims, &mut shade.row.waiting));
        std::iter::once((&mut self.claims, &mut self.settings.waiting)).chain(shades)
    }
}

fn take_in(claims: &mut Claims, waiting: &mut Vec<Manual>, now: Timestamp) {
    waiting.retain(|manual| manual.until.is_none_or(|until| now < until));
    if claims.manual.iter().any(stack::is_theirs_alone) {
        return;
    }
    // The longest first: it would drop the others else.
    for manual in std::mem::take(waiting).into_iter().rev() {
        let entering = Manual { chosen: now, ..manual.clone() };
        if stack::choose(claims, entering, now).is_err() {
            waiting.insert(0, manual);
        }
    }
}
