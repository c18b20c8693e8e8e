// Cards, and what is odd about the people on them.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { assertAccessible, change, run, start } from './browser.mjs';

/** Monday, 13:00 in Kyiv. */
const NOW = Date.UTC(2026, 10, 23, 11, 0);
let browser;
before(async () => (browser = await start()));
after(() => browser.stop());

const on = (...args) => run(browser, ...args);

const somebody = (more) => ({ id: 'p_odd', name: 'Ewa Odd', zone: 'Europe/Kyiv', contacts: [], admin: false, presence: { availability: 'busy', status: 'busy', online: true }, ...more });
const come = (page, more) => change(page, { people: { p_odd: somebody(more) } });

describe('a card', () => {
  it('shows hours of a night that runs over into a morning', () =>
    on('three', { time: NOW }, async (page) => {
      await come(page, { working_hours: { windows: [{ day: 7, from: 1320, until: 360 }, { day: 1, from: 0, until: 480 }] } });
      await page.getByRole('button', { name: /Ewa Odd/ }).click();
      await page.getByText('0:00–8:00').waitFor();
    }));

  it('that cannot be shown says so, and leads back to a list that works', () =>
    on('three', {}, async (page) => {
      await come(page, { working_hours: { windows: [null] } });
      const row = page.getByRole('button', { name: /Ewa Odd/ });
      await row.click();
      await page.getByRole('heading', { name: 'This cannot be shown' }).waitFor();
      await assertAccessible(page, 'broken card');
      await page.waitForFunction(() => document.activeElement.textContent === 'Back to the list');
      await page.keyboard.press('Enter');
      await row.click();
      await page.getByRole('heading', { name: 'This cannot be shown' }).waitFor();
      await come(page, {});
      await page.getByRole('button', { name: 'Try again' }).click();
      await page.locator('.page .state').waitFor();
      assert.ok(page.wrong.splice(0).length, 'what failed is in the log');
    }));
});
