import { expect, it } from 'vitest';
import { person, presence } from '../host/memory/people';
import { sorted, type Order } from './members';

const people = [
  person('Bo', presence('away', 'away', { since: '2026-11-21T10:00:00Z' }), { group: 'Sales' }),
  person('ana 10', presence('available', 'available')),
  person('Ana 9', presence('busy', 'busy', { since: '2026-11-21T11:00:00Z' }), { group: 'Élan' }),
];

it.each<[Order, string[]]>([
  ['name', ['Ana 9', 'ana 10', 'Bo']],
  ['availability', ['ana 10', 'Ana 9', 'Bo']],
  ['group', ['Ana 9', 'Bo', 'ana 10']],
  ['recent', ['Ana 9', 'Bo', 'ana 10']],
])('by %s', (order, names) => {
  expect(sorted(people, order).map(({ name }) => name)).toEqual(names);
});
