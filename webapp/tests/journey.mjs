// One person's way through the client, in a real browser against a real server with an empty database:
//     BASE_URL=http://127.0.0.1:8065 node tests/journey.mjs
import assert from 'node:assert/strict';

import { keepFailure, openBrowser, openWindow, photograph } from './browser.mjs';

const failures = [];
const started = Date.now();
const seconds = () => ((Date.now() - started) / 1000).toFixed(1);
const did = (what) => console.log(`${seconds().padStart(5)} s  ${what}`);

/** What somebody does until their first message is read: clicks, texts typed and keys; and the pages on the way. */
const count = { actions: 0, pages: new Set() };
const act = async (page, work) => {
  count.pages.add(new URL(page.url()).pathname.split('/').length > 2 ? 'channel' : new URL(page.url()).pathname);
  count.actions += 1;
  await work;
};

async function signUpToFirstMessage(page) {
  await page.goto('/');
  await page.getByRole('heading', { name: 'Create your account' }).waitFor();
  await photograph(page, 'sign-up');
  await act(page, page.getByLabel('Email').fill('ada@example.com'));
  await act(page, page.getByLabel('Username').fill('ada'));
  await act(page, page.getByLabel('Password', { exact: true }).fill('Password-1234'));
  await act(page, page.getByRole('button', { name: 'Create account' }).click());
  await page.getByRole('heading', { name: 'Create your team' }).waitFor();
  await photograph(page, 'team');
  await act(page, page.getByLabel('Team name').fill('Analytical Engines'));
  await act(page, page.getByRole('button', { name: 'Create team' }).click());
  await page.getByRole('heading', { name: 'Town Square', level: 1 }).waitFor();
  await photograph(page, 'first-day');
  await act(page, page.getByRole('textbox', { name: 'Message Town Square' }).fill('Hello, **world**'));
  await act(page, page.keyboard.press('Enter'));
  await page.getByRole('article').filter({ hasText: 'Hello, world' }).waitFor();
  assert.ok(count.actions <= 8, `${count.actions} actions to the first message, 8 are allowed`);
  assert.ok(count.pages.size <= 3, `${count.pages.size} pages to the first message, 3 are allowed`);
  did(`signed up, team, first message: ${count.actions} actions on ${count.pages.size} pages`);
}

async function createChannel(page) {
  await page.getByRole('button', { name: 'Create channel' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Launch plans');
  await dialog.getByLabel('Purpose').fill('What goes up must come down');
  await photograph(page, 'new-channel');
  await dialog.getByRole('button', { name: 'Create channel' }).click();
  await page.getByRole('heading', { name: 'Launch plans', level: 1 }).waitFor();
  did('channel');
}

const composer = (page, name) => page.getByRole('textbox', { name });
const post = (page, text) => page.locator('main').getByRole('article').filter({ hasText: text });

async function write(page, field, text) {
  await field.fill(text);
  await field.press('Enter');
}

async function talk(page) {
  const field = composer(page, 'Message Launch plans');
  await write(page, field, 'We launch on **Friday** at `10:00` :rocket:');
  await post(page, 'We launch on Friday').waitFor();
  await write(page, field, '```js\nconst orbit = 408; // km\n```');
  await post(page, 'const orbit').locator('.hljs-keyword').waitFor();
  await write(page, field, '| stage | burn |\n|---|---|\n| one | 162 s |\n| two | 397 s |\n\n- [ ] fuel\n- weather');
  await post(page, '397 s').waitFor();
  // A mention is completed from a few letters.
  await field.pressSequentially('Thanks @ad');
  await page.getByRole('option', { name: '@ada' }).waitFor();
  await field.press('Tab');
  await field.pressSequentially('for the numbers');
  await field.press('Enter');
  await post(page, 'Thanks @ada for the numbers').locator('.mention[data-me]').waitFor();
  did('messages');
}

async function react(page) {
  const first = post(page, 'We launch on Friday');
  await first.hover();
  await first.getByRole('button', { name: 'React with heart' }).click();
  await first.getByRole('button', { name: ':heart: by ada' }).waitFor();
  await first.hover();
  await first.getByRole('toolbar').getByRole('button', { name: 'Add reaction' }).click();
  await page.getByPlaceholder('Find an emoji').fill('tada');
  await page.getByRole('button', { name: 'tada', exact: true }).first().click();
  await first.getByRole('button', { name: ':tada: by ada' }).waitFor();
  did('reactions');
}

async function reply(page) {
  const first = post(page, 'We launch on Friday');
  await first.hover();
  await first.getByRole('button', { name: 'Reply in thread' }).click();
  const panel = page.getByRole('complementary');
  await write(page, panel.getByRole('textbox', { name: 'Reply in thread' }), 'Weather permitting.');
  await panel.getByRole('article').filter({ hasText: 'Weather permitting.' }).waitFor();
  await first.getByRole('button', { name: /1 reply/ }).waitFor();
  await photograph(page, 'thread');
  await panel.getByRole('button', { name: 'Close panel' }).click();
  did('thread');
}

async function change(page) {
  const mine = post(page, 'Thanks @ada');
  await mine.hover();
  await mine.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Edit' }).click();
  const field = page.getByRole('textbox', { name: 'Edit message' });
  await field.fill('Thanks @ada for all the numbers');
  await field.press('Enter');
  await post(page, 'for all the numbers').getByText('(edited)').waitFor();
  await photograph(page, 'channel');
  await mine.hover();
  await mine.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await post(page, 'for all the numbers').waitFor({ state: 'detached' });
  did('edited and deleted');
}

async function switchChannel(page) {
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('Where do you want to go?').fill('town');
  await page.getByRole('option', { name: 'Town Square' }).waitFor();
  await photograph(page, 'switcher');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Town Square', level: 1 }).waitFor();
  did('quick switcher');
}

async function signOut(page) {
  await page.getByRole('button', { name: 'Your account and status' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: /^Sign in to/ }).waitFor();
  await photograph(page, 'sign-in');
  await page.goto('/analytical-engines/channels/town-square');
  await page.getByRole('heading', { name: /^Sign in to/ }).waitFor();
  did('signed out');
}

const browser = await openBrowser();
try {
  const page = await openWindow(browser, failures);
  try {
    await signUpToFirstMessage(page);
    await createChannel(page);
    await talk(page);
    await react(page);
    await reply(page);
    await change(page);
    await switchChannel(page);
    await signOut(page);
  } catch (error) {
    await keepFailure('journey', page);
    throw error;
  }
} finally {
  await browser.close();
}
assert.deepEqual(failures, []);
console.log(`journey: done in ${seconds()} s`);
