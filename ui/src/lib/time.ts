const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** How long a change can be taken back. */
export const UNDO_FOR = 10_000;

/** How far the drawn time may lie behind the true one; an end counted from the true one must not look longer. */
const BEHIND = 5_000;

/** Whole minutes that are left, rounded up: a status just chosen for 30 minutes has 30 left, its last minute is 1. */
export const minutesLeft = (until: number, now: number) => (until <= now ? 0 : Math.max(1, Math.ceil((until - now - BEHIND) / MINUTE)));

/** Whole minutes that have passed. */
export const minutesSince = (since: number, now: number) => Math.max(0, Math.floor((now - since) / MINUTE));

/** Whether something is near enough to be told in minutes instead of by the clock. */
export const isNear = (instant: number, now: number) => Math.abs(instant - now) < HOUR;

/** When the words for `since` or `until` change next; they count minutes. */
export function nextMinute(instant: number, now: number): number {
  if (instant <= now) return now + MINUTE - ((now - instant) % MINUTE);
  const counted = instant - now - BEHIND;
  return counted > MINUTE ? now + (counted % MINUTE || MINUTE) : instant;
}

/** A calendar day of a zone as `2026-11-21`, which sorts. */
export function dayIn(instant: number, zone?: string): string {
  const wall = wallClock(zone, instant) ?? instant;
  return new Date(wall).toISOString().slice(0, 10);
}

/** Whole days from one calendar day to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00Z`) - Date.parse(`${from}T00:00Z`)) / (24 * HOUR));
}

/** Minutes by which a zone is ahead of UTC; 0 for a zone this browser does not know. */
export function offset(zone: string | undefined, now: number): number {
  const wall = wallClock(zone, now);
  return wall === undefined ? 0 : Math.round((wall - now) / MINUTE);
}

/** Minutes after midnight on the wall clock of a zone, and the ISO weekday; nothing for an unknown zone. */
export function timeOfDay(zone: string, now: number): { day: number; minute: number } | undefined {
  const wall = wallClock(zone, now);
  if (wall === undefined) return undefined;
  const date = new Date(wall);
  return { day: date.getUTCDay() || 7, minute: date.getUTCHours() * 60 + date.getUTCMinutes() };
}

const formats = new Map<string | undefined, Intl.DateTimeFormat | undefined>();

function format(zone: string | undefined): Intl.DateTimeFormat | undefined {
  if (!formats.has(zone)) formats.set(zone, makeFormat(zone));
  return formats.get(zone);
}

function makeFormat(timeZone: string | undefined): Intl.DateTimeFormat | undefined {
  const number = 'numeric';
  try {
    const fields = { year: number, month: number, day: number, hour: number, minute: number, second: number } as const;
    return new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', ...fields });
  } catch {
    return undefined; // RangeError: no such zone here
  }
}

/** What the clock on the wall shows in a zone, as if it were UTC. */
function wallClock(zone: string | undefined, now: number): number | undefined {
  const parts = format(zone)?.formatToParts(now);
  if (!parts) return undefined;
  const get = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  return Date.UTC(get('year'), get('month') - 1, get('day'), get('hour'), get('minute'), get('second'));
}

/** Reads `9:30`, `9.30`, `930` or `9` as minutes after midnight. */
export function readClock(text: string): number | undefined {
  const match = /^(\d{1,2})(?:[:.h ]?(\d{2}))?\s*(am|pm)?$/iu.exec(text.trim());
  if (!match) return undefined;
  const [hour, minute, half] = [Number(match[1]), Number(match[2] ?? 0), match[3]?.toLowerCase()];
  if (hour > 23 || minute > 59 || (half && (hour < 1 || hour > 12))) return undefined;
  return (half ? (hour % 12) + (half === 'pm' ? 12 : 0) : hour) * 60 + minute;
}
