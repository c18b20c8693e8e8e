// A real browser over the scripted engine, under the app's content security policy.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';
import { serve } from './serve.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PROGRAM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path));
const QUIET = ['quic', 'gpu', 'background-networking', 'component-update', 'sync'].map((what) => `--disable-${what}`);

/** Starts the browser; `open` gives a page of a scenario and remembers everything that goes wrong on it. */
export async function start() {
  const server = await serve();
  const browser = await chromium.launch({ executablePath: PROGRAM, args: ['--headless', '--no-sandbox', '--no-first-run', ...QUIET] });

  async function open(scenario, { width = 388, height = 664, dark = false, time } = {}) {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme: dark ? 'dark' : 'light', locale: 'en-GB', timezoneId: 'Europe/Kyiv' });
    const page = await context.newPage();
    page.setDefaultTimeout(5_000);
    page.wrong = [];
    page.on('console', (message) => message.type() === 'error' && page.wrong.push(message.text()));
    page.on('pageerror', (error) => page.wrong.push(error.message));
    if (time) await page.clock.install({ time });
    // Tauri freezes it too.
    await page.addInitScript(() => Object.freeze(Object.prototype));
    await page.goto(`${server.url}?scenario=${scenario}`);
    await page.locator('h1, main').first().waitFor();
    return page;
  }

  return { open, stop: async () => (await browser.close(), server.close()) };
}

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
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
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
