// Written from the Rust types by crates/protocol/tests/bindings.rs, which says how. Not for editing.

/**
 * Who is signed in on this computer.
 */
export type Account = { "state": "none" } | { "state": "joining", 
/**
 * The team's name.
 */
team: string, } | { "state": "locked", 
/**
 * Why, in words.
 */
why: string, } | { "state": "member", 
/**
 * The team's name.
 */
team: string, 
/**
 * Where its server runs.
 */
home: Home, 
/**
 * Where the token is kept.
 */
token: TokenPlace, };

/**
 * What is going on beside the availability.
 */
export type Activity = "on_call" | "ringing" | "in_meeting" | "presenting" | "idle" | "locked" | "asleep" | "unknown";

/**
 * The colour of a ring: whether others may turn to a person.
 */
export type Availability = "available" | "busy" | "do_not_disturb" | "away" | "out_of_office" | "offline";

/**
 * Why a presence is what it is: the source of the claim that won, or that there was none.
 */
export type Cause = "manual" | "call" | "presenting" | "external" | "calendar" | "schedule" | "device" | "no_device";

/**
 * What an undo would take back.
 */
export type Changed = { "changed": "status", 
/**
 * Which.
 */
status: StatusId, } | { "changed": "automatic" } | { "changed": "dropped" } | { "changed": "note" };

/**
 * One claim about a person. An automatic claim keeps its id for as long as that instance lives (one meeting, one
 * night of quiet hours, one call), so that it can be dismissed until it ends.
 */
export type ClaimId = string;

/**
 * What went wrong, for programs: RFC 9457's extension member `code`. Codes are only ever added.
 */
export type Code = "malformed" | "unknown_field" | "invalid" | "unknown_status" | "end_in_the_past" | "too_many_layers" | "nothing_to_undo" | "superseded" | "unauthorized" | "forbidden" | "not_found" | "method_not_allowed" | "invite_unknown" | "invite_used" | "invite_expired" | "too_large" | "unsupported_media_type" | "misdirected" | "foreign_origin" | "rate_limited" | "unavailable" | "internal" | "unreachable" | "wrong_server" | "bad_link" | "signed_out" | "keyring" | "this_computer" | "too_old";

/**
 * One way to reach a person.
 */
export type Contact = { 
/**
 * What it is called.
 */
kind: ContactKind, 
/**
 * What opens: `tel:`, `mailto:`, `sip:` or `https:`.
 */
address: string, };

/**
 * What a way to reach a person is called.
 */
export type ContactKind = "chat" | "phone" | "mobile" | "mail" | "video" | "other";

/**
 * What one device says of itself.
 */
export type DeviceActivity = "active" | "idle" | "locked" | "asleep" | "unknown";

/**
 * One running client of a person, or a phone. Opaque, never reused.
 */
export type DeviceId = string;

/**
 * What changed from one snapshot to the next: a present field replaces the old one. `null` clears those that may be
 * absent.
 */
export type Difference = { 
/**
 * See [`Snapshot::account`].
 */
account?: Account, 
/**
 * See [`Snapshot::link`].
 */
link?: Link, 
/**
 * See [`Snapshot::me`].
 */
me?: Myself | null, 
/**
 * New and changed colleagues.
 */
people?: { [key in PersonId]: Person }, 
/**
 * Colleagues who left.
 */
gone?: Array<PersonId>, 
/**
 * See [`Snapshot::favourites`].
 */
favourites?: Array<PersonId>, 
/**
 * See [`Snapshot::statuses`].
 */
statuses?: Array<Status>, 
/**
 * See [`Snapshot::senses`].
 */
senses?: Senses, 
/**
 * See [`Snapshot::settings`].
 */
settings?: Settings, 
/**
 * See [`Snapshot::undo`].
 */
undo?: Undo | null, 
/**
 * See [`Snapshot::notice`].
 */
notice?: Notice | null, 
/**
 * See [`Snapshot::synced`].
 */
synced?: string | null, };

/**
 * When a status or a note ends.
 */
export type End = "usual" | "never" | { "after": string } | { "at": string } | { "when": Preset };

/**
 * Where the team's server runs.
 */
export type Home = { "at": "here", 
/**
 * The addresses on which others can reach it; empty = this computer only.
 */
listening: Array<string>, } | { "at": "demo" } | { "at": "there", 
/**
 * The address in use, or the first one.
 */
address: string, };

