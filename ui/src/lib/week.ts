import type { Window } from '../bindings';
import { dayIn, offset, timeOfDay } from './time';

const DAY = 1440;
const WEEK = 7 * DAY;
const MINUTE = 60_000;

/** The most windows that a week may hold. */
export const WINDOWS_MAX = 21;
export const DAYS = [1, 2, 3, 4, 5, 6, 7] as const;

/** How many minutes a window lasts; one that ends where it begins lasts a day. */
export const lasts = ({ from, until }: Window) => (until <= from ? until - from + DAY : until - from);

/** The same windows for these days instead of the day's own. */
export function copyTo(windows: Window[], day: number, days: readonly number[]): Window[] {
  const kept = windows.filter((one) => one.day === day || !days.includes(one.day));
  const copied = windows.filter((one) => one.day === day);
  return inOrder([...kept, ...days.filter((to) => to !== day).flatMap((to) => copied.map((one) => ({ ...one, day: to })))]);
}

export const inOrder = (windows: Window[]) => windows.toSorted((a, b) => a.day - b.day || a.from - b.from);

/** Days that follow each other and have the same windows: Monday to Friday 9 to 17. Days without any are left out. */
export function runs(windows: Window[]): { from: number; to: number; windows: Window[] }[] {
  const on = (day: number) => inOrder(windows.filter((one) => one.day === day));
  const same = (a: Window[], b: Window[]) => a.length === b.length && a.every((one, i) => one.from === b[i]!.from && one.until === b[i]!.until);
  const found: { from: number; to: number; windows: Window[] }[] = [];
  for (const day of DAYS) {
    const last = found.at(-1);
    if (last && last.to === day - 1 && same(last.windows, on(day))) last.to = day;
    else if (on(day).length) found.push({ from: day, to: day, windows: on(day) });
  }
  return found;
}

/** Stretches of wall-clock minutes from the Monday before last week on, those that touch made one. */
function stretches(windows: Window[]): [number, number][] {
  const all = [-1, 0, 1].flatMap((week) =>
    windows.map((one): [number, number] => {
      const begins = week * WEEK + (one.day - 1) * DAY + one.from;
      return [begins, begins + lasts(one)];
    }),
  );
  const joined: [number, number][] = [];
  for (const [from, until] of all.sort(([a], [b]) => a - b)) {
    const last = joined.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], until);
    else joined.push([from, until]);
  }
  return joined;
}

/** The next instant at which a weekly schedule begins or ends; nothing for an empty or an endless one. */
export function nextEdge(windows: Window[], zone: string, now: number): { begins: boolean; at: number } | undefined {
  const here = timeOfDay(zone, now);
  if (!here) return undefined;
  const minute = (here.day - 1) * DAY + here.minute;
  const next = stretches(windows).find(([, until]) => until > minute);
  if (!next || next[1] - next[0] >= WEEK) return undefined;
  const begins = next[0] > minute;
  return { begins, at: ahead(zone, now, (begins ? next[0] : next[1]) - minute) };
}

/** What of a weekly schedule begins within the next week, and the wall clock of its zone then: `2026-11-23T18:00`. */
export function coming(windows: Window[], zone: string, now: number): { at: number; wall: string }[] {
  const here = timeOfDay(zone, now);
  if (!here) return [];
  const monday = Date.parse(dayIn(now, zone)) - (here.day - 1) * DAY * MINUTE;
  const minute = (here.day - 1) * DAY + here.minute;
  return stretches(windows)
    .filter(([from]) => from > minute)
    .map(([from]) => ({ at: ahead(zone, now, from - minute), wall: new Date(monday + from * MINUTE).toISOString().slice(0, 16) }));
}

/**
 * The instant at which a zone's clock shows so many whole minutes more than now, whatever changes between; where the
 * clock jumps over that, the first instant after the jump.
 */
function ahead(zone: string, now: number, minutes: number): number {
  const wall = now - (now % MINUTE) + (offset(zone, now) + minutes) * MINUTE;
  let late = wall - offset(zone, now) * MINUTE;
  let early = wall - offset(zone, late) * MINUTE;
  const before = offset(zone, early);
  if (before === offset(zone, late)) return early;
  while (late - early > MINUTE) {
    const middle = early + Math.floor((late - early) / 2 / MINUTE) * MINUTE;
    if (offset(zone, middle) === before) early = middle;
    else late = middle;
  }
  return late;
}
