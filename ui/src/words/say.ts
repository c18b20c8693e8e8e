// How instants and numbers are put into words.
import { dayIn, daysBetween } from '../lib/time';

/** English, with the habits of the system's own English where it has one. */
export const LANGUAGE = navigator.languages.find((language) => language.startsWith('en')) ?? 'en-GB';
const { hourCycle } = new Intl.DateTimeFormat(undefined, { hour: 'numeric' }).resolvedOptions();
const plural = new Intl.PluralRules(LANGUAGE);

export function date(options: Intl.DateTimeFormatOptions): (instant: number) => string {
  const format = new Intl.DateTimeFormat(LANGUAGE, { hourCycle, ...options });
  return (at) => format.format(at);
}

/** The key that shortcuts are pressed with. */
export const MAIN_KEY = /mac/iu.test(navigator.platform) ? '⌘' : 'Ctrl';

/** A time of day: "14:30". */
export const clock = date({ hour: 'numeric', minute: '2-digit' });
export const weekday = date({ weekday: 'short' });
const dayFormat = date({ weekday: 'short', day: 'numeric', month: 'short' });
/** A day: "Mon 30 Nov". */
export const day = (at: number) => dayFormat(at).replace(',', '');

export const count = (n: number, one: string, many: string) => `${n} ${plural.select(n) === 'one' ? one : many}`;

/** An instant: "14:30" today, "tomorrow 9:00", "Wed 9:00" within a week, "Mon 30 Nov" after that. */
export function moment(at: number, now: number): string {
  const days = daysBetween(dayIn(now), dayIn(at));
  if (days === 0) return clock(at);
  if (days === 1) return `tomorrow ${clock(at)}`;
  if (days === -1) return `yesterday ${clock(at)}`;
  return days > 1 && days < 7 ? `${weekday(at)} ${clock(at)}` : day(at);
}

export const lower = (text: string) => text.charAt(0).toLocaleLowerCase(LANGUAGE) + text.slice(1);
export const upper = (text: string) => text.charAt(0).toLocaleUpperCase(LANGUAGE) + text.slice(1);

/** A minute of a day: 870 is "14:30", 1440 is "24:00" where clocks say so. */
export const minuteOfDay = (minute: number) => (minute === 1440 && hourCycle?.startsWith('h2') ? '24:00' : clock(new Date(2000, 0, 1, 0, minute).getTime()));

/** ISO weekdays, 1 = Monday. */
export const weekdayName = (day: number, length: 'short' | 'long' = 'long') => date({ weekday: length })(new Date(2001, 0, day).getTime());

const list = new Intl.ListFormat(LANGUAGE, { type: 'conjunction' });
/** "Ana, Bo and 3 more". */
export function some(names: string[], most = 3): string {
  const rest = names.length - most;
  return list.format(rest > 0 ? [...names.slice(0, most), count(rest, 'other', 'others')] : names);
}
