import { expect, it } from 'vitest';
import { clears, endOf, remember, usualClear } from './notes';

it('keeps the newest five, none twice, and forgets when they ended', () => {
  const written = ['a', 'b', 'a', 'c', 'd', 'e', 'f'].reduce((all, text) => remember(all, { text, until: '2026-11-21T12:00:00Z' }), remember([], { text: 'z' }));
  expect(written).toEqual(['f', 'e', 'd', 'c', 'a'].map((text) => ({ text })));
});

it('tells notes apart by their emoji', () => {
  expect(remember([{ text: 'Lunch' }], { text: 'Lunch', emoji: '🍜' })).toHaveLength(2);
});

const until = '2026-11-23T15:00:00Z';

it('keeps the end that a note has, unless another one is picked', () => {
  expect(usualClear(undefined)).toBe('four_hours');
  expect(usualClear({ text: 'Here' })).toBe('never');
  const note = { text: 'Here', until };
  expect(endOf(usualClear(note), note, undefined)).toEqual({ at: until });
  expect(endOf('hour', note, undefined)).toEqual({ when: 'hour' });
  expect(endOf('at', note, '2026-11-24T09:00:00Z')).toEqual({ at: '2026-11-24T09:00:00Z' });
});

it('offers the named ends that lie ahead', () => {
  const evening = (['half_hour', 'hour', 'four_hours', 'tomorrow', 'next_week'] as const).map((preset) => ({ preset, at: until }));
  expect(clears(evening, undefined)).toEqual(['half_hour', 'hour', 'four_hours', 'next_week', 'never', 'at']);
  expect(clears([], { text: 'Here', until })).toEqual(['given', 'half_hour', 'hour', 'four_hours', 'end_of_day', 'next_week', 'never', 'at']);
});
