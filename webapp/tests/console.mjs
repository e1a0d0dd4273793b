// An administrator in the console, and what the people concerned see of it, against a real server with an empty database:
//     BASE_URL=http://127.0.0.1:8065 node tests/console.mjs
import assert from 'node:assert/strict';

import { base, keepFailure, openBrowser, openWindow, photograph } from './browser.mjs';
import { examiner } from './examine.mjs';
import { newPerson, PASSWORD, signIn } from './person.mjs';

const failures = [];
const examine = examiner(failures);
const started = Date.now();
const did = (what) => console.log(`${((Date.now() - started) / 1000).toFixed(1).padStart(5)} s  ${what}`);

const NEW_PASSWORD = 'Another-5678';

/** What the server answers somebody about themselves: 401 once their session is gone. */
async function statusOf(person) {
  const answer = await fetch(`${base}/api/v4/users/me`, { headers: { Authorization: `Bearer ${person.token}` } });
  await answer.arrayBuffer();
  return answer.status;
}

/** Whether a password is taken. */
async function signsIn(username, password) {
  const body = JSON.stringify({ login_id: username, password });
  const answer = await fetch(`${base}/api/v4/users/login`, { method: 'POST', body });
  await answer.arrayBuffer();
  return answer.ok;
}

async function scene() {
  const ada = await newPerson('ada');
  const team = await ada.call('POST', '/teams', { name: 'engines', display_name: 'Engines', type: 'O' });
  const bob = await newPerson('bob', team.invite_id);
  const cleo = await newPerson('cleo', team.invite_id);
  const channel = { team_id: team.id, name: 'plans', display_name: 'Plans', type: 'O' };
  return { ada, bob, cleo, team, channel: await ada.call('POST', '/channels', channel) };
}

const table = (page, name) => page.getByRole('region', { name });
const dialog = (page) => page.getByRole('dialog');
const openPage = async (page, name) => {
  await page.getByRole('navigation', { name: 'System console' }).getByRole('link', { name }).click();
  await page.getByRole('heading', { name, level: 1 }).waitFor();
};

/** Whoever may not, sees no link and no console. */
async function shutOut(bob) {
  await bob.getByRole('button', { name: 'Your account and status' }).click();
  await bob.getByRole('menuitem', { name: 'Settings' }).waitFor();
  assert.equal(await bob.getByRole('menuitem', { name: 'System console' }).count(), 0);
  await bob.keyboard.press('Escape');
  await bob.goto('/admin_console/users');
  await bob.getByRole('heading', { name: 'This page is for administrators' }).waitFor();
  did('shut out');
}

async function manageUsers(page, { bob }) {
  await page.getByRole('button', { name: 'Your account and status' }).click();
  await page.getByRole('menuitem', { name: 'System console' }).click();
  await page.getByRole('heading', { name: 'Users', level: 1 }).waitFor();
  for (const name of ['ada', 'bob', 'cleo']) {
    await table(page, 'Users')
      .getByRole('link', { name: new RegExp(`^${name}`) })
      .waitFor();
  }
  await photograph(page, 'console-users');
  await examine(page, 'users');
  await page.getByLabel('Role').selectOption('System admin');
  await table(page, 'Users').getByRole('link', { name: /^bob/ }).waitFor({ state: 'detached' });
  await table(page, 'Users').getByRole('link', { name: /^ada/ }).waitFor();
  await page.getByLabel('Role').selectOption('Any');
  await page.getByRole('searchbox', { name: 'Find by name or email' }).fill('bob@');
  await table(page, 'Users').getByRole('link', { name: /^ada/ }).waitFor({ state: 'detached' });
  await table(page, 'Users').getByRole('link', { name: /^bob/ }).click();
  await page.getByRole('heading', { name: 'bob', level: 1 }).waitFor();
  await table(page, 'Sessions').getByRole('button', { name: 'Sign out there' }).first().waitFor();
  await photograph(page, 'console-user');
  await examine(page, 'user');

  await page.getByRole('button', { name: 'Reset password' }).click();
  await dialog(page).getByLabel('New password', { exact: true }).fill('short');
  await dialog(page).getByRole('button', { name: 'Set password' }).click();
  await dialog(page).getByRole('alert').waitFor();
  await dialog(page).getByLabel('New password', { exact: true }).fill(NEW_PASSWORD);
  await dialog(page).getByRole('button', { name: 'Set password' }).click();
  await dialog(page).waitFor({ state: 'detached' });
  assert.equal(await signsIn('bob', PASSWORD), false);
  assert.equal(await signsIn('bob', NEW_PASSWORD), true);

  await page.getByRole('button', { name: 'End all sessions' }).click();
  await dialog(page).getByRole('button', { name: 'End all sessions' }).click();
  await page.getByText('No session is open.').waitFor();
  assert.equal(await statusOf(bob), 401);

  await page.getByRole('button', { name: 'Deactivate' }).click();
  await dialog(page).getByRole('button', { name: 'Deactivate' }).click();
  await page.getByText('Deactivated').first().waitFor();
  assert.equal(await signsIn('bob', NEW_PASSWORD), false);
  await page.getByRole('button', { name: 'Activate', exact: true }).click();
  await page.getByText('Active', { exact: true }).waitFor();
  assert.equal(await signsIn('bob', NEW_PASSWORD), true);
  did('users: found, new password, signed out, deactivated and back');
}