/**
 * How the server is reached.
 */
export type Link = { "state": "idle" } | { "state": "connecting" } | { "state": "online" } | { "state": "offline", 
/**
 * Since when.
 */
since: string, 
/**
 * Why, in words.
 */
why: Problem, } | { "state": "revoked" };

/**
 * One sense and what feeds it.
 */
export type Mechanism = { 
/**
 * What it tells.
 */
sense: Sense, 
/**
 * The mechanism in use, such as `x11-sync`; absent = cannot tell.
 */
name?: string | null, 
/**
 * What it says now, or why none works, in words.
 */
says: string, };

/**
 * My own ring, resolved on this computer.
 */
export type Myself = { 
/**
 * Who I am.
 */
id: PersonId, 
/**
 * What I say of myself.
 */
profile: Profile, 
/**
 * What a full viewer sees, or will see once the server has it.
 */
presence: Presence, 
/**
 * Every living claim, most decisive first.
 */
reasons: Array<Reason>, 
/**
 * What comes next by itself.
 */
next?: Next | null, 
/**
 * My note, also while it is hidden.
 */
note?: Note | null, 
/**
 * Whether something I chose has not reached the server yet.
 */
unsent: boolean, };

/**
 * The next instant at which a presence can change by itself.
 */
export type Next = { 
/**
 * When.
 */
at: string, 
/**
 * The source whose claim begins or ends then.
 */
source: Source, 
/**
 * What will be shown then, if nothing else happens.
 */
availability: Availability, 
/**
 * The catalogue entry that will label it.
 */
status: StatusId, };

/**
 * A line of text beside the status, with an end of its own.
 */
export type Note = { 
/**
 * At most [`crate::NOTE_MAX_CHARS`] characters, NFC, one line.
 */
text: string, 
/**
 * One emoji shown before the text.
 */
emoji?: string | null, 
/**
 * When it clears itself; absent = never.
 */
until?: string | null, };

/**
 * Something to say to the person, until put away.
 */
export type Notice = { "notice": "refused", 
/**
 * Why.
 */
problem: Problem, } | { "notice": "superseded" } | { "notice": "no_tray", 
/**
 * Why, in words.
 */
why: string, } | { "notice": "words", 
/**
 * A whole sentence.
 */
text: string, };

/**
 * A named end with the instant it means now.
 */
export type OfferedPreset = { 
/**
 * Which.
 */
preset: Preset, 
/**
 * When that is.
 */
at: string, };

/**
 * A colleague as one viewer may see them.
 */
export type Person = { 
/**
 * Who.
 */
id: PersonId, 
/**
 * Their presence.
 */
presence: Presence, 
/**
 * 1 to [`crate::NAME_MAX_CHARS`] characters, NFC, one line.
 */
name: string, 
/**
 * The part of the team the contact list groups them under.
 */
group?: string | null, 
/**
 * IANA name of their time zone.
 */
zone: string, 
/**
 * The hours they declared as usual; never learned.
 */
working_hours?: WorkingHours | null, 
/**
 * Ways to reach them, the preferred one first.
 */
contacts: Array<Contact>, 
/**
 * Whether they may invite people and change the team.
 */
admin: boolean, };

/**
 * A person of a team (RFC 2778's presentity). Opaque, never reused.
 */
export type PersonId = string;

/**
 * One person's presence as one viewer may see it.
 */
export type Presence = { 
/**
 * The ring's colour.
 */
availability: Availability, 
/**
 * The catalogue entry that labels it.
 */
status: StatusId, 
/**
 * What goes on beside it.
 */
activity?: Activity | null, 
/**
 * Why.
 */
cause?: Cause | null, 
/**
 * When the shown availability or status last changed.
 */
since?: string | null, 
/**
 * When what is shown ends by itself.
 */
until?: string | null, 
/**
 * The person's note, while it lasts.
 */
note?: Note | null, 
/**
 * Whether any device is alive; an out-of-office ring without one carries the offline glyph.
 */
online: boolean, 
/**
 * Where the person is, if they share it.
 */
location?: string | null, 
/**
 * The day the person was last there, in their zone; only while offline.
 */
last_seen?: string | null, };

/**
 * A named end.
 */
export type Preset = "half_hour" | "hour" | "two_hours" | "four_hours" | "end_of_day" | "tomorrow" | "next_week";

/**
 * An error in words and for programs (RFC 9457, `application/problem+json`).
 */
