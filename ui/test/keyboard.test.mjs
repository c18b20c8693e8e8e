// Everything by keyboard alone: nothing here points or clicks.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { SECTIONS, asked, changes, run, start } from './browser.mjs';

/** Monday, 13:00 in Kyiv. */
const NOW = Date.UTC(2026, 10, 23, 11, 0);
let browser;
before(async () => (browser = await start()));
after(() => browser.stop());

const on = (...args) => run(browser, ...args);

async function press(page, ...keys) {
  for (const key of keys) await page.keyboard.press(key);
}

/** What has the focus, as a screen reader would call it. */
const focused = (page) =>
  page.evaluate(() => {
    const at = document.activeElement;
    return (at.getAttribute('aria-label') ?? at.labels?.[0]?.textContent ?? at.textContent ?? '').trim();
  });

/** Presses Tab until something of this name has the focus. */
async function tabTo(page, name) {
  const met = [];
  for (let i = 0; i < 90; i++) {
    await page.keyboard.press('Tab');
    met.push(await focused(page));
    if (typeof name === 'string' ? met.at(-1) === name : name.test(met.at(-1))) return;
  }
  assert.fail(`Tab never came to ${name}, only to ${[...new Set(met)].join(' | ')}`);
}

/** Waits until something of this name has the focus. */
const holds = (page, name) =>
  page.waitForFunction((name) => {
    const at = document.activeElement;
    return (at.getAttribute('aria-label') ?? at.textContent).includes(name);
  }, name);

/** Presses Tab all the way round; fails where the focus cannot be seen, or does not come. */
async function walk(page, where) {
  const count = await page.evaluate(() => {
    const stops = [...document.querySelectorAll('button, input, select, summary, [tabindex="0"]')];
    const open = (one) => one.tabIndex >= 0 && !one.disabled && one.checkVisibility() && !one.closest('[inert]');
    const own = (one) => one.type !== 'radio' || one.checked;
    window.stops = new Set(stops.filter((one) => open(one) && own(one)));
    return window.stops.size;
  });
  for (let i = 0; i < count + 2; i++) {
    await page.keyboard.press('Tab');
    const unseen = await page.evaluate(() => {
      const at = document.activeElement;
      window.stops.delete(at);
      if (at === document.body) return undefined;
      const outlined = (one) => one && getComputedStyle(one).outlineStyle !== 'none' && parseFloat(getComputedStyle(one).outlineWidth) >= 1.5;
      return [at, at.parentElement].some(outlined) ? undefined : at.outerHTML.slice(0, 120);
    });
    assert.equal(unseen, undefined, `${where}: the focus cannot be seen`);
  }
  const left = await page.evaluate(() => [...window.stops].map((one) => one.outerHTML.slice(0, 120)));
  assert.deepEqual(left, [], `${where}: not reached by Tab`);
}

describe('Tab comes everywhere, and is seen', () => {
  const PAGES = { list: 'full', 'first run': 'first', 'offline list': 'offline', locked: 'locked', 'my card': 'full#/me', settings: 'full#/settings', ...Object.fromEntries(SECTIONS.map((one) => [one, `full#/settings/${one}`])) };
  for (const [name, scenario] of Object.entries(PAGES)) it(name, () => on(scenario, {}, (page) => walk(page, name)));

  it('a card', () =>
    on('full', {}, async (page) => {
      await tabTo(page, /Piotr Adamiak,/);
      await press(page, 'ArrowDown', 'Enter');
      await page.locator('.page h1').waitFor();
      await walk(page, 'card');
    }));

  it('the list with its layout', () =>
    on('full', {}, async (page) => {
      await tabTo(page, 'Filter, sort and groups');
      await press(page, 'Enter');
      await walk(page, 'layout');
    }));
});

