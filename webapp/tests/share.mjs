// What people pass on and keep at hand: messages that are forwarded, and the links and files above a channel:
//     BASE_URL=http://127.0.0.1:8065 node tests/share.mjs
import assert from 'node:assert/strict';

import { checkBoxes } from './boxes.mjs';
import { base, keepFailure, openBrowser, openWindow, photograph } from './browser.mjs';
import { examiner } from './examine.mjs';
import { newPerson, signIn } from './person.mjs';
import { picture } from './picture.mjs';

const failures = [];
const examine = examiner(failures);
const post = (page, text) => page.locator('main').getByRole('article').filter({ hasText: text });
const bar = (page) => page.getByRole('navigation', { name: 'Bookmarks' });

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

/** Names of the bookmarks in their order, once they are as wanted. */
const stand = (page, wanted) =>
  page.waitForFunction(
    (names) =>
      [...document.querySelectorAll('nav[aria-label="Bookmarks"] li')].map((one) => one.textContent).join() === names,
    wanted.join(),
  );

async function more(page, name, deed) {
  const item = bar(page).getByRole('listitem').filter({ hasText: name });
  await item.hover();
  await item.getByRole('button', { name: 'More for' }).click();
  await page.getByRole('menuitem', { name: deed }).click();
}

async function bookmarks(mine, other) {
  for (const page of [mine, other]) await page.goto('/engines/channels/town-square');
  await mine.getByRole('button', { name: /Town Square.*menu|menu.*Town Square/i }).click();
  await mine.getByRole('menuitem', { name: 'Bookmark a link' }).click();
  const dialog = mine.getByRole('dialog');
  await dialog.getByLabel('Link').fill('example.com/manual');
  await dialog.getByLabel('Name').fill('Manual');
  await dialog.getByRole('button', { name: 'Choose an emoji' }).click();
  await mine.getByPlaceholder('Find an emoji').fill('tada');
  await mine.getByRole('button', { name: 'tada', exact: true }).first().click();
  await dialog.getByRole('button', { name: 'Add' }).click();
  const link = bar(other).getByRole('link', { name: 'Manual' });
  assert.equal(await link.getAttribute('href'), 'https://example.com/manual');

  await bar(mine).getByRole('button', { name: 'Add a bookmark' }).click();
  await mine.getByRole('menuitem', { name: 'Bookmark a file' }).click();
  await dialog
    .getByLabel('File')
    .setInputFiles({ name: 'plan.txt', mimeType: 'text/plain', buffer: Buffer.from('first light, then heat') });
  await dialog.getByRole('button', { name: 'Add' }).click();
  const file = bar(other).getByRole('link', { name: 'plan.txt' });
  const got = await other.request.get(await file.getAttribute('href'));
  assert.equal(await got.text(), 'first light, then heat');

  // One that nobody names is called by its address; one of this site opens here.
  await bar(other).getByRole('button', { name: 'Add a bookmark' }).click();
  await other.getByRole('menuitem', { name: 'Bookmark a link' }).click();
  await other.getByRole('dialog').getByLabel('Link').fill(`${base}/engines/channels/off-topic`);
  await other.getByRole('dialog').getByRole('button', { name: 'Add' }).click();
  const near = `${new URL(base).host}/engines/channels/off-topic`;
  await stand(mine, ['🎉Manual', 'plan.txt', near]);
  await examine(mine, 'bookmarks');
  await photograph(mine, 'bookmarks', (name) => checkBoxes(mine, `bookmarks, ${name}`, failures));
  await bar(mine).getByRole('link', { name: 'off-topic' }).click();
  await mine.getByRole('heading', { name: 'Off-Topic', level: 1 }).waitFor();
  assert.equal(await bar(mine).count(), 0);
  await mine.goBack();

  await stand(mine, ['🎉Manual', 'plan.txt', near]);
  const item = (name) => bar(mine).getByRole('listitem').filter({ hasText: name });
  await item('off-topic').dragTo(item('Manual'), { targetPosition: { x: 4, y: 10 } });
  for (const page of [mine, other]) await stand(page, [near, '🎉Manual', 'plan.txt']);
  await more(other, 'Manual', 'Move towards the end');
  for (const page of [mine, other]) await stand(page, [near, 'plan.txt', '🎉Manual']);
  await more(mine, 'off-topic', 'Edit bookmark');
  await dialog.getByLabel('Name').fill('Small talk');
  await dialog.getByRole('button', { name: 'Save' }).click();
  for (const page of [mine, other]) await stand(page, ['Small talk', 'plan.txt', '🎉Manual']);
  await more(other, 'plan.txt', 'Delete bookmark');
  await other.getByRole('dialog').getByRole('button', { name: 'Delete bookmark' }).click();
  for (const page of [mine, other]) await stand(page, ['Small talk', '🎉Manual']);
}

