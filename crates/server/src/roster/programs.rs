//! Programs that a person let in, and what they say: a status, calls.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ringlight_protocol::{
    Availability, Call, CallChange, CallState, ClaimId, Code, External, ExternalChange, PersonId, Presence,
    Program, ProgramId, ProgramMade, ProgramRequest, Right, SignedDuration, Timestamp,
};

use super::{Roster, person::Person};
use crate::{
    auth::{Caller, Holder, not_let_in},
    refusal::{Refusal, refuse, refuse_field},
    secret::{self, digest},
    store::ProgramRow,
    text,
};

const PROGRAMS: usize = 20;
/// Calls of one person that phone systems may report at once.
const CALLS: usize = 20;
const SHORTEST: SignedDuration = SignedDuration::from_mins(1);
const LONGEST: SignedDuration = SignedDuration::from_hours(4);

impl Roster {
    /// By name.
    pub fn programs(&self, caller: &Caller) -> Result<Vec<Program>, Refusal> {
        let mut programs: Vec<_> =
            self.person(&caller.person)?.programs.iter().map(ProgramRow::public).collect();
        programs.sort_by_key(|program| (program.name.to_lowercase(), program.id.clone()));
        Ok(programs)
    }

    /// Lets a program in; its token is returned this once.
    pub fn let_in(&mut self, caller: &Caller, request: &ProgramRequest) -> Result<ProgramMade, Refusal> {
        let name = text::name("name", &request.name)?;
        let mut rights = request.rights.clone();
        rights.dedup();
        if rights.is_empty() || rights.len() > 3 {
            return Err(refuse_field(Code::Invalid, "rights", "Name what it may do, each right once"));
        }
        let token = secret::random::<32>();
        let row = ProgramRow {
            id: secret::random::<16>().into(),
            person: caller.person.clone(),
            name,
            rights,
            made: self.now(),
            token: digest(&token),
        };
        let program = row.public();
        let holder = Holder::Program { person: row.person.clone(), program: row.id.clone() };
        let digest = row.token;
        self.alter(&caller.person, |person, _, _| {
            if person.programs.len() >= PROGRAMS {
                let detail = format!("Shut one of your {PROGRAMS} programs out first");
                return Err(refuse_field(Code::Invalid, "name", detail));
            }
            person.programs.push(row);
            Ok(())
        })?;
        self.tokens.insert(digest, holder);
        Ok(ProgramMade { program, token })
    }

    /// Shuts a program out; what it said goes with it.
    pub fn shut_out(&mut self, caller: &Caller, id: &ProgramId) -> Result<(), Refusal> {
        let token = self.alter(&caller.person, |person, _, _| {
            let place = person.programs.iter().position(|program| program.id == *id);
            let place = place.ok_or_else(|| refuse(Code::NotFound, "None of your programs has this id"))?;
            let program = person.programs.remove(place);
            let theirs = Author::of(Some(&program.id));
            person.claims.external.retain(|external| !theirs.wrote(&external.id));
            person.claims.calls.retain(|call| !theirs.wrote(&call.id));
            Ok(program.token)
        })?;
        self.tokens.remove(&token);
        Ok(())
    }

    /// Whom a token may act for in this way.
    fn acting(&self, holder: &Holder, right: Right) -> Result<(PersonId, Author), Refusal> {
        match holder {
            Holder::Device(caller) => Ok((caller.person.clone(), Author::of(None))),
            Holder::Program { person, program } => {
                let programs = &self.person(person)?.programs;
                let known = programs.iter().find(|known| known.id == *program);
                let may = known.is_some_and(|known| known.rights.contains(&right));
                if may { Ok((person.clone(), Author::of(Some(program)))) } else { Err(not_let_in()) }
            }
        }
    }

    /// My presence, as a full viewer sees it.
    pub fn own_presence(&self, holder: &Holder) -> Result<Presence, Refusal> {
        let (person, _) = self.acting(holder, Right::ReadPresence)?;
        Ok(self.person(&person)?.presence().clone())
    }

