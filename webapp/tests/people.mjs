// Who is in a channel and in a team: administrators are made and unmade, people removed, a channel archived and opened again,
// others invited by mail, a team left. Whoever may not do these things is not shown them:
//     BASE_URL=http://127.0.0.1:8065 node tests/people.mjs
import assert from 'node:assert/strict';

import { keepFailure, openBrowser, openWindow, photograph } from './browser.mjs';
import { checkBoxes } from './boxes.mjs';
import { examiner } from './examine.mjs';
import { openMail } from './mailbox.mjs';
import { newPerson, signIn } from './person.mjs';

const failures = [];
const examine = examiner(failures);
const panel = (page) => page.getByRole('complementary');
const member = (page, name) =>
  panel(page)
    .getByRole('listitem')
    .filter({ hasText: `@${name}` });
const ended = (page, name) => page.getByRole('heading', { name, level: 1 }).waitFor();

async function openMembers(page) {
  const close = page.getByRole('button', { name: 'Close panel' });
  if (await close.isVisible()) await close.click();
  await page.getByRole('button', { name: 'Boiler: channel menu' }).click();
  await page.getByRole('menuitem', { name: 'Members' }).click();
  await member(page, 'ada').waitFor();
}

/** Chooses from the menu of a person, with keys alone. */
async function choose(page, name, what) {
  await member(page, name)
    .getByRole('button', { name: `${name}: what can be done` })
    .focus();
  await page.keyboard.press('Enter');
  const item = page.getByRole('menuitem', { name: what });
  await item.waitFor();
  await item.focus();
  await page.keyboard.press('Enter');
}

/** What the menu of a person has. */
async function offered(page, name) {
  await member(page, name)
    .getByRole('button', { name: `${name}: what can be done` })
    .click();
  await page.getByRole('menuitem', { name: 'Remove' }).waitFor();
  const items = await page.getByRole('menuitem').allTextContents();
  await page.keyboard.press('Escape');
  return items;
}

/** `back`: brings back who was removed. */
async function channelPeople(ada, bob, back) {
  await openMembers(ada);
  await openMembers(bob);
  assert.deepEqual(await offered(bob, 'cyd'), ['Remove']);
  await examine(ada, 'members');
  await photograph(ada, 'members', (name) => checkBoxes(ada, `members, ${name}`, failures));
  await choose(ada, 'bob', 'Make Channel admin');
  await member(ada, 'bob').getByText('Channel admin').waitFor();
  // Bob may now do the same.
  await openMembers(bob);
  await member(bob, 'bob').getByText('Channel admin').waitFor();
  assert.deepEqual(await offered(bob, 'cyd'), ['Make Channel admin', 'Remove']);
  await choose(ada, 'bob', 'No longer Channel admin');
  await member(ada, 'bob').getByText('Channel admin').waitFor({ state: 'detached' });
  await choose(ada, 'cyd', 'Remove');
  // Gone for everybody who looks, and there again when she comes back.
  for (const page of [ada, bob]) await member(page, 'cyd').waitFor({ state: 'detached' });
  await bob.getByRole('button', { name: '2 members' }).waitFor();
  await back();
  for (const page of [ada, bob]) await member(page, 'cyd').waitFor();
  await bob.getByRole('button', { name: '3 members' }).waitFor();
}

async function archive(ada, bob) {
  await ada.getByRole('button', { name: 'Boiler: channel menu' }).click();
  await ada.getByRole('menuitem', { name: 'Archive channel' }).click();
  await examine(ada, 'archive');
  await ada.getByRole('dialog').getByRole('button', { name: 'Archive channel' }).click();
  for (const page of [ada, bob]) await page.getByText('This channel is archived.').waitFor();
  assert.equal(await bob.getByRole('button', { name: 'Unarchive' }).count(), 0);
  await ada.getByRole('button', { name: 'Unarchive' }).click();
  for (const page of [ada, bob]) await page.getByRole('textbox', { name: 'Message Boiler' }).waitFor();
}

