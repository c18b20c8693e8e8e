// Written from the Rust types by crates/protocol/tests/bindings.rs, which says how. Not for editing.

/**
 * An absence planned ahead: `PUT /v1/me/absences/{id}`, the id chosen by its owner.
 */
export type AbsenceChange = { 
/**
 * The catalogue entry, an out-of-office one.
 */
status: StatusId, 
/**
 * One of its secondary statuses.
 */
secondary?: SecondaryId | null, 
/**
 * When it begins; ahead, and within 366 days.
 */
from: string, 
/**
 * When it ends; absent = no end.
 */
until?: string | null, };

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
why: string, 
/**
 * Where the team's server runs.
 */
home: Home, 
/**
 * Whether `keep_token_in_memory` helps: the token is known, or the team runs here and gives another one.
 */
can_keep_in_memory: boolean, } | { "state": "member", 
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
 * An alert as it stands. One that fired once stays listed until its owner deletes it, so that no reader misses it.
 */
export type Alert = { 
/**
 * Which.
 */
id: AlertId, 
/**
 * Whom it watches, those hidden from me included.
 */
people: Array<PersonId>, 
/**
 * How many of them must be free at once.
 */
need: number, 
/**
 * Whether it goes on after it fired.
 */
standing: boolean, 
/**
 * When it is given up.
 */
until?: string | null, 
/**
 * When it last fired.
 */
fired?: string | null, 
/**
 * Who was free when it last fired.
 */
free: Array<PersonId>, };

/**
 * "Tell me when they are free": `PUT /v1/me/alerts/{id}`, the id chosen by the asker.
 */
export type AlertChange = { 
/**
 * Whom to watch, 1 to 50.
 */
people: Array<PersonId>, 
/**
 * How many of them must be free at once: 1 = any, their number = all.
 */
need: number, 
/**
 * Whether it goes on after it fired; else it fires once.
 */
standing: boolean, 
/**
 * When it is given up; absent = never.
 */
until?: string | null, };

/**
 * An alert of one person, chosen by them.
 */
export type AlertId = string;

/**
 * What the server said.
 */
export type Answer = { "answer": "done" } | { "answer": "viewers", 
/**
 * One, or all of the team.
 */
viewers: Array<Viewer>, } | { "answer": "programs", 
/**
 * By name.
 */
programs: Array<Program>, } | { "answer": "program_made", 
/**
 * With its token.
 */
made: ProgramMade, } | { "answer": "devices", 
/**
 * This one first.
 */
devices: Array<Device>, } | { "answer": "outcomes", 
/**
 * One for each.
 */
outcomes: Array<Outcome>, } | { "answer": "status_time", 
/**
 * With the day they begin.
 */
report: StatusTime, } | { "answer": "csv", 
/**
 * RFC 4180, with a line of names.
 */
text: string, };

/**
 * What only the server can do or tell: asked at once, refused while offline. What it changes comes as a difference
 * too.
 */
export type Ask = { "ask": "plan_absence", 
/**
 * Chosen here; up to 64 characters.
 */
id: ClaimId, 
/**
 * All of it.
 */
absence: AbsenceChange, } | { "ask": "cancel_absence", 
/**
 * Which.
 */
id: ClaimId, } | { "ask": "set_quiet_hours", 
/**
 * All of them.
 */
hours: QuietChange, } | { "ask": "use_team_quiet_hours" } | { "ask": "set_privacy", 
/**
 * All of it.
 */
privacy: Privacy, } | { "ask": "view_as", 
/**
 * Who.
 */
viewer: PersonId, } | { "ask": "viewers" } | { "ask": "set_group", 
/**
 * Chosen here.
 */
id: GroupId, 
/**
 * All of it.
 */
group: GroupChange, } | { "ask": "delete_group", 
/**
 * Which.
 */
id: GroupId, } | { "ask": "favourite", 
/**
 * Who.
 */
person: PersonId, 
/**
 * In or out.
 */
on: boolean, } | { "ask": "order_favourites", 
/**
 * All of them.
 */
people: Array<PersonId>, } | { "ask": "set_alert", 
/**
 * Chosen here.
 */
id: AlertId, 
/**
 * All of it.
 */
alert: AlertChange, } | { "ask": "delete_alert", 
/**
 * Which.
 */
id: AlertId, } | { "ask": "set_breakthrough", 
/**
 * All of them.
 */
people: Array<PersonId>, } | { "ask": "programs" } | { "ask": "make_program", 
/**
 * What it may do.
 */
program: ProgramRequest, } | { "ask": "revoke_program", 
/**
 * Which.
 */
id: ProgramId, } | { "ask": "devices" } | { "ask": "sign_out_device", 
/**
 * Which.
 */
id: DeviceId, } | { "ask": "set_status", 
/**
 * Which.
 */
id: StatusId, 
/**
 * All of it.
 */
status: StatusChange, } | { "ask": "order_statuses", 
/**
 * Every entry once.
 */
order: Array<StatusId>, } | { "ask": "change_team", 
/**
 * What of them.
 */
change: TeamChange, } | { "ask": "choose_for", 
/**
 * Whose.
 */
people: Array<PersonId>, 
/**
 * Absent = back to automatic.
 */
choice?: Choice | null, } | { "ask": "set_role", 
/**
 * Who.
 */
person: PersonId, 
/**
 * In or out.
 */
admin: boolean, } | { "ask": "remove", 
/**
 * Who.
 */
person: PersonId, } | { "ask": "status_time", 
/**
 * Which days.
 */
days: ReportDays, } | { "ask": "status_time_csv", 
/**
 * Which days.
 */
days: ReportDays, };

/**
 * The colour of a ring: whether others may turn to a person.
 */
export type Availability = "available" | "busy" | "do_not_disturb" | "away" | "out_of_office" | "offline";

/**
 * The calendar that is read on this computer.
 */
export type Calendar = { 
/**
 * What it is called here: a host or a file's name, never the whole address.
 */
name: string, 
/**
 * When it was last read whole.
 */
read?: string | null, 
/**
 * How many busy and out-of-office times the next 14 days hold.
 */
meetings: number, 
/**
 * Why the last reading failed.
 */
problem?: Problem | null, };

/**
 * Where a calendar is read from. Its password is not part of it.
 */
export type CalendarSource = { "from": "address", 
/**
 * As pasted; it may hold a secret, so it is kept in the keyring and shown by its host only.
 */
url: string, } | { "from": "file", 
/**
 * Its path.
 */
path: string, } | { "from": "cal_dav", 
/**
 * Where it is.
 */
url: string, 
/**
 * The name to sign in with.
 */
user: string, };

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
status: StatusId, } | { "changed": "automatic" } | { "changed": "dropped" } | { "changed": "note" } | { "changed": "absence" } | { "changed": "quiet_hours" } | { "changed": "privacy" } | { "changed": "group" } | { "changed": "alert" } | { "changed": "favourites" } | { "changed": "breakthrough" } | { "changed": "profile" };