describe('context menus by the menu key', () => {
  it('of a person: letters, arrows and steps', () =>
    on('full', {}, async (page) => {
      await tabTo(page, /Piotr Adamiak,/);
      await press(page, 'ArrowDown', 'ContextMenu');
      await holds(page, 'View card');
      await press(page, 't');
      await holds(page, 'Tell me when free…');
      await press(page, 'ArrowRight');
      await holds(page, 'Once');
      await press(page, 'ArrowLeft');
      await holds(page, 'View card');
      await press(page, 't', 'ArrowRight', 'e', 'e', 'Enter');
      await page.locator('.undo').waitFor();
      await holds(page, 'Haruka Sato');
      assert.deepEqual((await changes(page)).map(({ ask, alert }) => [ask, alert.standing, 'until' in alert]), [['set_alert', true, false]]);
    }));

  it('of a group, which folds', () =>
    on('twelve', {}, async (page) => {
      await tabTo(page, /Piotr Adamiak,/);
      await press(page, 'Home', 'ContextMenu');
      await holds(page, 'Tell me when one of them is free');
      await press(page, 'f', 'Enter');
      await page.locator('[data-group="*"][aria-expanded=false]').waitFor();
      await press(page, 'ArrowRight');
      await page.locator('[data-group="*"][aria-expanded=true]').waitFor();
    }));

  it('of a card, and of me', () =>
    on('full', {}, async (page) => {
      await tabTo(page, /Piotr Adamiak,/);
      await press(page, 'Enter');
      await holds(page, 'Back');
      await press(page, 'ContextMenu');
      await page.locator('[role=menu]').waitFor();
      assert.equal(await page.getByRole('menuitem', { name: 'View card' }).count(), 0);
      await press(page, 'Escape');
      await page.locator('[role=menu]').waitFor({ state: 'detached' });
      assert.equal(await page.locator('.page h1').count(), 1, 'the card stays');
      await press(page, 'Escape');
      await holds(page, 'Piotr Adamiak');
      await page.locator('#pill').focus();
      await press(page, 'ContextMenu');
      await holds(page, 'Change your status…');
      await press(page, 'b', 'Enter');
      await page.waitForFunction(() => window.memory.asked.some((one) => one.do === 'automatic'));
    }));

  it('of a member', () =>
    on('full#/settings/members', {}, async (page) => {
      await tabTo(page, 'Choose Daria Melnyk');
      await press(page, 'ContextMenu');
      await holds(page, 'View card');
      await press(page, 'Enter');
      await page.getByRole('heading', { name: 'Daria Melnyk' }).waitFor();
    }));
});

describe('the list', () => {
  it('is filtered, sorted and laid out, and Escape gives the focus back', () =>
    on('full', {}, async (page) => {
      await tabTo(page, 'Filter, sort and groups');
      await press(page, 'Enter');
      await tabTo(page, 'Busy');
      await press(page, 'Space');
      await page.waitForFunction(() => document.querySelectorAll('[data-person]').length === 3);
      await tabTo(page, 'Who’s free');
      await press(page, 'ArrowRight');
      await tabTo(page, 'The team’s');
      await press(page, 'ArrowRight', 'Escape');
      await holds(page, 'Filter, sort and groups');
      await page.getByRole('button', { name: /^Project Aurora|^Others/ }).first().waitFor();
    }));
});

describe('the picker', () => {
  it('takes a status until a day and a time, a note with an emoji, and plans an absence', () =>
    on('automatic', { time: NOW }, async (page) => {
      await tabTo(page, /^Your status/);
      await press(page, 'Enter', '5');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await press(page, 'Enter');
      await page.getByRole('dialog').waitFor();
      await press(page, 'ArrowRight');
      await tabTo(page, 'Until…');
      await press(page, 'Enter');
      await tabTo(page, /^Until, day/);
      await press(page, 'Enter', 'ArrowRight', 'Enter');
      await tabTo(page, 'Until, time');
      await page.keyboard.type('16:00');
      await press(page, 'Enter');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await press(page, 'Enter');
      await tabTo(page, 'Add an emoji');
      await press(page, 'Enter');
      await tabTo(page, '🎧');
      await press(page, 'Enter');
      await holds(page, 'Add an emoji');
      await tabTo(page, 'Note');
      await page.keyboard.type('Deep in it');
      await press(page, 'Enter');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await press(page, 'Enter');
      await page.locator('[data-status=out_of_office]').focus();
      await press(page, 'ArrowRight');
      await tabTo(page, 'Plan an absence…');
      await press(page, 'Enter');
      await page.getByRole('heading', { name: 'Plan an absence' }).waitFor();
      const sent = (await asked(page)).filter((one) => one.do !== 'ask').map(({ status, text, emoji, end }) => [status ?? text, emoji ?? (typeof end === 'string' ? end : end.at)]);
      assert.deepEqual(sent, [['away', 'usual'], ['away', '2026-11-24T14:00:00.000Z'], ['Deep in it', '🎧']]);
    }));
});

