import type { Difference, Snapshot } from '../bindings';

/** What a snapshot becomes: a present field replaces the old one, `null` clears one that may be absent. */
export function apply(snapshot: Snapshot, difference: Difference): Snapshot {
  const { people, gone, ...fields } = difference;
  const next = { ...snapshot, ...fields };
  if (people || gone?.length) {
    next.people = { ...snapshot.people, ...people };
    for (const id of gone ?? []) delete next.people[id];
  }
  return next;
}
