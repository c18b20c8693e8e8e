import { expect, it } from 'vitest';
import { locks } from '../host/memory/answers';
import { SCENARIOS } from '../host/memory/scenarios';
import { announcements } from './announce';
import { apply } from './difference';

const before = SCENARIOS.twelve!();
const after = apply(before, { people: { [locks().id]: locks() } });

it('says how a favourite is now, and is silent about everybody else', () => {
  expect(announcements({ ...before, favourites: [] }, { ...after, favourites: [] })).toEqual([]);
  expect(announcements(before, { ...after, favourites: [locks().id] })).toEqual(['Daria Melnyk: Away · screen locked']);
});

it('is silent when only the note or the time changes', () => {
  const [id] = before.favourites;
  const noted = apply(before, { people: { [id!]: { ...before.people[id!]!, contacts: [] } } });
  expect(announcements(before, noted)).toEqual([]);
});
