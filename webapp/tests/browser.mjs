// Debian's own Chromium, driven over its protocol. BASE_URL names the server; CPU_SLOWER=4 makes windows four times slower.
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { chromium } from 'playwright-core';

export const base = process.env.BASE_URL ?? 'http://127.0.0.1:8065';

/** How many times slower than this machine a window is: what depends on which of two things is first, shows. */
const slower = Number(process.env.CPU_SLOWER ?? 1);

/** Longest wait for one thing, in milliseconds. */
const PATIENCE_MS = 10_000 * Math.max(1, slower / 2);

const pictures = join(dirname(fileURLToPath(import.meta.url)), '..', 'screenshots');

export async function openBrowser() {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

/** A window of somebody; `failures` collects what went wrong in it. */
export async function openWindow(browser, failures, options = {}) {
  const context = await browser.newContext({
    baseURL: base,
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    colorScheme: 'light',
    reducedMotion: 'reduce',
    // What a worker fetches cannot be broken by a test.
    serviceWorkers: 'block',
    // The certificate of a cluster for tests is its own.
    ignoreHTTPSErrors: base.startsWith('https:'),
    ...options,
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  if (slower > 1) {
    const tools = await context.newCDPSession(page);
    await tools.send('Emulation.setCPUThrottlingRate', { rate: slower });
  }
  page.on('pageerror', (error) => failures.push(`error in the page: ${error.stack ?? error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of 40[0134]/.test(message.text()))
      failures.push(`console: ${message.text()}`);
  });
  return page;
}

const SIZES = [
  ['wide', { width: 1440, height: 900 }],
  ['phone', { width: 390, height: 844 }],
];

/** Pictures of what is shown, light and dark, on a desktop and on a phone. `check` looks at each before it is taken. */
export async function photograph(page, name, check) {
  mkdirSync(pictures, { recursive: true });
  for (const [size, viewport] of SIZES) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await check?.(`${size} and ${colorScheme}`);
      await page.screenshot({ path: join(pictures, `${name}-${size}-${colorScheme}.png`) });
    }
  }
  await page.setViewportSize(SIZES[0][1]);
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
}

/** Pictures of the windows of a journey in which something went wrong. */
export async function keepFailure(name, ...pages) {
  for (const [index, page] of pages.entries()) {
    if (!page || page.isClosed()) continue;
    await page.screenshot({ path: join(pictures, `failure-${name}-${index}.png`) });
  }
}
