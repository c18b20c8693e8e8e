import type { PersonId } from '../bindings';
import type { Group } from './groups';

/** One line of the list as it stands on screen. */
export interface Line {
  /** Unique in the list. */
  key: string;
  group: string;
  /** Absent for the head of the group. */
  person?: PersonId;
}

/** The lines of the groups, without the people of those that are folded away. */
export function lines(groups: Group[], folded: ReadonlySet<string>): Line[] {
  const met = new Set<PersonId>();
  // Where somebody stands in several groups, the first line is theirs, so that it stays the same one as it moves.
  const keyOf = (group: string, id: PersonId) => (met.has(id) ? `${group}/${id}` : (met.add(id), id));
  return groups.flatMap((group) => [
    { key: group.key, group: group.key },
    ...(folded.has(group.key) ? [] : group.people.map(({ id }) => ({ key: keyOf(group.key, id), group: group.key, person: id }))),
  ]);
}

/** How long rows stand still after they moved. */
export const STILL = 5_000;

/** When the list may move again: not before its time, and not while somebody points at it. */
export function mayMove(moved: number, now: number, pointed: boolean): boolean {
  return !pointed && now - moved >= STILL;
}

export function sameLines(a: Line[], b: Line[]): boolean {
  return a.length === b.length && a.every((line, i) => line.key === b[i]?.key);
}

/** Where each line begins, and where the last one ends, in pixels. */
export function offsets(all: Line[], head: number, row: number): number[] {
  const starts = [0];
  for (const line of all) starts.push(starts[starts.length - 1]! + (line.person === undefined ? head : row));
  return starts;
}

/** The first and the last line (exclusive) that touch a stretch of the list. */
export function visible(starts: number[], from: number, to: number): [number, number] {
  return [Math.max(0, before(starts, from)), Math.min(starts.length - 1, before(starts, to) + 1)];
}

/** The last index whose start does not lie behind `at`. */
function before(starts: number[], at: number): number {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}
