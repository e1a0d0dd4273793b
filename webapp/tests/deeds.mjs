// What is done with messages and around them that no other journey does: files dropped and pasted, films and sounds, what is
// saved, pinned and marked as unread, only what is unread, the card of somebody, links inside a text by key, the look of code,
// and a session that is ended from another window:
//     BASE_URL=http://127.0.0.1:8065 node tests/deeds.mjs
import assert from 'node:assert/strict';

import { checkBoxes } from './boxes.mjs';
import { keepFailure, openBrowser, openWindow, photograph } from './browser.mjs';
import { examiner } from './examine.mjs';
import { newPerson, PASSWORD, signIn } from './person.mjs';
import { picture } from './picture.mjs';

const failures = [];
const examine = examiner(failures);
const post = (page, text) => page.locator('main').getByRole('article').filter({ hasText: text });
const panel = (page) => page.getByRole('complementary');
const row = (page, name) => page.getByRole('navigation', { name: 'Channels' }).getByRole('link', { name });
const field = (page) => page.getByRole('textbox', { name: 'Message Boiler' });
const heading = (page, name) => page.getByRole('heading', { name, level: 1 }).waitFor();

async function look(page, name) {
  await examine(page, name);
  await photograph(page, `deeds-${name}`, (variant) => checkBoxes(page, `${name}, ${variant}`, failures));
}

async function more(page, text, deed) {
  await post(page, text).hover();
  await post(page, text).getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: deed, exact: true }).click();
}

/** Hands a file to the field where messages are written, as a drag from the desktop does, or the clipboard. */
async function hand(page, how, name) {
  const bytes = [...picture(120, 80)];
  await page.locator('main form').evaluate(
    (form, { how, name, bytes }) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(bytes)], name, { type: 'image/png' }));
      const kind = { bubbles: true, cancelable: true };
      if (how === 'drop') {
        form.dispatchEvent(new DragEvent('dragover', { ...kind, dataTransfer: data }));
        form.dispatchEvent(new DragEvent('drop', { ...kind, dataTransfer: data }));
      } else {
        const event = new ClipboardEvent('paste', { ...kind, clipboardData: data });
        form.querySelector('textarea').dispatchEvent(event);
      }
    },
    { how, name, bytes },
  );
  await page.getByRole('button', { name: `Remove ${name}` }).waitFor();
}

async function hands(page) {
  await hand(page, 'drop', 'dropped.png');
  await hand(page, 'paste', 'pasted.png');
  await page.getByRole('button', { name: 'Remove dropped.png' }).click();
  await page.waitForFunction(() => !document.querySelector('main button[type=submit]').disabled);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByRole('button', { name: 'Open pasted.png' }).waitFor();
  assert.equal(await page.getByRole('button', { name: 'Open dropped.png' }).count(), 0);
}

/** What is taken away while it is on its way does not come back, and what arrives after its channel was left waits there. */
async function onTheWay(page) {
  let arrive;
  const gate = new Promise((resolve) => (arrive = resolve));
  await page.route('**/api/v4/files', async (route) => {
    const answer = await route.fetch();
    await gate;
    // Of the one that was taken away nobody hears any more.
    await route.fulfill({ response: answer }).catch(() => {});
  });
  await hand(page, 'drop', 'unwanted.png');
  await page.getByRole('button', { name: 'Remove unwanted.png' }).click();
  await hand(page, 'drop', 'slow.png');
  await row(page, 'Pump').click();
  await heading(page, 'Pump');
  arrive();
  await row(page, 'Boiler').getByRole('img', { name: 'Draft' }).waitFor();
  await page.unroute('**/api/v4/files');
  await row(page, 'Boiler').click();
  await page.getByRole('button', { name: 'Remove slow.png' }).waitFor();
  assert.equal(await page.getByRole('button', { name: 'Remove unwanted.png' }).count(), 0);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByRole('button', { name: 'Open slow.png' }).waitFor();
  assert.equal(await page.getByRole('button', { name: 'Open unwanted.png' }).count(), 0);
}

