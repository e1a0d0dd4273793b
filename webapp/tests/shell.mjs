// The client opens when the server is away and says so; it keeps no answer of the API, goes on by itself when the server is
// back, and a new build takes the place of the old one. And it can be installed:
//     BASE_URL=http://127.0.0.1:8065 node tests/shell.mjs
import assert from 'node:assert/strict';

import { openBrowser, openWindow } from './browser.mjs';
import { openGate } from './gate.mjs';
import { newPerson, signIn } from './person.mjs';

const failures = [];
const TOWN = '/engines/channels/town-square';
const field = (page) => page.getByRole('textbox', { name: 'Message Town Square' });
const unreachable = (page) => page.getByText('The server cannot be reached.');

/** Addresses of what the browser keeps, by the name of the cache. */
const kept = (page) =>
  page.evaluate(async () => {
    const names = await caches.keys();
    const lists = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return Object.fromEntries(names.map((name, at) => [name, lists[at].map((one) => new URL(one.url).pathname)]));
  });

/** Waits until the worker of a build has taken over, and returns the name of its cache. */
async function settled(page, before) {
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());
  const state = () =>
    page.evaluate(async () => {
      const { active, installing, waiting } = (await navigator.serviceWorker.getRegistration()) ?? {};
      return { names: await caches.keys(), busy: Boolean(installing ?? waiting) || active?.state !== 'activated' };
    });
  const deadline = Date.now() + 10_000;
  let is = await state();
  while (is.busy || is.names.length !== 1 || is.names[0] === before) {
    assert.ok(Date.now() < deadline, `the worker is not settled: ${JSON.stringify(is)}`);
    is = await state();
  }
  return is.names[0];
}

async function installable(page) {
  const devtools = await page.context().newCDPSession(page);
  const { errors } = await devtools.send('Page.getAppManifest');
  assert.deepEqual(errors, []);
  const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors');
  // Windows of tests are private ones, from which nothing is installed.
  const others = installabilityErrors.filter((one) => one.errorId !== 'in-incognito');
  assert.deepEqual(others, []);
}

const browser = await openBrowser();
const gate = await openGate();
try {
  const ada = await newPerson('ada');
  await ada.call('POST', '/teams', { name: 'engines', display_name: 'Engines', type: 'O' });
  const page = await openWindow(browser, failures, { baseURL: gate.url, serviceWorkers: 'allow' });
  await signIn(page, 'ada');
  await page.goto(TOWN);
  await field(page).waitFor();
  const first = await settled(page, '');
  await installable(page);

  // Away: a channel that is opened by its address says what is wrong, and what was typed is not lost.
  await field(page).fill('before it went');
  await gate.close();
  await page.goto(TOWN);
  await unreachable(page).waitFor();
  await gate.open();
  await field(page).waitFor();
  await page.waitForFunction(() => document.querySelector('main textarea')?.value === 'before it went');

  // Of the server only the page and its files are kept.
  const files = (await kept(page))[first];
  assert.ok(files.includes('/') && files.length > 4, files.join(' '));
  assert.deepEqual(
    files.filter((path) => path !== '/' && !path.startsWith('/static/assets/')),
    [],
  );

  // A node of another build answers: what is shown is its page at once, and the old one is not kept.
  gate.change = (path, text) => {
    if (path === '/sw.js') return text.replace(/roost-shell-\w+/, 'roost-shell-another');
    return text.replace('</head>', '<meta name="build" content="another" /></head>');
  };
  const build = () => page.locator('meta[name=build]').getAttribute('content');
  await page.reload();
  assert.equal(await build(), 'another');
  await field(page).waitFor();
  assert.equal(await settled(page, first), 'roost-shell-another');
  await gate.close();
  await page.goto(TOWN);
  await unreachable(page).waitFor();
  assert.equal(await build(), 'another');

  // A proxy is there, but no server behind it.
  await gate.open();
  await field(page).waitFor();
  gate.status = 503;
  await page.goto(TOWN);
  await unreachable(page).waitFor();
  gate.status = 0;
  await field(page).waitFor();

  // What the page may do is as strict as from the server.
  const policy = await page.evaluate(async () => {
    const [name] = await caches.keys();
    return (await (await caches.open(name)).match('/')).headers.get('content-security-policy');
  });
  assert.match(policy, /script-src 'self'$/);
} finally {
  await browser.close();
  await gate.close();
}
assert.deepEqual(
  failures.filter((one) => !/ERR_|WebSocket|status of 503/.test(one)),
  [],
);
console.log('shell: done');
