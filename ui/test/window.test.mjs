import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { SECTIONS, asked, assertAccessible, assertFits, change, names, run, start } from './browser.mjs';

const NOW = Date.UTC(2026, 10, 23, 11, 0);
let browser;
before(async () => (browser = await start()));
after(() => browser.stop());

const on = (...args) => run(browser, ...args);

describe('every situation', () => {
  const SCENARIOS = ['twelve', 'three', 'automatic', 'many', 'odd', 'empty', 'guest', 'offline', 'connecting', 'refused', 'warned', 'back', 'full', 'silent', 'digest', 'member', 'first', 'invited', 'joining', 'locked', 'unkept', 'locked_host', 'revoked'];
  for (const [i, scenario] of SCENARIOS.entries()) {
    it(`${scenario} can be read, by everybody and in any width`, () =>
      on(scenario, { dark: i % 2 === 1 }, async (page) => {
        await assertAccessible(page, scenario);
        for (const width of [320, 388, 1000]) {
          await page.setViewportSize({ width, height: 640 });
          await assertFits(page, `${scenario} at ${width}`);
        }
      }));
  }

  it('can be read with text twice as large', () =>
    on('odd', { width: 388 }, async (page) => {
      await page.evaluate(() => (document.documentElement.style.fontSize = '32px'));
      await assertFits(page, 'list');
      await page.locator('#pill').click();
      await assertFits(page, 'picker');
      await page.keyboard.press('3');
      await assertFits(page, 'times');
      await page.getByRole('button', { name: 'Until…' }).click();
      await page.getByRole('button', { name: /^Until, day/ }).click();
      await assertFits(page, 'month');
    }));

  it('shows names and notes as text, never as markup', () =>
    on('odd', {}, async (page) => {
      assert.ok((await names(page)).includes('<b>Bobby</b> & "Tables"'));
      assert.equal(await page.locator('#app img, .list img, .list b').count(), 0);
    }));
});

describe('pages', () => {
  const PAGES = {
    card: (page) => page.locator('[data-person]').nth(1).click(),
    'my card': (page) => page.locator('.mine').click(),
    picker: async (page) => (await page.locator('#pill').click(), page.keyboard.press('3')),
    menu: (page) => page.locator('[data-person]').first().click({ button: 'right' }),
    settings: (page) => page.locator('.gear').click(),
  };
  for (const [name, go] of Object.entries(PAGES)) {
    it(`${name}, light and dark`, () =>
      on('twelve', { width: 320 }, async (page) => {
        await go(page);
        await assertAccessible(page, `${name}, light`);
        await assertFits(page, name);
        await page.emulateMedia({ colorScheme: 'dark' });
        await assertAccessible(page, `${name}, dark`, ['color-contrast']);
      }));
  }
});

describe('every page of the settings', () => {
  const SEEN = { 'an administrator': ['full', SECTIONS], 'a member': ['member', ['members', 'statuses', 'rules', 'reports']], 'somebody new': ['three', ['absences', 'calendar', 'alerts', 'groups']] };
  for (const [who, [scenario, sections]] of Object.entries(SEEN)) {
    for (const [i, section] of sections.entries()) {
      it(`${section}, for ${who}`, () =>
        on(`${scenario}#/settings/${section}`, { width: 320, dark: i % 2 === 1 }, async (page) => {
          await page.locator('.settings section').first().waitFor();
          await assertAccessible(page, section);
          await assertFits(page, section);
          await page.evaluate(() => (document.documentElement.style.fontSize = '32px'));
          await assertFits(page, `${section}, large`);
        }));
    }
  }
});

