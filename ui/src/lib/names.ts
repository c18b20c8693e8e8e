import { words } from '../words';

/** The longest name of a person or a team, in Unicode scalar values after NFC, as the protocol has it. */
export const NAME_MAX = 64;

/** Why a text is no name, in words; `empty` says it of an empty one. */
export function nameError(text: string, empty: string): string | undefined {
  const length = [...text.trim().normalize('NFC')].length;
  if (length === 0) return empty;
  return length > NAME_MAX ? words.firstRun.long(NAME_MAX) : undefined;
}
