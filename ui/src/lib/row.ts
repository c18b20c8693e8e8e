import type { Person, Status } from '../bindings';
import { words } from '../words';
import { instant } from './present';
import { isNear, nextMinute, offset } from './time';

/** What a row says beside the name. */
export interface RowText {
  /** "On a call", "Lunch · back at 13:00". */
  state: string;
  /** The note, with its emoji. */
  note: string;
  /** At the right: time left, time in the state, or the local time. */
  side: string;
}

/** The texts of a row at an instant. */
export function rowText(person: Person, catalogue: Status[], now: number): RowText {
  const { presence } = person;
  const end = instant(presence.until);
  const ending = end !== undefined && end > now ? words.until(presence, now) : undefined;
  const gone = presence.availability === 'away' || presence.availability === 'out_of_office';
  const near = end !== undefined && ending !== undefined && isNear(end, now);
  const seen = presence.last_seen ? words.lastSeen(presence.last_seen, now) : undefined;
  return {
    state: [words.state(presence, catalogue), gone || !near ? ending : undefined, seen].filter(Boolean).join(' · '),
    note: [presence.note?.emoji, presence.note?.text].filter(Boolean).join(' '),
    side: near ? words.left(end, now) : aside(person, now),
  };
}

/** Time in the state for somebody who is occupied or gone, local time where it differs for somebody who is free. */
function aside({ presence, zone }: Person, now: number): string {
  const since = instant(presence.since);
  switch (presence.availability) {
    case 'busy':
    case 'do_not_disturb':
    case 'away':
      return since === undefined || presence.until ? '' : words.lasting(since, now);
    case 'available':
      return localTime(zone, now);
    default:
      return '';
  }
}

/** "14:02 there", for a zone whose clock shows something else than mine. */
export function localTime(zone: string, now: number): string {
  const ahead = offset(zone, now) - offset(undefined, now);
  return ahead === 0 ? '' : words.list.there(words.clock(now + ahead * 60_000));
}

/** When the texts of a row change next by themselves. */
export function nextRowText({ presence, zone }: Person, now: number): number | undefined {
  const instants = [instant(presence.until), instant(presence.since)];
  const near = instants.find((at) => at !== undefined && isNear(at, now));
  if (near !== undefined) return nextMinute(near, now);
  return presence.availability === 'available' && localTime(zone, now) ? now + 60_000 - (now % 60_000) : undefined;
}
