// What is typed and not sent: it outlives a reload at once, a closed window and a server that is away, in channels and in
// threads, and other devices get it:
//     BASE_URL=http://127.0.0.1:8065 node tests/drafts.mjs
import assert from 'node:assert/strict';

import { openBrowser, openWindow } from './browser.mjs';
import { newPerson, signIn } from './person.mjs';

const failures = [];
const TOWN = '/engines/channels/town-square';
const field = (page) => page.getByRole('textbox', { name: 'Message Town Square' });
const reply = (page) => page.getByRole('complementary').getByRole('textbox', { name: 'Reply in thread' });
const has = (page, where, text) =>
  page.waitForFunction(
    ([label, wanted]) => document.querySelector(`textarea[aria-label="${label}"]`)?.value === wanted,
    [where, text],
  );

/** Whether drafts get through. The browser lets nobody else stop a request that outlives its page. */
const away = (page, is) => page.evaluate((value) => window.sessionStorage.setItem('away', value), is ? 'yes' : '');
const breakable = () => {
  const { fetch } = window;
  window.fetch = (url, options) =>
    window.sessionStorage.getItem('away') && /\/drafts/.test(url) && options?.method !== 'get'
      ? Promise.reject(new TypeError('away'))
      : fetch(url, options);
};

async function open(browser) {
  const page = await openWindow(browser, failures);
  await page.addInitScript(breakable);
  await signIn(page, 'ada');
  await page.goto(TOWN);
  await field(page).waitFor();
  return page;
}

/** What the server keeps, read over and over until it is as wanted. */
async function serverHas(ada, team, wanted) {
  const read = async () => (await ada.call('GET', `/users/me/teams/${team.id}/drafts`)) ?? [];
  const deadline = Date.now() + 10_000;
  let texts;
  do {
    texts = (await read()).map((draft) => draft.message).sort();
    if (JSON.stringify(texts) === JSON.stringify(wanted)) return;
  } while (Date.now() < deadline);
  assert.deepEqual(texts, wanted);
}

const browser = await openBrowser();
try {
  const ada = await newPerson('ada');
  const team = await ada.call('POST', '/teams', { name: 'engines', display_name: 'Engines', type: 'O' });
  const page = await open(browser);

  // Nothing is waited for between the last key and the reload.
  await field(page).pressSequentially('half a thought');
  await page.reload();
  await has(page, 'Message Town Square', 'half a thought');

  // The page is left at once: the last request outlives it.
  await field(page).fill('a whole thought');
  await page.goto('about:blank');
  await serverHas(ada, team, ['a whole thought']);
  const other = await open(browser);
  await has(other, 'Message Town Square', 'a whole thought');

  // No way to the server: the device has it, and the server gets it when it is back.
  await page.goto(TOWN);
  await has(page, 'Message Town Square', 'a whole thought');
  await away(page, true);
  await field(page).fill('written in a tunnel');
  await page.reload();
  await has(page, 'Message Town Square', 'written in a tunnel');
  await serverHas(ada, team, ['a whole thought']);
  await away(page, false);
  await page.reload();
  await has(page, 'Message Town Square', 'written in a tunnel');
  await serverHas(ada, team, ['written in a tunnel']);
  await has(other, 'Message Town Square', 'written in a tunnel');

  // The network goes and comes without a reload.
  await page.context().setOffline(true);
  await field(page).fill('and out of it');
  await page.getByText('Connection lost.').waitFor();
  await page.context().setOffline(false);
  await serverHas(ada, team, ['and out of it']);
  assert.equal(await field(page).inputValue(), 'and out of it');

  // What was sent is no draft any more, wherever it stood; replies have their own.
  await field(page).press('Enter');
  const post = page.locator('main').getByRole('article').filter({ hasText: 'and out of it' });
  await post.waitFor();
  await serverHas(ada, team, []);
  await has(other, 'Message Town Square', '');
  await post.hover();
  await post.getByRole('button', { name: 'Reply in thread' }).click();
  await reply(page).pressSequentially('half a reply');
  await page.reload();
  await field(page).waitFor();
  assert.equal(await field(page).inputValue(), '');
  await post.hover();
  await post.getByRole('button', { name: 'Reply in thread' }).click();
  await has(page, 'Reply in thread', 'half a reply');
  await serverHas(ada, team, ['half a reply']);
  await page.getByRole('button', { name: 'Close panel' }).click();

  // Nor is a change of a message lost that was not saved; and what is given up stays away.
  const change = page.getByRole('textbox', { name: 'Edit message' });
  const edit = async () => {
    await post.hover();
    await post.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Edit' }).click();
    await change.waitFor();
  };
  await edit();
  await change.fill('and out of it, changed');
  await page.reload();
  await has(page, 'Edit message', 'and out of it, changed');
  await change.press('Escape');
  await change.waitFor({ state: 'detached' });
  await page.reload();
  await post.waitFor();
  await edit();
  assert.equal(await change.inputValue(), 'and out of it');
  await change.fill('out of the tunnel');
  await page.reload();
  await has(page, 'Edit message', 'out of the tunnel');
  await change.press('Enter');
  await page.locator('main').getByRole('article').filter({ hasText: 'out of the tunnel (edited)' }).waitFor();
} finally {
  await browser.close();
}
assert.deepEqual(
  failures.filter((one) => !/ERR_INTERNET_DISCONNECTED|WebSocket/.test(one)),
  [],
);
console.log('drafts: done');
