import { expect, it } from 'vitest';
import { moved, movedTo } from './order';

const list = ['a', 'b', 'c', 'd'];

it.each([['a', 1, 'bacd'], ['d', -1, 'abdc'], ['b', 2, 'acdb'], ['c', -2, 'cabd']])('%s by %i is %s', (one, by, expected) => {
  expect(moved(list, one, by).join('')).toBe(expected);
});

it('stays the same list where nothing can move', () => {
  for (const [one, by] of [['a', -1], ['d', 1], ['x', 1], ['b', 0]] as const) expect(moved(list, one, by)).toBe(list);
});

it.each([['a', 3, 'bcda'], ['d', 0, 'dabc'], ['c', 2, 'abcd']])('%s to %i is %s', (one, to, expected) => {
  expect(movedTo(list, one, to).join('')).toBe(expected);
});
