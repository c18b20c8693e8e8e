/** Where the keys of shortcuts lie. */
const PLACES: Record<string, string> = { KeyK: 'k', KeyW: 'w', KeyZ: 'z', Comma: ',' };

/** What is pressed together with Ctrl or Command: what the key writes, or by its place where that is no Latin letter. */
export function shortcut({ key, code, ctrlKey, metaKey, altKey }: KeyboardEvent): string | undefined {
  if (!(ctrlKey || metaKey) || altKey) return undefined;
  return /^[\x20-\x7e]$/u.test(key) ? key.toLowerCase() : PLACES[code];
}
