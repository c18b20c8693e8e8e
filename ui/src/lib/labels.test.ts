import { expect, it } from 'vitest';
import { inLanguage } from './labels';

const labels = { en: 'Lunch', uk: 'Обід', 'pt-BR': 'Almoço' };

it.each([
  [['uk-UA', 'en'], 'Обід'],
  [['pt-BR'], 'Almoço'],
  [['pt-PT', 'uk'], 'Обід'],
  [['ja'], 'Lunch'],
  [[], 'Lunch'],
])('%j reads %s', (tags, label) => {
  expect(inLanguage(labels, tags)).toBe(label);
});

it('has nothing where not even English is given', () => {
  expect(inLanguage({}, ['uk'])).toBeUndefined();
});
