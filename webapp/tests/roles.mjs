// An administrator changes what a role allows, and gives a team a scheme of its own:
//     BASE_URL=http://127.0.0.1:8065 node tests/roles.mjs
import assert from 'node:assert/strict';

import { checkBoxes } from './boxes.mjs';
import { keepFailure, openBrowser, openWindow, photograph } from './browser.mjs';
import { examiner } from './examine.mjs';
import { newPerson, signIn } from './person.mjs';

const failures = [];
const axe = examiner(failures);
const table = (page, name) => page.getByRole('region', { name, exact: true });
const dialog = (page) => page.getByRole('dialog');
const openPage = async (page, name) => {
  await page.getByRole('navigation', { name: 'System console' }).getByRole('link', { name }).click();
  await page.getByRole('heading', { name, level: 1 }).waitFor();
};

async function look(page, name) {
  await axe(page, name);
  await photograph(page, `console-${name}`, (variant) => checkBoxes(page, `${name}, ${variant}`, failures));
}

/** What a role allows is changed, and a team follows a scheme of its own until that is deleted. */
async function manageRoles(page, { ada, team }) {
  const allowed = async () => (await ada.call('GET', '/roles/name/channel_user')).permissions.includes('add_reaction');
  await openPage(page, 'Roles and schemes');
  await look(page, 'roles');
  await table(page, 'Roles and schemes')
    .getByRole('link', { name: /^Channel user/ })
    .click();
  await page.getByRole('heading', { name: 'Channel user', level: 1 }).waitFor();
  await page.getByRole('searchbox', { name: 'Find a permission' }).fill('add reaction');
  for (const has of [false, true]) {
    await page.getByLabel('add_reaction').setChecked(has);
    await page.getByRole('button', { name: 'Save 1 change' }).click();
    await page.getByRole('button', { name: 'Save', exact: true }).waitFor();
    assert.equal(await allowed(), has);
    await page.getByRole('searchbox', { name: 'Find a permission' }).fill('add reaction');
  }
  await page.getByRole('searchbox', { name: 'Find a permission' }).fill('');
  await look(page, 'role');
  await openPage(page, 'Roles and schemes');
  await page.getByRole('button', { name: 'New scheme' }).click();
  await dialog(page).getByLabel('Name').fill('Quiet');
  await dialog(page).getByRole('button', { name: 'New scheme' }).click();
  await page.getByRole('heading', { name: 'Quiet', level: 1 }).waitFor();
  await page.getByLabel('Team', { exact: true }).selectOption(team.id);
  await page.getByRole('button', { name: 'Follow this scheme' }).click();
  await table(page, 'Teams').getByRole('button', { name: 'No longer follow' }).waitFor();
  assert.ok((await ada.call('GET', `/teams/${team.id}`)).scheme_id);
  await look(page, 'scheme');
  await page.getByRole('button', { name: 'Delete' }).click();
  await dialog(page).getByRole('button', { name: 'Delete' }).click();
  await page.getByText('There is no scheme yet.').waitFor();
  assert.ok(!(await ada.call('GET', `/teams/${team.id}`)).scheme_id);
}

const browser = await openBrowser();
let page;
try {
  const ada = await newPerson('ada');
  const team = await ada.call('POST', '/teams', { name: 'engines', display_name: 'Engines', type: 'O' });
  page = await openWindow(browser, failures);
  await signIn(page, 'ada');
  await page.goto('/admin_console/users');
  await manageRoles(page, { ada, team });
} catch (error) {
  await keepFailure('roles', page);
  throw error;
} finally {
  await browser.close();
}
assert.deepEqual(failures, []);
console.log('roles: done');