/** Half a second of a tone. */
function sound() {
  const count = 4000;
  const bytes = Buffer.alloc(44 + count);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(36 + count, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(8000, 24);
  bytes.writeUInt32LE(8000, 28);
  bytes.writeUInt16LE(1, 32);
  bytes.writeUInt16LE(8, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(count, 40);
  for (let at = 0; at < count; at += 1) bytes[44 + at] = 128 + Math.round(60 * Math.sin(at / 3));
  return bytes;
}

async function play(page) {
  const input = page.locator('main input[type=file]');
  await input.setInputFiles({ name: 'tone.wav', mimeType: 'audio/wav', buffer: sound() });
  await page.getByRole('button', { name: 'Remove tone.wav' }).waitFor();
  await page.waitForFunction(() => !document.querySelector('main button[type=submit]').disabled);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  const player = page.locator('main audio');
  await player.waitFor();
  await page.waitForFunction(() => document.querySelector('main audio').duration > 0.4);
}

async function keep(page) {
  await post(page, 'The valve sticks').hover();
  await post(page, 'The valve sticks').getByRole('button', { name: 'Save message' }).click();
  await page.getByRole('button', { name: 'Saved messages' }).click();
  await panel(page).getByRole('article').filter({ hasText: 'The valve sticks' }).waitFor();
  await look(page, 'saved');
  await panel(page).getByRole('article').hover();
  await panel(page).getByRole('button', { name: 'Remove from saved' }).click();
  await page.getByRole('button', { name: 'Close panel' }).click();
  await page.getByRole('button', { name: 'Saved messages' }).click();
  await panel(page).getByText('Messages that you save are listed here.').waitFor();
  await page.getByRole('button', { name: 'Close panel' }).click();
  await more(page, 'The valve sticks', 'Pin to channel');
  await page.getByRole('button', { name: 'Pinned messages' }).click();
  await panel(page).getByRole('article').filter({ hasText: 'The valve sticks' }).waitFor();
  await page.getByRole('button', { name: 'Close panel' }).click();
}

/** What is marked as unread is so in the sidebar, where only that is shown, and above the message when one comes back. */
async function unread(page, bob, channels) {
  await more(page, 'The valve sticks', 'Mark as unread');
  await row(page, /Town Square/).click();
  await heading(page, 'Town Square');
  await row(page, /Boiler.*unread/).waitFor();
  await bob.call('POST', '/posts', { channel_id: channels.pump.id, message: 'it pumps' });
  await row(page, /Pump.*unread/).waitFor();
  await page.getByRole('button', { name: 'Unread only' }).click();
  await row(page, /Off-Topic/).waitFor({ state: 'detached' });
  for (const name of [/Boiler/, /Pump/, /Town Square/]) await row(page, name).waitFor();
  await look(page, 'only-unread');
  await page.getByRole('button', { name: 'Unread only' }).click();
  await row(page, /Off-Topic/).waitFor();
  await row(page, /Boiler/).click();
  await heading(page, 'Boiler');
  await page.getByRole('separator').filter({ hasText: 'New messages' }).waitFor();
  await row(page, /Boiler.*unread/).waitFor({ state: 'detached' });
}

async function card(page) {
  await post(page, 'The valve sticks').getByRole('button', { name: 'bob', exact: true }).click();
  await page.getByRole('dialog').getByText('@bob').waitFor();
  await examine(page, 'card');
  await page.screenshot({ path: new URL('../screenshots/deeds-card.png', import.meta.url).pathname });
  await page.getByRole('dialog').getByRole('button', { name: 'Send message' }).click();
  await heading(page, 'bob');
  await page.goBack();
  await heading(page, 'Boiler');
}

/** Names, channels and hashtags in a text lead on, by key as well. */
async function links(page) {
  const text = post(page, 'see ~Pump');
  for (const [name, there] of [
    ['~Pump', 'Pump'],
    ['@bob', 'bob'],
  ]) {
    await text.getByRole('link', { name }).focus();
    await page.keyboard.press('Enter');
    await heading(page, there);
    await page.goBack();
    await heading(page, 'Boiler');
  }
  assert.equal(await row(page, /Pump/).getByLabel('Draft').count(), 0, 'the key that leads there writes nothing');
  await text.getByRole('link', { name: '#leaks' }).focus();
  await page.keyboard.press('Enter');
  await panel(page).getByRole('article').filter({ hasText: 'so many' }).waitFor();
  await page.getByRole('button', { name: 'Close panel' }).click();
}

async function code(page) {
  const block = page.locator('main pre').first();
  const ground = () => block.evaluate((one) => getComputedStyle(one).backgroundColor);
  await block.locator('.hljs-keyword').first().waitFor();
  const plain = await ground();
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('dialog').getByRole('tab', { name: 'Appearance' }).click();
  await page.getByRole('dialog').getByText('Choose each colour').click();
  await page.getByRole('dialog').getByLabel('Code in messages').selectOption('Monokai');
  const kept = page.waitForResponse((answer) => answer.url().endsWith('/preferences') && answer.ok());
  await page.getByRole('dialog').getByRole('button', { name: 'Apply theme' }).click();
  await kept;
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  await page.reload();
  await block.locator('.hljs-keyword').first().waitFor();
  assert.notEqual(await ground(), plain);
  assert.equal(await ground(), 'rgb(39, 40, 34)');
  await examine(page, 'code in a look of its own');
  // A theme of one's own stays what it is when the system turns dark.
  const scheme = () => page.evaluate(() => document.documentElement.dataset.scheme);
  assert.equal(await scheme(), 'light');
  await page.emulateMedia({ colorScheme: 'dark' });
  assert.equal(await scheme(), 'light');
  await page.emulateMedia({ colorScheme: 'light' });
}

/** A session that is ended in another window: what was shown is gone, and whoever signs in goes on where they were. */
async function endElsewhere(page, other, ada) {
  const before = await ada.call('GET', '/users/me/sessions');
  const own = before.toSorted((one, another) => another.create_at - one.create_at)[0];
  await signIn(other, 'ada');
  await other.getByRole('button', { name: 'Settings' }).click();
  const listed = other.waitForResponse((answer) => answer.url().endsWith('/sessions'));
  await other.getByRole('dialog').getByRole('tab', { name: 'Security' }).click();
  const at = (await (await listed).json()).findIndex((one) => one.id === own.id);
  const sessions = other.getByRole('region', { name: 'Where you are signed in' });
  await sessions.getByRole('button', { name: 'Sign out there' }).nth(at).click();
  await page.getByText('Your session has ended').waitFor();
  await look(page, 'ended');
  await page.getByLabel('Email or username').fill('ada');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await heading(page, 'Boiler');
}

const browser = await openBrowser();
const pages = [];
try {
  const ada = await newPerson('ada');
  const team = await ada.call('POST', '/teams', { name: 'engines', display_name: 'Engines', type: 'O' });
  const bob = await newPerson('bob', team.invite_id);
  const channels = {};
  for (const [name, display_name] of Object.entries({ boiler: 'Boiler', pump: 'Pump' })) {
    channels[name] = await ada.call('POST', '/channels', { team_id: team.id, name, display_name, type: 'O' });
    await ada.call('POST', `/channels/${channels[name].id}/members`, { user_id: bob.id });
  }
  for (const message of [
    'The valve sticks',
    'see ~pump, says @bob, with so many #leaks',
    '```js\nconst heat = 90; // degrees\n```',
  ]) {
    await bob.call('POST', '/posts', { channel_id: channels.boiler.id, message });
  }
  const page = await openWindow(browser, failures);
  pages.push(page);
  await signIn(page, 'ada');
  await page.goto('/engines/channels/boiler');
  await field(page).waitFor();
  await post(page, 'The valve sticks').waitFor();
  await links(page);
  await keep(page);
  await card(page);
  await unread(page, bob, channels);
  await hands(page);
  await onTheWay(page);
  await play(page);
  await code(page);
  pages.push(await openWindow(browser, failures));
  await endElsewhere(...pages, ada);
} catch (error) {
  await keepFailure('deeds', ...pages);
  throw error;
} finally {
  await browser.close();
}
// A session that is over has its stream refused.
assert.deepEqual(
  failures.filter((one) => !/WebSocket connection/.test(one)),
  [],
);
console.log('deeds: done');
