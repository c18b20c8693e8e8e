import type { End, Note, OfferedPreset } from '../bindings';

const MOST = 5;

/** The notes written last, the newest first and none twice. */
export function remember(recent: Note[], { text, emoji }: Note): Note[] {
  const note: Note = { text, ...(emoji ? { emoji } : {}) };
  return [note, ...recent.filter((one) => one.text !== text || (one.emoji ?? '') !== (emoji ?? ''))].slice(0, MOST);
}

const PRESETS = ['half_hour', 'hour', 'four_hours', 'end_of_day', 'next_week'] as const;

/** When a note clears: as it does already, at a named end, never, or at a moment of one's own. */
export type Clear = 'given' | (typeof PRESETS)[number] | 'never' | 'at';

/** What a form begins with: the end that the note has, for a new one a usual time. */
export function usualClear(note: Note | undefined): Clear {
  if (!note) return 'four_hours';
  return note.until ? 'given' : 'never';
}

/** What can be picked; of the named ends those which still lie ahead, all while that is not known. */
export function clears(presets: OfferedPreset[], note: Note | undefined): Clear[] {
  const ahead = PRESETS.filter((one) => !presets.length || presets.some(({ preset }) => preset === one));
  return [...(note?.until ? (['given'] as const) : []), ...ahead, 'never', 'at'];
}

/** The end to ask for, where `at` is the moment of one's own. */
export function endOf(clear: Clear, note: Note | undefined, at: string | undefined): End {
  if (clear === 'never') return 'never';
  if (clear === 'given') return { at: note?.until ?? '' };
  return clear === 'at' ? { at: at ?? '' } : { when: clear };
}
