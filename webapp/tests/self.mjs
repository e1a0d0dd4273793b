// What somebody's own account offers: a picture, a name and an address, what they are told of, what they say of themselves,
// keys, and what means them:
//     BASE_URL=http://127.0.0.1:8065 node tests/self.mjs
import assert from 'node:assert/strict';

import { checkBoxes } from './boxes.mjs';
import { keepFailure, openBrowser, openWindow, photograph } from './browser.mjs';
import { examiner } from './examine.mjs';
import { newPerson, PASSWORD, signIn } from './person.mjs';
import { picture } from './picture.mjs';

const failures = [];
const examine = examiner(failures);
const dialog = (page) => page.getByRole('dialog');
const row = (page, name) => page.getByRole('navigation', { name: 'Channels' }).getByRole('link', { name });
const heading = (page, name) => page.getByRole('heading', { name, level: 1 }).waitFor();

async function look(page, name) {
  await examine(page, name);
  await photograph(page, name, (variant) => checkBoxes(page, `${name}, ${variant}`, failures));
}

async function choose(page, item) {
  await page.getByRole('button', { name: 'Your account and status' }).click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
}

async function profile(page, ada) {
  await choose(page, 'Settings');
  const before = await page.getByRole('dialog').locator('img').first().getAttribute('src');
  const file = { name: 'ada.png', mimeType: 'image/png', buffer: picture(128, 128) };
  await dialog(page).locator('input[type=file]').setInputFiles(file);
  await dialog(page).getByRole('button', { name: 'Remove picture' }).waitFor();
  assert.notEqual(await dialog(page).locator('img').first().getAttribute('src'), before);
  await look(page, 'profile');
  await dialog(page).getByRole('button', { name: 'Remove picture' }).click();
  await dialog(page).getByRole('button', { name: 'Remove picture' }).waitFor({ state: 'detached' });
  await dialog(page).getByLabel('Username').fill('countess');
  await dialog(page).getByLabel('Email').fill('countess@example.com');
  await dialog(page).getByLabel('Current password', { exact: true }).fill(PASSWORD);
  await dialog(page).getByRole('button', { name: 'Save' }).click();
  await dialog(page).getByText('Saved').waitFor();
  const { username, email } = await ada.call('GET', '/users/me');
  assert.deepEqual({ username, email }, { username: 'countess', email: 'countess@example.com' });
}

async function notifications(page, ada) {
  await dialog(page).getByRole('tab', { name: 'Notifications' }).click();
  const group = (name) => dialog(page).getByRole('group', { name });
  await group('On the desktop').getByLabel('Messages').selectOption('All messages');
  await group('On the desktop').getByRole('checkbox', { name: 'With sound' }).uncheck();
  await group('On your phone').getByLabel('When').selectOption('When I am away');
  await group('What means you').getByLabel('Other words').fill('engine, mill');
  await look(page, 'notifications');
  await dialog(page).getByRole('button', { name: 'Save' }).click();
  await dialog(page).getByText('Saved').waitFor();
  const { notify_props: props } = await ada.call('GET', '/users/me');
  const { desktop, desktop_sound, push_status, mention_keys, email } = props;
  assert.deepEqual(
    { desktop, desktop_sound, push_status, mention_keys, email },
    { desktop: 'all', desktop_sound: 'false', push_status: 'away', mention_keys: 'engine,mill', email: 'true' },
  );
  await dialog(page).getByRole('button', { name: 'Close' }).click();
}

/** A clock of twenty-four hours, everywhere at once. */
async function clock(page) {
  await page.locator('main time').first().waitFor();
  const times = () => page.locator('main article time').allTextContents();
  assert.ok((await times()).every((one) => /[AP]M$/.test(one)));
  await choose(page, 'Settings');
  await dialog(page).getByRole('tab', { name: 'Appearance' }).click();
  await dialog(page).getByLabel('Clock').selectOption('24 hours (16:00)');
  await look(page, 'appearance');
  await dialog(page).getByRole('button', { name: 'Close' }).click();
  assert.ok((await times()).every((one) => /^\d\d:\d\d$/.test(one)));
}

/** Every theme that is ready can be read, and stays. */
async function themes(page) {
  const background = () => page.evaluate(() => getComputedStyle(document.querySelector('nav')).backgroundColor);
  const seen = new Set();
  for (const name of ['Harbour', 'Forest', 'Sand', 'Plum', 'Roost']) {
    await choose(page, 'Settings');
    await dialog(page).getByRole('tab', { name: 'Appearance' }).click();
    await dialog(page).getByText(name, { exact: true }).click();
    await dialog(page).getByRole('radio', { name }).and(page.locator(':checked')).waitFor({ state: 'attached' });
    await dialog(page).getByRole('button', { name: 'Close' }).click();
    await dialog(page).waitFor({ state: 'detached' });
    seen.add(await background());
    await examine(page, `theme ${name}`);
    await page.screenshot({ path: new URL(`../screenshots/theme-${name}.png`, import.meta.url).pathname });
  }
  assert.equal(seen.size, 5, 'each looks different');
}

