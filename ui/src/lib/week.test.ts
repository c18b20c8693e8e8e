import { expect, it } from 'vitest';
import type { Window } from '../bindings';
import { copyTo, lasts, runs } from './week';

const window = (day: number, from: number, until: number): Window => ({ day, from: from * 60, until: until * 60 });
const nights = [1, 2, 3, 4, 5].map((day) => window(day, 18, 9));

it('a window lasts to its end, past midnight, or a whole day', () => {
  expect([window(1, 9, 17), window(1, 18, 9), window(1, 0, 24), window(1, 9, 9)].map(lasts)).toEqual([480, 900, 1440, 1440]);
});

it('copies one day over others and leaves the rest', () => {
  const week = copyTo([window(1, 9, 17), window(2, 6, 7), window(7, 10, 12)], 1, [1, 2, 3]);
  expect(week).toEqual([window(1, 9, 17), window(2, 9, 17), window(3, 9, 17), window(7, 10, 12)]);
});

it('tells days that are alike together', () => {
  const week = [...nights, window(7, 0, 24)];
  expect(runs(week).map(({ from, to }) => [from, to])).toEqual([[1, 5], [7, 7]]);
  expect(runs([])).toEqual([]);
});