/**
 * A status to push on the stack: `PUT /v1/me/status`.
 */
export type Choice = { 
/**
 * The catalogue entry.
 */
status: StatusId, 
/**
 * One of the entry's secondary statuses.
 */
secondary?: SecondaryId | null, 
/**
 * When it ends; at most one of `until` and `duration`. Neither = no end.
 */
until?: string | null, 
/**
 * How long it lasts from when it was chosen (ISO 8601), more than zero and at most 366 days.
 */
duration?: string | null, 
/**
 * How long ago it was chosen, for a choice made offline; absent = now.
 */
chosen_ago?: string | null, };

/**
 * One claim about a person. An automatic claim keeps its id for as long as that instance lives (one meeting, one
 * night of quiet hours, one call), so that it can be dismissed until it ends.
 */
export type ClaimId = string;

/**
 * What went wrong, for programs: RFC 9457's extension member `code`. Codes are only ever added.
 */
export type Code = "malformed" | "unknown_field" | "invalid" | "unknown_status" | "end_in_the_past" | "too_many_layers" | "no_reports" | "calendar" | "nothing_to_undo" | "superseded" | "unauthorized" | "forbidden" | "not_found" | "method_not_allowed" | "invite_unknown" | "invite_used" | "invite_expired" | "too_large" | "unsupported_media_type" | "misdirected" | "foreign_origin" | "rate_limited" | "unavailable" | "internal" | "unreachable" | "wrong_server" | "bad_link" | "signed_out" | "keyring" | "this_computer" | "too_old";

