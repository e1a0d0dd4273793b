// What people pass on to others, as they do it:
//     BASE_URL=http://127.0.0.1:8065 node tests/share.mjs
import assert from 'node:assert/strict';

import { checkBoxes } from './boxes.mjs';
import { base, keepFailure, openBrowser, openWindow, photograph } from './browser.mjs';
import { examiner } from './examine.mjs';
import { newPerson, signIn } from './person.mjs';

const failures = [];
const examine = examiner(failures);
const post = (page, text) => page.locator('main').getByRole('article').filter({ hasText: text });

async function beginForward(page, message) {
  await message.hover();
  await message.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Forward' }).click();
  const dialog = page.getByRole('dialog', { name: 'Forward message' });
  await dialog.waitFor();
  return dialog;
}

async function forward(mine, other) {
  let dialog = await beginForward(mine, post(mine, 'The pump leaks'));
  await dialog.getByRole('combobox', { name: 'Channel or person' }).fill('bo');
  await dialog.getByRole('option', { name: 'bob' }).waitFor();
  await examine(mine, 'forward');
  await photograph(mine, 'forward', (name) => checkBoxes(mine, `forward, ${name}`, failures));
  // The keys are enough.
  await mine.keyboard.press('Enter');
  await dialog.getByLabel('Comment').fill('Can you look?');
  await dialog.getByRole('button', { name: 'Forward' }).click();
  await mine.getByRole('heading', { name: 'bob', level: 1 }).waitFor();
  await post(mine, 'Can you look?').locator('strong', { hasText: 'pump' }).waitFor();

  await other.goto('/engines/messages/@ada');
  const got = post(other, 'Can you look?');
  await got.locator('strong', { hasText: 'pump' }).waitFor();
  await got.getByRole('button', { name: 'From Town Square' }).click();
  await other.getByRole('heading', { name: 'Town Square', level: 1 }).waitFor();
  await post(other, 'The pump leaks').waitFor();

  // What was said among a few stays among them.
  await mine.goto('/engines/channels/lab');
  dialog = await beginForward(mine, post(mine, 'Nobody else knows'));
  assert.equal(await dialog.getByRole('combobox').count(), 0);
  await dialog.getByText('can only be forwarded within them').waitFor();
  await dialog.getByRole('button', { name: 'Forward' }).click();
  await post(mine, 'From Lab').waitFor();
}

const browser = await openBrowser();
let mine;
let other;
try {
  const ada = await newPerson('ada');
  await ada.call('PUT', '/config/patch', { ServiceSettings: { SiteURL: base } });
  const team = await ada.call('POST', '/teams', { name: 'engines', display_name: 'Engines', type: 'O' });
  await newPerson('bob', team.invite_id);
  const square = await ada.call('GET', `/teams/${team.id}/channels/name/town-square`);
  await ada.call('POST', '/posts', { channel_id: square.id, message: 'The **pump** leaks' });
  const lab = await ada.call('POST', '/channels', { team_id: team.id, name: 'lab', display_name: 'Lab', type: 'P' });
  await ada.call('POST', '/posts', { channel_id: lab.id, message: 'Nobody else knows' });
  [mine, other] = [await openWindow(browser, failures), await openWindow(browser, failures)];
  await signIn(mine, 'ada');
  await signIn(other, 'bob');
  await mine.goto('/engines/channels/town-square');
  await forward(mine, other);
} catch (error) {
  await keepFailure('share', mine, other);
  throw error;
} finally {
  await browser.close();
}
assert.deepEqual(failures, []);
console.log('share: done');
