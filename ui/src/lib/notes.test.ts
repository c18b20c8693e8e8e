import { expect, it } from 'vitest';
import { remember } from './notes';

it('keeps the newest five, none twice, and forgets when they ended', () => {
  const written = ['a', 'b', 'a', 'c', 'd', 'e', 'f'].reduce((all, text) => remember(all, { text, until: '2026-11-21T12:00:00Z' }), remember([], { text: 'z' }));
  expect(written).toEqual(['f', 'e', 'd', 'c', 'a'].map((text) => ({ text })));
});

it('tells notes apart by their emoji', () => {
  expect(remember([{ text: 'Lunch' }], { text: 'Lunch', emoji: '🍜' })).toHaveLength(2);
});