async function teamPeople(ada) {
  await ada.getByRole('button', { name: 'Engines', exact: true }).click();
  await ada.getByRole('menuitem', { name: 'Team members' }).click();
  await choose(ada, 'bob', 'Make Team admin');
  await member(ada, 'bob').getByText('Team admin').waitFor();
  await choose(ada, 'bob', 'No longer Team admin');
  await member(ada, 'bob').getByText('Team admin').waitFor({ state: 'detached' });
  await choose(ada, 'cyd', 'Remove');
  await member(ada, 'cyd').waitFor({ state: 'detached' });
}

async function invite(ada) {
  await ada.getByRole('button', { name: 'Engines', exact: true }).click();
  await ada.getByRole('menuitem', { name: 'Invite people' }).click();
  const dialog = ada.getByRole('dialog');
  await dialog.getByLabel('Invite by mail').fill('eve@example.com, refused@example.com');
  await dialog.getByRole('button', { name: 'Send 2 invitations' }).click();
  const results = dialog.getByRole('status').getByRole('listitem');
  await results.first().waitFor();
  const texts = await results.allTextContents();
  assert.equal(texts.length, 2);
  assert.equal(texts[0], 'eve@example.com Invitation sent');
  assert.match(texts[1], /^refused@example.com .*cannot be sent/);
  // What was not sent stands there to be put right.
  assert.equal(await dialog.getByLabel('Invite by mail').inputValue(), 'refused@example.com');
  await examine(ada, 'invitations');
  await photograph(ada, 'invitations', (name) => checkBoxes(ada, `invitations, ${name}`, failures));
  await dialog.getByLabel('As guests').check();
  await dialog.getByLabel('Invite by mail').fill('gil@example.com');
  const button = dialog.getByRole('button', { name: 'Send 1 invitation' });
  assert.ok(await button.isDisabled());
  await dialog.getByLabel('Boiler').check();
  await examine(ada, 'guests');
  await button.click();
  await results.filter({ hasText: 'gil@example.com Invitation sent' }).waitFor();
  await ada.keyboard.press('Escape');
}

async function leave(bob) {
  await bob.getByRole('button', { name: 'Engines', exact: true }).click();
  await bob.getByRole('menuitem', { name: 'Leave team' }).click();
  await bob.getByRole('dialog').getByRole('button', { name: 'Leave team' }).click();
  await ended(bob, 'Create your team');
}

const mail = await openMail();
const browser = await openBrowser();
const pages = [];
try {
  const ada = await newPerson('ada');
  await ada.call('PUT', '/config/patch', {
    GuestAccountsSettings: { Enable: true },
    EmailSettings: { SMTPServer: 'localhost', SMTPPort: mail.port, ConnectionSecurity: '' },
  });
  const team = await ada.call('POST', '/teams', { name: 'engines', display_name: 'Engines', type: 'O' });
  const fields = { team_id: team.id, name: 'boiler', display_name: 'Boiler', type: 'O' };
  const channel = await ada.call('POST', '/channels', fields);
  for (const name of ['bob', 'cyd']) {
    const { id } = await newPerson(name, team.invite_id);
    await ada.call('POST', `/channels/${channel.id}/members`, { user_id: id });
  }
  for (const name of ['ada', 'bob']) {
    const page = await openWindow(browser, failures);
    pages.push(page);
    await signIn(page, name);
    await page.goto('/engines/channels/boiler');
    await page.getByRole('textbox', { name: 'Message Boiler' }).waitFor();
  }
  const cyd = await ada.call('GET', '/users/username/cyd');
  await channelPeople(...pages, () => ada.call('POST', `/channels/${channel.id}/members`, { user_id: cyd.id }));
  await archive(...pages);
  await teamPeople(pages[0]);
  await invite(pages[0]);
  await leave(pages[1]);
} catch (error) {
  await keepFailure('people', ...pages);
  throw error;
} finally {
  await browser.close();
  mail.close();
}
assert.deepEqual(failures, []);
console.log('people: done');