/** A role opens pages of the console, and what may be done there. */
async function giveRole(page, cleoPage, { cleo }) {
  await page.goto(`/admin_console/users/${cleo.id}`);
  await page.getByLabel('Viewer').check();
  await page.getByLabel('Viewer').and(page.locator(':checked:enabled')).waitFor();
  await signIn(cleoPage, 'cleo');
  await cleoPage.goto('/admin_console');
  await cleoPage.getByRole('heading', { name: 'Users', level: 1 }).waitFor();
  await table(cleoPage, 'Users').getByRole('link', { name: /^ada/ }).click();
  await cleoPage.getByText('ada@example.com').waitFor();
  // Who may only look has no buttons.
  assert.ok(await cleoPage.getByLabel('System admin').isDisabled());
  for (const deed of ['Deactivate', 'Reset password', 'End all sessions']) {
    assert.equal(await cleoPage.getByRole('button', { name: deed }).count(), 0, deed);
  }
  await openPage(cleoPage, 'Teams');
  await table(cleoPage, 'Teams')
    .getByRole('link', { name: /^Engines/ })
    .click();
  await table(cleoPage, 'Members').getByRole('link', { name: /^bob/ }).waitFor();
  assert.equal(await cleoPage.getByRole('button', { name: 'Archive' }).count(), 0);
  did('a role opens the console, to look at');
}

async function manageTeams(page, { ada, team }) {
  await openPage(page, 'Teams');
  await table(page, 'Teams')
    .getByRole('link', { name: /^Engines/ })
    .waitFor();
  await photograph(page, 'console-teams');
  await examine(page, 'teams');
  await table(page, 'Teams')
    .getByRole('link', { name: /^Engines/ })
    .click();
  await page.getByLabel('Name', { exact: true }).fill('Difference Engines');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { name: 'Difference Engines', level: 1 }).waitFor();
  await table(page, 'Members').getByRole('link', { name: /^cleo/ }).waitFor();
  await page.getByRole('button', { name: 'Remove bob' }).click();
  await table(page, 'Members').getByRole('link', { name: /^bob/ }).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Add people' }).click();
  await dialog(page).getByRole('combobox', { name: 'People' }).fill('bob');
  await dialog(page).getByRole('option', { name: /bob/ }).click();
  await dialog(page).getByRole('button', { name: 'Add', exact: true }).click();
  await table(page, 'Members').getByRole('link', { name: /^bob/ }).waitFor();
  await photograph(page, 'console-team');
  await examine(page, 'team');
  await page.getByRole('button', { name: 'Archive' }).click();
  await dialog(page).getByRole('button', { name: 'Archive' }).click();
  await page.getByText('Archived').waitFor();
  assert.notEqual((await ada.call('GET', `/teams/${team.id}`)).delete_at, 0);
  await page.getByRole('button', { name: 'Restore' }).click();
  await page.getByRole('button', { name: 'Archive' }).waitFor();
  assert.equal((await ada.call('GET', `/teams/${team.id}`)).delete_at, 0);
  did('teams: renamed, people removed and added, archived and restored');
}

