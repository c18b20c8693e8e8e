import { expect, it } from 'vitest';
import { person, presence } from '../host/memory/people';
import { matches, readQuery } from './search';

const joao = person('João Pereira', presence('available', 'available', { note: { text: 'Quarter close' } }), { group: 'Finance' });
const busy = person('Łucja Nowak', presence('busy', 'busy'));
const finds = (text: string, who = joao) => matches(who, readQuery(text));

it.each(['', 'joao', 'JOÃO', 'per jo', 'finance', 'quarter', 'reira', '  joao  '])('"%s" finds João', (text) => {
  expect(finds(text)).toBe(true);
});

it.each(['maria', 'joao maria', 'ei', '.*', 'freedom'])('"%s" does not', (text) => {
  expect(finds(text)).toBe(false);
});

it('finds letters that have no plain form', () => {
  expect(finds('lucja', busy)).toBe(true);
});

it('answers who is free, and whether somebody is', () => {
  expect(['free now', 'Free', 'available', 'free joao'].map((text) => finds(text))).toEqual([true, true, true, true]);
  expect(['free now', 'free lucja'].map((text) => finds(text, busy))).toEqual([false, false]);
});
