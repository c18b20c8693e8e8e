import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { asked, assertAccessible, assertFits, change, changes, names, run, start } from './browser.mjs';

/** Monday, 13:00 in Kyiv. */
const NOW = Date.UTC(2026, 10, 23, 11, 0);
let browser;
before(async () => (browser = await start()));
after(() => browser.stop());

const on = (...args) => run(browser, ...args);
const idOf = (page, name) => page.evaluate((name) => document.querySelector(`[data-person]:has(.name)`) && [...document.querySelectorAll('[data-person]')].find((row) => row.querySelector('.name').textContent === name).dataset.person, name);
const undo = (page) => page.locator('.undo button').click();

describe('statuses with more to say', () => {
  it('are chosen precisely and for a time, by keys alone', () =>
    on('automatic', { time: NOW }, async (page) => {
      await page.locator('#pill').click();
      await page.locator('[data-status=busy]').focus();
      await page.keyboard.press('ArrowRight');
      await page.getByRole('button', { name: 'Client call' }).click();
      await assertAccessible(page, 'times');
      await page.getByRole('button', { name: '4 hours' }).click();
      assert.deepEqual(await asked(page), [{ do: 'choose', status: 'busy', secondary: 'client_call', end: { when: 'four_hours' } }]);
    }));

  it('last until a day that is picked with the arrows', () =>
    on('automatic', { time: NOW }, async (page) => {
      await page.locator('#pill').click();
      await page.keyboard.press('3');
      await page.getByRole('button', { name: 'Until…' }).click();
      await page.getByRole('button', { name: /^Until, day/ }).click();
      await assertAccessible(page, 'month');
      for (const key of ['ArrowDown', 'ArrowRight', 'PageDown', 'ArrowUp']) await page.keyboard.press(key);
      await page.keyboard.press('Enter');
      await page.getByLabel('Until, time').fill('9:30');
      await page.getByRole('button', { name: 'Set', exact: true }).click();
      assert.deepEqual(await asked(page), [{ do: 'choose', status: 'do_not_disturb', end: { at: '2026-12-25T07:30:00.000Z' } }]);
    }));

  it('offers notes that were used, and clears one at a moment', () =>
    on('automatic', { time: NOW }, async (page) => {
      const write = async (text) => {
        await page.locator('#pill').click();
        await page.getByLabel('Note', { exact: true }).fill(text);
      };
      await write('Room 101');
      await page.getByLabel('Clear the note after', { exact: true }).selectOption('at');
      await page.getByLabel('Clear the note after, time').fill('15:00');
      await page.getByRole('button', { name: 'Set the note' }).click();
      await write('Elsewhere');
      await page.getByRole('button', { name: 'Set the note' }).click();
      await page.locator('#pill').click();
      await page.getByRole('list', { name: 'Notes you used lately' }).getByRole('button', { name: 'Room 101' }).first().click();
      await page.getByRole('button', { name: 'Set the note' }).click();
      assert.deepEqual((await asked(page)).map(({ text, end }) => [text, end.at ?? end.when]), [['Room 101', '2026-11-23T13:00:00.000Z'], ['Elsewhere', '2026-11-23T13:00:00.000Z'], ['Room 101', 'four_hours']]);
    }));

  it('forget the notes of whoever signs out', () =>
    on('twelve', {}, async (page) => {
      await page.getByRole('button', { name: 'Focus: budget' }).click();
      await page.getByLabel('Note', { exact: true }).fill('Call the lawyer');
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      assert.match(await page.evaluate(() => JSON.stringify(localStorage)), /lawyer/);
      await change(page, { account: { state: 'none' }, me: null });
      await page.getByRole('heading', { name: 'See who’s free' }).waitFor();
      assert.equal(await page.evaluate(() => JSON.stringify(localStorage)), '{}');
    }));

  it('change when a note clears, and keep that while its text changes', () =>
    on('twelve', { time: NOW }, async (page) => {
      const write = () => page.getByRole('button', { name: 'Focus: budget' }).click();
      const clear = page.getByLabel('Clear the note after', { exact: true });
      const said = async () => (await asked(page)).filter((one) => one.do === 'set_note').map(({ text, end }) => [text, end]);
      await write();
      assert.equal(await clear.locator('option:checked').innerText(), 'clears 13:41');
      assert.equal(await page.getByRole('button', { name: 'Set the note' }).count(), 0);
      await clear.selectOption('never');
      await page.getByRole('button', { name: 'Set the note' }).click();
      await write();
      assert.equal(await clear.locator('option:checked').innerText(), 'keep it');
      await page.getByLabel('Note', { exact: true }).fill('Focus: budget plan');
      await page.keyboard.press('Enter');
      assert.deepEqual(await said(), [['Focus: budget draft', 'never'], ['Focus: budget plan', 'never']]);
    }));

  it('offer no end of a day that is over', () =>
    on('automatic', { time: NOW }, async (page) => {
      await page.evaluate(() => {
        const send = window.memory.send.bind(window.memory);
        window.memory.send = async (request) => {
          const reply = await send(request);
          return reply.reply === 'presets' ? { ...reply, presets: reply.presets.filter(({ preset }) => preset !== 'end_of_day') } : reply;
        };
      });
      await page.getByRole('button', { name: 'add a note' }).click();
      const clear = page.getByLabel('Clear the note after', { exact: true });
      await clear.getByText('end of day').waitFor({ state: 'detached' });
      assert.equal(await clear.inputValue(), 'four_hours');
      assert.deepEqual(await clear.locator('option').evaluateAll((all) => all.length), 6);
    }));

  it('are named in the language that is chosen', () =>
    on('automatic#/settings/appearance', { width: 1000 }, async (page) => {
      await page.getByLabel('Language of the statuses').selectOption('uk');
      await page.waitForFunction(() => document.querySelector('.row').closest('.list').textContent.includes('Не турбувати'));
    }));
});

