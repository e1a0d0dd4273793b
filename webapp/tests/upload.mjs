// A big file goes in parts: what is there stays there when the connection breaks, and a retry goes on from it:
//     BASE_URL=http://127.0.0.1:8065 node tests/upload.mjs
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { base, openBrowser, openWindow } from './browser.mjs';
import { newPerson, signIn } from './person.mjs';

/** Longest time for a big file on a machine that does much else, in milliseconds. */
const SENDING_MS = 60_000;

const failures = [];
const folder = mkdtempSync(join(tmpdir(), 'roost-upload-'));
const browser = await openBrowser();
try {
  const ada = await newPerson('ada');
  await ada.call('POST', '/teams', { name: 'engines', display_name: 'Engines', type: 'O' });
  const page = await openWindow(browser, failures);
  await signIn(page, 'ada');
  await page.goto('/engines/channels/town-square');
  await page.getByRole('textbox', { name: 'Message Town Square' }).waitFor();

  const parts = [];
  let broken = false;
  await page.route(/\/uploads\/\w{26}$/, async (route) => {
    const sending = route.request().method() === 'POST';
    if (sending) broken ||= parts.length === 2;
    if (broken) return route.abort();
    if (sending) parts.push(1);
    await route.continue();
  });
  const buffer = randomBytes(18_000_000);
  // The browser reads it from the disk: as a part of the call it would go through the slowed window first.
  const path = join(folder, 'engine.bin');
  writeFileSync(path, buffer);
  await page.locator('main input[type=file]').setInputFiles(path);
  await page.getByText('engine.bin could not be uploaded').waitFor({ timeout: SENDING_MS });
  assert.equal(parts.length, 2);
  broken = false;
  await page.unroute(/\/uploads\/\w{26}$/);
  const first = page.waitForRequest((one) => /\/uploads\/\w{26}$/.test(one.url()) && one.method() === 'GET');
  await page.getByRole('button', { name: 'Try again' }).click();
  const { file_offset } = await (await (await first).response()).json();
  assert.equal(file_offset, 2 * 8 * 1024 * 1024, 'two parts are there');
  await page.getByText('could not be uploaded').waitFor({ state: 'detached' });
  const send = page.getByRole('button', { name: 'Send', exact: true });
  await page.waitForFunction(() => !document.querySelector('main button[type=submit]').disabled, null, {
    timeout: SENDING_MS,
  });
  await send.click();
  const link = page
    .locator('main')
    .getByRole('article')
    .getByRole('link', { name: /engine\.bin/ });
  await link.waitFor();
  const headers = { Authorization: `Bearer ${ada.token}` };
  const there = await fetch(new URL(await link.getAttribute('href'), base), { headers });
  assert.ok(Buffer.from(await there.arrayBuffer()).equals(buffer), 'it is the same file');
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}
assert.deepEqual(
  failures.filter((one) => !/ERR_FAILED/.test(one)),
  [],
);
console.log('upload: done');
