// Two people in two windows: what each does, the other sees. A long channel, files, search, settings, a connection that
// breaks, and whether everybody can use it:
//     BASE_URL=http://127.0.0.1:8065 node tests/company.mjs
import assert from 'node:assert/strict';

import { base, keepFailure, openBrowser, openWindow, photograph } from './browser.mjs';
import { examiner } from './examine.mjs';
import { openLink } from './link.mjs';
import { newPerson, signIn } from './person.mjs';
import { picture } from './picture.mjs';

const failures = [];
const started = Date.now();
const seconds = () => ((Date.now() - started) / 1000).toFixed(1);
const did = (what) => console.log(`${seconds().padStart(5)} s  ${what}`);

const examine = examiner(failures);

const post = (page, text) => page.locator('main').getByRole('article').filter({ hasText: text });

async function write(page, field, text) {
  await page.getByRole('textbox', { name: field }).fill(text);
  await page.getByRole('textbox', { name: field }).press('Enter');
}

/** A team with two people, and a channel with much to read. */
async function scene() {
  const ada = await newPerson('ada');
  const team = await ada.call('POST', '/teams', { name: 'engines', display_name: 'Engines', type: 'O' });
  const bob = await newPerson('bob', team.invite_id);
  const channel = { team_id: team.id, name: 'log', display_name: 'Log', type: 'O' };
  const log = await ada.call('POST', '/channels', channel);
  for (let n = 1; n <= LONG; n += 1) {
    const message = n % 7 === 0 ? `entry ${n}\n\n> a longer one\n\n\`\`\`\nwith code\n\`\`\`` : `entry ${n}`;
    await ada.call('POST', '/posts', { channel_id: log.id, message });
  }
  return { ada, bob, team, log };
}

/** Posts of the long channel: several pages. */
const LONG = 260;

async function talk(ada, bob) {
  await bob.keyboard.press('Control+k');
  await bob.getByPlaceholder('Where do you want to go?').fill('ada');
  await bob.getByRole('option', { name: 'ada' }).first().waitFor();
  await bob.keyboard.press('Enter');
  await bob.getByRole('heading', { name: 'ada', level: 1 }).waitFor();
  await write(bob, 'Message ada', 'Have you seen the log?');
  const row = ada.getByRole('navigation', { name: 'Channels' }).getByRole('link', { name: /bob/ });
  await row.getByLabel('1 mention').waitFor();
  await row.click();
  await post(ada, 'Have you seen the log?').waitFor();
  await row.getByLabel('1 mention').waitFor({ state: 'detached' });
  await ada.getByRole('textbox', { name: 'Message bob' }).pressSequentially('Which one');
  await bob.getByText('ada is typing…').waitFor();
  await ada.keyboard.press('Enter');
  await post(bob, 'Which one').waitFor();
  await bob.getByText('ada is typing…').waitFor({ state: 'detached' });
  did('a message, a mention, and who is typing');
}

async function attach(ada, bob) {
  const file = { name: 'engine.png', mimeType: 'image/png', buffer: picture(640, 360) };
  await ada.locator('main input[type=file]').setInputFiles(file);
  await ada.getByRole('button', { name: 'Remove engine.png' }).waitFor();
  const sending = ada.getByRole('button', { name: 'Send', exact: true });
  await sending.click();
  const picture_ = bob.getByRole('button', { name: 'Open engine.png' });
  await picture_.waitFor();
  await picture_.click();
  await bob.getByRole('dialog').getByRole('img', { name: 'engine.png' }).waitFor();
  await bob.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  did('a picture, sent and opened');
}