describe('absences', () => {
  it('are planned with what others will see, changed, given up, and that taken back', () =>
    on('twelve#/settings/absences', { time: NOW }, async (page) => {
      assert.match(await page.locator('form').innerText(), /From tomorrow 0:00 others see “On holiday · back Wed 9:00”/);
      await page.getByLabel('Status', { exact: true }).selectOption('business_trip');
      await page.getByLabel('Away from, time').fill('12:00');
      await page.getByRole('button', { name: 'Plan an absence' }).click();
      await page.getByRole('button', { name: 'Give up: Business trip' }).waitFor();
      const [made] = await changes(page);
      assert.deepEqual(made, { ask: 'plan_absence', id: made.id, absence: { status: 'business_trip', from: '2026-11-24T10:00:00.000Z', until: '2026-11-25T07:00:00.000Z' } });
      await page.getByRole('button', { name: 'Change: Business trip' }).click();
      await page.getByLabel('I do not know yet').check();
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('no end').waitFor();
      await page.getByRole('button', { name: 'Give up: Business trip' }).click();
      await undo(page);
      await page.getByRole('button', { name: 'Give up: Business trip' }).waitFor();
      assert.deepEqual((await changes(page)).map(({ ask, id }) => [ask, id]), ['plan_absence', 'plan_absence', 'cancel_absence'].map((ask) => [ask, made.id]));
    }));

  it('do not end before they begin', () =>
    on('twelve#/settings/absences', { time: NOW }, async (page) => {
      await page.getByLabel('Away from, time').fill('12:00');
      await page.getByRole('button', { name: /^Back on, day/ }).click();
      await page.keyboard.press('ArrowLeft');
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Plan an absence' }).click();
      assert.match(await page.getByRole('alert').innerText(), /Pick a later end/);
      assert.deepEqual(await changes(page), []);
    }));
});

