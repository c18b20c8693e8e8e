import { expect, it } from 'vitest';
import { idFor, tidy } from './catalogue';

it.each([
  ['Client call', [], 'client_call'],
  ['  Déjeuner! ', [], 'dejeuner'],
  ['Busy', ['busy', 'busy_2'], 'busy_3'],
  ['会議', [], 'status'],
  ['', ['status'], 'status_2'],
])('%j beside %j is %s', (name, taken, id) => {
  expect(idFor(name, taken)).toBe(id);
});

it('leaves empty labels out', () => {
  expect(tidy({ en: ' Lunch ', uk: ' ', pl: '' })).toEqual({ en: 'Lunch' });
});