/** Reads the whole of a long channel upwards: everything comes, in order, without holes. */
async function readBack(bob, { team, log }) {
  await bob.goto(`/${team.name}/channels/${log.name}`);
  await post(bob, `entry ${LONG}`).waitFor();
  const list = bob.getByRole('log');
  const seen = new Set();
  let blank = 0;
  while (!seen.has(1)) {
    const before = seen.size;
    const shown = await list.evaluate(async (box) => {
      // As it is painted, two frames after it was scrolled.
      await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
      const { top, bottom } = box.getBoundingClientRect();
      const inSight = [...box.querySelectorAll('[data-index]')].filter((line) => {
        const at = line.getBoundingClientRect();
        return at.bottom > top && at.top < bottom;
      });
      const covered = inSight.reduce((sum, line) => sum + line.getBoundingClientRect().height, 0);
      const numbers = inSight.flatMap((line) => (/entry (\d+)/.exec(line.textContent) ?? []).slice(1).map(Number));
      return { numbers, gap: bottom - top - covered };
    });
    for (const number of shown.numbers) seen.add(number);
    assert.deepEqual(
      shown.numbers,
      shown.numbers.toSorted((a, b) => a - b),
      'in order',
    );
    // A line less than a message: its height is measured in the next moment.
    if (shown.gap > 40) blank += 1;
    const oldest = Math.min(...seen);
    if (oldest === 1) break;
    await list.evaluate((box) => {
      box.scrollTop -= box.clientHeight * 0.7;
    });
    // The next older one comes into the page, from here or from the server.
    await post(bob, new RegExp(`entry ${oldest - 1}(?!\\d)`))
      .first()
      .waitFor();
    assert.ok(seen.size >= before, 'reading goes on');
  }
  assert.equal(seen.size, LONG, `${seen.size} of ${LONG} posts were seen`);
  assert.equal(blank, 0, 'no blank gaps');
  await bob.getByRole('button', { name: 'Newest messages' }).click();
  await post(bob, `entry ${LONG}`).waitFor();
  did(`${LONG} posts read upwards without a gap`);
}

async function search(bob) {
  await bob.getByRole('combobox', { name: 'Search messages' }).fill('seen');
  await bob.keyboard.press('Enter');
  const panel = bob.getByRole('complementary');
  await panel.getByRole('article').filter({ hasText: 'Have you seen the log?' }).waitFor();
  await photograph(bob, 'search');
  await examine(bob, 'search');
  await panel.getByRole('button', { name: 'Jump' }).first().click();
  await bob.getByRole('heading', { name: 'ada', level: 1 }).waitFor();
  await post(bob, 'Have you seen the log?').waitFor();
  await bob.getByRole('button', { name: 'Close panel' }).click();
  did('search, and to where it was found');
}

/** The connection of a window breaks: it says so, and when it is back nothing is lost or there twice. */
async function breakOff(bob, link, ada) {
  link.cut();
  await bob.getByText('Connection lost').waitFor();
  await photograph(bob, 'lost');
  await write(bob, 'Message ada', 'Written without a connection');
  await post(bob, 'Written without a connection').getByText('Waiting for a connection.').waitFor();
  await bob.getByText('One message waits').waitFor();
  await write(ada, 'Message bob', 'Said meanwhile');
  link.mend();
  await bob.getByText('Connection lost').waitFor({ state: 'detached' });
  await post(bob, 'Said meanwhile').waitFor();
  await post(ada, 'Written without a connection').waitFor();
  await bob.getByText('Waiting for a connection.').waitFor({ state: 'detached' });
  for (const page of [ada, bob]) {
    for (const text of ['Said meanwhile', 'Written without a connection']) {
      assert.equal(await post(page, text).count(), 1, `${text}: once`);
    }
  }
  did('connection lost and found, nothing lost or doubled');
}

/** What is begun in one window outlives it, and shows in another of the same person until it is sent. */
async function keepDraft(bob, other) {
  const field = bob.getByRole('textbox', { name: 'Message ada' });
  const kept = bob.waitForResponse((answer) => answer.url().endsWith('/api/v4/drafts') && answer.ok());
  await field.fill('half a thou');
  await kept;
  await bob.reload();
  await field.waitFor();
  assert.equal(await field.inputValue(), 'half a thou');
  await signIn(other, 'bob');
  await other.getByRole('link', { name: /ada/ }).getByLabel('Draft').waitFor();
  await other.getByRole('link', { name: /ada/ }).click();
  await other.waitForFunction(() => document.querySelector('main textarea')?.value === 'half a thou');
  await field.fill('half a thought');
  await other.waitForFunction(() => document.querySelector('main textarea')?.value === 'half a thought');
  await field.press('Enter');
  await other.waitForFunction(() => document.querySelector('main textarea')?.value === '');
  await post(other, 'half a thought').waitFor();
  did('a draft outlives its window, and is there in another');
}