describe('hours', () => {
  it('say what comes next, and become one’s own day by day', () =>
    on('twelve#/settings/hours', { time: NOW }, async (page) => {
      await page.getByText('Quiet from 18:00').waitFor();
      await page.getByText('My own').click();
      await page.getByLabel('Friday, until').fill('12:00 am');
      await page.locator('form').first().getByRole('button', { name: 'Add hours on Sunday' }).click();
      await page.getByLabel('Sunday, from').fill('later');
      await page.locator('form').first().getByRole('button', { name: 'Save' }).click();
      assert.match(await page.getByRole('alert').innerText(), /9:00 or 18:30/);
      await page.getByLabel('Sunday, from').fill('20');
      await page.locator('form').first().getByRole('button', { name: 'Save' }).click();
      await page.waitForFunction(() => window.memory.asked.length === 2);
      const { hours } = (await changes(page)).at(-1);
      assert.deepEqual(hours.windows.slice(-2), [{ day: 5, from: 1080, until: 0 }, { day: 7, from: 1200, until: 540 }]);
      await page.getByText('They stay in').click();
      assert.equal((await changes(page)).at(-1).hours.zone, 'Europe/Kiev');
    }));

  it('are skipped while they run', () =>
    on('automatic#/settings/hours', { time: NOW }, async (page) => {
      const me = await page.evaluate(() => window.memory.send({ do: 'look' }).then(({ snapshot }) => snapshot.me));
      const reason = { claim: 'c_q', source: 'schedule', availability: 'do_not_disturb', status: 'do_not_disturb', wins: true, can_drop: true };
      await change(page, { me: { ...me, reasons: [reason] } });
      await page.getByRole('button', { name: 'Skip this time' }).click();
      assert.deepEqual((await asked(page)).at(-1), { do: 'drop', claim: 'c_q' });
    }));

  it('are skipped before they begin, there and on one’s own card', () =>
    on('automatic#/settings/hours', { time: NOW }, async (page) => {
      await page.getByRole('button', { name: 'Skip this time: the quiet hours from 18:00' }).click();
      await page.getByText('Quiet from tomorrow 18:00').waitFor();
      assert.deepEqual(await asked(page), [{ do: 'drop', claim: 'quiet:2026-11-23T18:00' }]);
      await undo(page);
      await page.getByText('Quiet from 18:00', { exact: true }).waitFor();
      await page.goto(page.url().replace('settings/hours', 'me'));
      await page.getByRole('button', { name: 'Skip this time: the quiet hours from 18:00' }).waitFor();
    }));

  it('copies a day to the week', () =>
    on('three#/settings/hours', { time: NOW }, async (page) => {
      const usual = page.locator('section', { has: page.getByRole('heading', { name: 'Usual hours', exact: true }) });
      await usual.getByRole('button', { name: 'Add hours on Monday' }).click();
      await usual.getByRole('button', { name: /Use the hours of Monday/ }).click();
      await usual.getByRole('button', { name: 'Save' }).click();
      const sent = (await asked(page)).find((one) => one.do === 'profile').change.working_hours.windows;
      assert.deepEqual(sent.map(({ day, from, until }) => `${day} ${from}-${until}`), [1, 2, 3, 4, 5].map((day) => `${day} 540-1020`));
    }));
});

describe('the calendar', () => {
  it('is read by CalDAV with a password that is not kept here, and says what is wrong', () =>
    on('three#/settings/calendar', {}, async (page) => {
      await page.getByText('CalDAV').click();
      await page.getByRole('button', { name: 'Read it' }).click();
      assert.match(await page.getByRole('alert').innerText(), /Paste the address/);
      await page.getByLabel('Server or calendar').fill('https://wrong.example.org/dav');
      await page.getByLabel('User name').fill('olena');
      await page.getByLabel('Password').fill('secret');
      assert.equal(await page.getByLabel('Password').getAttribute('type'), 'password');
      await page.getByRole('button', { name: 'Read it' }).click();
      assert.match(await page.getByRole('alert').innerText(), /refused the name or the password/);
      assert.deepEqual((await asked(page))[0], { do: 'calendar', source: { from: 'cal_dav', url: 'https://wrong.example.org/dav', user: 'olena' }, password: 'secret' });
      await page.getByRole('button', { name: 'Change…' }).click();
      assert.equal(await page.getByLabel('Password').inputValue(), '');
      await page.getByRole('button', { name: 'Stop reading' }).click();
      await page.getByText('Stop, and forget address and password?').waitFor();
      await page.getByRole('button', { name: 'Stop reading' }).click();
      await page.getByRole('heading', { name: 'Read my calendar' }).waitFor();
    }));
});

describe('privacy', () => {
  it('hides from one person, shows what they see, and takes that back', () =>
    on('twelve#/settings/privacy', { width: 1000 }, async (page) => {
      const kenji = await idOf(page, 'Kenji Mori');
      await page.getByLabel('What they see: Everyone in the team').selectOption('basic');
      await page.getByLabel('Except somebody').fill('kenji');
      await page.keyboard.press('Enter');
      await page.getByLabel('What they see: Kenji Mori').waitFor();
      const rules = (await changes(page)).at(-1).privacy.rules;
      assert.deepEqual(rules, [{ who: { of: 'everyone' }, level: 'basic' }, { who: { of: 'person', person: kenji }, level: 'hidden' }]);
      await page.getByLabel('Colleague').fill('ken');
      await page.keyboard.press('Enter');
      await page.locator('.seen').waitFor();
      assert.match(await page.locator('.seen').innerText(), /Offline[^]*the rule for Kenji Mori/);
      await page.getByRole('button', { name: 'Show the list' }).click();
      await page.getByText('See you as offline, always · 1 person').waitFor();
      await undo(page);
      await page.getByLabel('What they see: Kenji Mori').waitFor({ state: 'detached' });
      await page.getByText(/Do not disturb · until|Do not disturb/).first().waitFor();
      await assertAccessible(page, 'view as');
    }));
});

