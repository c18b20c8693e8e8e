//! Letting somebody in again who lost their token, on the word of whoever hosts the team.

use ringlight_protocol::{Code, DeviceKind, Join, Me, PersonId, SignedDuration, Timestamp};

use super::{Roster, members::no_such_person};
use crate::{
    Digest,
    auth::{Caller, Holder},
    refusal::{Refusal, refuse_field},
    secret::{self, digest},
    store::DeviceRow,
    text,
};

/// How long a code holds: it is used by the same computer, at once.
const HOLDS: SignedDuration = SignedDuration::from_mins(10);

/// A code that lets one person in once. Kept in memory only: a host that starts again makes another one.
pub(super) struct Readmission {
    code: Digest,
    person: PersonId,
    until: Timestamp,
}

impl Roster {
    /// Makes a code by which `person` gets in again: the code, and its end.
    pub fn readmit(&mut self, person: &PersonId) -> Result<(String, Timestamp), Refusal> {
        if !self.people.contains_key(person) {
            return Err(no_such_person());
        }
        let code = secret::random::<16>();
        let now = self.now();
        let until = now.saturating_add(HOLDS).unwrap_or(now);
        self.readmissions.retain(|known| known.until > now && known.person != *person);
        self.readmissions.push(Readmission { code: digest(&code), person: person.clone(), until });
        Ok((code, until))
    }

    /// Joins by a code of [`Roster::readmit`], if it is one. The person stays who they are; a device of the same name that
    /// is not connected is the one that lost its token, and gets a new one.
    pub(super) fn join_again(&mut self, join: &Join) -> Option<Result<(String, Me), Refusal>> {
        let code = digest(&join.code);
        let place = self.readmissions.iter().position(|known| known.code == code)?;
        let readmission = self.readmissions.remove(place);
        if readmission.until <= self.now() {
            return Some(Err(refuse_field(
                Code::InviteExpired,
                "code",
                "This invite has expired; ask for a new one",
            )));
        }
        Some(self.new_token(readmission.person, join))
    }

    fn new_token(&mut self, person: PersonId, join: &Join) -> Result<(String, Me), Refusal> {
        let name = text::name("device", &join.device)?;
        let lost = self
            .person(&person)?
            .devices
            .iter()
            .find(|it| it.name == name && !self.streams.connected(&it.id));
        let (lost, token) = (lost.cloned(), secret::random::<32>());
        let device = DeviceRow {
            id: lost.as_ref().map_or_else(|| secret::random::<16>().into(), |lost| lost.id.clone()),
            person: person.clone(),
            name,
            kind: DeviceKind::Desktop,
            joined: self.now(),
            token: digest(&token),
        };
        let caller = Caller { person, device: device.id.clone() };
        if let Some(lost) = lost {
            self.tokens.remove(&lost.token);
        }
        self.tokens.insert(device.token, Holder::Device(caller.clone()));
        self.alter(&caller.person, |person, _, _| {
            person.devices.retain(|known| known.id != device.id);
            person.devices.push(device);
            Ok(())
        })?;
        Ok((token, self.me_of(&caller)?))
    }
}