/** A picture is shown as such, and how far it is while it is on its way. */
async function pictured(mine, other) {
  await mine.route('**/api/v4/files?bookmark=true', async (route) => {
    await mine.getByRole('progressbar', { name: 'The file is being sent' }).waitFor();
    await route.continue();
  });
  await bar(mine).getByRole('button', { name: 'Add a bookmark' }).click();
  await mine.getByRole('menuitem', { name: 'Bookmark a file' }).click();
  const dialog = mine.getByRole('dialog');
  const file = { name: 'plate.png', mimeType: 'image/png', buffer: picture(320, 200) };
  await dialog.getByLabel('File').setInputFiles(file);
  await dialog.getByRole('button', { name: 'Add' }).click();
  await dialog.waitFor({ state: 'detached' });
  for (const page of [mine, other]) {
    const image = bar(page).getByRole('button', { name: 'plate.png', exact: true }).locator('img');
    await image.waitFor();
    await image.evaluate((one) => one.decode());
  }
}

/** Whoever may not change bookmarks is not offered to, from the moment on in which that is so. */
async function rights(ada, other) {
  const add = bar(other).getByRole('button', { name: 'Add a bookmark' });
  await add.waitFor();
  const role = await ada.call('GET', '/roles/name/channel_user');
  const permissions = role.permissions.filter((one) => !/bookmark/.test(one));
  assert.ok(permissions.length < role.permissions.length);
  await ada.call('PUT', `/roles/${role.id}/patch`, { permissions });
  await add.waitFor({ state: 'detached' });
  const item = bar(other).getByRole('listitem').filter({ hasText: 'Manual' });
  await item.hover();
  await item.getByRole('button', { name: 'More for' }).click();
  assert.deepEqual(await other.getByRole('menuitem').allTextContents(), ['Copy link']);
  await other.keyboard.press('Escape');
  await ada.call('PUT', `/roles/${role.id}/patch`, { permissions: role.permissions });
  await add.waitFor();
}

/** What is given up for a scheme, and what a role of the whole server brings, shows at once as well. */
async function schemes(ada, bob, team, other) {
  const add = bar(other).getByRole('button', { name: 'Add a bookmark' });
  const scheme = await ada.call('POST', '/schemes', { name: 'quiet', display_name: 'Quiet', scope: 'team' });
  const role = await ada.call('GET', `/roles/name/${scheme.default_channel_user_role}`);
  const permissions = role.permissions.filter((one) => !/bookmark/.test(one));
  await ada.call('PUT', `/roles/${role.id}/patch`, { permissions });
  await ada.call('PUT', `/teams/${team.id}/scheme`, { scheme_id: scheme.id });
  await add.waitFor({ state: 'detached' });
  const account = other.getByRole('button', { name: 'Your account and status' });
  const console_ = other.getByRole('menuitem', { name: 'System console' });
  await account.click();
  await other.getByRole('menuitem', { name: 'Settings' }).waitFor();
  assert.equal(await console_.count(), 0);
  await ada.call('PUT', `/users/${bob.id}/roles`, { roles: 'system_user system_admin' });
  await console_.waitFor();
  await other.keyboard.press('Escape');
  await add.waitFor();
}

const browser = await openBrowser();
let mine;
let other;
try {
  const ada = await newPerson('ada');
  await ada.call('PUT', '/config/patch', { ServiceSettings: { SiteURL: base } });
  const team = await ada.call('POST', '/teams', { name: 'engines', display_name: 'Engines', type: 'O' });
  const bob = await newPerson('bob', team.invite_id);
  const square = await ada.call('GET', `/teams/${team.id}/channels/name/town-square`);
  await ada.call('POST', '/posts', { channel_id: square.id, message: 'The **pump** leaks' });
  const lab = await ada.call('POST', '/channels', { team_id: team.id, name: 'lab', display_name: 'Lab', type: 'P' });
  await ada.call('POST', '/posts', { channel_id: lab.id, message: 'Nobody else knows' });
  [mine, other] = [await openWindow(browser, failures), await openWindow(browser, failures)];
  await signIn(mine, 'ada');
  await signIn(other, 'bob');
  await mine.goto('/engines/channels/town-square');
  await forward(mine, other);
  await bookmarks(mine, other);
  await pictured(mine, other);
  await rights(ada, other);
  await schemes(ada, bob, team, other);
} catch (error) {
  await keepFailure('share', mine, other);
  throw error;
} finally {
  await browser.close();
}
assert.deepEqual(failures, []);
console.log('share: done');