export type Problem = { 
/**
 * The HTTP status; 0 for problems that never were an answer.
 */
status: number, 
/**
 * For programs.
 */
code: Code, 
/**
 * A short sentence that is the same each time.
 */
title: string, 
/**
 * What happened this time and what to do.
 */
detail?: string | null, 
/**
 * The request field at fault.
 */
field?: string | null, };

/**
 * What a person says of themselves.
 */
export type Profile = { 
/**
 * 1 to [`crate::NAME_MAX_CHARS`] characters, NFC, one line.
 */
name: string, 
/**
 * The part of the team the contact list groups them under.
 */
group?: string | null, 
/**
 * IANA name of their time zone.
 */
zone: string, 
/**
 * The hours they declared as usual; never learned.
 */
working_hours?: WorkingHours | null, 
/**
 * Ways to reach them, the preferred one first.
 */
contacts: Array<Contact>, 
/**
 * Whether they may invite people and change the team.
 */
admin: boolean, };

/**
 * A change of one's own profile: an absent field stays as it is.
 */
export type ProfileChange = { 
/**
 * The new name.
 */
name?: string | null, 
/**
 * The new group; empty = none.
 */
group?: string | null, 
/**
 * IANA name of the new time zone.
 */
zone?: string | null, 
/**
 * The new usual hours; no windows = none.
 */
working_hours?: WorkingHours | null, 
/**
 * The new ways to be reached, all of them.
 */
contacts?: Array<Contact> | null, };

/**
 * One living claim as its owner sees it, most decisive first.
 */
export type Reason = { 
/**
 * The claim; absent for lines that no claim stands behind ("no device is alive").
 */
claim?: ClaimId | null, 
/**
 * Where it comes from.
 */
source: Source, 
/**
 * What it would show by itself.
 */
availability: Availability, 
/**
 * The catalogue entry it would show.
 */
status: StatusId, 
/**
 * What it adds beside the availability.
 */
activity?: Activity | null, 
/**
 * The device it speaks of.
 */
device?: DeviceId | null, 
/**
 * Who set it, if not the owner.
 */
by?: PersonId | null, 
/**
 * When it began.
 */
from?: string | null, 
/**
 * When it ends by itself.
 */
until?: string | null, 
/**
 * Whether this is the claim that decides the ring.
 */
wins: boolean, 
/**
 * Whether the owner may drop or dismiss it.
 */
can_drop: boolean, };

/**
 * The answer to a request.
 */
export type Reply = { "reply": "done" } | { "reply": "snapshot", 
/**
 * All of it.
 */
snapshot: Snapshot, } | { "reply": "presets", 
/**
 * In order.
 */
presets: Array<OfferedPreset>, } | { "reply": "link", 
/**
 * The team's name.
 */
team: string, 
/**
 * Where it would be reached.
 */
addresses: Array<string>, } | { "reply": "invite", 
/**
 * To be sent to a colleague.
 */
link: string, 
/**
 * When it stops working.
 */
until: string, } | { "reply": "addresses", 
/**
 * In order of likelihood.
 */
addresses: Array<string>, } | { "reply": "problem", 
/**
 * Why, and what to do.
 */
problem: Problem, };

/**
 * What somebody at this computer asks of the running app.
 */
export type Request = { "do": "look" } | { "do": "show" } | { "do": "choose", 
/**
 * The catalogue entry.
 */
status: StatusId, 
/**
 * When it ends.
 */
end: End, 
/**
 * A note to show with it, cleared at the same moment.
 */
note?: string | null, } | { "do": "automatic" } | { "do": "drop", 
/**
 * Which.
 */
claim: ClaimId, } | { "do": "undo" } | { "do": "set_note", 
/**
 * The text.
 */
text: string, 
/**
 * One emoji.
 */
emoji?: string | null, 
/**
 * When it clears itself.
 */
end: End, } | { "do": "clear_note" } | { "do": "presets" } | { "do": "favourite", 
/**
 * Who.
 */
person: PersonId, 
/**
 * In or out.
 */
on: boolean, } | { "do": "profile", 
/**
 * What of it.
 */
change: ProfileChange, } | { "do": "start_team", 
/**
 * The team's name.
 */
team: string, 
/**
 * My name in it.
 */
name: string, } | { "do": "read_link", 
/**
 * As pasted.
 */
link: string, } | { "do": "join", 
/**
 * As pasted.
 */
link: string, 
/**
 * The name colleagues will see.
 */
name: string, } | { "do": "look_around" } | { "do": "invite", 
/**
 * How many may use it, 1 to 500.
 */
uses: number, } | { "do": "addresses" } | { "do": "listen", 
/**
 * IP addresses, out of those that `Addresses` named.
 */
on: Array<string>, } | { "do": "sign_out" } | { "do": "keep_token_in_memory" } | { "do": "retry" } | { "do": "settings", 
/**
 * All of them.
 */
settings: Settings, } | { "do": "dismiss" } | { "do": "quit" };