describe('the picker', () => {
  it('chooses with digits, opens times, and gives the focus back', () =>
    on('automatic', { time: NOW }, async (page) => {
      await page.locator('#pill').focus();
      await page.keyboard.press('Enter');
      await page.keyboard.press('3');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      assert.deepEqual(await asked(page), [{ do: 'choose', status: 'do_not_disturb', end: { when: 'two_hours' } }]);
      assert.equal(await page.evaluate(() => document.activeElement.id), 'pill');
      assert.match(await page.locator('#pill').getAttribute('aria-label'), /Do not disturb, until 15:00/);
      assert.match(await page.locator('.undo').innerText(), /Do not disturb for 2 hours/);
    }));

  it('takes the last choice back for ten seconds, by button or key', () =>
    on('automatic', { time: NOW }, async (page) => {
      await page.locator('#pill').click();
      await page.keyboard.press('2');
      await page.locator('.undo button').click();
      await page.locator('#pill').click();
      await page.keyboard.press('1');
      await page.locator('.undo').waitFor();
      await page.keyboard.press('Control+z');
      await page.locator('.undo').waitFor({ state: 'detached' });
      assert.deepEqual((await asked(page)).map((one) => one.do), ['choose', 'undo', 'choose', 'undo']);
      await page.locator('#pill').click();
      await page.keyboard.press('0');
      await page.locator('.undo').waitFor();
      await page.clock.runFor(10_500);
      await page.locator('.undo').waitFor({ state: 'detached' });
    }));

  it('refuses a time that has passed, in words beside it', () =>
    on('automatic', { time: NOW }, async (page) => {
      await page.locator('#pill').click();
      await page.keyboard.press('3');
      await page.getByRole('button', { name: 'Until…' }).click();
      await page.getByLabel('Until, time').fill('12:30');
      await page.keyboard.press('Enter');
      assert.match(await page.getByRole('alert').innerText(), /has passed/);
      await page.getByLabel('Until, time').fill('17:15');
      await page.keyboard.press('Enter');
      assert.deepEqual(await asked(page), [{ do: 'choose', status: 'do_not_disturb', end: { at: '2026-11-23T15:15:00.000Z' } }]);
    }));

  it('sets a note with an emoji and an end, and digits typed into it choose nothing', () =>
    on('automatic', {}, async (page) => {
      await page.getByRole('button', { name: 'add a note' }).click();
      await page.keyboard.type('Room 101');
      await page.getByRole('button', { name: 'Add an emoji' }).click();
      await page.getByRole('group', { name: 'Add an emoji' }).getByText('🎧').click();
      await page.getByLabel('Clear the note after').selectOption('never');
      await page.getByRole('button', { name: 'Set the note' }).click();
      assert.deepEqual(await asked(page), [{ do: 'set_note', text: 'Room 101', emoji: '🎧', end: 'never' }]);
      assert.match(await page.locator('.header').first().innerText(), /🎧 Room 101/);
    }));

  it('sets an emoji alone as a note, and offers it again', () =>
    on('automatic', {}, async (page) => {
      await page.getByRole('button', { name: 'add a note' }).click();
      await page.getByRole('button', { name: 'Add an emoji' }).click();
      await page.getByRole('group', { name: 'Add an emoji' }).getByText('🏡').click();
      await page.getByRole('button', { name: 'Set the note' }).click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      assert.deepEqual(await asked(page), [{ do: 'set_note', text: '', emoji: '🏡', end: { when: 'four_hours' } }]);
      await page.locator('.header').first().getByRole('button', { name: '🏡' }).click();
      await page.getByRole('button', { name: 'Clear the note' }).click();
      await page.getByRole('button', { name: 'add a note' }).click();
      await page.getByRole('button', { name: 'Forget: 🏡' }).waitFor();
    }));

  it('keeps Tab within and closes on Escape', () =>
    on('twelve', {}, async (page) => {
      await page.locator('#pill').click();
      for (let i = 0; i < 40; i++) {
        await page.keyboard.press(i % 3 ? 'Tab' : 'ArrowDown');
        assert.ok(await page.evaluate(() => document.activeElement.closest('[role=dialog]') !== null));
      }
      await page.keyboard.press('Escape');
      assert.equal(await page.evaluate(() => document.activeElement.id), 'pill');
      assert.deepEqual(await asked(page), []);
    }));
});

