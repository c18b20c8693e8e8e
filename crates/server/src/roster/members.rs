//! Who belongs to the team, with what.

use ringlight_core::{Claims, OFFLINE, devices, quiet};
use ringlight_protocol::{
    Availability, CONTACT_SCHEMES, Code, Contact, DeviceEntry, DeviceId, DeviceKind, Join, Me, PersonId,
    Profile, ProfileChange, SignedDuration, StatusChanged, Timestamp, Window, WorkingHours,
};

use super::{DEPARTURES, Roster, circles, person::Person};
use crate::{
    auth::Caller,
    refusal::{Refusal, refuse, refuse_field, unauthorized},
    secret::{self, digest},
    store::{DeviceRow, InviteRow, PersonRow, Settings, Shown},
    text,
};

const CONTACTS: usize = 16;
const WINDOWS: usize = 21;
const ADDRESS_MAX_CHARS: usize = 256;
const WEEK: SignedDuration = SignedDuration::from_hours(7 * 24);
/// How long the server still knows that an invite was one.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(30 * 24);

/// What an invite allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Invite {
    /// How many may use it, 1 to 500.
    pub uses: u32,
    /// How long it holds, at most 7 days.
    pub lasts: SignedDuration,
    /// Whether who joins with it is an administrator.
    pub admin: bool,
}

impl Default for Invite {
    /// For one person, for 7 days.
    fn default() -> Self {
        Self { uses: 1, lasts: WEEK, admin: false }
    }
}

impl Roster {
    /// Uses an invite and makes a person with a device; the token is returned this once.
    pub fn join(&mut self, join: &Join) -> Result<(String, Me), Refusal> {
        if let Some(known) = self.join_again(join) {
            return known;
        }
        let name = text::name("name", &join.name)?;
        let device_name = text::name("device", &join.device)?;
        let zone = text::zone("zone", &join.zone)?;
        let now = self.now();
        let admin = self.use_invite(&join.code, now)?;
        self.void_first_invites();
        let profile = Profile {
            name,
            group: None,
            zone,
            working_hours: None,
            location: None,
            contacts: Vec::new(),
            admin,
        };
        let id = PersonId::from(secret::random::<16>());
        let token = secret::random::<32>();
        let device = DeviceRow {
            id: secret::random::<16>().into(),
            person: id.clone(),
            name: device_name,
            kind: DeviceKind::Desktop,
            joined: now,
            token: digest(&token),
        };
        let caller = Caller { person: id.clone(), device: device.id.clone() };
        let shown = Shown { availability: Availability::Offline, status: OFFLINE.into(), since: now };
        let mut claims = Claims::default();
        quiet::follow(&mut claims, &self.rules.policy, &profile.zone, now);
        let row = PersonRow {
            id: id.clone(),
            joined: now,
            profile,
            claims,
            shown,
            settings: Settings::default(),
            frozen: None,
            shades: Vec::new(),
        };
        let mut person = Person::new(row, now, &self.rules.policy);
        person.devices.push(device);
        self.journal.keep(&id, None);
        self.admit_person(id.clone(), person);
        self.shade_all_from(&id);
        Ok((token, self.me_of(&caller)?))
    }

    fn use_invite(&mut self, code: &str, now: Timestamp) -> Result<bool, Refusal> {
        let code = digest(code);
        let invite = self.invites.get_mut(&code).ok_or_else(|| {
            refuse_field(Code::InviteUnknown, "code", "Copy the whole invite link, or ask for a new one")
        })?;
        if invite.left == 0 {
            return Err(refuse_field(Code::InviteUsed, "code", "An invite works once; ask for a new one"));
        }
        if invite.until <= now {
            return Err(refuse_field(
                Code::InviteExpired,
                "code",
                "This invite has expired; ask for a new one",
            ));
        }
        self.journal.keep_invite(code, Some(invite));
        invite.left -= 1;
        Ok(invite.admin)
    }

