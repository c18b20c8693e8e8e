import type { Availability, Presence } from '../bindings';

/** The sign on a ring's badge, which tells the state without its colour. */
export type Glyph = 'tick' | 'dot' | 'bar' | 'clock' | 'back' | 'arrow' | 'cross';

/** From most to least free to be turned to: the order of a list. */
export const ORDER: Availability[] = ['available', 'busy', 'do_not_disturb', 'away', 'out_of_office', 'offline'];

const GLYPHS: Record<Availability, Glyph> = {
  available: 'tick',
  busy: 'dot',
  do_not_disturb: 'bar',
  away: 'clock',
  out_of_office: 'arrow',
  offline: 'cross',
};

/** Away for a while that was announced, unlike away without a word. */
const BACK_SOON = new Set(['be_right_back', 'break', 'meal']);

export function glyphOf(availability: Availability, status?: string): Glyph {
  return availability === 'away' && status && BACK_SOON.has(status) ? 'back' : GLYPHS[availability];
}

/** The sign for a whole presence: somebody out of office with no device alive carries the offline one. */
export function glyphFor(presence: Presence): Glyph {
  if (presence.availability === 'out_of_office' && !presence.online) return 'cross';
  return glyphOf(presence.availability, presence.status);
}

/** Milliseconds since the epoch, for an RFC 3339 timestamp that may be absent. */
export function instant(timestamp: string | null | undefined): number | undefined {
  return timestamp ? Date.parse(timestamp) : undefined;
}
