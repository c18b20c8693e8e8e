import { expect, it } from 'vitest';
import { SCENARIOS } from '../host/memory/scenarios';
import { apply } from './difference';

const before = SCENARIOS.twelve!();
const [first, second] = Object.values(before.people);

it('replaces what is present and leaves the rest as it was', () => {
  const after = apply(before, { link: { state: 'connecting' } });
  expect(after).toEqual({ ...before, link: { state: 'connecting' } });
  expect(after.people).toBe(before.people);
});

it('clears by null, which is not the same as absent', () => {
  const undo = { what: { changed: 'note' } as const, until: '2026-11-21T12:00:00Z' };
  const pending = apply(before, { undo });
  expect(apply(pending, {}).undo).toEqual(undo);
  expect(apply(pending, { undo: null }).undo).toBeNull();
});

it('adds, changes and removes people in one go, and touches no one else', () => {
  const changed = { ...first!, name: 'Renamed' };
  const after = apply(before, { people: { [first!.id]: changed, p_new: { ...first!, id: 'p_new' } }, gone: [second!.id] });
  expect(after.people[first!.id]).toBe(changed);
  expect(after.people.p_new?.id).toBe('p_new');
  expect(second!.id in after.people).toBe(false);
  expect(Object.keys(after.people)).toHaveLength(Object.keys(before.people).length);
  expect(before.people[first!.id]).toBe(first);
});

it('is the same applied twice', () => {
  const difference = { people: { [first!.id]: { ...first!, name: 'Renamed' } }, gone: [second!.id] };
  const once = apply(before, difference);
  expect(apply(once, difference)).toEqual(once);
});
