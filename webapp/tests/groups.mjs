// Groups that messages name: completed from a few letters, shown in messages with whom they mean, and gone when they are
// archived. Whoever may not name groups is not offered any:
//     BASE_URL=http://127.0.0.1:8065 node tests/groups.mjs
import assert from 'node:assert/strict';

import { checkBoxes } from './boxes.mjs';
import { keepFailure, openBrowser, openWindow, photograph } from './browser.mjs';
import { examiner } from './examine.mjs';
import { newPerson, signIn } from './person.mjs';

const failures = [];
const examine = examiner(failures);
const article = (page, text) => page.locator('main').getByRole('article').filter({ hasText: text });
const write = (page) => page.getByRole('textbox', { name: 'Message Boiler' });

async function look(page, name) {
  await examine(page, name);
  await photograph(page, `groups-${name}`, (variant) => checkBoxes(page, `${name}, ${variant}`, failures));
}

async function open(page, name) {
  await signIn(page, name);
  await page.goto('/engines/channels/boiler');
  await write(page).waitFor();
}

async function mention(ada, bob) {
  // By the name, and by a word of what it is called.
  for (const letters of ['@smi', '@foun']) {
    await write(ada).fill('');
    await write(ada).pressSequentially(letters);
    await ada.getByRole('option', { name: '@smiths' }).waitFor();
  }
  await look(ada, 'offered');
  await ada.keyboard.press('Enter');
  await ada.keyboard.type('the hammer is back');
  await ada.keyboard.press('Enter');
  // Bob is in the group, and ada is not.
  await article(bob, 'the hammer').locator('.mention[data-group=smiths][data-me]').waitFor();
  await article(ada, 'the hammer').locator('.mention[data-group=smiths]:not([data-me])').waitFor();
}

/** With the keyboard alone: who is meant, and from there to one of them. */
async function people(ada) {
  await article(ada, 'the hammer').locator('.mention').focus();
  await ada.keyboard.press('Enter');
  const dialog = ada.getByRole('dialog', { name: 'Smiths and founders' });
  await dialog.getByRole('button', { name: '@bob' }).waitFor();
  assert.equal(await dialog.getByRole('listitem').count(), 1);
  await look(ada, 'people');
  await dialog.getByRole('button', { name: '@bob' }).focus();
  await ada.keyboard.press('Enter');
  await ada.getByRole('textbox', { name: 'Message bob' }).waitFor();
  await ada.goto('/engines/channels/boiler');
}

/** What happens to a group shows in windows that are open. */
async function change(ada, smiths, [adasPage, bobsPage]) {
  await ada.call('POST', `/groups/${smiths.id}/members`, { user_ids: [ada.id] });
  await article(adasPage, 'the hammer').locator('.mention[data-me]').waitFor();
  await ada.call('DELETE', `/groups/${smiths.id}`);
  for (const page of [adasPage, bobsPage]) {
    await article(page, '@smiths the hammer').waitFor();
    await article(page, 'the hammer').locator('.mention').waitFor({ state: 'detached' });
  }
  await ada.call('POST', `/groups/${smiths.id}/restore`);
  await article(bobsPage, 'the hammer').locator('.mention[data-me]').waitFor();
}

/** A mention by somebody who may not name groups means nobody, and is shown like that. */
async function forbid(ada, bob, channel, page) {
  const role = await ada.call('GET', '/roles/name/channel_user');
  const permissions = role.permissions.filter((one) => one !== 'use_group_mentions');
  await ada.call('PUT', `/roles/${role.id}/patch`, { permissions });
  await bob.call('POST', '/posts', { channel_id: channel.id, message: '@smiths and the anvil' });
  await article(page, '@smiths and the anvil').waitFor();
  assert.equal(await article(page, 'the anvil').locator('.mention').count(), 0);
  await write(page).pressSequentially('@smi');
  await write(page).fill('');
  // People are still offered: when they are, groups would be too.
  await write(page).pressSequentially('@s');
  await page.getByRole('option', { name: '@stan' }).waitFor();
  assert.equal(await page.getByRole('option', { name: '@smiths' }).count(), 0);
}

const browser = await openBrowser();
const pages = [];
try {
  const ada = await newPerson('ada');
  const team = await ada.call('POST', '/teams', { name: 'engines', display_name: 'Engines', type: 'O' });
  const [bob, stan] = [await newPerson('bob', team.invite_id), await newPerson('stan', team.invite_id)];
  const fields = { team_id: team.id, name: 'boiler', display_name: 'Boiler', type: 'O' };
  const channel = await ada.call('POST', '/channels', fields);
  for (const { id } of [bob, stan]) await ada.call('POST', `/channels/${channel.id}/members`, { user_id: id });
  const smiths = await ada.call('POST', '/groups', {
    name: 'smiths',
    display_name: 'Smiths and founders',
    source: 'custom',
    allow_reference: true,
    user_ids: [bob.id],
  });
  for (const name of ['ada', 'bob']) {
    const page = await openWindow(browser, failures);
    pages.push(page);
    await open(page, name);
  }
  await mention(...pages);
  await people(pages[0]);
  await change(ada, smiths, pages);
  await forbid(ada, bob, channel, pages[1]);
} catch (error) {
  await keepFailure('groups', ...pages);
  throw error;
} finally {
  await browser.close();
}
assert.deepEqual(failures, []);
console.log('groups: done');
