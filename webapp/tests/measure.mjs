// Figures of the client, against a server with an empty database; POSTS says how long the channel is:
//     BASE_URL=http://127.0.0.1:8065 POSTS=50000 node tests/measure.mjs
// The first load in scripts as they are sent, the reading of a long channel without blank gaps, and the memory afterwards.
import assert from 'node:assert/strict';

import { openBrowser, openWindow } from './browser.mjs';
import { newPerson, signIn } from './person.mjs';
import { fill, read, readAtOnce } from './reading.mjs';

/** Posts that are read before the memory is measured. */
const READ = 10_000;
const SCRIPT_MAX_KB = 250;
const HEAP_MAX_MB = 120;
const length = Number(process.env.POSTS ?? READ);

const inWords = ({ frames, blank, late, longest, missed }) =>
  `${frames} frames, ${blank} with a gap, ${late} later than 50 ms, longest ${longest} ms, ${missed} posts passed unseen`;

/** Runs in the page before it begins: notes when the first message is there. */
function noteFirst() {
  const observer = new MutationObserver(() => {
    if (!document.querySelector('[data-post]')) return;
    window.firstAt = performance.now();
    observer.disconnect();
  });
  observer.observe(document, { childList: true, subtree: true });
}

/** Runs in the page: when the first message was there, and the bytes of script that had come, as they were sent. */
function untilFirst() {
  const scripts = performance.getEntriesByType('resource').filter((one) => /\.js$/.test(one.name));
  const before = scripts.filter((one) => one.startTime < window.firstAt);
  return { ready: window.firstAt, bytes: before.reduce((sum, one) => sum + one.transferSize, 0) };
}

const failures = [];
const browser = await openBrowser();
try {
  const ada = await newPerson('ada');
  const team = await ada.call('POST', '/teams', { name: 'engines', display_name: 'Engines', type: 'O' });
  const log = await ada.call('POST', '/channels', { team_id: team.id, name: 'log', display_name: 'Log', type: 'O' });
  const begun = Date.now();
  await fill(ada, log, length);
  console.log(`${length} posts written in ${Math.round((Date.now() - begun) / 1000)} s`);
  const page = await openWindow(browser, failures);
  await signIn(page, 'ada');
  const tools = await page.context().newCDPSession(page);
  await tools.send('Network.enable');
  await tools.send('Network.setCacheDisabled', { cacheDisabled: true });
  await page.addInitScript(noteFirst);
  const goal = Math.min(READ, length) - 100;
  const done = await readAtOnce(page, '/engines/channels/log', goal, -0.6);
  const { ready, bytes } = await page.evaluate(untilFirst);
  const kB = Math.round(bytes / 1000);
  console.log(`messages after ${Math.round(ready)} ms; scripts until then: ${kB} kB as sent`);
  console.log(`read ${done.seen} posts upwards from the first frame on: ${inWords(done)}`);
  await tools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await tools.send('Runtime.getHeapUsage');
  console.log(`heap after that: ${Math.round(usedSize / 1_000_000)} MB`);
  const back = await read(page, goal, 0.6);
  console.log(`read ${back.seen} posts downwards: ${inWords(back)}`);
  for (const way of [done, back]) {
    assert.ok(way.seen >= goal, `reading stopped after ${way.seen} posts`);
    assert.equal(way.blank, 0, 'no blank gaps');
  }
  assert.ok(kB <= SCRIPT_MAX_KB, `${kB} kB of scripts, ${SCRIPT_MAX_KB} are allowed`);
  assert.ok(usedSize / 1e6 <= HEAP_MAX_MB, `${Math.round(usedSize / 1e6)} MB of heap, ${HEAP_MAX_MB} are allowed`);
} finally {
  await browser.close();
}
assert.deepEqual(failures, []);
