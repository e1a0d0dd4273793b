// A long channel is read from its end to its beginning and back, from the first frame on, by the wheel and by the keyboard, and
// from an old message on: no frame has a gap.
//     BASE_URL=http://127.0.0.1:8065 node tests/long.mjs
import assert from 'node:assert/strict';

import { openBrowser, openWindow } from './browser.mjs';
import { newPerson, signIn } from './person.mjs';
import { fill, read, readAtOnce } from './reading.mjs';

/** Several pages. */
const LENGTH = 420;

const failures = [];
const entry = (page, number) => page.getByRole('article').filter({ hasText: new RegExp(`entry ${number}:`) });
const browser = await openBrowser();
try {
  const ada = await newPerson('ada');
  const team = await ada.call('POST', '/teams', { name: 'engines', display_name: 'Engines', type: 'O' });
  const log = await ada.call('POST', '/channels', { team_id: team.id, name: 'log', display_name: 'Log', type: 'O' });
  const ids = await fill(ada, log, LENGTH);
  const page = await openWindow(browser, failures);
  await signIn(page, 'ada');
  const up = await readAtOnce(page, '/engines/channels/log', LENGTH, -0.6);
  for (const way of [up, await read(page, LENGTH, 0.6)]) {
    assert.ok(way.seen >= LENGTH, `reading stopped after ${way.seen} of ${LENGTH} messages`);
    assert.equal(way.missed, 0, 'nothing is passed unseen');
    assert.equal(way.blank, 0, 'no frame has a gap');
  }
  console.log('read upwards and downwards');

  // What is not loaded yet comes by the keyboard too.
  await page.reload();
  await entry(page, LENGTH).waitFor();
  await page.getByRole('log').focus();
  while (!(await entry(page, 1).isVisible())) {
    await page.keyboard.press('Home');
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(done)));
  }
  console.log('Home leads to the beginning');

  await page.goto(`/engines/pl/${ids[LENGTH / 2]}`);
  await entry(page, LENGTH / 2 + 1).waitFor();
  const on = await read(page, LENGTH / 2 - 30, 0.6);
  assert.equal(on.blank, 0, 'no frame has a gap');
  assert.ok(on.seen >= LENGTH / 2 - 30, `reading on from an old message stopped after ${on.seen} messages`);
  // The rest of the way: how much that is depends on how many stood above the old one.
  await page.getByRole('log').evaluate((box) => (box.dataset.read = 'on'));
  await page.waitForFunction((last) => {
    const box = document.querySelector('[data-read]');
    box.scrollTop += box.clientHeight * 0.6;
    return box.textContent.includes(`entry ${last}:`);
  }, LENGTH);
  console.log('an old message leads on to the newest');
} finally {
  await browser.close();
}
assert.deepEqual(failures, []);
console.log('long: done');