/**
 * One way to reach a person.
 */
export type Contact = { 
/**
 * What it is called.
 */
kind: ContactKind, 
/**
 * What opens, with one of [`CONTACT_SCHEMES`].
 */
address: string, };

/**
 * What a way to reach a person is called.
 */
export type ContactKind = "chat" | "phone" | "mobile" | "mail" | "video" | "other";

/**
 * One of my devices: `GET /v1/me/devices`.
 */
export type Device = { 
/**
 * Which.
 */
id: DeviceId, 
/**
 * What it is called.
 */
name: string, 
/**
 * Whose.
 */
person: PersonId, 
/**
 * When it joined.
 */
joined: string, 
/**
 * Whether its stream is open.
 */
connected: boolean, 
/**
 * Whether it is the one that asks.
 */
this: boolean, };

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
 * See [`Snapshot::groups`].
 */
groups?: Array<Group>, 
/**
 * See [`Snapshot::alerts`].
 */
alerts?: Array<Alert>, 
/**
 * See [`Snapshot::policy`].
 */
policy?: Policy, 
/**
 * See [`Snapshot::calendar`].
 */
calendar?: Calendar | null, 
/**
 * See [`Snapshot::warning`].
 */
warning?: Warning | null, 
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
 * See [`Snapshot::invite`].
 */
invite?: string | null, 
/**
 * See [`Snapshot::synced`].
 */
synced?: string | null, };

/**
 * When a status or a note ends.
 */
export type End = "usual" | "never" | { "after": string } | { "at": string } | { "when": Preset };

/**
 * A group of my own making: `GET /v1/me/groups`.
 */
export type Group = { 
/**
 * Which.
 */
id: GroupId, 
/**
 * What I call it.
 */
name: string, 
/**
 * Who is in it, in my order.
 */
people: Array<PersonId>, };

/**
 * A group of my own to make or change: `PUT /v1/me/groups/{id}`, the id chosen by me.
 */
export type GroupChange = { 
/**
 * What I call it.
 */
name: string, 
/**
 * Who is in it, in my order; at most 500.
 */
people: Array<PersonId>, };

/**
 * A group of one person's own making, chosen by them.
 */
export type GroupId = string;

/**
 * What may count as a call. Off until its owner allows it; names of applications stay on this computer.
 */
export type Hearing = { 
/**
 * A microphone in use.
 */
microphone: boolean, 
/**
 * A camera in use.
 */
camera: boolean, 
/**
 * Applications whose use never counts.
 */
ignore: Array<string>, 
/**
 * If not empty, only these applications count.
 */
only: Array<string>, };

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
 * Within which minutes members may set their idle threshold.
 */
export type IdleBounds = { 
/**
 * The shortest, in minutes, 1 to 60.
 */
min: number, 
/**
 * The longest, in minutes, 1 to 60.
 */
max: number, 
/**
 * Whether "never away by idling" may be chosen.
 */
never: boolean, };

/**
 * How much of a person a viewer may see, from least to most.
 */
export type Level = "hidden" | "coarse" | "basic" | "full";

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
 * Absences planned ahead.
 */
planned: Array<Planned>, 
/**
 * My quiet hours, own or the team's.
 */
quiet_hours?: QuietHours | null, 
/**
 * The next quiet hours to begin that are not skipped.
 */
quiet_next?: QuietNext | null, 
/**
 * Who may see how much of me.
 */
privacy: Privacy, 
/**
 * Who may break through do-not-disturb.
 */
breakthrough: Array<PersonId>, 
/**
 * Whether an away by idling can still be taken back: "I was here".
 */
can_take_back: boolean, 
/**
 * Whether nothing is published now, because it is outside my working hours.
 */
silent: boolean, 
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
 * At most [`crate::NOTE_MAX_CHARS`] characters, NFC, one line; may be empty beside an emoji.
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
text: string, } | { "notice": "digest", 
/**
 * One sentence each.
 */
lines: Array<string>, };

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
 * What came of one of many changes.
 */