describe('alerts', () => {
  it('are set for several at once, any, all or some of them', () =>
    on('twelve#/settings/alerts', { width: 1000 }, async (page) => {
      const ids = [];
      for (const name of ['Haruka Sato', 'Sofia Rossi', 'Adam Nowak']) {
        ids.push(await idOf(page, name));
        await page.getByLabel('Who', { exact: true }).fill(name);
        await page.keyboard.press('Enter');
      }
      await page.keyboard.press('Escape');
      await page.getByText('At least…').click();
      await page.getByText('Each time', { exact: true }).click();
      await page.getByRole('button', { name: 'Tell me', exact: true }).click();
      await page.getByText('2 of Haruka Sato, Sofia Rossi and Adam Nowak are free').waitFor();
      const [{ alert }] = await changes(page);
      assert.deepEqual(alert, { people: ids, need: 2, standing: true });
      await assertFits(page, 'alerts');
    }));

  it('are set from a person’s menu and card, and shown there', () =>
    on('twelve', {}, async (page) => {
      const row = page.getByRole('button', { name: /Haruka Sato/ }).first();
      await row.focus();
      await row.dispatchEvent('contextmenu', { clientX: 0, clientY: 0 });
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.waitForFunction(() => document.activeElement.textContent.trim() === 'Once');
      await assertAccessible(page, 'menu');
      await page.keyboard.press('Enter');
      await page.getByText('You are told when Haruka Sato is free').waitFor();
      assert.match(await page.evaluate(() => document.activeElement.textContent), /Haruka/, 'the row has the focus again');
      await row.click();
      await page.getByRole('button', { name: 'You will be told' }).click();
      await page.getByRole('button', { name: 'Tell me when free' }).waitFor();
      assert.deepEqual((await changes(page)).map(({ ask }) => ask), ['set_alert', 'delete_alert']);
    }));

  it('that fired are put away, and people may break through', () =>
    on('full#/settings/alerts', {}, async (page) => {
      await page.getByRole('button', { name: 'Put away' }).click();
      await page.getByRole('button', { name: 'Put away' }).waitFor({ state: 'detached' });
      await page.getByRole('combobox', { name: 'People' }).last().fill('daria');
      await page.keyboard.press('Enter');
      const [removed, through] = await changes(page);
      assert.deepEqual([removed.id, through.people.length], ['a_3', 2]);
      await page.getByRole('button', { name: 'Remove Haruka Sato' }).click();
      assert.equal((await changes(page)).at(-1).people.length, 1);
    }));
});

