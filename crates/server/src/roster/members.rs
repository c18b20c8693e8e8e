//! Who belongs to the team, with what.

use ringlight_core::{Claims, OFFLINE, devices};
use ringlight_protocol::{
    Availability, Code, Contact, DeviceEntry, DeviceId, DeviceKind, Join, Me, PersonId, Profile,
    ProfileChange, SignedDuration, Timestamp, WorkingHours,
};

use super::{DEPARTURES, Roster, person::Person};
use crate::{
    auth::Caller,
    refusal::{Refusal, refuse, refuse_field},
    secret::{self, digest},
    store::{DeviceRow, InviteRow, PersonRow, Shown},
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
        let row = PersonRow { id: id.clone(), joined: now, profile, claims: Claims::default(), shown };
        let mut person = Person::new(row, now, &self.policy);
        person.devices.push(device);
        self.journal.keep(&id, None);
        self.admit_person(id, person);
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
            return Err(refuse_field(Code::InviteExpired, "code", "Ask for a new invite"));
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
        let now = self.now();
        self.forget_invites(now);
        let code = secret::random::<16>();
        let until = now.saturating_add(invite.lasts).unwrap_or(now);
        let row = InviteRow { code: digest(&code), left: invite.uses, until, admin: invite.admin };
        self.journal.keep_invite(row.code, None);
        self.invites.insert(row.code, row);
        Ok((code, until))
    }

    fn forget_invites(&mut self, now: Timestamp) {
        let old = |invite: &InviteRow| now.duration_since(invite.until) > REMEMBERED;
        let old: Vec<_> = self.invites.values().filter(|invite| old(invite)).cloned().collect();
        for invite in old {
            self.journal.keep_invite(invite.code, Some(&invite));
            self.invites.remove(&invite.code);
        }
    }

    /// Who may not, may not know more either.
    pub fn must_be_admin(&self, caller: &Caller) -> Result<(), Refusal> {
        match self.person(&caller.person)?.profile.admin {
            true => Ok(()),
            false => Err(refuse(Code::Forbidden, "Ask an administrator of the team")),
        }
    }

    pub fn change_profile(&mut self, caller: &Caller, change: &ProfileChange) -> Result<Me, Refusal> {
        self.alter(&caller.person, |person, _, _| {
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
            Ok(())
        })?;
        self.me_of(caller)
    }

    /// Everything of a person goes, and others are told that they are gone.
    pub fn leave(&mut self, caller: &Caller) -> Result<(), Refusal> {
        let person = self.person(&caller.person)?.clone();
        self.journal.keep(&person.id, Some(&person));
        let viewers: Vec<_> =
            self.people.values().filter(|viewer| viewer.favourites.contains(&person.id)).collect();
        for viewer in viewers.into_iter().map(|viewer| viewer.id.clone()).collect::<Vec<_>>() {
            self.forget_favourite(&viewer, &person.id)?;
        }
        for device in &person.devices {
            self.tokens.remove(&device.token);
            self.stop_streams(&device.id);
        }
        self.alarms.set(super::Alarm::Person(person.id.clone()), None);
        self.unsaved.remove(&person.id);
        self.order.remove(&person.changed.seen);
        self.people.remove(&person.id);
        self.note_departure(person.id.clone());
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

    pub fn add_favourite(&mut self, caller: &Caller, id: &PersonId) -> Result<(), Refusal> {
        if *id == caller.person || !self.people.contains_key(id) {
            return Err(no_such_person());
        }
        self.alter(&caller.person, |person, _, _| {
            if !person.favourites.contains(id) {
                person.favourites.push(id.clone());
            }
            Ok(())
        })
    }

    pub fn remove_favourite(&mut self, caller: &Caller, id: &PersonId) -> Result<(), Refusal> {
        self.forget_favourite(&caller.person, id)
    }

    fn forget_favourite(&mut self, viewer: &PersonId, id: &PersonId) -> Result<(), Refusal> {
        self.alter(viewer, |person, _, _| {
            person.favourites.retain(|favourite| favourite != id);
            Ok(())
        })
    }
}

pub(super) fn no_such_person() -> Refusal {
    refuse(Code::NotFound, "Nobody in the team has this id")
}

fn working_hours(hours: &WorkingHours) -> Result<Option<WorkingHours>, Refusal> {
    let fits = |window: &ringlight_protocol::Window| {
        (1..=7).contains(&window.day) && window.from < 24 * 60 && window.until <= 24 * 60
    };
    if hours.windows.len() > WINDOWS || !hours.windows.iter().all(fits) {
        let detail = "Send at most 21 windows, with days 1 to 7 and minutes of the day";
        return Err(refuse_field(Code::Invalid, "working_hours", detail));
    }
    Ok((!hours.windows.is_empty()).then(|| hours.clone()))
}

fn checked_contacts(contacts: &[Contact]) -> Result<Vec<Contact>, Refusal> {
    if contacts.len() > CONTACTS {
        return Err(refuse_field(Code::Invalid, "contacts", format!("Send at most {CONTACTS}")));
    }
    contacts.iter().map(contact).collect()
}

/// Only schemes that open a call, a mail or a page; `javascript:` and files never reach a colleague's screen.
fn contact(contact: &Contact) -> Result<Contact, Refusal> {
    let address = contact.address.trim();
    let opens = ["tel:", "mailto:", "sip:", "https:"].iter().any(|scheme| address.starts_with(scheme));
    let clean = address.chars().count() <= ADDRESS_MAX_CHARS
        && !address.chars().any(|c| c.is_control() || c.is_whitespace());
    if !opens || !clean {
        let detail = "Begin an address with tel:, mailto:, sip: or https: and leave out spaces";
        return Err(refuse_field(Code::Invalid, "contacts", detail));
    }
    Ok(Contact { kind: contact.kind, address: address.to_owned() })
}
