// Figures of the client, against a server with an empty database; POSTS says how long the channel is:
//     BASE_URL=http://127.0.0.1:8065 POSTS=50000 node tests/measure.mjs
// The first load in scripts as they are sent, the reading of a long channel without blank gaps, and the memory afterwards.
import assert from 'node:assert/strict';

import { openBrowser, openWindow } from './browser.mjs';
import { newPerson, signIn } from './person.mjs';

/** Posts written at the same time. */
const WRITERS = 16;
/** Posts that are read before the memory is measured. */
const READ = 10_000;
const SCRIPT_MAX_KB = 250;
const HEAP_MAX_MB = 120;
const length = Number(process.env.POSTS ?? READ);

async function fill(ada, channel) {
  let next = 0;
  const write = async () => {
    while (next < length) {
      next += 1;
      await ada.call('POST', '/posts', { channel_id: channel.id, message: `entry ${next}: what was seen and done` });
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, write));
}

/** Scrolls up by most of a page each frame until as many posts were seen. Counts frames with a hole in them. */
async function read(page, wanted) {
  return page.getByRole('log').evaluate(async (box, goal) => {
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    const seen = new Set();
    let frames = 0;
    let blank = 0;
    let longest = 0;
    let still = 0;
    let before = performance.now();
    while (seen.size < goal && still < 600) {
      await frame();
      const now = performance.now();
      longest = Math.max(longest, now - before);
      before = now;
      frames += 1;
      const { top, bottom } = box.getBoundingClientRect();
      let covered = 0;
      const count = seen.size;
      for (const line of box.querySelectorAll('[data-index]')) {
        const at = line.getBoundingClientRect();
        const part = Math.min(bottom, at.bottom) - Math.max(top, at.top);
        if (part <= 0) continue;
        covered += part;
        const id = line.querySelector('[data-post]')?.dataset.post;
        if (id) seen.add(id);
      }
      if (bottom - top - covered > 40) blank += 1;
      still = seen.size === count ? still + 1 : 0;
      box.scrollTop -= box.clientHeight * 0.6;
    }
    return { seen: seen.size, frames, blank, longest: Math.round(longest) };
  }, wanted);
}

const failures = [];
const browser = await openBrowser();
try {
  const ada = await newPerson('ada');
  const team = await ada.call('POST', '/teams', { name: 'engines', display_name: 'Engines', type: 'O' });
  const log = await ada.call('POST', '/channels', { team_id: team.id, name: 'log', display_name: 'Log', type: 'O' });
  const begun = Date.now();
  await fill(ada, log);
  console.log(`${length} posts written in ${Math.round((Date.now() - begun) / 1000)} s`);
  const page = await openWindow(browser, failures);
  await signIn(page, 'ada');
  const tools = await page.context().newCDPSession(page);
  await tools.send('Network.enable');
  await tools.send('Network.setCacheDisabled', { cacheDisabled: true });
  const scripts = new Set();
  let bytes = 0;
  tools.on('Network.responseReceived', ({ requestId, type }) => type === 'Script' && scripts.add(requestId));
  tools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength;
  });
  const opened = Date.now();
  await page.goto('/engines/channels/log');
  await page.getByRole('article').filter({ hasText: 'entry ' }).first().waitFor();
  const ready = Date.now() - opened;
  await page.waitForLoadState('networkidle');
  console.log(`messages after ${ready} ms; scripts of the first load: ${Math.round(bytes / 1000)} kB as sent`);
  const done = await read(page, Math.min(READ, length) - 100);
  console.log(`read ${done.seen} posts in ${done.frames} frames, ${done.blank} with a gap, longest ${done.longest} ms`);
  await tools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await tools.send('Runtime.getHeapUsage');
  console.log(`heap after that: ${Math.round(usedSize / 1_000_000)} MB`);
  assert.ok(done.seen >= Math.min(READ, length) - 100, `reading stopped after ${done.seen} posts`);
  assert.equal(done.blank, 0, 'no blank gaps');
  assert.ok(bytes / 1000 <= SCRIPT_MAX_KB, `${Math.round(bytes / 1000)} kB of scripts, ${SCRIPT_MAX_KB} are allowed`);
  assert.ok(usedSize / 1e6 <= HEAP_MAX_MB, `${Math.round(usedSize / 1e6)} MB of heap, ${HEAP_MAX_MB} are allowed`);
} finally {
  await browser.close();
}
assert.deepEqual(failures, []);