describe('the pages', () => {
  it('lead there and back: an absence, its form and its undo', () =>
    on('full', { time: NOW }, async (page) => {
      await tabTo(page, 'Settings');
      await press(page, 'Enter');
      await holds(page, 'Back');
      await tabTo(page, /^Profile and team/);
      await press(page, 'ArrowDown', 'ArrowDown', 'ArrowDown', 'Enter');
      await tabTo(page, 'Change: On holiday');
      await press(page, 'Enter');
      await tabTo(page, 'I do not know yet when I am back');
      await press(page, 'Space', 'Escape');
      await holds(page, 'Change: On holiday');
      await tabTo(page, 'Give up: On holiday');
      await press(page, 'Enter');
      await page.locator('.undo').waitFor();
      await press(page, 'Control+z');
      await page.getByRole('button', { name: 'Give up: On holiday' }).waitFor();
      await press(page, 'Escape');
      await holds(page, 'Planned absences');
      await press(page, 'Escape');
      await holds(page, 'Settings');
    }));

  it('skip tonight and put a reason aside on my card', () =>
    on('twelve', { time: NOW }, async (page) => {
      await tabTo(page, 'OK');
      await press(page, 'Enter');
      await tabTo(page, 'Put aside: Do not disturb');
      await press(page, 'Enter');
      await tabTo(page, /^Skip this time/);
      await press(page, 'Enter');
      await page.getByText('Quiet from tomorrow 18:00').waitFor();
      assert.deepEqual((await asked(page)).filter((one) => one.do === 'drop').map(({ claim }) => claim), ['c_1', 'quiet:2026-11-23T18:00']);
    }));

  it('set quiet hours of my own', () =>
    on('twelve#/settings/hours', { time: NOW }, async (page) => {
      await tabTo(page, 'The team’s');
      await press(page, 'ArrowRight');
      await tabTo(page, 'Add hours on Saturday');
      await press(page, 'Enter');
      await tabTo(page, 'Save');
      await press(page, 'Enter');
      await page.locator('.undo').waitFor();
      await page.waitForFunction(() => window.memory.asked.filter((one) => one.ask?.hours).length === 2);
    }));

  it('say who sees what, and show it', () =>
    on('twelve#/settings/privacy', {}, async (page) => {
      await tabTo(page, 'What they see: Everyone in the team');
      await press(page, 'ArrowDown');
      await tabTo(page, 'Colleague');
      await page.keyboard.type('ken');
      await press(page, 'ArrowDown', 'Enter');
      await page.locator('.seen').waitFor();
      await tabTo(page, 'Show the list');
      await press(page, 'Enter');
      await page.getByText('See status and until when, no note and no reason · 12 people').waitFor();
    }));

  it('change many members at once, and read status times', () =>
    on('full#/settings/members', {}, async (page) => {
      await tabTo(page, 'Choose Adam Nowak');
      await press(page, 'Space');
      await tabTo(page, 'Choose Liam O’Connor');
      await press(page, 'Space');
      await page.keyboard.press('Shift+Tab');
      await page.getByRole('combobox', { name: 'Status…' }).focus();
      await page.keyboard.type('Busy');
      await tabTo(page, 'Set for 2');
      await press(page, 'Enter');
      await page.getByText('Changed for 2 people.').waitFor();
      await page.evaluate(() => (location.hash = '#/settings/reports'));
      await tabTo(page, 'Copy as CSV');
      await tabTo(page, 'Status times');
    }));

  it('change a status, and Escape closes its form only', () =>
    on('full#/settings/statuses', {}, async (page) => {
      await tabTo(page, 'Change Busy');
      await press(page, 'Enter');
      await tabTo(page, 'Українська');
      await press(page, 'Escape');
      await holds(page, 'Change Busy');
      assert.equal(await page.locator('form').count(), 0);
      await press(page, 'Alt+ArrowUp');
      await page.locator('.undo').waitFor();
    }));

  it('ask before what cannot be taken back, and take no for an answer', () =>
    on('full#/settings/devices', {}, async (page) => {
      await tabTo(page, 'Sign out Travel laptop');
      await press(page, 'Enter');
      await holds(page, 'Cancel');
      await press(page, 'Escape');
      await holds(page, 'Sign out Travel laptop');
      await press(page, 'Enter');
      await holds(page, 'Cancel');
      await press(page, 'Shift+Tab', 'Enter');
      await page.getByText('Travel laptop').waitFor({ state: 'detached' });
      await tabTo(page, 'Let a program in');
      await press(page, 'Enter');
      await page.keyboard.type('Build light');
      await press(page, 'Enter');
      await page.getByLabel('Token', { exact: true }).waitFor();
    }));

  it('read a calendar', () =>
    on('three#/settings/calendar', {}, async (page) => {
      await tabTo(page, 'Address (ICS)');
      await press(page, 'ArrowRight', 'ArrowRight');
      await tabTo(page, 'File');
      await page.keyboard.type('/home/olena/work.ics');
      await press(page, 'Enter');
      await page.getByRole('heading', { name: 'work.ics' }).waitFor();
    }));

  it('gather a group and an alert', () =>
    on('twelve#/settings/groups', {}, async (page) => {
      await tabTo(page, 'New group');
      await page.keyboard.type('Night shift');
      await press(page, 'Enter');
      await tabTo(page, 'People');
      await page.keyboard.type('daria');
      await press(page, 'Enter');
      await page.getByRole('button', { name: 'Remove Daria Melnyk' }).waitFor();
      await page.evaluate(() => (location.hash = '#/settings/alerts'));
      await tabTo(page, 'Who');
      await page.keyboard.type('noor');
      await press(page, 'Enter', 'Escape');
      await tabTo(page, 'Tell me');
      await press(page, 'Enter');
      await page.getByText('Noor van Dijk is free').waitFor();
    }));
});
