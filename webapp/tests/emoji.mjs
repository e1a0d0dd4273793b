// Custom emoji: one is made from a picture and used at once, others hear of it, and who may removes it:
//     BASE_URL=http://127.0.0.1:8065 node tests/emoji.mjs
import assert from 'node:assert/strict';

import { checkBoxes } from './boxes.mjs';
import { openBrowser, openWindow, photograph } from './browser.mjs';
import { examiner } from './examine.mjs';
import { newPerson, signIn } from './person.mjs';

const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNk+M9Qz0AEYBxVSF+FAAhKDveksOjmAAAAAElFTkSuQmCC',
  'base64',
);

const failures = [];
const examine = examiner(failures);
const dialog = (page) => page.getByRole('dialog', { name: 'Custom emoji' });
const post = (page, text) => page.locator('main').getByRole('article').filter({ hasText: text });

async function openPicker(page) {
  await post(page, 'look').hover();
  await post(page, 'look').getByRole('button', { name: 'Add reaction' }).first().click();
  await page.getByRole('textbox', { name: 'Find an emoji' }).waitFor();
}

async function manage(page) {
  await openPicker(page);
  await page.getByRole('button', { name: 'Custom emoji' }).click();
  await dialog(page).waitFor();
}

async function choose(page, name, type, bytes) {
  await dialog(page).getByLabel('Name').fill(name);
  await dialog(page).getByLabel('Picture').setInputFiles({ name: 'picture', mimeType: type, buffer: bytes });
}

const browser = await openBrowser();
try {
  const ada = await newPerson('ada');
  const team = await ada.call('POST', '/teams', { name: 'engines', display_name: 'Engines', type: 'O' });
  const bob = await newPerson('bob', team.invite_id);
  const [mine, other] = [await openWindow(browser, failures), await openWindow(browser, failures)];
  await signIn(mine, 'bob');
  await signIn(other, 'ada');
  for (const page of [mine, other]) {
    await page.goto('/engines/channels/town-square');
    await page.getByRole('textbox', { name: 'Message Town Square' }).waitFor();
  }
  const town = await bob.call('GET', `/teams/${team.id}/channels/name/town-square`);
  await bob.call('POST', '/posts', { channel_id: town.id, message: 'look' });

  await manage(mine);
  const add = dialog(mine).getByRole('button', { name: 'Add' });
  await dialog(mine).getByLabel('Name').fill('heart');
  await dialog(mine).getByText('There is an emoji with this name.').waitFor();
  await choose(mine, 'ship it', 'image/png', PICTURE);
  await dialog(mine).getByText('Small letters, digits, and _ + - only.').waitFor();
  assert.equal(await add.isDisabled(), true);
  await choose(mine, 'ship_it', 'image/png', Buffer.alloc(600 * 1024));
  await dialog(mine).getByText('This picture is larger than 512 kB.').waitFor();
  assert.equal(await add.isDisabled(), true);
  await choose(mine, 'ship_it', 'image/png', Buffer.from('no picture'));
  await add.click();
  await dialog(mine).getByRole('alert').waitFor();
  await choose(mine, 'ship_it', 'image/png', PICTURE);
  await examine(mine, 'custom emoji');
  await photograph(mine, 'custom-emoji', (name) => checkBoxes(mine, `custom emoji, ${name}`, failures));
  await add.click();
  await dialog(mine).getByRole('button', { name: 'Remove :ship_it:' }).waitFor();
  await mine.keyboard.press('Escape');

  await openPicker(mine);
  await mine.getByRole('textbox', { name: 'Find an emoji' }).fill('ship_it');
  await mine.getByRole('button', { name: 'ship_it' }).click();
  // The other window was open all the while.
  await post(other, 'look').getByAltText(':ship_it:').waitFor();

  await manage(other);
  await dialog(other).getByRole('button', { name: 'Remove :ship_it:' }).click();
  await dialog(other).getByText(':ship_it:').waitFor({ state: 'detached' });
  assert.deepEqual(await bob.call('GET', '/emoji'), []);
  await other.keyboard.press('Escape');
  await manage(mine);
  assert.deepEqual(failures, []);
  console.log('emoji: done');
} finally {
  await browser.close();
}
