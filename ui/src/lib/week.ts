import type { Window } from '../bindings';

const DAY = 1440;

/** The most windows that a week may hold. */
export const WINDOWS_MAX = 21;
export const DAYS = [1, 2, 3, 4, 5, 6, 7] as const;

/** How many minutes a window lasts; one that ends where it begins lasts a day. */
export const lasts = ({ from, until }: Window) => (until <= from ? until - from + DAY : until - from);

/** The same windows for these days instead of the day's own. */
export function copyTo(windows: Window[], day: number, days: readonly number[]): Window[] {
  const kept = windows.filter((one) => one.day === day || !days.includes(one.day));
  const copied = windows.filter((one) => one.day === day);
  return inOrder([...kept, ...days.filter((to) => to !== day).flatMap((to) => copied.map((one) => ({ ...one, day: to })))]);
}

export const inOrder = (windows: Window[]) => windows.toSorted((a, b) => a.day - b.day || a.from - b.from);

/** Days that follow each other and have the same windows: Monday to Friday 9 to 17. Days without any are left out. */
export function runs(windows: Window[]): { from: number; to: number; windows: Window[] }[] {
  const on = (day: number) => inOrder(windows.filter((one) => one.day === day));
  const same = (a: Window[], b: Window[]) => a.length === b.length && a.every((one, i) => one.from === b[i]!.from && one.until === b[i]!.until);
  const found: { from: number; to: number; windows: Window[] }[] = [];
  for (const day of DAYS) {
    const last = found.at(-1);
    if (last && last.to === day - 1 && same(last.windows, on(day))) last.to = day;
    else if (on(day).length) found.push({ from: day, to: day, windows: on(day) });
  }
  return found;
}
