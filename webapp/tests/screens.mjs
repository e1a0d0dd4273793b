// The main screens, light and dark, on a desktop and on a phone: nothing overlaps or is cut, and everybody can use them.
// Pictures go to `screenshots`:
//     BASE_URL=http://127.0.0.1:8065 node tests/screens.mjs
import assert from 'node:assert/strict';

import { base, keepFailure, openBrowser, openWindow, photograph } from './browser.mjs';
import { checkBoxes } from './boxes.mjs';
import { examiner } from './examine.mjs';
import { newPerson, signIn } from './person.mjs';
import { picture } from './picture.mjs';

const failures = [];
const examine = examiner(failures);

/** Looks at what is shown in all sizes and colours. */
async function look(page, name) {
  await photograph(page, `screen-${name}`, async (variant) => {
    await checkBoxes(page, `${name}, ${variant}`, failures);
    await examine(page, `${name}, ${variant}`);
    await checkLists(page, `${name}, ${variant}`);
  });
}

/** Lists go up and down: what is too long for a line is cut with a sign, and nothing waits beside the edge. */
async function checkLists(page, name) {
  const wide = await page.locator('ul, ol').evaluateAll((lists) =>
    lists
      .filter((list) => list.checkVisibility() && getComputedStyle(list).overflowX !== 'visible')
      .filter((list) => list.scrollWidth > list.clientWidth + 1)
      .map((list) => list.textContent.slice(0, 40)),
  );
  failures.push(...wide.map((words) => `${name}: the list "${words}" goes sideways`));
}

/** Looks at what is shown on a page that goes from right to left, as in Arabic and Hebrew. */
async function mirror(page, name) {
  const turn = (way) => page.evaluate((to) => (document.documentElement.dir = to), way);
  await turn('rtl');
  await photograph(page, `rtl-${name}`, (variant) => checkBoxes(page, `${name} mirrored, ${variant}`, failures));
  await examine(page, `${name} mirrored`);
  await turn('');
}

/** A text in Arabic begins at the right, one in English at the left, whatever stands around them. */
async function bothWays(page) {
  const sides = (text) =>
    page
      .locator('main p')
      .filter({ hasText: text })
      .evaluate((line) => {
        const range = document.createRange();
        range.selectNodeContents(line);
        const [words, box] = [range.getBoundingClientRect(), line.getBoundingClientRect()];
        return { left: words.left - box.left, right: box.right - words.right };
      });
  const arabic = await sides(ARABIC);
  const english = await sides('Nice. What was it');
  assert.ok(arabic.right < 2 && arabic.left > 20, `Arabic begins at the right: ${JSON.stringify(arabic)}`);
  assert.ok(english.left < 2 && english.right > 20, `English begins at the left: ${JSON.stringify(english)}`);
}

const ARABIC = 'شكرا، سأجلب الورق غدا.';

const TALK = [
  ['ada', 'Morning! The mill is running again. :tada:'],
  ['bob', 'Nice. What was it in the end?'],
  ['ada', 'A cog of the carriage had slipped. **Two teeth** were gone, so every sum above `99` went wrong.'],
  [
    'cleo',
    '> every sum above 99\n\nThat explains the tables from Tuesday:\n\n| table | sum | should be |\n|---|---|---|\n| 4 | 187 | 197 |\n| 9 | 1204 | 1214 |',
  ],
  ['bob', '```js\nfunction carry(sum) {\n  // one for every ten\n  return Math.floor(sum / 10);\n}\n```'],
  ['cleo', 'Shall we print them anew? @ada you have the plates, I think. See ~off-topic for the lunch plan.'],
  ['ada', 'Yes. Before noon, if the ink is dry:\n- [x] plates cleaned\n- [ ] paper cut\n- [ ] first page proofed'],
  ['cleo', ARABIC],
];

