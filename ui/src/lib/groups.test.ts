import { expect, it } from 'vitest';
import { crowd, person, presence } from '../host/memory/people';
import { NameOrder, group, tally, type Layout } from './groups';

const all = () => true;
const names = (groups: ReturnType<typeof group>) => groups.map(({ name, people }) => [name, people.map((p) => p.name)]);
const layout = (favourites: string[], more: Partial<Layout> = {}): Layout => ({ team: 'Team', favourites, sort: 'availability', ...more });
const one = (name: string, availability: Parameters<typeof presence>[0], place?: string) =>
  person(name, presence(availability, availability), place ? { group: place } : {});

const people = [one('Émile', 'busy', 'B'), one('Zoe', 'available', 'B'), one('adam', 'available', 'B'), one('Ola', 'away'), one('Kim', 'offline', 'B')];

it('puts the free first, then by name as people sort it, and who has no group under the team', () => {
  expect(names(group(people, layout([]), new NameOrder(), all))).toEqual([
    ['B', ['adam', 'Zoe', 'Émile', 'Kim']],
    ['Team', ['Ola']],
  ]);
});

it('keeps favourites on top in their own order, and shows nobody twice', () => {
  const groups = group(people, layout([people[4]!.id, people[0]!.id, 'p_gone']), new NameOrder(), all);
  expect(names(groups)).toEqual([
    ['', ['Kim', 'Émile']],
    ['B', ['adam', 'Zoe']],
    ['Team', ['Ola']],
  ]);
});

it('leaves out empty groups', () => {
  expect(names(group(people, layout([people[0]!.id]), new NameOrder(), (p) => p.name === 'Zoe'))).toEqual([['B', ['Zoe']]]);
});

it('does not depend on the order in which people come', () => {
  const many = crowd(300);
  const sorted = names(group(many, layout([]), new NameOrder(), all));
  expect(names(group(many.toReversed(), layout([]), new NameOrder(), all))).toEqual(sorted);
});

it('sorts by name or by the last change where that is asked for', () => {
  const dated = people.map((person, i) => ({ ...person, group: 'B', presence: { ...person.presence, since: `2026-11-21T1${i}:00:00Z` } }));
  const sort = (by: Layout['sort']) => names(group(dated, layout([], { sort: by }), new NameOrder(), all))[0]![1];
  expect(sort('name')).toEqual(['adam', 'Émile', 'Kim', 'Ola', 'Zoe']);
  expect(sort('recent')).toEqual(['Kim', 'Ola', 'adam', 'Zoe', 'Émile']);
});

it('shows my own groups instead, with everybody in them, and the others after', () => {
  const [emile, zoe] = people as [(typeof people)[0], (typeof people)[0]];
  const own = [{ id: 'g1', name: 'Mine', people: [zoe.id, emile.id] }, { id: 'g2', name: 'Too', people: [zoe.id, 'p_gone'] }, { id: 'g3', name: 'None', people: [] }];
  expect(names(group(people, layout([emile.id], { own, others: 'Others' }), new NameOrder(), all))).toEqual([
    ['', ['Émile']],
    ['Mine', ['Zoe', 'Émile']],
    ['Too', ['Zoe']],
    ['Others', ['adam', 'Ola', 'Kim']],
  ]);
});

it('remembers the order of names until a name changes', () => {
  const order = new NameOrder();
  const before = order.of(people);
  expect(order.of(people.map((p) => ({ ...p, presence: presence('busy', 'busy') })))).toBe(before);
  expect(order.of(people.with(0, { ...people[0]!, name: 'Aaa' })).get(people[0]!.id)?.rank).toBe(0);
});

it('counts who is how, in the order of the rings', () => {
  expect(tally(people)).toEqual([['available', 2], ['busy', 1], ['away', 1], ['offline', 1]]);
});
