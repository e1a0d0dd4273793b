// The second factor: offered and asked for by an administrator, set up in the account settings or when it is wanted, asked
// for at the next sign-in, and taken away again:
//     BASE_URL=http://127.0.0.1:8065 node tests/mfa.mjs
import assert from 'node:assert/strict';

import { keepFailure, openBrowser, openWindow, photograph } from './browser.mjs';
import { codeOf } from './code.mjs';
import { examiner } from './examine.mjs';
import { newPerson, PASSWORD, signIn } from './person.mjs';

const failures = [];
const examine = examiner(failures);
const started = Date.now();
const did = (what) => console.log(`${((Date.now() - started) / 1000).toFixed(1).padStart(5)} s  ${what}`);

const security = async (page) => {
  await page.getByRole('button', { name: 'Your account and status' }).click();
  await page.getByRole('menuitem', { name: 'Settings' }).click();
  await page.getByRole('tab', { name: 'Security' }).click();
};
const leave = async (page) => {
  await page.getByRole('button', { name: 'Your account and status' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: /^Sign in to/ }).waitFor();
};

/** Goes from the secret to the proof. A wrong code is refused. Returns the secret. */
async function setUp(page, name) {
  await page.getByRole('button', { name: 'Show the code' }).click();
  await page.getByRole('img', { name: 'QR code for your authenticator app' }).waitFor();
  const secret = await page.locator('code').textContent();
  await photograph(page, name);
  await examine(page, name);
  await page.getByLabel('Code from your authenticator app').fill('000000');
  await page.getByRole('button', { name: 'Switch on' }).click();
  await page.getByRole('alert').waitFor();
  await page.getByLabel('Code from your authenticator app').fill(codeOf(secret));
  await page.getByRole('button', { name: 'Switch on' }).click();
  return secret;
}

const browser = await openBrowser();
const pages = [];
const open = async () => {
  pages.push(await openWindow(browser, failures));
  return pages.at(-1);
};
try {
  const ada = await newPerson('ada');
  const team = await ada.call('POST', '/teams', { name: 'engines', display_name: 'Engines', type: 'O' });
  await newPerson('bob', team.invite_id);
  await newPerson('cleo', team.invite_id);
  const bob = await open();
  await signIn(bob, 'bob');
  await security(bob);
  await bob.getByRole('region', { name: 'Where you are signed in' }).waitFor();
  assert.equal(await bob.getByRole('region', { name: 'Second factor' }).count(), 0, 'not offered yet');
  await ada.call('PUT', '/config/patch', { ServiceSettings: { EnableMultifactorAuthentication: true } });
  await bob.getByRole('region', { name: 'Second factor' }).waitFor();
  await bob.getByRole('button', { name: 'Set up' }).click();
  const secret = await setUp(bob, 'mfa-settings');
  await bob.getByText('Signing in asks for a code from your authenticator app.').waitFor();
  await bob.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  did('set up in the account settings');

  await leave(bob);
  await bob.getByLabel('Email or username').fill('bob');
  await bob.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await bob.getByRole('button', { name: 'Sign in' }).click();
  await bob.getByLabel('Code from your authenticator app').fill('000000');
  await bob.getByRole('button', { name: 'Sign in' }).click();
  await bob.getByRole('alert').waitFor();
  // The code of now has been used: each is good for once.
  await bob.getByLabel('Code from your authenticator app').fill(codeOf(secret, 1));
  await bob.getByRole('button', { name: 'Sign in' }).click();
  await bob.getByRole('navigation', { name: 'Channels' }).waitFor();
  did('signed in with a code');

  await ada.call('PUT', '/config/patch', { ServiceSettings: { EnforceMultifactorAuthentication: true } });
  const cleo = await open();
  await cleo.goto('/login');
  await cleo.getByLabel('Email or username').fill('cleo');
  await cleo.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await cleo.getByRole('button', { name: 'Sign in' }).click();
  await cleo.getByRole('heading', { name: 'Set up a second factor' }).waitFor();
  // Nothing else is open, by whatever address.
  await cleo.goto('/engines/channels/town-square');
  await cleo.getByRole('heading', { name: 'Set up a second factor' }).waitFor();
  await setUp(cleo, 'mfa-wanted');
  await cleo.getByRole('heading', { name: 'Town Square', level: 1 }).waitFor();
  await security(cleo);
  await cleo.getByText('Signing in asks for a code from your authenticator app.').waitFor();
  assert.equal(await cleo.getByRole('button', { name: 'Remove second factor' }).count(), 0, 'it is wanted');
  did('set up because it is wanted');

  await security(bob);
  await bob.getByText('Signing in asks for a code from your authenticator app.').waitFor();
  assert.equal(await bob.getByRole('button', { name: 'Remove second factor' }).count(), 0, 'it is wanted');
} catch (error) {
  await keepFailure('mfa', ...pages);
  throw error;
} finally {
  await browser.close();
}
assert.deepEqual(failures, []);
console.log('mfa: done');
