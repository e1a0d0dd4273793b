// Where the links in mails lead: an address is confirmed, a forgotten password replaced, an invitation taken up with and
// without an account, a message opened in whatever team it is read:
//     BASE_URL=http://127.0.0.1:8065 node tests/mails.mjs
import assert from 'node:assert/strict';

import { checkBoxes } from './boxes.mjs';
import { base, keepFailure, openBrowser, openWindow, photograph } from './browser.mjs';
import { examiner } from './examine.mjs';
import { linkIn, openMail } from './mailbox.mjs';
import { newPerson, PASSWORD } from './person.mjs';

const failures = [];
const examine = examiner(failures);
const heading = (page, name) => page.getByRole('heading', { name, level: 1 }).waitFor();

async function look(page, name) {
  await examine(page, name);
  await photograph(page, `mails-${name}`, (variant) => checkBoxes(page, `${name}, ${variant}`, failures));
}

async function signUp(page, username) {
  await page.getByLabel('Username').fill(username);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Create account' }).click();
}

async function signIn(page, name, password) {
  await page.getByLabel('Email or username').fill(name);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Whoever was invited by mail has an address that is proven, and is in the team at once. */
async function takeUp(page, mail) {
  await page.goto(linkIn(await mail.mail('eve@example.com', 'invites you')));
  await page.getByText('You are invited to Engines.').waitFor();
  assert.equal(await page.getByLabel('Email').inputValue(), 'eve@example.com');
  assert.ok(await page.getByLabel('Email').evaluate((field) => field.readOnly));
  await look(page, 'invited');
  await signUp(page, 'eve');
  await heading(page, 'Town Square');
}

/** Whoever comes by the team's link proves the address first. */
async function confirm(page, mail, inviteId) {
  await page.goto(`/signup_user_complete/?id=${inviteId}`);
  await page.getByText('You are invited to Engines.').waitFor();
  await page.getByLabel('Email').fill('dan@example.com');
  await signUp(page, 'dan');
  await heading(page, 'Confirm your address');
  await look(page, 'unverified');
  const first = await mail.mail('dan@example.com', 'confirm your address');
  await page.getByRole('button', { name: 'Send the mail again' }).click();
  await page.getByText('Another mail is on its way to you.').waitFor();
  const second = await mail.mail('dan@example.com', 'Please confirm');
  // Only the later one counts.
  await page.goto(linkIn(first));
  await heading(page, 'Your address could not be confirmed');
  await look(page, 'not-verified');
  await page.getByRole('link', { name: 'Send the mail again' }).click();
  assert.equal(await page.getByLabel('Email').inputValue(), 'dan@example.com');
  await page.goto(linkIn(second));
  await heading(page, 'Your address is confirmed');
  await page.getByRole('link', { name: 'Sign in' }).click();
  await signIn(page, 'dan', PASSWORD);
  await heading(page, 'Town Square');
}

async function forget(page, mail) {
  await page.getByRole('button', { name: 'Your account and status' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('link', { name: 'Forgot your password?' }).click();
  await page.getByLabel('Email').fill('dan@example.com');
  await page.getByRole('button', { name: 'Send link' }).click();
  await page.getByText('a link is on its way').waitFor();
  await page.goto(linkIn(await mail.mail('dan@example.com', 'new password')));
  await page.getByLabel('New password', { exact: true }).fill('Password-5678');
  await page.getByRole('button', { name: 'Set password' }).click();
  await signIn(page, 'dan', 'Password-5678');
  await heading(page, 'Town Square');
}

/** Whoever has an account comes into another team by its link, signed in already or on the way. */
async function join(page, inviteId) {
  await page.goto(`/signup_user_complete/?id=${inviteId}`);
  await page.getByRole('button', { name: 'Mills', exact: true }).waitFor();
  await heading(page, 'Town Square');
  await page.goto('/signup_user_complete/?id=nothingofthekindnothingofth');
  await heading(page, 'You could not join the team');
  await look(page, 'not-joined');
  await page.getByRole('link', { name: 'Go to your channels' }).click();
  await heading(page, 'Town Square');
}

async function joinAfterSignIn(page, inviteId) {
  await page.getByRole('button', { name: 'Your account and status' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByLabel('Email or username').waitFor();
  await page.goto(`/signup_user_complete/?id=${inviteId}`);
  await page.getByText('You are invited to Mills.').waitFor();
  await page.getByRole('link', { name: 'Sign in' }).click();
  await signIn(page, 'eve', PASSWORD);
  await page.getByRole('button', { name: 'Mills', exact: true }).waitFor();
}

/** Other services that the server knows are offered where one signs in. */
async function services(page, ada) {
  await page.getByRole('button', { name: 'Your account and status' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByLabel('Email or username').waitFor();
  assert.equal(await page.getByRole('link', { name: /^Continue with/ }).count(), 0);
  await ada.call('PUT', '/config/patch', {
    GitLabSettings: { Enable: true, Id: 'roost', Secret: 'not a secret', ButtonText: 'The forge' },
  });
  await page.reload();
  const link = page.getByRole('link', { name: 'Continue with The forge' });
  assert.equal(await link.getAttribute('href'), '/oauth/gitlab/login');
  await look(page, 'services');
}

const mail = await openMail();
const browser = await openBrowser();
const pages = [];
try {
  const ada = await newPerson('ada');
  await ada.call('PUT', '/config/patch', {
    ServiceSettings: { SiteURL: base },
    EmailSettings: {
      SMTPServer: 'localhost',
      SMTPPort: mail.port,
      ConnectionSecurity: '',
      RequireEmailVerification: true,
    },
  });
  const team = await ada.call('POST', '/teams', { name: 'engines', display_name: 'Engines', type: 'O' });
  const mills = await ada.call('POST', '/teams', { name: 'mills', display_name: 'Mills', type: 'O' });
  const square = await ada.call('GET', `/teams/${team.id}/channels/name/town-square`);
  const post = await ada.call('POST', '/posts', { channel_id: square.id, message: 'The mill turns' });
  await ada.call('POST', `/teams/${team.id}/invite/email`, ['eve@example.com']);
  const [eve, dan] = [await openWindow(browser, failures), await openWindow(browser, failures)];
  pages.push(eve, dan);
  await takeUp(eve, mail);
  await confirm(dan, mail, team.invite_id);
  await forget(dan, mail);
  await join(dan, mills.invite_id);
  await joinAfterSignIn(eve, mills.invite_id);
  // A mail does not know in which team somebody reads it.
  await dan.goto(`/_redirect/pl/${post.id}`);
  await dan.getByRole('button', { name: 'Engines', exact: true }).waitFor();
  await dan.locator('main').getByRole('article').filter({ hasText: 'The mill turns' }).waitFor();
  await services(eve, ada);
} catch (error) {
  await keepFailure('mails', ...pages);
  throw error;
} finally {
  await browser.close();
  mail.close();
}
assert.deepEqual(failures, []);
console.log('mails: done');