export type Outcome = { 
/**
 * Whose.
 */
person: PersonId, 
/**
 * Why nothing changed; absent = done.
 */
problem?: Problem | null, };

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
 * Where they are, in words. Viewers see it as [`Presence::location`], if the person shares it.
 */
location?: string | null, 
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
 * An out-of-office status planned ahead.
 */
export type Planned = { 
/**
 * Unique among the person's claims; its manual claim carries it on.
 */
id: ClaimId, 
/**
 * The catalogue entry.
 */
status: StatusId, 
/**
 * Its availability when it was planned.
 */
availability: Availability, 
/**
 * Whether it survives signing out.
 */
sticky: boolean, 
/**
 * What its owner says more precisely.
 */
secondary?: SecondaryId | null, 
/**
 * When it enters the stack.
 */
from: string, 
/**
 * When it ends; absent = no end.
 */
until?: string | null, };

/**
 * The team's rules that decide presence.
 */
export type Policy = { 
/**
 * How long a device whose stream was lost keeps its last report; 30 to 300 s.
 */
grace: string, 
/**
 * How long somebody may be offline before open-ended, non-sticky statuses end; 1 min to 24 h.
 */
restore: string, 
/**
 * How long a device that last reported `asleep` is away, not offline.
 */
sleep_lease: string, 
/**
 * Within which minutes members may set their idle threshold.
 */
idle: IdleBounds, 
/**
 * The most that anybody sees of somebody else; it can only take away.
 */
at_most: Level, 
/**
 * Quiet hours of who sets none of their own, in each member's zone.
 */
quiet_hours: Array<Window>, 
/**
 * Since when the server keeps status times; absent = it keeps none.
 */
reports?: string | null, };

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
 * When the person is next free, as far as claims of now tell; only while they are not.
 */
free_at?: string | null, 
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
 * Who may see how much of a person: `GET` and `PUT /v1/me/privacy`. A rule that names the viewer wins, else the
 * most open rule of the groups the viewer belongs to; who matches none sees [`Level::Full`]. The team may cap it
 * ([`crate::Policy::at_most`]), never raise it.
 */
export type Privacy = { 
/**
 * At most 200; at most one for each `who`.
 */
rules: Array<Rule>, 
/**
 * Whether viewers see the day I was last there. Who hides theirs sees no one's.
 */
last_seen: boolean, 
/**
 * Whether viewers see the location of my profile.
 */
location: boolean, 
/**
 * Whether others may set an alert on me.
 */
alerts: boolean, };

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
 * Where they are, in words. Viewers see it as [`Presence::location`], if the person shares it.
 */
location?: string | null, 
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
 * The new location; empty = none.
 */
location?: string | null, 
/**
 * The new ways to be reached, all of them.
 */
contacts?: Array<Contact> | null, };

/**
 * A program with a token of its own.
 */
export type Program = { 
/**
 * Which.
 */
id: ProgramId, 
/**
 * What it is called.
 */
name: string, 
/**
 * What it may do.
 */
rights: Array<Right>, 
/**
 * When it was let in.
 */
made: string, };

/**
 * A program that a person let in. Opaque, never reused.
 */
export type ProgramId = string;

/**
 * The answer to letting a program in.
 */
export type ProgramMade = { 
/**
 * The program.
 */
program: Program, 
/**
 * Its bearer token, shown this once.
 */
token: string, };

/**
 * A token for a program of mine, such as a build light or a phone: `POST /v1/me/programs`.
 */
export type ProgramRequest = { 
/**
 * What it is called in reasons and lists.
 */
name: string, 
/**
 * What it may do; at least one.
 */
rights: Array<Right>, };

/**
 * My own quiet hours: `PUT /v1/me/quiet-hours`; `DELETE` goes back to the team's.
 */
export type QuietChange = { 
/**
 * At most 21; none = no quiet hours, whatever the team's are.
 */
windows: Array<Window>, 
/**
 * IANA name of the zone in which they are meant; absent = wherever my profile's zone is, so that they travel
 * with me.
 */
zone?: string | null, };

