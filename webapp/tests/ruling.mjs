// What an administrator and somebody with a second factor do, by keyboard alone: a setting is changed in the console, a person
// gets a role, a second factor is set up and asked for:
//     BASE_URL=http://127.0.0.1:8065 node tests/ruling.mjs
import assert from 'node:assert/strict';

import { keepFailure, openBrowser, openWindow } from './browser.mjs';
import { codeOf } from './code.mjs';
import { choose, go, onlyKeys, press, type } from './keys.mjs';
import { newPerson, PASSWORD } from './person.mjs';

const failures = [];
const account = (page) => page.getByRole('button', { name: 'Your account and status' });
const heading = (page, name) => page.getByRole('heading', { name, level: 1 }).waitFor();

async function signIn(page, name) {
  await type(page, page.getByLabel('Email or username'), name);
  await type(page, page.getByLabel('Password', { exact: true }), PASSWORD);
  await page.keyboard.press('Enter');
}

async function changeSetting(page, ada) {
  await press(page, account(page));
  await choose(page, 'System console');
  await heading(page, 'Users');
  const nav = page.getByRole('navigation', { name: 'System console' });
  await press(page, nav.getByRole('link', { name: 'Settings' }));
  await heading(page, 'Settings');
  await type(page, page.getByRole('searchbox', { name: 'Find a setting' }), 'site name');
  const field = page.getByLabel('Team › Site name');
  await go(page, field);
  await page.keyboard.press('Control+a');
  await page.keyboard.type('Engine room');
  await press(page, page.getByRole('region', { name: 'Changes' }).getByRole('button', { name: 'Save' }));
  await page.getByText(/^Saved/).waitFor();
  assert.equal((await ada.call('GET', '/config')).TeamSettings.SiteName, 'Engine room');
}

async function giveRole(page, ada, bob) {
  const nav = page.getByRole('navigation', { name: 'System console' });
  await press(page, nav.getByRole('link', { name: 'Users' }), 'Shift+Tab');
  await heading(page, 'Users');
  await press(page, page.getByRole('region', { name: 'Users' }).getByRole('link', { name: /^bob/ }));
  await heading(page, 'bob');
  await go(page, page.getByLabel('Viewer'));
  await page.keyboard.press('Space');
  await page.getByLabel('Viewer').and(page.locator(':checked:enabled')).waitFor();
  assert.match((await ada.call('GET', `/users/${bob.id}`)).roles, /system_read_only_admin/);
  await press(page, page.getByRole('link', { name: 'Back to messages' }), 'Shift+Tab');
  await heading(page, 'Town Square');
}

async function secondFactor(page) {
  await press(page, account(page));
  await choose(page, 'Settings');
  const dialog = page.getByRole('dialog');
  await go(page, dialog.getByRole('tab').first());
  await go(page, dialog.getByRole('tab', { name: 'Security' }), 'ArrowDown');
  await press(page, dialog.getByRole('button', { name: 'Set up' }));
  await press(page, dialog.getByRole('button', { name: 'Show the code' }));
  const secret = await dialog.locator('code').textContent();
  await type(page, dialog.getByLabel('Code from your authenticator app'), codeOf(secret));
  await page.keyboard.press('Enter');
  await dialog.getByText('Signing in asks for a code from your authenticator app.').waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await press(page, account(page));
  await choose(page, 'Sign out');
  await signIn(page, 'ada');
  // The code of now has been used: each is good for once.
  await type(page, page.getByLabel('Code from your authenticator app'), codeOf(secret, 1));
  await page.keyboard.press('Enter');
  await heading(page, 'Town Square');
}

const browser = await openBrowser();
let page;
try {
  const ada = await newPerson('ada');
  await ada.call('PUT', '/config/patch', { ServiceSettings: { EnableMultifactorAuthentication: true } });
  const team = await ada.call('POST', '/teams', { name: 'engines', display_name: 'Engines', type: 'O' });
  const bob = await newPerson('bob', team.invite_id);
  page = await openWindow(browser, failures);
  await onlyKeys(page);
  await page.goto('/login');
  await signIn(page, 'ada');
  await heading(page, 'Town Square');
  await changeSetting(page, ada);
  await giveRole(page, ada, bob);
  await secondFactor(page);
} catch (error) {
  await keepFailure('ruling', page);
  throw error;
} finally {
  await browser.close();
}
assert.deepEqual(failures, []);
console.log('ruling: done');
