import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { asked, change, names, run, start } from './browser.mjs';

/** Monday, 13:00 in Kyiv. */
const NOW = Date.UTC(2026, 10, 23, 11, 0);
let browser;
before(async () => (browser = await start()));
after(() => browser.stop());

const on = (...args) => run(browser, ...args);
const button = (page, name) => page.getByRole('button', { name, exact: true });

/** What an undo brings back, as the window knows it. */
const known = (page) =>
  page.evaluate(async () => {
    const { snapshot } = await window.memory.send({ do: 'look' });
    const { planned, privacy, quiet_hours, profile, breakthrough } = snapshot.me;
    const { groups, alerts, favourites, statuses, policy } = snapshot;
    return JSON.stringify({ planned, privacy, quiet_hours: { ...quiet_hours, changed: '' }, profile, breakthrough, groups, alerts, favourites, statuses, policy });
  });

const plan = (page) => button(page, 'Plan an absence').click();
const set = async (page) => {
  await page.getByLabel('Who', { exact: true }).fill('haruka');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await button(page, 'Tell me').click();
};
const usual = (page) => page.locator('section', { has: page.getByRole('heading', { name: 'Usual hours', exact: true }) });

/** Where it is done, what is done there, and what the bar then says. */
const DONE = {
  'a planned absence': ['absences', plan, 'Absence planned'],
  'an absence that was given up': ['absences', (page) => button(page, 'Give up: On holiday').click(), 'Absence given up'],
  'a changed absence': ['absences', async (page) => (await button(page, 'Change: On holiday').click(), await page.getByLabel('I do not know yet').check(), await button(page, 'Save').click()), 'Absence changed'],
  'a new group': ['groups', async (page) => (await page.getByLabel('New group').fill('Night shift'), await page.keyboard.press('Enter')), '“Night shift” made'],
  'a deleted group': ['groups', (page) => button(page, 'Delete Project Aurora').click(), '“Project Aurora” deleted'],
  'a favourite that was let go': ['groups', (page) => button(page, 'Remove Haruka Sato from favourites').click(), 'Removed from favourites'],
  'a favourite that was moved': ['groups', (page) => button(page, 'Move Haruka Sato up').click(), 'Favourites moved'],
  'a new alert': ['alerts', set, 'You will be told'],
  'a removed alert': ['alerts', (page) => button(page, 'Remove').first().click(), 'Alert removed'],
  'who may break through': ['alerts', (page) => button(page, 'Remove Haruka Sato').click(), 'Break-through list changed'],
  'a rule of privacy': ['privacy', (page) => page.getByLabel('What they see: Your favourites').selectOption('hidden'), 'Privacy changed'],
  'a switch of privacy': ['privacy', (page) => page.getByRole('switch', { name: 'Show my location' }).click(), 'Privacy changed'],
  'quiet hours': ['hours', (page) => page.getByText('My own').click(), 'Quiet hours changed'],
  'usual hours': ['hours', async (page) => (await usual(page).getByRole('button', { name: 'Add hours on Monday' }).click(), await usual(page).getByRole('button', { name: 'Save' }).click()), 'Usual hours changed'],
  'the profile': ['account', async (page) => (await page.getByLabel('Location').fill('Osaka'), await button(page, 'Save').click()), 'Profile changed'],
  'the order of statuses': ['statuses', (page) => button(page, 'Move Busy up').click(), 'Statuses moved'],
  'a changed status': ['statuses', async (page) => (await button(page, 'Change Lunch').click(), await page.getByLabel('Polski').fill('Obiad'), await button(page, 'Save').click()), '“Lunch” changed'],
  'the team’s rules': ['rules', async (page) => (await button(page, 'Change the rules').click(), await page.getByLabel(/^Seconds for which/).fill('90'), await button(page, 'Save').first().click()), 'Rules changed'],
};

describe('ten seconds to take back', () => {
  for (const [what, [section, act, text]] of Object.entries(DONE)) {
    it(what, () =>
      on(`full#/settings/${section}`, { time: NOW }, async (page) => {
        const was = await known(page);
        await act(page);
        await page.locator('.undo').filter({ hasText: text }).waitFor();
        assert.notEqual(await known(page), was, 'nothing was done');
        await page.locator('.undo button').click();
        await page.locator('.undo').waitFor({ state: 'detached' });
        assert.equal(await known(page), was);
        assert.equal(await page.getByRole('alert').count(), 0);
      }));
  }

  it('and no longer, by button or by key', () =>
    on('full#/settings/groups', { time: NOW }, async (page) => {
      await button(page, 'Move Haruka Sato up').click();
      await page.locator('.undo').waitFor();
      const count = (await asked(page)).length;
      await page.clock.runFor(10_500);
      await page.locator('.undo').waitFor({ state: 'detached' });
      await page.keyboard.press('Control+z');
      assert.equal((await asked(page)).length, count);
    }));

  it('of the last change, wherever that was made', () =>
    on('full#/settings/statuses', { time: NOW }, async (page) => {
      await button(page, 'Move Busy up').click();
      await page.locator('.undo').filter({ hasText: 'Statuses moved' }).waitFor();
      await page.clock.runFor(2_000);
      await change(page, { undo: { what: { changed: 'status', status: 'busy' }, until: new Date(NOW + 12_500).toISOString() } });
      await page.locator('.undo').filter({ hasText: 'Busy' }).waitFor();
      await change(page, { undo: null });
      await page.locator('.undo').filter({ hasText: 'Statuses moved' }).waitFor();
    }));

  it('and a favourite comes back to its place by the key', () =>
    on('twelve', {}, async (page) => {
      const before = await names(page);
      await page.locator('[data-person]').nth(1).focus();
      await page.keyboard.press('f');
      await page.locator('.undo').filter({ hasText: 'Removed from favourites' }).waitFor();
      await page.keyboard.press('Control+z');
      await page.locator('.undo').waitFor({ state: 'detached' });
      await page.waitForFunction((name) => document.querySelectorAll('.row .name')[1]?.textContent === name, before[1]);
      assert.deepEqual(await names(page), before);
    }));
});
