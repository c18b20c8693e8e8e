/** Where the keys with a meaning lie. */
const PLACES: Record<string, string> = { KeyF: 'f', KeyK: 'k', KeyW: 'w', KeyZ: 'z', Comma: ',' };

/** What a key writes, or by its place where that is no Latin letter. */
export const letter = ({ key, code }: Pick<KeyboardEvent, 'key' | 'code'>): string | undefined => (/^[\x20-\x7e]$/u.test(key) ? key.toLowerCase() : PLACES[code]);

/** What is pressed together with Ctrl or Command. */
export function shortcut({ key, code, ctrlKey, metaKey, altKey }: KeyboardEvent): string | undefined {
  if (!(ctrlKey || metaKey) || altKey) return undefined;
  return letter({ key, code });
}
