import { expect, it } from 'vitest';
import { firstWeekday, monthPage, sameDay, shift } from './month';

it.each([
  [2026, 10, 1, 42, '26/10'],
  [2026, 1, 1, 35, '26/1'],
  [2026, 10, 7, 35, '1/11'],
  [2027, 1, 1, 28, '1/2'],
])('the page of %i-%i, weeks from %i, has %i days from %s on', (year, month, first, length, begins) => {
  const page = monthPage(year, month, first);
  expect(page).toHaveLength(length);
  expect(`${page[0]!.getDate()}/${page[0]!.getMonth() + 1}`).toBe(begins);
  expect(page.every((day, i) => i === 0 || sameDay(day, shift(page[i - 1]!, { days: 1 })))).toBe(true);
});

it('stays within a month that is too short', () => {
  expect(sameDay(shift(new Date(2027, 0, 31), { months: 1 }), new Date(2027, 1, 28))).toBe(true);
  expect(sameDay(shift(new Date(2026, 11, 31), { days: 1 }), new Date(2027, 0, 1))).toBe(true);
});

it('begins weeks where people do', () => {
  expect([firstWeekday('en-GB'), firstWeekday('en-US')]).toEqual([1, 7]);
});
