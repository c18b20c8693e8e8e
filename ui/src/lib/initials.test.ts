import { expect, it } from 'vitest';
import { hue, initials } from './initials';

it.each([
  ['Olena Koval', 'OK'],
  ['João da Silva Pereira', 'JP'],
  ['Cher', 'C'],
  ['  élodie   ñandú ', 'ÉÑ'],
  ['Ana Abe 7', 'AA'],
  ['محمد عبد', 'مع'],
  ['佐藤 遥', '佐'],
  ['김민수', '김'],
  ['👩‍🚀 Astro', '👩‍🚀'],
  ['(Bob) "Tables"', 'BT'],
  ['Ǆ', 'Ǆ'],
  ['   ', '?'],
  ['---', '?'],
])('%s is %s', (name, expected) => {
  expect(initials(name)).toBe(expected);
});

it('gives an id always the same hue, and spreads ids that differ little', () => {
  expect(hue('p_1')).toBe(hue('p_1'));
  const hues = Array.from({ length: 360 }, (_, i) => Math.floor(hue(`p_${i}`) / 30));
  for (let sector = 0; sector < 12; sector++) expect(hues.filter((h) => h === sector).length).toBeGreaterThan(10);
});