async function scene() {
  const people = { ada: await newPerson('ada') };
  const { ada } = people;
  const team = await ada.call('POST', '/teams', { name: 'engines', display_name: 'Analytical Engines', type: 'O' });
  for (const name of ['bob', 'cleo']) people[name] = await newPerson(name, team.invite_id);
  const full = { ada: ['Ada', 'Lovelace'], bob: ['Robert', 'Hooke'], cleo: ['Cleopatra', 'the Alchemist'] };
  for (const [name, [first_name, last_name]] of Object.entries(full)) {
    await people[name].call('PUT', '/users/me/patch', { first_name, last_name });
  }
  for (const [name, display_name, type] of [
    ['mill', 'Mill and store', 'O'],
    ['print', 'Printing office', 'O'],
    ['board', 'Board', 'P'],
  ]) {
    const purpose = 'What is done, what is next, and what stands in the way of it';
    const channel = await ada.call('POST', '/channels', { team_id: team.id, name, display_name, type, purpose });
    if (name === 'mill')
      await ada.call('PUT', `/channels/${channel.id}/patch`, { header: 'Runs from **eight** to six' });
    for (const other of ['bob', 'cleo']) {
      await ada.call('POST', `/channels/${channel.id}/members`, { user_id: people[other].id });
    }
  }
  const mill = await ada.call('GET', `/teams/${team.id}/channels/name/mill`);
  const posts = [];
  for (const [name, message] of TALK) {
    posts.push(await people[name].call('POST', '/posts', { channel_id: mill.id, message }));
  }
  const react = (name, at, emoji_name) =>
    people[name].call('POST', '/reactions', { user_id: people[name].id, post_id: posts[at].id, emoji_name });
  await react('bob', 0, 'tada');
  await react('cleo', 0, 'tada');
  await react('ada', 0, 'heart');
  for (const [name, message] of [
    ['bob', 'I can cut the paper after lunch.'],
    ['ada', 'Perfect, thank you.'],
  ]) {
    await people[name].call('POST', '/posts', { channel_id: mill.id, root_id: posts[5].id, message });
  }
  const form = new FormData();
  form.append('channel_id', mill.id);
  form.append('files', new Blob([picture(640, 320)], { type: 'image/png' }), 'plate-4.png');
  const headers = { Authorization: `Bearer ${people.cleo.token}` };
  const { file_infos } = await (await fetch(`${base}/api/v4/files`, { method: 'POST', headers, body: form })).json();
  const file_ids = file_infos.map((file) => file.id);
  await people.cleo.call('POST', '/posts', { channel_id: mill.id, message: 'The plate in question:', file_ids });
  await people.bob.call('POST', '/posts', {
    channel_id: mill.id,
    message: 'The press is **not** to be used until three.',
    metadata: { priority: { priority: 'urgent', requested_ack: true } },
  });
  const direct = await people.bob.call('POST', '/channels/direct', [people.bob.id, ada.id]);
  await people.bob.call('POST', '/posts', { channel_id: direct.id, message: 'Do you have a minute?' });
  await ada.call('POST', '/posts/schedule', {
    channel_id: mill.id,
    message: 'The tables are printed.',
    scheduled_at: Date.now() + 86_400_000,
  });
  return team;
}

/** What opens over a channel: who somebody is, what a file shows. */
async function details(page, article) {
  await article('Shall we print').getByRole('button', { name: /cleo/i }).click();
  await page.getByRole('dialog').getByText('@cleo').waitFor();
  await look(page, 'card');
  await page.keyboard.press('Escape');
  await article('The plate in question').getByRole('button', { name: 'plate-4.png' }).first().click();
  await page.getByRole('dialog').getByRole('img', { name: 'plate-4.png' }).waitFor();
  await look(page, 'file');
  await page.keyboard.press('Escape');
}