/**
 * A kind of sense.
 */
export type Sense = "idle" | "lock" | "sleep" | "session";

/**
 * What this computer knows of me, live.
 */
export type Senses = { 
/**
 * What is reported.
 */
activity: DeviceActivity, 
/**
 * When that began.
 */
since: string, 
/**
 * Each sense and what feeds it.
 */
mechanisms: Array<Mechanism>, };

/**
 * How this computer is set.
 */
export type Settings = { 
/**
 * Away after this many seconds without input; 0 = never. Whole minutes in the window, 1 to 60.
 */
idle_after_s: number, 
/**
 * Away at once when the screen locks.
 */
away_on_lock: boolean, 
/**
 * Start with the system, in the tray.
 */
start_at_login: boolean, 
/**
 * Light, dark, or as the system.
 */
theme: Theme, 
/**
 * A palette that does not rely on red and green.
 */
colour_blind: boolean, 
/**
 * Whether to say when a favourite becomes available.
 */
notify_favourites: boolean, };

/**
 * Everything that the window, the tray and the command line draw from.
 */
export type Snapshot = { 
/**
 * Who is signed in here.
 */
account: Account, 
/**
 * How the server is reached.
 */
link: Link, 
/**
 * My own ring.
 */
me?: Myself | null, 
/**
 * Colleagues, without me.
 */
people: { [key in PersonId]: Person }, 
/**
 * My favourites, in my order.
 */
favourites: Array<PersonId>, 
/**
 * The team's catalogue.
 */
statuses: Array<Status>, 
/**
 * What this computer knows of me.
 */
senses: Senses, 
/**
 * How this computer is set.
 */
settings: Settings, 
/**
 * What can be taken back.
 */
undo?: Undo | null, 
/**
 * Something to say.
 */
notice?: Notice | null, 
/**
 * When the roster was last known to be true.
 */
synced?: string | null, };

/**
 * Where a claim comes from.
 */
export type Source = "manual" | "call" | "presenting" | "external" | "calendar" | "schedule" | "device";

/**
 * An entry of the team's catalogue.
 */
export type Status = { 
/**
 * Its name in URLs and JSON.
 */
id: StatusId, 
/**
 * The colour it gives the ring.
 */
availability: Availability, 
/**
 * What people read, by BCP 47 language tag; `en` is always there.
 */
labels: { [key in string]: string }, 
/**
 * How long it lasts unless the person says otherwise; absent = no end.
 */
lasts?: string | null, 
/**
 * Whether its owner's own notifications stay quiet meanwhile.
 */
mutes: boolean, 
/**
 * Whether it survives signing out; out-of-office ones only.
 */
sticky: boolean, 
/**
 * Whether people may no longer choose it. One in use goes on.
 */
hidden: boolean, };

/**
 * An entry of the team's catalogue, such as `do_not_disturb` or `working_from_home`.
 */
export type StatusId = string;

/**
 * Light or dark.
 */
export type Theme = "system" | "light" | "dark";

/**
 * Where the token is kept.
 */
export type TokenPlace = "keyring" | "memory";

/**
 * What can be taken back, and for how long.
 */
export type Undo = { 
/**
 * What was done.
 */
what: Changed, 
/**
 * Until when.
 */
until: string, };

/**
 * One window of a weekly schedule, from a minute of a weekday to a minute of the same or the next day.
 */
export type Window = { 
/**
 * The day it begins on: 1 = Monday to 7 = Sunday (ISO 8601).
 */
day: number, 
/**
 * Minutes after midnight at which it begins, 0 to 1439.
 */
from: number, 
/**
 * Minutes after midnight at which it ends, 0 to 1440; at or before `from` means on the next day.
 */
until: number, };

/**
 * The hours a person declares as usual, in their own zone.
 */
export type WorkingHours = { 
/**
 * Windows of the week; at most 21.
 */
windows: Array<Window>, };
