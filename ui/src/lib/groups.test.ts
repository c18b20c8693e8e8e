import { expect, it } from 'vitest';
import { crowd, person, presence } from '../host/memory/people';
import { NameOrder, group, tally } from './groups';

const all = () => true;
const names = (groups: ReturnType<typeof group>) => groups.map(({ name, people }) => [name, people.map((p) => p.name)]);
const one = (name: string, availability: Parameters<typeof presence>[0], place?: string) =>
  person(name, presence(availability, availability), place ? { group: place } : {});

const people = [one('Émile', 'busy', 'B'), one('Zoe', 'available', 'B'), one('adam', 'available', 'B'), one('Ola', 'away'), one('Kim', 'offline', 'B')];

it('puts the free first, then by name as people sort it, and who has no group under the team', () => {
  expect(names(group(people, [], 'Team', new NameOrder(), all))).toEqual([
    ['B', ['adam', 'Zoe', 'Émile', 'Kim']],
    ['Team', ['Ola']],
  ]);
});

it('keeps favourites on top in their own order, and shows nobody twice', () => {
  const groups = group(people, [people[4]!.id, people[0]!.id, 'p_gone'], 'Team', new NameOrder(), all);
  expect(names(groups)).toEqual([
    ['', ['Kim', 'Émile']],
    ['B', ['adam', 'Zoe']],
    ['Team', ['Ola']],
  ]);
});

it('leaves out empty groups', () => {
  expect(names(group(people, [people[0]!.id], 'Team', new NameOrder(), (p) => p.name === 'Zoe'))).toEqual([['B', ['Zoe']]]);
});

it('does not depend on the order in which people come', () => {
  const many = crowd(300);
  const sorted = names(group(many, [], 'Team', new NameOrder(), all));
  expect(names(group(many.toReversed(), [], 'Team', new NameOrder(), all))).toEqual(sorted);
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