async function manageChannels(page, { ada, channel }) {
  await openPage(page, 'Channels');
  await page.getByRole('searchbox', { name: 'Find a channel' }).fill('plan');
  await table(page, 'Channels')
    .getByRole('link', { name: /^Town Square/ })
    .waitFor({ state: 'detached' });
  await photograph(page, 'console-channels');
  await examine(page, 'channels');
  await table(page, 'Channels')
    .getByRole('link', { name: /^Plans/ })
    .click();
  await page.getByRole('button', { name: 'Make private' }).click();
  await page.getByRole('button', { name: 'Make public' }).waitFor();
  assert.equal((await ada.call('GET', `/channels/${channel.id}`)).type, 'P');
  await page.getByRole('button', { name: 'Add people' }).click();
  await dialog(page).getByRole('combobox', { name: 'People' }).fill('cleo');
  await dialog(page).getByRole('option', { name: /cleo/ }).click();
  await dialog(page).getByRole('button', { name: 'Add', exact: true }).click();
  await table(page, 'Members').getByRole('link', { name: /^cleo/ }).waitFor();
  await page.getByRole('button', { name: 'Archive' }).click();
  await dialog(page).getByRole('button', { name: 'Archive' }).click();
  await page.getByRole('button', { name: 'Restore' }).waitFor();
  assert.notEqual((await ada.call('GET', `/channels/${channel.id}`)).delete_at, 0);
  await page.getByRole('button', { name: 'Restore' }).click();
  await page.getByRole('button', { name: 'Archive' }).waitFor();
  did('channels: made private, somebody added, archived and restored');
}

const foot = (page) => page.getByRole('region', { name: 'Changes' });

/** Settings are changed by what the server says of them; what does not fit is refused and nothing typed is lost. */
async function changeSettings(page, { ada }) {
  await openPage(page, 'Settings');
  await page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name: 'Team', exact: true }).click();
  const most = page.getByLabel('Max users per team');
  await most.fill('0');
  await page.getByText('At least 1, please.').waitFor();
  assert.ok(await foot(page).getByRole('button', { name: 'Save' }).isDisabled());
  await most.fill('77');
  await page.getByRole('switch', { name: 'Enable open server' }).click();
  await foot(page).getByText('2 changes are not saved').waitFor();
  await photograph(page, 'console-settings');
  await examine(page, 'settings');
  // What was typed stays while another section is looked at.
  await page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name: 'Password' }).click();
  await page.getByText('From 5 to 72.').waitFor();
  await page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name: /^Team/ }).click();
  const open = (await ada.call('GET', '/config')).TeamSettings.EnableOpenServer;
  await foot(page).getByRole('button', { name: 'Save' }).click();
  await foot(page)
    .getByText(/^Saved/)
    .waitFor();
  const { TeamSettings } = await ada.call('GET', '/config');
  assert.deepEqual([TeamSettings.MaxUsersPerTeam, TeamSettings.EnableOpenServer], [77, !open]);

  // A rule that only the server knows.
  await page.getByLabel('Site name').fill('A name that is longer than thirty bytes are');
  await foot(page).getByRole('button', { name: 'Save' }).click();
  await foot(page).getByRole('alert').getByText('TeamSettings.SiteName').waitFor();
  assert.equal(await page.getByLabel('Site name').inputValue(), 'A name that is longer than thirty bytes are');
  await foot(page).getByRole('button', { name: 'Discard' }).click();
  assert.notEqual(await page.getByLabel('Site name').inputValue(), 'A name that is longer than thirty bytes are');

  // Somebody else's change shows by itself.
  await ada.call('PUT', '/config/patch', { TeamSettings: { MaxUsersPerTeam: 78 } });
  await page.waitForFunction(() => [...document.querySelectorAll('input')].some((one) => one.value === '78'));

  await page.getByRole('searchbox', { name: 'Find a setting' }).fill('link salt');
  const salt = page.getByLabel('File › Public link salt');
  await salt.fill('0123456789abcdef0123456789abcdef');
  await foot(page).getByRole('button', { name: 'Save' }).click();
  await foot(page)
    .getByText(/^Saved/)
    .waitFor();
  assert.equal(await salt.inputValue(), '');
  assert.match((await ada.call('GET', '/config')).FileSettings.PublicLinkSalt, /^\*+$/);
  did('settings: refused, saved, seen from elsewhere, secrets kept');
}

async function lookAtOneNode(page) {
  await openPage(page, 'Cluster');
  await page.getByText('This node is alone').waitFor();
  await examine(page, 'cluster');
  did('cluster: a node alone says so');
}

const DAY_MS = 86_400_000;

