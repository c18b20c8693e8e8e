const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const WIDE = /\p{Script=Han}|\p{Script=Hangul}|\p{Script=Hiragana}|\p{Script=Katakana}/u;
const TELLING = /[\p{L}\p{N}\p{Extended_Pictographic}]/u;

/** One or two characters that stand for a name on an avatar. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/u).filter((word) => TELLING.test(word));
  const first = words[0];
  if (first === undefined) return '?';
  const last = words.slice(1).findLast((word) => /\p{L}/u.test(word));
  const start = firstTelling(first);
  // Two Chinese or Korean characters are wider than an avatar, and an emoji stands alone.
  if (last === undefined || WIDE.test(start) || !/\p{L}/u.test(start)) return start;
  const end = firstTelling(last);
  return WIDE.test(end) ? start : start + end;
}

function firstTelling(word: string): string {
  for (const { segment } of graphemes.segment(word)) {
    if (TELLING.test(segment)) return segment.toLocaleUpperCase();
  }
  return word;
}

/** A hue in degrees that an id always has, spread so that ids which differ a little do not look alike. */
export function hue(id: string): number {
  let hash = 0x811c9dc5; // FNV-1a
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  return ((hash >>> 0) * 137.508) % 360;
}