    /// Makes an invite: its code, shown this once, and its end.
    pub fn invite(&mut self, invite: Invite) -> Result<(String, Timestamp), Refusal> {
        if !(1..=500).contains(&invite.uses) {
            return Err(refuse_field(Code::Invalid, "uses", "Send 1 to 500"));
        }
        if !invite.lasts.is_positive() || invite.lasts > WEEK {
            return Err(refuse_field(
                Code::Invalid,
                "lasts",
                "Send more than zero and at most 7 days, such as PT24H",
            ));
        }
        Ok(self.make_invite(invite, false))
    }

    /// Makes the invite of a team that has nobody yet, in place of one that was made before. It is good for nobody if
    /// somebody has joined meanwhile.
    pub fn first_invite(&mut self) -> Result<(String, Timestamp), Refusal> {
        self.void_first_invites();
        let uses = u32::from(self.people.is_empty());
        Ok(self.make_invite(Invite { uses, admin: true, ..Invite::default() }, true))
    }

    fn make_invite(&mut self, invite: Invite, first: bool) -> (String, Timestamp) {
        let now = self.now();
        self.forget_invites(now);
        let code = secret::random::<16>();
        let until = now.saturating_add(invite.lasts).unwrap_or(now);
        let row = InviteRow { code: digest(&code), left: invite.uses, until, admin: invite.admin, first };
        self.journal.keep_invite(row.code, None);
        self.invites.insert(row.code, row);
        (code, until)
    }

    fn void_first_invites(&mut self) {
        for invite in self.invites.values_mut().filter(|invite| invite.first && invite.left > 0) {
            self.journal.keep_invite(invite.code, Some(invite));
            invite.left = 0;
        }
    }

    fn forget_invites(&mut self, now: Timestamp) {
        let old = |invite: &InviteRow| now.duration_since(invite.until) > REMEMBERED;
        let old: Vec<_> = self.invites.values().filter(|invite| old(invite)).cloned().collect();
        for invite in old {
            self.journal.keep_invite(invite.code, Some(&invite));
            self.invites.remove(&invite.code);
        }
    }

    pub fn must_be_signed_in(&self, caller: &Caller) -> Result<(), Refusal> {
        let devices = &self.person(&caller.person)?.devices;
        let known = devices.iter().any(|device| device.id == caller.device);
        if known { Ok(()) } else { Err(unauthorized()) }
    }

    /// Who may not, may not know more either.
    pub fn must_be_admin(&self, caller: &Caller) -> Result<(), Refusal> {
        match self.person(&caller.person)?.profile.admin {
            true => Ok(()),
            false => Err(refuse(Code::Forbidden, "Ask an administrator of the team")),
        }
    }

    pub fn change_profile(
        &mut self,
        caller: &Caller,
        change: &ProfileChange,
    ) -> Result<StatusChanged, Refusal> {
        self.change_own(caller, |person, policy, now| {
            let profile = &mut person.profile;
            if let Some(name) = &change.name {
                profile.name = text::name("name", name)?;
            }
            if let Some(group) = &change.group {
                let none = group.trim().is_empty();
                profile.group = if none { None } else { Some(text::name("group", group)?) };
            }
            if let Some(zone) = &change.zone {
                profile.zone = text::zone("zone", zone)?;
            }
            if let Some(hours) = &change.working_hours {
                profile.working_hours = working_hours(hours)?;
            }
            if let Some(contacts) = &change.contacts {
                profile.contacts = checked_contacts(contacts)?;
            }
            if let Some(location) = &change.location {
                let none = location.trim().is_empty();
                profile.location = if none { None } else { Some(text::name("location", location)?) };
            }
            quiet::follow(&mut person.claims, policy, &profile.zone, now);
            Ok(())
        })
    }

    /// Leaves the team; its last administrator only after everybody else.
    pub fn leave(&mut self, caller: &Caller) -> Result<(), Refusal> {
        if self.person(&caller.person)?.profile.admin && self.size() > 1 {
            self.must_not_be_last("admin")?;
        }
        self.remove(&caller.person)
    }

