import { expect, it } from 'vitest';
import { SECTIONS, parent, readRoute, route, type Page } from './route';

const PAGES: Page[] = [
  { at: 'list' },
  { at: 'me' },
  { at: 'card', person: 'p_1/2 ü' },
  { at: 'settings' },
  ...SECTIONS.map((section): Page => ({ at: 'settings', section })),
  { at: 'settings', section: 'alerts', people: ['p_1', 'p_2'] },
];

it.each(PAGES)('%j has an address that leads back to it', (page) => {
  expect(readRoute(route(page))).toEqual(page);
});

it.each(['', '#', '#/', '#/nowhere', '#/person/', 'settings%'])('%s is the list', (hash) => {
  expect(readRoute(hash)).toEqual({ at: 'list' });
});

it('leads from a page of the settings to all of them, and from there to the list', () => {
  expect(parent({ at: 'settings', section: 'privacy' })).toEqual({ at: 'settings' });
  expect(parent({ at: 'settings' })).toEqual({ at: 'list' });
  expect(readRoute('#/settings/nothing')).toEqual({ at: 'settings' });
});
