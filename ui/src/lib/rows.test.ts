import { expect, it } from 'vitest';
import { crowd } from '../host/memory/people';
import { NameOrder, group } from './groups';
import { STILL, lines, mayMove, offsets, sameLines, visible } from './rows';

const groups = group(crowd(10_000), { team: 'Team', favourites: ['p_1'], sort: 'availability' }, new NameOrder(), () => true);
const all = lines(groups, new Set());

it('gives each group a head and each person one line', () => {
  expect(all).toHaveLength(10_000 + groups.length);
  expect(new Set(all.map(({ key }) => key)).size).toBe(all.length);
});

it('keeps lines apart where somebody stands twice', () => {
  const twice = lines([{ key: 'a', favourites: false, name: 'A', people: groups[1]!.people }, groups[1]!], new Set());
  expect(new Set(twice.map(({ key }) => key)).size).toBe(twice.length);
});

it('folds people away and keeps the head', () => {
  const folded = lines(groups, new Set([groups[1]!.key]));
  expect(folded).toHaveLength(all.length - groups[1]!.people.length);
  expect(folded.some(({ key }) => key === groups[1]!.key)).toBe(true);
});

it('draws exactly the lines that touch the window', () => {
  const starts = offsets(all, 30, 48);
  for (const from of [0, 1, 29, 30, 31, 78, 5_000, starts.at(-1)! - 700, starts.at(-1)!]) {
    const [first, last] = visible(starts, from, from + 600);
    const touching = all.map((_, i) => i).filter((i) => starts[i + 1]! > from && starts[i]! <= from + 600);
    expect([first, last]).toEqual([touching[0] ?? all.length, (touching.at(-1) ?? all.length - 1) + 1]);
  }
});

it('lets rows move at most once in a while and never under the pointer', () => {
  expect(mayMove(0, STILL - 1, false)).toBe(false);
  expect(mayMove(0, STILL, false)).toBe(true);
  expect(mayMove(0, STILL * 10, true)).toBe(false);
});

it('sees whether an order is the same', () => {
  expect(sameLines(all, [...all])).toBe(true);
  expect(sameLines(all, all.slice(1))).toBe(false);
  expect(sameLines(all.slice(0, 3), [all[0]!, all[2]!, all[1]!])).toBe(false);
});