async function settings(bob) {
  await bob.getByRole('button', { name: 'Your account and status' }).click();
  await bob.getByRole('menuitem', { name: 'Settings' }).click();
  const dialog = bob.getByRole('dialog');
  await dialog.getByLabel('First name').fill('Bob');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByText('Saved').waitFor();
  await examine(bob, 'settings');
  await photograph(bob, 'settings');
  await dialog.getByRole('tab', { name: 'Appearance' }).click();
  const theme = {
    sidebarBg: '#145dbf',
    sidebarText: '#ffffff',
    sidebarUnreadText: '#ffffff',
    centerChannelBg: '#0b0f1a',
    centerChannelColor: '#dfe6f5',
  };
  await dialog.getByLabel('Custom theme').fill(JSON.stringify(theme));
  const kept = bob.waitForResponse((answer) => answer.url().endsWith('/preferences') && answer.ok());
  await dialog.getByRole('button', { name: 'Apply theme' }).click();
  await kept;
  const colours = () => bob.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await bob.waitForFunction(() => getComputedStyle(document.body).backgroundColor === 'rgb(11, 15, 26)');
  await dialog.getByRole('button', { name: 'Close' }).click();
  await photograph(bob, 'theme');
  await bob.reload();
  await bob.getByRole('heading', { name: 'ada', level: 1 }).waitFor();
  assert.equal(await colours(), 'rgb(11, 15, 26)');
  did('settings and a theme that stays');
}

async function threads(ada, bob) {
  const question = post(ada, 'Have you seen the log?');
  await question.hover();
  await question.getByRole('button', { name: 'Reply in thread' }).click();
  const panel = ada.getByRole('complementary');
  await panel.getByRole('textbox', { name: 'Reply in thread' }).fill('All of it.');
  await panel.getByRole('textbox', { name: 'Reply in thread' }).press('Enter');
  await post(bob, 'Have you seen the log?')
    .getByRole('button', { name: /1 reply/ })
    .waitFor();
  await bob.getByRole('link', { name: /Threads/ }).click();
  const row = bob.locator('main').getByRole('listitem').filter({ hasText: 'Have you seen the log?' });
  await row.getByText('1 new reply').waitFor();
  // What is not read stays where only that is shown, until something else is opened.
  const only = (which) => bob.getByRole('group', { name: 'Which threads' }).getByRole('button', { name: which });
  await only('Unread').click();
  await row.getByRole('button', { name: /Have you seen the log\?.*1 new reply/ }).click();
  await bob.getByRole('complementary').getByText('All of it.').waitFor();
  await row.getByText('1 reply').waitFor();
  await bob.getByRole('button', { name: 'Close panel' }).click();
  await row.waitFor({ state: 'detached' });
  await bob.getByText('Everything is read.').waitFor();
  await only('All').click();
  await row.click();
  await bob.getByRole('complementary').getByText('All of it.').waitFor();
  await photograph(bob, 'threads');
  await examine(bob, 'threads');
  await examine(ada, 'thread');
  did('a thread, from both sides');
}

const browser = await openBrowser();
const link = await openLink(base);
const pages = [];
try {
  const place = await scene();
  did('scene set');
  const ada = await openWindow(browser, failures);
  const bob = await openWindow(browser, failures, { baseURL: link.url });
  pages.push(ada, bob);
  await ada.goto('/login');
  await examine(ada, 'sign in');
  await signIn(ada, 'ada');
  await signIn(bob, 'bob');
  did('signed in');
  await talk(ada, bob);
  await examine(ada, 'channel');
  await attach(ada, bob);
  await readBack(bob, place);
  await search(bob);
  await breakOff(bob, link, ada);
  const other = await openWindow(browser, failures);
  pages.push(other);
  await keepDraft(bob, other);
  await other.context().close();
  await threads(ada, bob);
  await bob.goto('/engines/messages/@ada');
  await settings(bob);
} catch (error) {
  await keepFailure('company', ...pages);
  throw error;
} finally {
  await browser.close();
  link.close();
}
assert.deepEqual(
  // However an answer was cut off.
  failures.filter((one) => !/net::ERR_|WebSocket connection/.test(one)),
  [],
);
console.log(`company: done in ${seconds()} s`);
