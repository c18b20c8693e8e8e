// What is typed: with an input method, half-way, and saved.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { asked, run, start } from './browser.mjs';

/** Monday, 13:00 in Kyiv. */
const NOW = Date.UTC(2026, 10, 23, 11, 0);
let browser;
before(async () => (browser = await start()));
after(() => browser.stop());

const on = (...args) => run(browser, ...args);

describe('an input method', () => {
  /** Types into what has the focus as an input method does, and presses a key while its word is not taken yet. */
  async function compose(page, text, key, code) {
    const session = await page.context().newCDPSession(page);
    await session.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
    await session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key, code: key, windowsVirtualKeyCode: code });
    await session.send('Input.dispatchKeyEvent', { type: 'keyUp', key, code: key, windowsVirtualKeyCode: code });
  }

  it('takes its word by Enter, which finds and adds nobody yet', () =>
    on('twelve', {}, async (page) => {
      await page.getByLabel('Search people').focus();
      await compose(page, 'Haruka', 'Enter', 229);
      assert.equal(await page.getByLabel('Search people').inputValue(), 'Haruka');
      assert.equal(await page.locator('.page').count(), 0);
      await page.keyboard.insertText('Haruka');
      await page.keyboard.press('Enter');
      await page.locator('.page').getByRole('heading', { name: 'Haruka Sato' }).waitFor();
    }));

  it('drops its word by Escape, which leaves nothing', () =>
    on('twelve#/settings/alerts', {}, async (page) => {
      const who = page.getByRole('combobox', { name: 'Who' }).first();
      await who.focus();
      await compose(page, 'Haruka', 'Enter', 229);
      assert.equal(await page.getByRole('button', { name: /^Remove Haruka/ }).count(), 0);
      await compose(page, 'Har', 'Escape', 27);
      await page.getByRole('listbox', { name: 'People found' }).waitFor();
      await page.keyboard.insertText('');
      await page.keyboard.press('Escape');
      await page.getByRole('listbox', { name: 'People found' }).waitFor({ state: 'detached' });
      assert.equal(await page.locator('.page h1').innerText(), 'Alerts and notifications');
    }));
});

describe('the focus', () => {
  const focused = (page) => page.evaluate(() => document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent);

  it('stays in the week that was saved, which says so, and takes what comes from elsewhere', () =>
    on('twelve#/settings/hours', { time: NOW }, async (page) => {
      const usual = page.locator('section', { has: page.getByRole('heading', { name: 'Usual hours', exact: true }) });
      await usual.getByRole('button', { name: 'Add hours on Monday' }).click();
      await usual.getByLabel('Monday, until').fill('16');
      await usual.getByRole('button', { name: 'Save' }).focus();
      await page.keyboard.press('Enter');
      await usual.getByRole('status').filter({ hasText: 'Saved' }).waitFor({ state: 'attached' });
      assert.equal(await usual.getByLabel('Monday, until').inputValue(), '16:00');
      assert.ok(await usual.evaluate((section) => section.contains(document.activeElement)), await focused(page));
      await page.locator('.undo button').focus();
      await page.keyboard.press('Enter');
      await usual.getByLabel('Monday, until').waitFor({ state: 'detached' });
      assert.ok(await page.evaluate(() => document.activeElement !== document.body));
    }));

  it('stays on the button that planned an absence, in a form that begins anew', () =>
    on('twelve#/settings/absences', { time: NOW }, async (page) => {
      await page.getByLabel('Away from, time').fill('12:00');
      await page.getByRole('button', { name: 'Plan an absence' }).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: /^Give up/ }).waitFor();
      await page.waitForFunction(() => document.activeElement.textContent === 'Plan an absence');
      assert.equal(await page.getByLabel('Away from, time').inputValue(), '0:00');
      await page.getByRole('button', { name: /^Give up/ }).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: /^Give up/ }).waitFor({ state: 'detached' });
      assert.ok(await page.evaluate(() => document.querySelector('.settings').contains(document.activeElement)), await focused(page));
    }));

  it('stays in the profile that was saved, and in the alerts', () =>
    on('twelve#/settings/account', {}, async (page) => {
      await page.getByLabel('Location').fill('Lviv');
      await page.getByRole('button', { name: 'Save' }).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Save' }).waitFor({ state: 'detached' });
      assert.match(await page.evaluate(() => document.activeElement.labels[0].textContent), /zone/);
      const person = await page.locator('[data-person]').first().getAttribute('data-person');
      await page.goto(page.url().replace('account', `alerts?people=${person}`));
      await page.getByRole('button', { name: 'Tell me' }).focus();
      await page.keyboard.press('Enter');
      await page.locator('.undo').waitFor();
      await page.waitForFunction(() => document.activeElement.textContent === 'Tell me');
    }));
});

