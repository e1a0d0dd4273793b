// What is written while the server cannot be reached: it is kept over a reload, sent in order, and there once. So is what
// the server got although its answer was lost:
//     BASE_URL=http://127.0.0.1:8065 node tests/outbox.mjs
import assert from 'node:assert/strict';

import { openBrowser, openWindow, photograph } from './browser.mjs';
import { newPerson, signIn } from './person.mjs';

const failures = [];
const post = (page, text) => page.locator('main').getByRole('article').filter({ hasText: text });
const field = (page) => page.getByRole('textbox', { name: 'Message Town Square' });

async function write(page, text) {
  await field(page).fill(text);
  await field(page).press('Enter');
}

/** Messages of a window in their order, without names and times. */
const shown = (page) =>
  page
    .locator('main article p')
    .allTextContents()
    .then((all) => all.filter((text) => /^(one|two|three)$/.test(text)));

const browser = await openBrowser();
try {
  const ada = await newPerson('ada');
  const team = await ada.call('POST', '/teams', { name: 'engines', display_name: 'Engines', type: 'O' });
  await newPerson('bob', team.invite_id);
  const [mine, other] = [await openWindow(browser, failures), await openWindow(browser, failures)];
  await signIn(mine, 'ada');
  await signIn(other, 'bob');
  for (const page of [mine, other]) await page.goto('/engines/channels/town-square');
  await field(mine).waitFor();
  await field(other).waitFor();

  await mine.route('**/api/v4/posts', (route) => route.abort());
  await write(mine, 'one');
  await write(mine, 'two');
  await post(mine, 'two').getByText('Waiting for a connection.').waitFor();
  await field(mine).fill('half a thought');
  await mine.reload();
  await post(mine, 'one').getByText('Waiting for a connection.').waitFor();
  await post(mine, 'two').getByText('Waiting for a connection.').waitFor();
  assert.equal(await field(mine).inputValue(), 'half a thought');
  await photograph(mine, 'waiting');
  await mine.unroute('**/api/v4/posts');
  await post(other, 'two').waitFor();
  await mine.getByText('Waiting for a connection.').first().waitFor({ state: 'detached' });
  for (const page of [mine, other]) assert.deepEqual(await shown(page), ['one', 'two']);

  // The server has it, but the answer does not get here: it is asked again and knows it.
  let tell;
  const lost = new Promise((done) => (tell = done));
  const lose = async (route) => {
    await route.fetch();
    await route.abort();
    tell();
  };
  await mine.route('**/api/v4/posts', lose, { times: 1 });
  await write(mine, 'three');
  await lost;
  await post(other, 'three').waitFor();
  await mine.reload();
  await field(mine).waitFor();
  await post(mine, 'three').waitFor();
  await mine.getByText('Waiting for a connection.').waitFor({ state: 'detached' });
  for (const page of [mine, other]) assert.deepEqual(await shown(page), ['one', 'two', 'three']);
} finally {
  await browser.close();
}
assert.deepEqual(
  failures.filter((one) => !/ERR_FAILED/.test(one)),
  [],
);
console.log('outbox: done');