/**
 * Weekly quiet hours in the person's own zone.
 */
export type QuietHours = { 
/**
 * IANA name of the zone in which the windows are meant.
 */
zone: string, 
/**
 * The windows; they may overlap.
 */
windows: Array<Window>, 
/**
 * Whether they are the person's own, not the team's.
 */
own: boolean, 
/**
 * Whether the zone is that of the person's profile, so that they travel along.
 */
travels: boolean, 
/**
 * When they were last changed: an earlier choice of the person does not beat a window that this change began.
 */
changed: string, };

/**
 * Quiet hours that are yet to begin.
 */
export type QuietNext = { 
/**
 * Dropping it skips them.
 */
claim: ClaimId, 
/**
 * When they begin.
 */
at: string, 
/**
 * When they end.
 */
until: string, };

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
 * What its owner says more precisely.
 */
secondary?: SecondaryId | null, 
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
addresses: Array<string>, } | { "reply": "answer", 
/**
 * What.
 */
answer: Answer, } | { "reply": "problem", 
/**
 * Why, and what to do.
 */
problem: Problem, };

/**
 * The days of a status-time report.
 */
export type ReportDays = { 
/**
 * The first day, in UTC.
 */
from: string, 
/**
 * The last day, in UTC; at most 366 days after `from`.
 */
until: string, };

/**
 * What somebody at this computer asks of the running app.
 */
export type Request = { "do": "look" } | { "do": "show" } | { "do": "choose", 
/**
 * The catalogue entry.
 */
status: StatusId, 
/**
 * One of the entry's secondary statuses.
 */
secondary?: SecondaryId | null, 
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
end: End, } | { "do": "clear_note" } | { "do": "presets" } | { "do": "profile", 
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
link: string, } | { "do": "open", 
/**
 * As the system gave it.
 */
address: string, } | { "do": "decline" } | { "do": "join", 
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
settings: Settings, } | { "do": "ask", 
/**
 * What.
 */
ask: Ask, } | { "do": "calendar", 
/**
 * Where it is.
 */
source?: CalendarSource | null, 
/**
 * Its password, which goes to the keyring.
 */
password?: string | null, } | { "do": "here" } | { "do": "leave" } | { "do": "dismiss" } | { "do": "quit" };

/**
 * What a program may do with its token. Nothing else is open to it.
 */
export type Right = "read_presence" | "set_status" | "report_calls";

/**
 * What some viewers may see.
 */
export type Rule = { 
/**
 * For whom.
 */
who: Who, 
/**
 * How much.
 */
level: Level, };

/**
 * A more precise status under an entry of the catalogue: its owner and reports see it, viewers do not.
 */
export type Secondary = { 
/**
 * Unique within its entry.
 */
id: SecondaryId, 
/**
 * What people read, by BCP 47 language tag; `en` is always there.
 */
labels: { [key in string]: string }, 
/**
 * Whether people may no longer choose it. One in use goes on.
 */
hidden: boolean, };

/**
 * A secondary status under an entry of the catalogue, such as `coaching` under `training`.
 */
export type SecondaryId = string;

/**
 * A kind of sense.
 */
export type Sense = "idle" | "lock" | "sleep" | "session" | "full_screen" | "microphone" | "camera" | "presenting" | "inhibitors" | "desktop_dnd";

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
 * Whether a microphone or a camera is in use, as reported.
 */
call: boolean, 
/**
 * Whether slides or a shared screen are on show, as reported.
 */
presenting: boolean, 
/**
 * Names of applications that use the microphone now; they stay on this computer.
 */
hearing: Array<string>, 
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
notify_favourites: boolean, 
/**
 * Warn 30 s before I am away by idling.
 */
warn_before_away: boolean, 
/**
 * Publish only within my working hours; outside them nothing leaves this computer.
 */
working_hours_only: boolean, 
/**
 * Let my profile's zone follow this computer's, so that my hours travel with me.
 */
zone_follows: boolean, 
/**
 * Language of the window and the statuses, a BCP 47 tag; empty = the system's.
 */
language: string, 
/**
 * What may count as a call.
 */
hearing: Hearing, 
/**
 * Notice slides and screen sharing.
 */