/** A theme of one's own is made of colours: what is tried shows at once, goes when it is not applied, and stays when it is. */
async function ownTheme(page) {
  const shown = (variable) =>
    page.evaluate((name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim(), variable);
  const open = async () => {
    await choose(page, 'Settings');
    await dialog(page).getByRole('tab', { name: 'Appearance' }).click();
    await dialog(page).getByText('Choose each colour').click();
  };
  const before = await shown('--sidebar-head-bg');
  await open();
  assert.equal(await dialog(page).locator('input[type=color]').count(), 23);
  await look(page, 'theme-colours');
  await dialog(page).getByLabel('Background of the heading').fill('#402060');
  assert.equal(await shown('--sidebar-head-bg'), '#402060');
  await dialog(page).getByRole('button', { name: 'Close' }).click();
  await dialog(page).waitFor({ state: 'detached' });
  assert.equal(await shown('--sidebar-head-bg'), before);

  await open();
  await dialog(page).getByLabel('Background of the heading').fill('#402060');
  await dialog(page).getByLabel('Text of the heading').fill('#f0e8ff');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await dialog(page).getByRole('button', { name: 'Copy theme' }).click();
  await page.waitForFunction(async () =>
    (await navigator.clipboard.readText()).includes('"sidebarHeaderBg":"#402060"'),
  );
  const copied = JSON.parse(await page.evaluate(() => navigator.clipboard.readText()));
  assert.equal(copied.sidebarHeaderTextColor, '#f0e8ff');
  assert.equal(copied.type, 'custom');
  const kept = page.waitForResponse((answer) => answer.url().endsWith('/preferences') && answer.ok());
  await dialog(page).getByRole('button', { name: 'Apply theme' }).click();
  await kept;
  await page.reload();
  await page.getByRole('navigation', { name: 'Channels' }).waitFor();
  assert.equal(await shown('--sidebar-head-bg'), '#402060');
  // Back to ours.
  await choose(page, 'Settings');
  await dialog(page).getByRole('tab', { name: 'Appearance' }).click();
  await dialog(page).getByText('Roost', { exact: true }).click();
  await dialog(page).getByRole('button', { name: 'Close' }).click();
  await dialog(page).waitFor({ state: 'detached' });
  assert.equal(await shown('--sidebar-head-bg'), before);
}

/** What ada says of herself, bob sees. */
async function status(page, other, ada) {
  await choose(page, 'Set a status…');
  await dialog(page).getByRole('button', { name: 'Working from home' }).click();
  await dialog(page).getByLabel('Clear after').selectOption('1 hour');
  await look(page, 'status');
  await dialog(page).getByRole('button', { name: 'Save' }).click();
  await dialog(page).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: /Working from home/ }).waitFor();
  await row(other, /countess/)
    .locator('..')
    .getByText('Working from home')
    .waitFor();
  const end = Date.parse(JSON.parse((await ada.call('GET', '/users/me')).props.customStatus).expires_at);
  assert.ok(end > Date.now() + 59 * 60_000 && end <= Date.now() + 60 * 60_000, 'it ends in an hour');
  await choose(page, 'Set a status…');
  await dialog(page).getByRole('button', { name: 'Clear status' }).click();
  await row(other, /countess/)
    .locator('..')
    .getByText('Working from home')
    .waitFor({ state: 'detached' });

  await page.getByRole('button', { name: 'Your account and status' }).click();
  await page.getByRole('menuitem', { name: 'Do not disturb for' }).press('ArrowRight');
  await page.getByRole('menuitem', { name: '1 hour', exact: true }).press('Enter');
  await page.getByRole('button', { name: /Do not disturb/ }).waitFor();
  const { status: is, dnd_end_time } = await ada.call('GET', '/users/me/status');
  assert.equal(is, 'dnd');
  assert.ok(Math.abs(dnd_end_time * 1000 - Date.now() - 60 * 60_000) < 120_000, 'it ends in an hour');
}

