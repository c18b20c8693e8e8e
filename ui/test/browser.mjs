// A real browser over the scripted engine, under the app's content security policy.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { serve } from './serve.mjs';

const PROGRAM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path));
const QUIET = ['quic', 'gpu', 'background-networking', 'component-update', 'sync'].map((what) => `--disable-${what}`);

/** The pages of the settings. */
export const SECTIONS = ['account', 'presence', 'hours', 'absences', 'calendar', 'privacy', 'alerts', 'groups', 'members', 'statuses', 'rules', 'reports', 'devices', 'appearance', 'about'];

const HERE = { locale: 'en-GB', timezoneId: 'Europe/Kyiv' };

/** Starts the browser; `open` gives a page of a scenario and remembers everything that goes wrong on it. */
export async function start() {
  const server = await serve();
  const browser = await chromium.launch({ executablePath: PROGRAM, args: ['--headless', '--no-sandbox', '--no-first-run', ...QUIET] });
  // A clock of one's own belongs to a whole context; all others share one, which opens faster.
  const shared = await browser.newContext(HERE);

  async function open(scenario, { width = 388, height = 664, dark = false, time } = {}) {
    const page = await (time ? await browser.newContext(HERE) : shared).newPage();
    page.setDefaultTimeout(5_000);
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' });
    page.wrong = [];
    page.on('console', (message) => message.type() === 'error' && page.wrong.push(message.text()));
    page.on('pageerror', (error) => page.wrong.push(error.message));
    if (time) await page.clock.install({ time });
    // Tauri freezes it too.
    await page.addInitScript(() => Object.freeze(Object.prototype));
    // What the window keeps for itself is of one page, not of those before it.
    await page.addInitScript(() => {
      if (!sessionStorage.getItem('begun')) localStorage.clear();
      sessionStorage.setItem('begun', 'yes');
    });
    // `full#/settings/privacy` opens a page of it.
    await page.goto(`${server.url}?scenario=${scenario}`);
    await page.locator('h1, main').first().waitFor();
    return page;
  }

  return { open, stop: async () => (await browser.close(), server.close()) };
}

/** Runs on a page of a scenario, and fails for anything the browser complained about. */
export async function run(browser, scenario, options, steps) {
  const page = await browser.open(scenario, options);
  try {
    await steps(page);
    assert.deepEqual(page.wrong, []);
  } finally {
    await page.close();
  }
}

/** What was asked of the server so far, and changes it. */
export const changes = async (page) => (await asked(page)).filter((one) => one.do === 'ask' && !QUESTIONS.includes(one.ask.ask)).map(({ ask }) => ask);
const QUESTIONS = ['view_as', 'viewers', 'programs', 'devices', 'status_time', 'status_time_csv'];

/** What was asked of the engine so far, but for what the picker asks when it opens. */
export const asked = (page) => page.evaluate(() => window.memory.asked.filter((request) => request.do !== 'presets'));

/** Changes the state as if the engine had. */
export const change = (page, difference) => page.evaluate((one) => window.memory.change(one), difference);

/** Names of the people on screen, from top to bottom. */
export const names = (page) =>
  page.locator('[data-person]').evaluateAll((rows) =>
    rows
      .map((row) => [row.getBoundingClientRect().top, row.querySelector('.name').textContent])
      .sort(([a], [b]) => a - b)
      .map(([, name]) => name),
  );

/** Fails for what a screen reader, a keyboard or weak eyes would stumble over: all of axe's rules, or some. */
export async function assertAccessible(page, where, rules) {
  await page.waitForFunction(() => document.getAnimations().every(({ playState, effect }) => playState !== 'running' || effect.getTiming().iterations === Infinity));
  if (!(await page.evaluate(() => 'axe' in window))) await page.addScriptTag({ url: '/axe.min.js' });
  const violations = await page.evaluate(
    async (runOnly) => (await window.axe.run({ resultTypes: ['violations'], ...(runOnly ? { runOnly } : {}) })).violations,
    rules,
  );
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html, any }) => `${html.slice(0, 160)} ${any[0]?.message ?? ''}`).join(' | ')}`);
  assert.deepEqual(found, [], where);
}

/** Fails when something stands out of the window sideways. */
export async function assertFits(page, where) {
  const wide = await page.evaluate(() => {
    const hides = (element) => element.closest('svg, .unseen') || getComputedStyle(element.parentElement).overflowX !== 'visible';
    return [...document.querySelectorAll('body *')]
      .filter((element) => !hides(element) && (element.getBoundingClientRect().right > innerWidth + 1 || element.getBoundingClientRect().left < -1))
      .map((element) => `${element.tagName}.${element.className} ${element.textContent.slice(0, 30)}`);
  });
  assert.deepEqual(wide, [], where);
}