notice_presenting: boolean, 
/**
 * An application that keeps the screen on (a film, too) keeps me from being away by idling.
 */
inhibitors_hold: boolean, 
/**
 * Switch the desktop's do-not-disturb on and off with mine.
 */
desktop_dnd: boolean, };

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
 * My own groups, by name.
 */
groups: Array<Group>, 
/**
 * My alerts.
 */
alerts: Array<Alert>, 
/**
 * The team's catalogue.
 */
statuses: Array<Status>, 
/**
 * The team's rules.
 */
policy: Policy, 
/**
 * What this computer knows of me.
 */
senses: Senses, 
/**
 * The calendar that is read here.
 */
calendar?: Calendar | null, 
/**
 * Away comes soon: any input, or "I am here", puts it off.
 */
warning?: Warning | null, 
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
 * An invite that the system opened, until it is used or put away.
 */
invite?: string | null, 
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
hidden: boolean, 
/**
 * What its owner can say more precisely, at most 30. Viewers see the status itself only.
 */
secondaries: Array<Secondary>, };

/**
 * A new or changed entry of the catalogue: `PUT /v1/statuses/{id}`, administrators only.
 */
export type StatusChange = { 
/**
 * The colour it gives the ring; that of an entry which is there already cannot change.
 */
availability: Availability, 
/**
 * What people read, by BCP 47 language tag; `en` is needed.
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
 * Whether people may no longer choose it; the six base statuses cannot be hidden.
 */
hidden: boolean, 
/**
 * At most 30. One that is left out is hidden where it is in use, and gone elsewhere.
 */
secondaries: Array<Secondary>, };

/**
 * An entry of the team's catalogue, such as `do_not_disturb` or `working_from_home`.
 */
export type StatusId = string;

/**
 * How long people showed which status: `GET /v1/reports/status-time`, administrators only, where the team keeps
 * status times. With `Accept: text/csv` the rows as CSV (RFC 4180).
 */
export type StatusTime = { 
/**
 * Since when status times are kept: nothing before it is known.
 */
since: string, 
/**
 * By name, then by time, the longest first.
 */
rows: Array<StatusTimeRow>, };

/**
 * One person's time in one status.
 */
export type StatusTimeRow = { 
/**
 * Who.
 */
person: PersonId, 
/**
 * Their name.
 */
name: string, 
/**
 * The primary status.
 */
status: StatusId, 
/**
 * The secondary status.
 */
secondary?: SecondaryId | null, 
/**
 * For how long, whole seconds.
 */
seconds: number, };

/**
 * A change of the team: `PATCH /v1/team`, administrators only. An absent field stays as it is. Every member is
 * told.
 */
export type TeamChange = { 
/**
 * The new name.
 */
name?: string | null, 
/**
 * See [`crate::Policy::grace`].
 */
grace?: string | null, 
/**
 * See [`crate::Policy::restore`].
 */
restore?: string | null, 
/**
 * The new bounds of the idle threshold.
 */
idle?: IdleBounds | null, 
/**
 * See [`crate::Policy::at_most`].
 */
at_most?: Level | null, 
/**
 * The new quiet hours of who sets none of their own; no windows = none.
 */
quiet_hours?: Array<Window> | null, 
/**
 * Whether the server keeps status times from now on. Switching off deletes them.
 */
reports?: boolean | null, };

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
 * What one viewer sees of me: `GET /v1/me/view-as/{viewer}`, and a line of `GET /v1/me/viewers`.
 */
export type Viewer = { 
/**
 * Who looks.
 */
viewer: PersonId, 
/**
 * How much they may see, after the team's cap.
 */
level: Level, 
/**
 * The rule that says so; absent = none matches.
 */
rule?: Who | null, 
/**
 * Me, as they see me.
 */
seen: Person, };

/**
 * Away comes soon.
 */
export type Warning = { 
/**
 * When I am away unless there is input.
 */
away_at: string, };

/**
 * Whom a privacy rule is for.
 */
export type Who = { "of": "person", 
/**
 * Who.
 */
person: PersonId, } | { "of": "favourites" } | { "of": "own_group" } | { "of": "everyone" };

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