describe('groups and favourites', () => {
  it('gather people from their menu', () =>
    on('full', {}, async (page) => {
      await page.getByRole('button', { name: /Haruka Sato/ }).first().click({ button: 'right' });
      await page.getByRole('menuitem', { name: 'My groups…' }).click();
      await page.getByRole('menuitemcheckbox', { name: 'Project Aurora' }).click();
      await page.locator('[role=menuitemcheckbox][aria-checked=true]').waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Filter, sort and groups' }).click();
      await page.getByText('My own').click();
      const aurora = page.getByRole('button', { name: /^Project Aurora/ });
      await aurora.waitFor();
      assert.equal((await changes(page))[0].group.people.length, 3);
      await assertAccessible(page, 'layout');
    }));

  it('are made, renamed and deleted, and that taken back', () =>
    on('twelve#/settings/groups', {}, async (page) => {
      await page.getByLabel('New group').fill('Night shift');
      await page.keyboard.press('Enter');
      await page.getByLabel('Name', { exact: true }).fill('Late shift');
      await page.keyboard.press('Tab');
      await page.getByRole('button', { name: 'Delete Late shift' }).click();
      await page.getByText('None yet.').waitFor();
      await undo(page);
      await page.getByRole('button', { name: 'Delete Late shift' }).waitFor();
    }));

  it('are put in order by Alt and arrows, and by dragging', () =>
    on('twelve', {}, async (page) => {
      const before = (await names(page)).slice(0, 4);
      await page.locator('[data-person]').nth(1).focus();
      await page.keyboard.press('Alt+ArrowUp');
      await page.waitForFunction((name) => document.querySelector('.row .name').textContent === name, before[1]);
      assert.ok(await page.evaluate((name) => document.activeElement.textContent.includes(name), before[1]), 'keeps the focus');
      const row = (i) => page.locator('[data-person]').nth(i).boundingBox();
      const [from, to] = [await row(0), await row(3)];
      await page.mouse.move(from.x + 80, from.y + 20);
      await page.mouse.down();
      await page.mouse.move(from.x + 80, from.y + 60, { steps: 4 });
      await page.mouse.move(to.x + 80, to.y + 40, { steps: 4 });
      await page.mouse.up();
      assert.equal(await page.locator('.page h1').count(), 0, 'opens no card');
      await page.waitForFunction((name) => [...document.querySelectorAll('.row .name')][3]?.textContent === name, before[1]);
      assert.deepEqual((await names(page)).slice(0, 4), [before[0], before[2], before[3], before[1]]);
    }));

  it('reaches somebody by Ctrl+Enter', () =>
    on('twelve', {}, async (page) => {
      await page.locator('[data-person]').first().focus();
      await page.keyboard.press('Control+Enter');
      await page.getByLabel('Search people').fill('haruka');
      await page.keyboard.press('Control+Enter');
      assert.equal((await page.evaluate(() => window.memory.opened)).length, 2);
    }));

  it('filters by ring and sorts by name, and the order is kept', () =>
    on('twelve', {}, async (page) => {
      await page.getByRole('button', { name: 'Filter, sort and groups' }).click();
      await page.getByRole('button', { name: 'Do not disturb', exact: true }).click();
      assert.deepEqual(await names(page), ['João Pereira']);
      await page.getByRole('button', { name: 'Show all' }).click();
      await page.getByText('Name', { exact: true }).click();
      await page.reload();
      await page.locator('[data-person]').first().waitFor();
      await page.getByRole('button', { name: 'Filter, sort and groups' }).click();
      assert.ok(await page.getByRole('radio', { name: 'Name' }).isChecked());
    }));
});