    /// Everything of a person goes, and others are told that they are gone.
    pub(super) fn remove(&mut self, id: &PersonId) -> Result<(), Refusal> {
        let person = self.person(id)?.clone();
        self.journal.keep(id, Some(&person));
        let others: Vec<_> = self.people.values().filter(|other| circles::knows(other, id)).collect();
        for other in others.into_iter().map(|other| other.id.clone()).collect::<Vec<_>>() {
            self.alter(&other, |person, _, _| {
                circles::forget(person, id);
                Ok(())
            })?;
        }
        person.tokens().for_each(|(token, _)| drop(self.tokens.remove(&token)));
        person.devices.iter().for_each(|device| self.stop_streams(&device.id));
        self.alarms.set(super::Alarm::Person(id.clone()), None);
        self.unwatch_all(id);
        self.forget_times_of(id);
        self.unsaved.remove(id);
        self.order.remove(&person.changed.seen);
        self.people.remove(id);
        self.note_departure(id.clone());
        Ok(())
    }

    fn note_departure(&mut self, id: PersonId) {
        let position = self.advance();
        self.gone.insert(position, id);
        while self.gone.len() > DEPARTURES {
            self.forgotten = self.gone.pop_first().map_or(self.forgotten, |(position, _)| position);
        }
        self.streams.wake_all();
    }

    pub fn devices(&self, caller: &Caller) -> Result<Vec<DeviceEntry>, Refusal> {
        let person = self.person(&caller.person)?;
        let entry = |device: &DeviceRow| DeviceEntry {
            id: device.id.clone(),
            name: device.name.clone(),
            person: person.id.clone(),
            joined: device.joined,
            connected: self.streams.connected(&device.id),
            this: device.id == caller.device,
        };
        Ok(person.devices.iter().map(entry).collect())
    }

    /// Signs one of the caller's devices out.
    pub fn sign_out(&mut self, caller: &Caller, device: &DeviceId) -> Result<(), Refusal> {
        let token = self.alter(&caller.person, |person, policy, now| {
            let place = person.devices.iter().position(|known| known.id == *device);
            let place = place.ok_or_else(|| refuse(Code::NotFound, "None of your devices has this id"))?;
            devices::sign_out(&mut person.claims, device, policy, now);
            Ok(person.devices.remove(place).token)
        })?;
        self.tokens.remove(&token);
        self.stop_streams(device);
        Ok(())
    }
}

pub(super) fn no_such_person() -> Refusal {
    refuse(Code::NotFound, "Nobody in the team has this id")
}

fn working_hours(hours: &WorkingHours) -> Result<Option<WorkingHours>, Refusal> {
    windows("working_hours", &hours.windows)?;
    Ok((!hours.windows.is_empty()).then(|| hours.clone()))
}

/// Windows of the week, as they are kept.
pub(super) fn windows(field: &str, windows: &[Window]) -> Result<(), Refusal> {
    let fits =
        |window: &Window| (1..=7).contains(&window.day) && window.from < 24 * 60 && window.until <= 24 * 60;
    if windows.len() > WINDOWS || !windows.iter().all(fits) {
        let detail = "Send at most 21 windows, with days 1 to 7 and minutes of the day";
        return Err(refuse_field(Code::Invalid, field, detail));
    }
    Ok(())
}

fn checked_contacts(contacts: &[Contact]) -> Result<Vec<Contact>, Refusal> {
    if contacts.len() > CONTACTS {
        return Err(refuse_field(Code::Invalid, "contacts", format!("Send at most {CONTACTS}")));
    }
    contacts.iter().map(contact).collect()
}

/// Only schemes that open a call, a chat, a mail or a page; `javascript:` and files never reach a colleague's screen.
fn contact(contact: &Contact) -> Result<Contact, Refusal> {
    let address = contact.address.trim();
    if address.chars().count() > ADDRESS_MAX_CHARS || !Contact::opens(address) {
        let detail =
            format!("Begin an address with one of {} and leave out spaces", CONTACT_SCHEMES.join(", "));
        return Err(refuse_field(Code::Invalid, "contacts", detail));
    }
    Ok(Contact { kind: contact.kind, address: address.to_owned() })
}