    /// Sets a status for as long as it is renewed.
    pub fn set_external(&mut self, holder: &Holder, change: &ExternalChange) -> Result<(), Refusal> {
        let (person, author) = self.acting(holder, Right::SetStatus)?;
        let said = &self.person(&person)?.claims.external;
        let renews =
            said.iter().any(|it| author.wrote(&it.id) && it.status == change.status && self.now() < it.lease);
        let status = self.offered_to_go_on(&change.status, renews)?.clone();
        if status.availability == Availability::Offline || status.sticky {
            let detail = "A program cannot make anybody appear offline or out of office";
            return Err(refuse_field(Code::UnknownStatus, "status", detail));
        }
        let now = self.now();
        let lease = lease(change.lease, now)?;
        self.alter(&person, |person, _, _| {
            let claims = &mut person.claims.external;
            match claims.iter_mut().find(|it| author.wrote(&it.id) && it.status == status.id) {
                Some(known) => known.lease = lease,
                None => {
                    claims.retain(|it| !author.wrote(&it.id));
                    let (id, availability) = (author.instance("", now), status.availability);
                    claims.push(External { id, status: status.id, availability, from: now, lease });
                }
            }
            Ok(())
        })
    }

    pub fn clear_external(&mut self, holder: &Holder) -> Result<(), Refusal> {
        let (person, author) = self.acting(holder, Right::SetStatus)?;
        self.alter(&person, |person, _, _| {
            person.claims.external.retain(|external| !author.wrote(&external.id));
            Ok(())
        })
    }

    /// Takes what a phone system says of a call.
    pub fn report_call(&mut self, holder: &Holder, call: &str, change: &CallChange) -> Result<(), Refusal> {
        let (person, author) = self.acting(holder, Right::ReportCalls)?;
        let now = self.now();
        let lease = lease(change.lease.unwrap_or(LONGEST), now)?;
        let ringing = change.state == CallState::Ringing;
        self.alter(&person, |person, _, _| {
            if change.state == CallState::Ended {
                person.claims.calls.retain(|known| !author.made(&known.id, call));
                return Ok(());
            }
            match person.claims.calls.iter_mut().find(|known| author.made(&known.id, call)) {
                Some(known) => (known.ringing, known.lease) = (ringing, lease),
                None => person.begin_call(Call {
                    id: author.instance(call, now),
                    device: None,
                    ringing,
                    from: now,
                    lease,
                })?,
            }
            Ok(())
        })
    }
}

impl Person {
    fn begin_call(&mut self, call: Call) -> Result<(), Refusal> {
        if self.claims.calls.len() >= CALLS {
            let detail = format!("{CALLS} calls go on already; tell which of them ended");
            return Err(refuse_field(Code::Invalid, "id", detail));
        }
        self.claims.calls.push(call);
        Ok(())
    }
}

/// Who says something for a person: a program, or one of their devices. It stands in the ids of what was said.
struct Author(String);

impl Author {
    fn of(program: Option<&ProgramId>) -> Self {
        Self(program.map_or_else(|| "device".to_owned(), ToString::to_string))
    }

    fn wrote(&self, claim: &ClaimId) -> bool {
        claim.as_str().strip_prefix(self.0.as_str()).is_some_and(|rest| rest.starts_with(':'))
    }

    fn made(&self, claim: &ClaimId, call: &str) -> bool {
        claim.as_str().starts_with(&format!("{}:{}:", self.0, short(call)))
    }

    /// Another one each time it begins. At most 64 characters: 22, 11 and 16 and what stands between.
    fn instance(&self, call: &str, from: Timestamp) -> ClaimId {
        format!("{}:{}:{}", self.0, short(call), from.as_millisecond()).into()
    }
}

/// Tells one person's calls of one program apart; a caller's number in an id goes no further.
fn short(call: &str) -> String {
    URL_SAFE_NO_PAD.encode(&digest(call)[..8])
}

fn lease(lasts: SignedDuration, now: Timestamp) -> Result<Timestamp, Refusal> {
    match (SHORTEST..=LONGEST).contains(&lasts) {
        true => Ok(now.saturating_add(lasts).unwrap_or(Timestamp::MAX)),
        false => Err(refuse_field(Code::Invalid, "lease", "Send 1 min to 4 h, such as PT5M")),
    }
}