describe('administration', () => {
  it('sets a status for many, and says for whom it did not', () =>
    on('full#/settings/members', { width: 1000, time: NOW }, async (page) => {
      for (const name of ['João Pereira', 'Tomasz Lis']) await page.getByRole('checkbox', { name: `Choose ${name}` }).check();
      await page.getByRole('button', { name: 'Back to automatic' }).click();
      assert.match(await page.getByRole('status').filter({ hasText: 'Changed for' }).innerText(), /Changed for 1 person\.\s*João Pereira: Do not disturb stays/);
      await page.getByLabel('Only those who are').selectOption('busy');
      await page.getByLabel('Choose all 3').check();
      await page.getByLabel('Status…').selectOption('training');
      await page.getByRole('button', { name: 'Set for 3' }).click();
      const sent = (await changes(page)).at(-1);
      assert.deepEqual([sent.people.length, sent.choice], [3, { status: 'training' }]);
    }));

  it('makes an administrator, and removes somebody only when asked twice', () =>
    on('full#/settings/members', {}, async (page) => {
      await page.getByRole('button', { name: 'More for Adam Nowak' }).click();
      await page.getByRole('button', { name: 'Make administrator' }).click();
      await page.getByRole('button', { name: 'Remove from the team…' }).click();
      assert.deepEqual((await changes(page)).map(({ ask }) => ask), ['set_role']);
      await page.getByRole('button', { name: 'Remove', exact: true }).click();
      await page.getByRole('button', { name: 'More for Adam Nowak' }).waitFor({ state: 'detached' });
    }));

  it('renames, orders and adds statuses, with secondaries', () =>
    on('full#/settings/statuses', {}, async (page) => {
      await page.getByRole('button', { name: 'Change Lunch' }).click();
      await page.getByLabel('Polski').fill('Obiad');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByRole('button', { name: 'Save' }).waitFor({ state: 'detached' });
      await page.getByRole('button', { name: 'Move Busy up' }).focus();
      await page.keyboard.press('Alt+ArrowUp');
      await page.getByRole('button', { name: 'Add a status' }).click();
      await page.getByLabel('English').fill('Client visit');
      await page.getByRole('button', { name: 'Add a secondary' }).click();
      await page.locator('summary').click();
      await page.getByLabel('English').nth(1).fill('Far away');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByRole('button', { name: 'Change Client visit' }).waitFor();
      const [renamed, ordered, added] = await changes(page);
      assert.deepEqual([renamed.id, renamed.status.labels], ['meal', { en: 'Lunch', uk: 'Обід', pl: 'Obiad' }]);
      assert.equal(ordered.order.indexOf('busy'), 4);
      assert.deepEqual([added.id, added.status.secondaries], ['client_visit', [{ id: 'far_away', labels: { en: 'Far away' }, hidden: false }]]);
    }));

  it('keeps status times only when that is confirmed, and members are told', () =>
    on('twelve#/settings/rules', { width: 1000 }, async (page) => {
      assert.match(await page.locator('.settings').innerText(), /Not kept\./);
      await page.getByRole('button', { name: 'Change the rules' }).click();
      await page.getByRole('switch', { name: 'Status times' }).click();
      assert.deepEqual(await changes(page), []);
      await page.getByRole('button', { name: 'Keep them' }).click();
      await page.getByText('Your team keeps status times since').waitFor();
      await page.getByRole('button', { name: 'Put this away' }).click();
      await page.getByText('Your team keeps status times since').waitFor({ state: 'detached' });
      assert.deepEqual(await changes(page), [{ ask: 'change_team', change: { reports: true } }]);
    }));

  it('shows members the rules, and nothing to change', () =>
    on('member#/settings/rules', {}, async (page) => {
      assert.match(await page.locator('.settings').innerText(), /Mon–Fri 18:00–9:00[^]*Kept since/);
      for (const section of ['rules', 'statuses', 'members', 'reports']) {
        await page.evaluate((to) => (location.hash = `#/settings/${to}`), section);
        await page.getByRole('heading', { level: 1 }).last().waitFor();
        assert.equal(await page.locator('.page').getByRole('button', { name: /^(Change|Add|Set|More|Copy)/ }).count(), 0, section);
      }
    }));

  it('shows status times, and copies them', () =>
    on('full#/settings/reports', {}, async (page) => {
      await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: { writeText: async (text) => void (window.copied = text) } }));
      await page.getByLabel('Find by name').fill('noor');
      assert.equal(await page.locator('tbody tr').count(), 2);
      await page.getByRole('button', { name: 'Copy as CSV' }).click();
      await page.getByRole('button', { name: 'Copied' }).waitFor();
      assert.match(await page.evaluate(() => window.copied), /^person,status,secondary,seconds\r\n/);
    }));

  it('shows status times of the days that were asked for last, whichever answer comes last', () =>
    on('full#/settings/reports', {}, async (page) => {
      await page.locator('tbody').waitFor();
      // The engine's answers wait here, each with the days as somebody's name.
      await page.evaluate(() => {
        window.answers = [];
        window.memory.send = ({ ask: { days } }) =>
          new Promise((resolve) => {
            const rows = [{ person: 'p', name: `from ${days.from}`, status: 'busy', seconds: 60 }];
            window.answers.push(() => resolve({ reply: 'answer', answer: { answer: 'status_time', report: { since: days.from, rows } } }));
          });
      });
      for (const key of ['ArrowLeft', 'ArrowUp']) {
        await page.getByRole('button', { name: /^First day/ }).click();
        await page.keyboard.press(key);
        await page.keyboard.press('Enter');
      }
      await page.waitForFunction(() => window.answers.length === 2);
      const name = page.locator('tbody td').first();
      await page.evaluate(() => window.answers[1]());
      await name.getByText('from').waitFor();
      const shown = await name.innerText();
      await page.evaluate(async () => (window.answers[0](), await new Promise(requestAnimationFrame)));
      assert.equal(await name.innerText(), shown);
    }));
});