/** Counts, with what was written on other days. */
async function count(page, { ada, team, channel }) {
  for (const daysAgo of [9, 6, 4, 2, 1]) {
    const post = {
      channel_id: channel.id,
      message: `of ${daysAgo} days ago`,
      create_at: Date.now() - daysAgo * DAY_MS,
    };
    await ada.call('POST', '/posts', post);
  }
  await openPage(page, 'Statistics');
  const chart = page.getByRole('region', { name: 'People who wrote, per day' });
  await chart.locator('canvas').waitFor();
  const values = await chart.locator('tbody td').allTextContents();
  assert.deepEqual(values.map(Number), [1, 0, 0, 1, 0, 1, 0, 1, 1]);
  const users = page.getByRole('list', { name: 'Counts' }).getByRole('listitem').filter({ hasText: 'Users' });
  await users.getByText('3', { exact: true }).waitFor();
  await photograph(page, 'console-statistics');
  await examine(page, 'statistics');
  await page.getByLabel('Of', { exact: true }).selectOption('Difference Engines');
  const ofTeam = await ada.call('GET', `/analytics/old?name=standard&team_id=${team.id}`);
  const posts = page.getByRole('list', { name: 'Counts' }).getByRole('listitem').filter({ hasText: 'Messages' });
  const number = ofTeam.find((row) => row.name === 'post_count').value.toLocaleString('en');
  await posts.getByText(number, { exact: true }).waitFor();
  did('statistics');
}

async function report(page, { ada }) {
  await openPage(page, 'Jobs');
  await page.getByRole('button', { name: 'Delete old exports' }).click();
  const job = table(page, 'Jobs').getByRole('row').filter({ hasText: 'Export delete' });
  await job.getByText('Success').waitFor();
  await photograph(page, 'console-jobs');
  await examine(page, 'jobs');

  await ada.call('POST', '/logs', { level: 'ERROR', message: 'a window that complains' });
  await openPage(page, 'Logs');
  await page.getByLabel('Level').selectOption('Error');
  await page.getByRole('searchbox', { name: 'Find in messages and fields' }).fill('complains');
  await table(page, 'Logs').getByText('a window that complains').waitFor();
  await page.getByRole('searchbox', { name: 'Find in messages and fields' }).fill('');
  await page.getByLabel('Level').selectOption('Any');
  await table(page, 'Logs').getByText('the configuration changed').first().waitFor();
  await photograph(page, 'console-logs');
  await examine(page, 'logs');

  await openPage(page, 'Audits');
  await table(page, 'Audits').getByText('active=false').first().waitFor();
  await photograph(page, 'console-audits');
  await examine(page, 'audits');
  did('jobs, logs, audits');
}

/** More accounts than a page holds: each is on one page, and the way back leads to the same page. */
async function turnPages(page, { ada }) {
  for (let n = 10; n < 65; n += 1) {
    const username = `crowd-${n}`;
    await ada.call('POST', '/users', { email: `${username}@example.com`, username, password: PASSWORD });
  }
  await openPage(page, 'Users');
  const rows = table(page, 'Users').locator('tbody tr');
  const names = async () => (await rows.locator('b').allTextContents()).map((name) => name.trim());
  await page.getByText('1–50 of 58').waitFor();
  await table(page, 'Users')
    .getByRole('link', { name: /^crowd-56/ })
    .waitFor();
  const first = await names();
  assert.equal(first.length, 50);
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByText('51–58 of 58').waitFor();
  await table(page, 'Users')
    .getByRole('link', { name: /^crowd-64/ })
    .waitFor();
  const second = await names();
  assert.deepEqual([second.length, new Set([...first, ...second]).size], [8, 58]);
  assert.ok(await page.getByRole('button', { name: 'Next' }).isDisabled());
  await page.getByRole('button', { name: 'Previous' }).click();
  await table(page, 'Users').getByRole('link', { name: /^ada/ }).waitFor();
  assert.deepEqual(await names(), first);
  await page.getByRole('searchbox', { name: 'Find by name or email' }).fill('crowd-6');
  await page.getByText('1–5 of 5').waitFor();
  did('58 accounts on two pages');
}

const browser = await openBrowser();
const pages = [];
const open = async () => {
  pages.push(await openWindow(browser, failures));
  return pages.at(-1);
};
try {
  const place = await scene();
  const [admin, bob, cleo] = [await open(), await open(), await open()];
  await signIn(bob, 'bob');
  await shutOut(bob);
  await bob.context().close();
  await signIn(admin, 'ada');
  await manageUsers(admin, place);
  await giveRole(admin, cleo, place);
  await manageTeams(admin, place);
  await manageChannels(admin, place);
  await changeSettings(admin, place);
  await lookAtOneNode(admin);
  await count(admin, place);
  await report(admin, place);
  await turnPages(admin, place);
} catch (error) {
  await keepFailure('console', ...pages);
  throw error;
} finally {
  await browser.close();
}
assert.deepEqual(failures, []);
console.log('console: done');
