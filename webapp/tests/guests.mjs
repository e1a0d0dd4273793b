// Guests who sign in by links that are mailed to them: invited in the dialog, in by the link of the mail, and back by another
// one that they ask for where everybody signs in:
//     BASE_URL=http://127.0.0.1:8065 node tests/guests.mjs
import assert from 'node:assert/strict';

import { checkBoxes } from './boxes.mjs';
import { base, keepFailure, openBrowser, openWindow, photograph } from './browser.mjs';
import { examiner } from './examine.mjs';
import { linkIn, openMail } from './mailbox.mjs';
import { newPerson, signIn } from './person.mjs';

const failures = [];
const examine = examiner(failures);
const heading = (page, name) => page.getByRole('heading', { name, level: 1 }).waitFor();

async function look(page, name) {
  await examine(page, name);
  await photograph(page, `guests-${name}`, (variant) => checkBoxes(page, `${name}, ${variant}`, failures));
}

async function invite(page) {
  await page.getByRole('button', { name: 'Engines', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Invite people' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Invite by mail').fill('gil@example.com');
  assert.equal(await dialog.getByLabel('Without a password').count(), 0, 'members have passwords');
  await dialog.getByLabel('As guests').check();
  await dialog.getByLabel('Without a password').check();
  await dialog.getByLabel('Boiler').check();
  await look(page, 'invite');
  await dialog.getByRole('button', { name: 'Send 1 invitation' }).click();
  await dialog.getByRole('status').getByText('gil@example.com Invitation sent').waitFor();
}

/** The link leads into the channel, and to nothing else. */
async function enter(page, link, words) {
  await page.goto(link);
  await heading(page, 'Boiler');
  assert.equal(await page.getByRole('link', { name: 'Town Square' }).count(), 0);
  await page.getByRole('textbox', { name: 'Message Boiler' }).fill(words);
  await page.keyboard.press('Enter');
  await page.locator('main').getByRole('article').filter({ hasText: words }).waitFor();
}

/** What guests may not do is not offered. */
async function findNothingForbidden(page, words) {
  assert.equal(await page.getByRole('button', { name: 'Browse channels' }).count(), 0);
  assert.equal(await page.getByRole('button', { name: 'Create channel' }).count(), 0);
  await page.getByRole('button', { name: 'Engines', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Leave team' }).waitFor();
  assert.deepEqual(await page.getByRole('menuitem').allInnerTexts(), ['Team members', 'Other teams', 'Leave team']);
  await page.keyboard.press('Escape');
  const message = page.locator('main').getByRole('article').filter({ hasText: words });
  await message.hover();
  await message.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Edit' }).waitFor();
  assert.equal(await page.getByRole('menuitem', { name: 'Delete' }).count(), 0);
  await page.keyboard.press('Escape');
}

/** A link is good once. */
async function enterInVain(page, link) {
  await page.goto(link);
  await page.getByText('This link was used before').waitFor();
  await look(page, 'link-spent');
}

async function comeBack(page, mail, invitation) {
  await page.getByRole('button', { name: 'Your account and status' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await enterInVain(page, invitation);
  const ask = page.getByRole('button', { name: 'Send me a link' });
  const told = (text) => page.getByRole('status').getByText(text).waitFor();
  await ask.click();
  await told('Enter your address or username above');
  await page.getByLabel('Email or username').fill('ada');
  await ask.click();
  await told('signs in with a password');
  await page.getByLabel('Email or username').fill('gil@example.com');
  await ask.click();
  await told('A link is on its way to you');
  await look(page, 'link-sent');
  await enter(page, linkIn(await mail.mail('gil@example.com', 'link to sign in')), 'Here I am again');
}

const mail = await openMail();
const browser = await openBrowser();
const pages = [];
try {
  const ada = await newPerson('ada');
  await ada.call('PUT', '/config/patch', {
    ServiceSettings: { SiteURL: base },
    GuestAccountsSettings: { Enable: true, EnableGuestMagicLink: true },
    EmailSettings: { SMTPServer: 'localhost', SMTPPort: mail.port, ConnectionSecurity: '' },
  });
  const team = await ada.call('POST', '/teams', { name: 'engines', display_name: 'Engines', type: 'O' });
  await ada.call('POST', '/channels', { team_id: team.id, name: 'boiler', display_name: 'Boiler', type: 'O' });
  const [adasPage, gilsPage] = [await openWindow(browser, failures), await openWindow(browser, failures)];
  pages.push(adasPage, gilsPage);
  await signIn(adasPage, 'ada');
  await invite(adasPage);
  const invitation = linkIn(await mail.mail('gil@example.com', 'as a guest'));
  await enter(gilsPage, invitation, 'Good morning');
  await findNothingForbidden(gilsPage, 'Good morning');
  await comeBack(gilsPage, mail, invitation);
} catch (error) {
  await keepFailure('guests', ...pages);
  throw error;
} finally {
  await browser.close();
  mail.close();
}
assert.deepEqual(failures, []);
console.log('guests: done');