describe('devices and programs', () => {
  it('shows a token once, and signs out what is not here', () =>
    on('twelve#/settings/devices', {}, async (page) => {
      await page.getByRole('button', { name: 'Let a program in' }).click();
      await page.getByRole('button', { name: 'Make a token' }).click();
      assert.match(await page.getByRole('alert').innerText(), /Give the program a name/);
      await page.getByLabel('What it is called').fill('Desk phone');
      await page.getByLabel(/Report calls/).check();
      await page.getByRole('button', { name: 'Make a token' }).click();
      await page.getByLabel('Token', { exact: true }).last().waitFor();
      await assertAccessible(page, 'token');
      assert.deepEqual((await changes(page))[0].program, { name: 'Desk phone', rights: ['set_status', 'report_calls'] });
      await page.getByRole('button', { name: 'Done' }).click();
      assert.equal(await page.getByText('rlp_').count(), 0);
      await page.getByRole('button', { name: 'Shut out Desk phone' }).click();
      await page.getByRole('button', { name: 'Sign out Travel laptop' }).click();
      await page.getByRole('button', { name: 'Sign it out' }).click();
      await page.getByText('Travel laptop').waitFor({ state: 'detached' });
    }));
});

describe('the senses', () => {
  it('warn before away, counting down, and are told that somebody is here', () =>
    on('warned', { time: NOW }, async (page) => {
      await page.getByText('Away in 30 s').last().waitFor();
      await page.clock.runFor(12_000);
      await page.getByText(/Away in 1[789] s/).waitFor();
      await page.getByRole('button', { name: 'I’m here' }).click();
      await page.getByRole('button', { name: 'I’m here' }).waitFor({ state: 'detached' });
      assert.deepEqual(await asked(page), [{ do: 'here' }]);
    }));

  it('take an away back after the fact', () =>
    on('back', {}, async (page) => {
      await page.getByRole('button', { name: 'I was here' }).click();
      assert.deepEqual(await asked(page), [{ do: 'here' }]);
    }));

  it('ignore an application that uses the microphone now, or count only some', () =>
    on('full#/settings/presence', {}, async (page) => {
      await page.locator('li', { hasText: 'Chromium' }).getByRole('button', { name: 'Ignore' }).click();
      await page.getByText('Only named ones').click();
      await page.locator('li', { hasText: 'Chromium' }).getByRole('button', { name: 'Count it' }).click();
      const sent = (await asked(page)).filter((one) => one.do === 'settings').map(({ settings: { hearing } }) => [hearing.ignore, hearing.only]);
      assert.deepEqual(sent, [[['Recorder', 'Chromium'], []], [['Recorder', 'Chromium'], ['Chromium']]]);
    }));

  it('are offered in plain words after joining, with a start at login, and only turned on if wanted', () =>
    on('first', {}, async (page) => {
      await page.getByRole('button', { name: /Start a team/ }).click();
      await page.getByLabel('Your name').fill('Olena');
      await page.getByLabel('Team name').fill('Lighthouse');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Shall your ring set itself?' }).waitFor();
      await assertAccessible(page, 'welcome');
      await page.getByLabel('Turn busy while a camera is in use').uncheck();
      await page.getByRole('button', { name: 'Turn these on' }).click();
      await page.getByRole('heading', { name: 'Shall your ring' }).waitFor({ state: 'detached' });
      const { settings } = (await asked(page)).find((one) => one.do === 'settings');
      assert.deepEqual([settings.start_at_login, settings.hearing.microphone, settings.hearing.camera], [true, true, false]);
    }));
});

describe('addresses', () => {
  it('open a page, and follow what is shown', () =>
    on('twelve#/me', {}, async (page) => {
      await page.getByRole('heading', { name: 'Why it shows this' }).waitFor();
      await page.keyboard.press('Escape');
      await page.locator('.gear').click();
      await page.locator('[data-section=privacy]').click();
      assert.match(page.url(), /#\/settings\/privacy$/);
      await page.evaluate(() => (location.hash = '#/settings/hours'));
      await page.getByRole('heading', { name: 'Quiet hours', exact: true }).waitFor();
    }));

  it('lead back to where somebody came from', () =>
    on('twelve', {}, async (page) => {
      await page.locator('[data-person]').nth(1).click();
      await page.getByRole('button', { name: 'See yourself as they do' }).click();
      assert.match(await page.locator('.seen').innerText(), /Haruka Sato sees[^]*Olena Koval/);
      await page.keyboard.press('Escape');
      await page.getByRole('heading', { name: 'Haruka Sato' }).waitFor();
      await page.keyboard.press('Escape');
      await page.locator('.page').waitFor({ state: 'detached' });
    }));
});
