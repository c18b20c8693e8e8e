// How people are, and why, in words.
import type { Activity, Availability, Changed, DeviceActivity, Presence, Reason, Source, Status } from '../bindings';
import { inLanguage } from '../lib/labels';
import { instant } from '../lib/present';
import { dayIn, daysBetween, isNear, minutesLeft, minutesSince } from '../lib/time';
import { language } from '../language.svelte';
import { LANGUAGE, count, date, moment, upper } from './say';

export const AVAILABILITY: Record<Availability, string> = {
  available: 'Available',
  busy: 'Busy',
  do_not_disturb: 'Do not disturb',
  away: 'Away',
  out_of_office: 'Out of office',
  offline: 'Offline',
};

export const ACTIVITY: Record<Activity, string> = {
  on_call: 'on a call',
  ringing: 'phone is ringing',
  in_meeting: 'in a meeting',
  presenting: 'presenting',
  idle: 'idle',
  locked: 'screen locked',
  asleep: 'computer asleep',
  unknown: 'may not be there',
};

export const DEVICE: Record<DeviceActivity, string> = {
  active: 'active',
  idle: 'idle',
  locked: 'locked',
  asleep: 'asleep',
  unknown: 'cannot tell whether you are there',
};

export const SOURCE: Record<Source, string> = {
  manual: 'You chose it',
  call: 'In a call',
  presenting: 'Presenting',
  external: 'Another program',
  calendar: 'Calendar',
  schedule: 'Quiet hours',
  device: 'This computer',
};

export function label(status: string, availability: Availability, catalogue: Status[]): string {
  if (availability === 'offline' && status === 'appear_offline') return AVAILABILITY.offline;
  const entry = catalogue.find(({ id }) => id === status);
  return (entry && inLanguage(entry.labels, language.tags)) ?? AVAILABILITY[availability];
}

/** A secondary status of an entry, by its own label. */
export function secondary(entry: Status | undefined, id: string): string {
  const labels = entry?.secondaries.find((one) => one.id === id)?.labels;
  return (labels && inLanguage(labels, language.tags)) ?? id;
}

/** A presence in a few words: "On a call", "Away · screen locked", "Busy · on a call". */
export function state(presence: Presence, catalogue: Status[]): string {
  const { activity, availability, cause } = presence;
  const name = label(presence.status, availability, catalogue);
  if (!activity) return name;
  const instead = cause !== 'manual' && availability !== 'away' && activity !== 'unknown';
  return instead ? upper(ACTIVITY[activity]) : `${name} · ${ACTIVITY[activity]}`;
}

/** "until 14:30", or for somebody who is gone "back at 14:30". */
export function until(presence: Presence, now: number): string | undefined {
  const end = instant(presence.until);
  if (end === undefined || end <= now) return undefined;
  const gone = presence.availability === 'away' || presence.availability === 'out_of_office';
  const when = moment(end, now);
  return gone ? `back ${/^\d/u.test(when) ? 'at ' : ''}${when}` : `until ${when}`;
}

export const left = (end: number, now: number) => `${minutesLeft(end, now)} min left`;

/** How long something has lasted: "just now", "12 min", "since 9:40". */
export function lasting(since: number, now: number): string {
  if (!isNear(since, now)) return `since ${moment(since, now)}`;
  const minutes = minutesSince(since, now);
  return minutes === 0 ? 'just now' : `${minutes} min`;
}

export function lastSeen(seen: string, now: number): string {
  const days = daysBetween(seen, dayIn(now));
  if (days <= 0) return 'last seen today';
  if (days === 1) return 'last seen yesterday';
  const at = Date.parse(`${seen}T12:00`);
  return `last seen ${days < 7 ? date({ weekday: 'long' })(at) : date({ day: 'numeric', month: 'short' })(at)}`;
}

/** Why my ring shows what nobody chose; nothing for what I chose. */
export function cause(presence: Presence): string | undefined {
  const { activity } = presence;
  switch (presence.cause) {
    case undefined:
    case null:
    case 'manual':
      return undefined;
    case 'external':
      return 'Set by another program';
    case 'calendar':
    case 'schedule':
    case 'call':
    case 'presenting':
      return `Automatic · ${SOURCE[presence.cause].toLocaleLowerCase(LANGUAGE)}`;
    case 'no_device':
      return 'No device of yours is connected';
    case 'device':
      if (activity === 'unknown') return 'Automatic · this desktop cannot tell whether you are there';
      return activity ? `Automatic · ${ACTIVITY[activity]}` : 'Automatic';
  }
}

export function hoursAway(minutes: number): string {
  if (minutes === 0) return 'same as yours';
  const hours = Math.abs(minutes) / 60;
  const text = Number.isInteger(hours) ? String(hours) : hours.toFixed(hours % 0.5 ? 2 : 1);
  return `${text} h ${minutes > 0 ? 'ahead' : 'behind'}`;
}

export function changed(what: Changed, catalogue: Status[]): string {
  switch (what.changed) {
    case 'status':
      return label(what.status, catalogue.find(({ id }) => id === what.status)?.availability ?? 'available', catalogue);
    case 'automatic':
      return 'Back to automatic';
    case 'dropped':
      return 'Put aside';
    case 'note':
      return 'Note changed';
    case 'absence':
      return 'Absence changed';
    case 'quiet_hours':
      return 'Quiet hours changed';
    case 'privacy':
      return 'Privacy changed';
    case 'group':
      return 'Group changed';
    case 'alert':
      return 'Alert changed';
    case 'favourites':
      return 'Favourites changed';
    case 'breakthrough':
      return 'Break-through list changed';
    case 'profile':
      return 'Profile changed';
  }
}

/** What a claim says, for its owner: "Away · screen locked". */
export function reason(reason: Reason, catalogue: Status[]): string {
  const entry = catalogue.find(({ id }) => id === reason.status);
  const precisely = reason.secondary ? secondary(entry, reason.secondary) : '';
  // Its owner reads what was chosen, also where others read "Offline".
  const own = reason.status === 'appear_offline' && entry ? inLanguage(entry.labels, language.tags) : undefined;
  const name = [own ?? label(reason.status, reason.availability, catalogue), precisely].filter(Boolean).join(' · ');
  return reason.activity ? `${name} · ${ACTIVITY[reason.activity]}` : name;
}

export const idleMinutes = (minutes: number) => count(minutes, 'minute', 'minutes');