/** Where nobody has written yet, and what makes new things. */
async function beginnings(page) {
  await page.goto('/engines/channels/off-topic');
  await page.getByRole('heading', { name: 'Off-Topic', level: 1 }).waitFor();
  await page.getByRole('log').getByRole('heading', { name: 'Off-Topic' }).waitFor();
  await look(page, 'empty');
  await page.getByRole('button', { name: 'Create channel' }).click();
  await page.getByRole('dialog').getByLabel('Name').waitFor();
  await look(page, 'new-channel');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Analytical Engines', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Invite people' }).waitFor();
  await look(page, 'team-menu');
  await page.getByRole('menuitem', { name: 'Invite people' }).click();
  await page.getByRole('dialog').getByLabel('Invitation link').waitFor();
  await look(page, 'invite');
  await page.keyboard.press('Escape');
}

async function walk(page, team) {
  await page.goto('/signup_user_complete');
  await page.getByText('Accounts are made by invitation here').waitFor();
  assert.equal(await page.getByLabel('Email').count(), 0);
  await page.goto(`/signup_user_complete/?id=${team.invite_id}`);
  await page.getByText('You are invited to Analytical Engines.').waitFor();
  await look(page, 'sign-up');
  await page.goto('/login');
  await page.getByLabel('Email or username').waitFor();
  await look(page, 'sign-in');
  await signIn(page, 'ada');
  await page.goto('/engines/channels/mill');
  const article = (text) => page.locator('main').getByRole('article').filter({ hasText: text });
  await article('not to be used until three').waitFor();
  await page.locator('.hljs-comment').waitFor();
  await look(page, 'channel');
  await bothWays(page);
  await mirror(page, 'channel');
  await details(page, article);
  await article('Shall we print')
    .getByRole('button', { name: /2 replies/ })
    .click();
  await page.getByRole('complementary').getByText('Perfect, thank you.').waitFor();
  await look(page, 'thread');
  await mirror(page, 'thread');
  await page.getByRole('button', { name: 'Close panel' }).click();
  await page.getByRole('combobox', { name: 'Search messages' }).fill('plate');
  await page.keyboard.press('Enter');
  await page.getByRole('complementary').getByRole('article').first().waitFor();
  await look(page, 'search');
  await page.getByRole('button', { name: 'Close panel' }).click();
  await page.getByRole('button', { name: '3 members' }).click();
  await page.getByRole('complementary').getByText('@cleo').waitFor();
  await look(page, 'members');
  await page.getByRole('button', { name: 'Close panel' }).click();
  await page.keyboard.press('Control+k');
  await page.getByRole('option').first().waitFor();
  await look(page, 'switcher');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Your account and status' }).click();
  await page.getByRole('menuitem', { name: 'Settings' }).click();
  await look(page, 'settings');
  await mirror(page, 'settings');
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: 'Browse channels' }).click();
  await page.getByRole('dialog').getByText('Printing office').waitFor();
  await look(page, 'browse');
  await page.keyboard.press('Escape');
  await page.goto('/engines/threads');
  await page.locator('main').getByText('2 replies').or(page.locator('main').getByText('new repl')).first().waitFor();
  await look(page, 'threads');
  await page.goto('/engines/drafts');
  await page.getByText('The tables are printed.').waitFor();
  await look(page, 'drafts');
  await beginnings(page);
  // On a phone the sidebar is a screen of its own.
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole('button', { name: 'Open sidebar' }).click();
  await page.getByRole('navigation', { name: 'Channels' }).waitFor();
  await checkBoxes(page, 'sidebar on a phone', failures);
  await examine(page, 'sidebar on a phone');
  await page.screenshot({ path: new URL('../screenshots/screen-sidebar-phone.png', import.meta.url).pathname });
}

const browser = await openBrowser();
let page;
try {
  const team = await scene();
  page = await openWindow(browser, failures);
  await walk(page, team);
} catch (error) {
  await keepFailure('screens', page);
  throw error;
} finally {
  await browser.close();
}
assert.deepEqual(failures, []);
console.log('screens: done');