describe('my card', () => {
  it('says why, and puts one reason aside with a way back', () =>
    on('twelve', { width: 320 }, async (page) => {
      await page.locator('.mine').click();
      assert.match(await page.locator('.wins').innerText(), /Do not disturb[^]*decides now[^]*You chose it/);
      await page.getByRole('button', { name: 'Put aside: Busy · in a meeting' }).click();
      assert.match(await page.getByRole('main').innerText(), /This computer · since/);
      assert.deepEqual((await asked(page)).filter((one) => one.do !== 'ask'), [{ do: 'drop', claim: 'c_2' }]);
      await page.locator('.undo button').click();
      assert.equal((await asked(page)).at(-1).do, 'undo');
    }));
});

describe('settings', () => {
  it('sends the whole of them for each change, and shows what the engine then says', () =>
    on('twelve', {}, async (page) => {
      await page.locator('.gear').click();
      await page.keyboard.press('Tab');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.getByRole('switch', { name: /screen locks/ }).click();
      await page.getByRole('slider').press('ArrowRight');
      const sent = (await asked(page)).filter((one) => one.do === 'settings').map(({ settings }) => [settings.away_on_lock, settings.idle_after_s]);
      assert.deepEqual(sent, [[false, 300], [false, 420]]);
      await page.keyboard.press('Escape');
      assert.equal(await page.evaluate(() => document.activeElement.dataset.section), 'presence', 'back where it was left');
      await page.locator('[data-section=appearance]').click();
      await page.getByLabel('Dark').check();
      await page.waitForFunction(() => getComputedStyle(document.body).colorScheme === 'dark');
    }));

  it('makes an invite link, and lets people on the network in only where it is said', () =>
    on('twelve', {}, async (page) => {
      await page.locator('.gear').click();
      await page.locator('[data-section=account]').click();
      await page.getByRole('button', { name: 'Make a link' }).click();
      assert.match(await page.getByLabel('Invite link').inputValue(), /^ringlight:\/\/join#/);
      await page.getByLabel('How many it is for').selectOption('For up to 10 people');
      await page.getByRole('button', { name: 'Make a link' }).click();
      await page.getByText('for up to 10 people. Whoever has it').waitFor();
      assert.deepEqual((await asked(page)).filter((one) => one.do === 'invite').map(({ uses }) => uses), [1, 10]);
      await page.getByLabel('192.0.2.7').check();
      await page.getByRole('button', { name: 'Apply' }).click();
      await page.getByText('Others reach it at 192.0.2.7:7420.').waitFor();
      assert.deepEqual((await asked(page)).find((one) => one.do === 'listen'), { do: 'listen', on: ['192.0.2.7'] });
    }));

  it('signs out only when asked twice', () =>
    on('twelve', {}, async (page) => {
      await page.locator('.gear').click();
      await page.locator('[data-section=account]').click();
      await page.getByRole('button', { name: 'Sign out' }).click();
      assert.ok(!(await asked(page)).some((one) => one.do === 'sign_out'));
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByRole('heading', { name: 'See who’s free' }).waitFor();
    }));
});

describe('the list', () => {
  it('answers who is free, and is walked by keys alone', () =>
    on('twelve', {}, async (page) => {
      await page.keyboard.press('Control+k');
      await page.keyboard.type('free now');
      await page.waitForFunction(() => document.querySelectorAll('[data-person]').length === 3);
      assert.deepEqual(await names(page), ['Piotr Adamiak', 'Mei-Ling Chen', 'Daria Melnyk']);
      const focused = () => page.evaluate(() => document.activeElement.textContent);
      await page.keyboard.press('ArrowDown');
      await page.waitForFunction(() => document.activeElement.textContent.includes('Piotr'));
      await page.keyboard.press('f');
      await page.waitForFunction(() => window.memory.asked.length > 0);
      assert.deepEqual((await asked(page))[0].ask.on, false);
      assert.match(await focused(), /Piotr/, 'the row keeps the focus where it moves');
      await page.keyboard.press('Home');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.locator('.page h1').waitFor();
      await page.keyboard.press('Escape');
      await page.locator('.page h1').waitFor({ state: 'detached' });
      assert.match(await focused(), /Mei-Ling Chen/);
    }));

  it('opens a menu by the keyboard and copies, stars and shows from it', () =>
    on('twelve', {}, async (page) => {
      const row = page.locator('[data-person]').nth(5);
      await row.focus();
      await row.dispatchEvent('contextmenu', { clientX: 0, clientY: 0 });
      assert.equal(await page.evaluate(() => document.activeElement.textContent.trim()), 'View card');
      for (const key of ['ArrowDown', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
      assert.deepEqual((await asked(page)).map((one) => [one.ask?.ask, one.ask?.on]), [['favourite', true]]);
    }));

  for (const width of [388, 1000]) {
    it(`opens the first way to reach somebody on a double-click, ${width} px wide`, () =>
      on('twelve', { width }, async (page) => {
        // In a narrow window the second click lands on the card that the first one has opened.
        const { x, y, height } = await page.locator('[data-person]').nth(1).boundingBox();
        await page.mouse.dblclick(x + 150, y + height / 2);
        assert.deepEqual(await page.evaluate(() => window.memory.opened), ['https://chat.example.org/dm']);
        assert.deepEqual(await asked(page), []);
        await page.locator('.reach').getByRole('button', { name: 'Mobile' }).dblclick();
        assert.equal((await page.evaluate(() => window.memory.opened)).length, 3, 'what is double-clicked on the card itself');
      }));
  }

  it('never moves a row under the pointer, and at most every five seconds', () =>
    on('three', { time: NOW }, async (page) => {
      const ids = Object.fromEntries(await page.locator('[data-person]').evaluateAll((rows) => rows.map((row) => [row.querySelector('.name').textContent, row.dataset.person])));
      const turn = (name, availability) =>
        change(page, {
          people: { [ids[name]]: { id: ids[name], name, zone: 'Europe/Kyiv', group: 'Same', contacts: [], admin: false, presence: { availability, status: availability, online: true } } },
        });
      for (const name of Object.keys(ids)) await turn(name, 'available');
      await page.clock.runFor(6_000);
      const order = await names(page);
      const [first] = order;

      await page.locator('[data-person]').first().hover();
      await turn(first, 'away');
      await page.clock.runFor(20_000);
      assert.deepEqual(await names(page), order, 'under the pointer');

      await page.mouse.move(100, 20);
      await page.clock.runFor(1_000);
      assert.equal((await names(page)).at(-1), first, 'once the pointer has gone');

      await turn(first, 'available');
      await page.clock.runFor(2_000);
      assert.equal((await names(page)).at(-1), first, 'two seconds later');
      await page.clock.runFor(4_000);
      assert.deepEqual(await names(page), order, 'five seconds later');
    }));

  it('draws a few rows of ten thousand, wherever it is scrolled', () =>
    on('huge', {}, async (page) => {
      const list = page.getByRole('list', { name: 'People' });
      for (const share of [0, 0.3, 1]) {
        await list.evaluate((box, part) => (box.scrollTop = box.scrollHeight * part), share);
        await page.waitForFunction(() => [...document.querySelectorAll('[data-person]')].some((row) => row.getBoundingClientRect().top > 300 && row.getBoundingClientRect().top < 660));
        assert.ok((await page.locator('[data-person]').count()) < 40);
      }
    }));

  it('counts down without a message', () =>
    on('twelve', { time: NOW }, async (page) => {
      const row = page.getByRole('button', { name: /João Pereira/ });
      const arc = () => row.locator('.around:not(.faint)').getAttribute('stroke-dasharray');
      assert.match(await row.innerText(), /28 min left/);
      const before = parseFloat(await arc());
      await page.clock.runFor(10 * 60_000);
      assert.match(await row.innerText(), /18 min left/);
      assert.ok(parseFloat(await arc()) < before - 10, `${before} to ${await arc()}`);
    }));

  it('says politely how a favourite is now', () =>
    on('twelve', {}, async (page) => {
      const id = await page.locator('[data-person]').first().getAttribute('data-person');
      await change(page, { people: { [id]: { id, name: 'Piotr Adamiak', zone: 'UTC', contacts: [], admin: false, presence: { availability: 'busy', status: 'busy', activity: 'on_call', cause: 'call', online: true } } } });
      await page.waitForFunction(() => document.getElementById('announcer').textContent === 'Piotr Adamiak: On a call');
    }));

  it('greys the last known list while offline, and says since when', () =>
    on('offline', {}, async (page) => {
      assert.match(await page.getByRole('status').filter({ hasText: 'Not connected' }).innerText(), /last updated \d+:\d\d/);
      assert.ok(await page.locator('.row.stale').count());
      assert.match(await page.locator('.header').first().innerText(), /Not sent yet/);
    }));
});

describe('a keyring that is locked', () => {
  it('offers memory only where that helps, and says what signing out ends', async () => {
    for (const [scenario, memory, question] of [['locked', 0, /a new invite/], ['unkept', 1, /a new invite/], ['locked_host', 1, /for everybody/]]) {
      await on(scenario, {}, async (page) => {
        assert.equal(await page.getByRole('button', { name: 'Keep it in memory until I quit' }).count(), memory, scenario);
        await page.getByRole('button', { name: 'Sign out here' }).click();
        assert.match(await page.getByRole('group').innerText(), question);
      });
    }
  });
});

describe('the first run', () => {
  it('starts a team in one form, with errors beside the fields', () =>
    on('first', {}, async (page) => {
      await page.getByRole('button', { name: /Start a team/ }).click();
      await page.keyboard.press('Enter');
      assert.equal(await page.getByRole('alert').count(), 2);
      await page.getByLabel('Your name').fill('Olena');
      await page.getByLabel('Team name').fill('x'.repeat(65));
      await page.keyboard.press('Enter');
      assert.match(await page.getByRole('alert').innerText(), /at most 64/);
      await page.getByLabel('Team name').fill('Lighthouse');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'It’s just you so far' }).waitFor();
      assert.deepEqual(await asked(page), [{ do: 'start_team', team: 'Lighthouse', name: 'Olena' }]);
    }));

  it('offers to join by the link that was opened, and puts it away on the way back', () =>
    on('invited', {}, async (page) => {
      await page.getByText('Lighthouse').waitFor();
      assert.equal(await page.getByLabel('Invite link').inputValue(), 'ringlight://join#opened');
      await page.getByRole('button', { name: 'Back' }).click();
      await page.getByRole('button', { name: /Join with an invite/ }).click();
      assert.equal(await page.getByLabel('Invite link').inputValue(), '');
      assert.ok((await asked(page)).some((one) => one.do === 'decline'));
    }));

  it('says on its forms what is wrong with a link that was opened', () =>
    on('first', {}, async (page) => {
      for (const way of [/Start a team/, /Join with an invite/]) {
        await page.getByRole('button', { name: way }).click();
        await change(page, { notice: { notice: 'words', text: 'This invite was cut off.' } });
        await page.getByRole('alert').filter({ hasText: 'cut off' }).waitFor();
        await page.getByRole('button', { name: 'Put this away' }).click();
        await page.getByRole('button', { name: 'Back' }).click();
      }
    }));

  it('says what a link is for before anything is sent, and what is wrong with one', () =>
    on('first', {}, async (page) => {
      await page.getByRole('button', { name: /Join with an invite/ }).click();
      await page.getByLabel('Invite link').fill('https://example.org');
      assert.match(await page.getByRole('alert').innerText(), /begins with ringlight/);
      await page.getByLabel('Invite link').fill('ringlight://join#used');
      await page.getByText('Lighthouse').waitFor();
      assert.ok((await asked(page)).every((one) => one.do === 'read_link'));
      await page.getByLabel('Your name').fill('Adam');
      await page.getByRole('button', { name: 'Join' }).click();
      assert.match(await page.getByRole('alert').innerText(), /used this invite already/);
      await page.getByLabel('Invite link').fill('ringlight://join#fresh');
      await page.getByText('Lighthouse').waitFor();
      await page.getByRole('button', { name: 'Join' }).click();
      await page.locator('[data-person]').first().waitFor();
    }));
});