describe('the keys', () => {
  it('Ctrl+K searches from every page, and from the picker', () =>
    on('twelve#/settings/account', {}, async (page) => {
      for (const go of [() => page.keyboard.press('Control+k'), async () => (await page.locator('#pill').click(), page.keyboard.press('Control+k'))]) {
        await go();
        await page.waitForFunction(() => document.activeElement.type === 'search');
        assert.equal(await page.locator('.page, [role=dialog]').count(), 0);
      }
    }));

  it('Ctrl+K and Escape in the search leave alone what stands beside the list', () =>
    on('twelve#/settings/account', { width: 1000 }, async (page) => {
      await page.getByLabel('Name', { exact: true }).fill('Olena K');
      await page.locator('#pill').click();
      await page.keyboard.press('Control+k');
      await page.waitForFunction(() => document.activeElement.type === 'search');
      await page.keyboard.type('x');
      await page.keyboard.press('Escape');
      assert.equal(await page.getByLabel('Search people').inputValue(), '');
      assert.equal(await page.getByLabel('Name', { exact: true }).inputValue(), 'Olena K');
      await page.keyboard.press('Escape');
      await page.waitForFunction(() => document.activeElement.ariaLabel === 'Back');
      assert.equal(await page.getByLabel('Name', { exact: true }).inputValue(), 'Olena K');
    }));

  it('Ctrl+comma opens the settings, whatever letters the keyboard has', () =>
    on('twelve', {}, async (page) => {
      await page.locator('#pill').click();
      await page.keyboard.press('Control+Comma');
      await page.getByRole('heading', { name: 'Settings', exact: true }).waitFor();
      assert.equal(await page.getByRole('dialog').count(), 0);
      await page.evaluate(() => window.dispatchEvent(new KeyboardEvent('keydown', { key: 'л', code: 'KeyK', ctrlKey: true })));
      await page.waitForFunction(() => document.activeElement.type === 'search');
    }));

  it('Ctrl+W closes the window, wherever one is in it', async () => {
    for (const place of ['twelve#/settings/account', 'first', 'locked']) {
      await on(place, {}, async (page) => {
        await page.evaluate(() => window.dispatchEvent(new KeyboardEvent('keydown', { key: 'w', code: 'KeyW', ctrlKey: true })));
        assert.equal(await page.evaluate(() => window.memory.closed), 1, place);
      });
    }
  });

  it('Escape on a button leaves a page with something new on it only when pressed again', () =>
    on('twelve#/settings/account', {}, async (page) => {
      await page.getByLabel('Name', { exact: true }).fill('Olena K');
      await page.getByRole('button', { name: 'Save' }).focus();
      await page.keyboard.press('Escape');
      await page.waitForFunction(() => document.activeElement.ariaLabel === 'Back');
      assert.equal(await page.getByLabel('Name', { exact: true }).inputValue(), 'Olena K');
      await page.keyboard.press('Escape');
      await page.getByRole('heading', { name: 'Settings', exact: true }).waitFor();
    }));

  it('Escape leaves a field with something new in it first, then the page', () =>
    on('twelve#/settings/account', {}, async (page) => {
      await page.getByLabel('Name', { exact: true }).fill('Olena K');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Escape');
      assert.equal(await page.getByLabel('Name', { exact: true }).inputValue(), 'Olena K');
      await page.waitForFunction(() => document.activeElement.ariaLabel === 'Back');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByLabel('Name', { exact: true }).focus();
      await page.keyboard.press('Escape');
      await page.getByRole('heading', { name: 'Settings', exact: true }).waitFor();
      assert.deepEqual(await asked(page).then((all) => all.filter((one) => one.do === 'profile').length), 1);
    }));
});
