import { expect, it } from 'vitest';
import { iso, minutes, seconds } from './duration';

it.each([['PT15M', 900], ['PT1H', 3600], ['PT1H30M', 5400], ['PT60S', 60], ['PT0S', 0], ['P1DT2H', 93_600], ['PT1.5S', 1], ['soon', 0]])('%s is %i seconds', (text, expected) => {
  expect(seconds(text)).toBe(expected);
});

it('is written as it is read', () => {
  expect([0, 59, 3600, 86_400].map((all) => seconds(iso(all)))).toEqual([0, 59, 3600, 86_400]);
  expect(minutes('PT90S')).toBe(2);
});