/** Keys go from channel to channel, and to what is new; and there is a list of them. */
async function keys(page, bob, channels) {
  await page.goto('/engines/channels/boiler');
  await heading(page, 'Boiler');
  await page.keyboard.press('Alt+ArrowDown');
  await heading(page, 'Off-Topic');
  await page.keyboard.press('Alt+ArrowUp');
  await heading(page, 'Boiler');
  await bob.call('POST', '/posts', { channel_id: channels.valve.id, message: 'the mill stands still, says @countess' });
  await row(page, /Valve.*1 mention|Valve/)
    .getByLabel('1 mention')
    .waitFor();
  await page.keyboard.press('Alt+Shift+ArrowDown');
  await heading(page, 'Valve');
  const field = page.getByRole('textbox', { name: 'Message Valve' });
  await field.fill('it leaks');
  await field.press('Control+a');
  await field.press('Control+b');
  assert.equal(await field.inputValue(), '**it leaks**');
  await field.fill('');
  await page.keyboard.press('Control+/');
  await dialog(page).getByText('Next or previous unread channel').waitFor();
  await look(page, 'keys');
  await page.keyboard.press('Escape');
  await dialog(page).waitFor({ state: 'detached' });
  await page.keyboard.press('Control+Shift+m');
  await page
    .getByRole('complementary', { name: /Recent mentions/ })
    .getByRole('article')
    .filter({ hasText: 'the mill stands still' })
    .waitFor();
  await look(page, 'mentions');
  await page.getByRole('button', { name: 'Close panel' }).click();
}

/** What is new in another team, and in a thread, shows from the start. */
async function elsewhere(page, ada, bob, channels) {
  const other = page.getByRole('navigation', { name: 'Teams' }).getByRole('link', { name: 'Mills' });
  const threads = page.getByRole('navigation', { name: 'Channels' }).getByRole('link', { name: /^Threads/ });
  const root = await ada.call('POST', '/posts', { channel_id: channels.valve.id, message: 'who saw it?' });
  await bob.call('POST', '/posts', { channel_id: channels.mill.id, message: '@countess it turns' });
  await other.getByText('1', { exact: true }).waitFor();
  await bob.call('POST', '/posts', { channel_id: channels.valve.id, message: 'I did', root_id: root.id });
  await threads.getByText('unread').waitFor();
  await page.reload();
  await threads.getByText('unread').waitFor();
  await other.getByText('1', { exact: true }).waitFor();
  await bob.call('POST', '/posts', { channel_id: channels.mill.id, message: '@countess it stands' });
  await other.getByText('2', { exact: true }).waitFor();
}

/** A channel has its menu where it stands, by the pointer and by its other button. */
async function menus(page, bob, channels) {
  await bob.call('POST', '/posts', { channel_id: channels.boiler.id, message: 'it boils' });
  await row(page, /Boiler.*unread/).waitFor();
  await row(page, /Boiler/).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Mark as read' }).waitFor();
  await look(page, 'channel-menu');
  await page.getByRole('menuitem', { name: 'Mark as read' }).click();
  await row(page, /Boiler.*unread/).waitFor({ state: 'detached' });
  await row(page, /Boiler/).hover();
  await page.getByRole('button', { name: 'More on Boiler' }).click();
  await page.getByRole('menuitem', { name: 'Leave channel' }).click();
  await row(page, /Boiler/).waitFor({ state: 'detached' });
  await heading(page, 'Valve');
}

const browser = await openBrowser();
const pages = [];
try {
  const ada = await newPerson('ada');
  const team = await ada.call('POST', '/teams', { name: 'engines', display_name: 'Engines', type: 'O' });
  const bob = await newPerson('bob', team.invite_id);
  const channels = {};
  for (const [name, display_name] of Object.entries({ boiler: 'Boiler', valve: 'Valve' })) {
    channels[name] = await ada.call('POST', '/channels', { team_id: team.id, name, display_name, type: 'O' });
    await ada.call('POST', `/channels/${channels[name].id}/members`, { user_id: bob.id });
  }
  const direct = await ada.call('POST', '/channels/direct', [ada.id, bob.id]);
  await ada.call('POST', '/posts', { channel_id: direct.id, message: 'good morning' });
  const mills = await ada.call('POST', '/teams', { name: 'mills', display_name: 'Mills', type: 'O' });
  await ada.call('POST', `/teams/${mills.id}/members`, { team_id: mills.id, user_id: bob.id });
  channels.mill = await ada.call('POST', '/channels', {
    team_id: mills.id,
    name: 'mill',
    display_name: 'Mill',
    type: 'O',
  });
  await ada.call('POST', `/channels/${channels.mill.id}/members`, { user_id: bob.id });
  const page = await openWindow(browser, failures);
  const other = await openWindow(browser, failures);
  pages.push(page, other);
  await signIn(page, 'ada');
  await signIn(other, 'bob');
  await profile(page, ada);
  await notifications(page, ada);
  await clock(page);
  await themes(page);
  await ownTheme(page);
  await status(page, other, ada);
  await keys(page, bob, channels);
  await menus(page, bob, channels);
  await elsewhere(page, ada, bob, channels);
} catch (error) {
  await keepFailure('self', ...pages);
  throw error;
} finally {
  await browser.close();
}
assert.deepEqual(failures, []);
console.log('self: done');
