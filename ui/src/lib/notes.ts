import type { Note } from '../bindings';

const MOST = 5;

/** The notes written last, the newest first and none twice. */
export function remember(recent: Note[], { text, emoji }: Note): Note[] {
  const note: Note = { text, ...(emoji ? { emoji } : {}) };
  return [note, ...recent.filter((one) => one.text !== text || (one.emoji ?? '') !== (emoji ?? ''))].slice(0, MOST);
}
