/** What this window remembers of itself from one time to the next; a web view without storage forgets. */
export function recall<T>(key: string, otherwise: T): T {
  try {
    const text = localStorage.getItem(key);
    return text === null ? otherwise : (JSON.parse(text) as T);
  } catch {
    return otherwise;
  }
}

/** Forgets all of it. */
export function forget() {
  try {
    localStorage.clear();
  } catch {
    // No storage: nothing was kept.
  }
}

export function keep(key: string, value: unknown) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // No storage, or no room in it: what would be remembered is a convenience.
  }
}
