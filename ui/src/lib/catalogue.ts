import { fold } from './search';

/** The languages that labels are written in. */
export const LANGUAGES = ['en', 'uk', 'pl', 'ja', 'pt'] as const;

/** One for each availability; they can be renamed, not hidden. */
export const BASE = ['available', 'busy', 'do_not_disturb', 'away', 'out_of_office', 'appear_offline'];

export const SECONDARIES_MAX = 30;
const ID_MAX = 48;

/** An id that tells what it stands for, and that none of the others has. */
export function idFor(name: string, taken: string[]): string {
  const plain = fold(name).replace(/[^a-z0-9]+/gu, '_').replace(/^_+|_+$/gu, '').slice(0, ID_MAX) || 'status';
  if (!taken.includes(plain)) return plain;
  for (let i = 2; ; i++) if (!taken.includes(`${plain}_${i}`)) return `${plain}_${i}`;
}

/** Labels without those that are empty. */
export function tidy(labels: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).map(([tag, label]) => [tag, label.trim()]).filter(([, label]) => label));
}
