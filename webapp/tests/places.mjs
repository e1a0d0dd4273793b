// The ways through a channel: what it is about, its files, a day in it, and a search that helps with what narrows it down:
//     BASE_URL=http://127.0.0.1:8065 node tests/places.mjs
import assert from 'node:assert/strict';

import { checkBoxes } from './boxes.mjs';
import { base, keepFailure, openBrowser, openWindow, photograph } from './browser.mjs';
import { examiner } from './examine.mjs';
import { newPerson, signIn } from './person.mjs';
import { picture } from './picture.mjs';

const failures = [];
const examine = examiner(failures);
const panel = (page) => page.getByRole('complementary');
const post = (page, text) => page.locator('main').getByRole('article').filter({ hasText: text });

async function look(page, name) {
  await examine(page, name);
  await photograph(page, name, (variant) => checkBoxes(page, `${name}, ${variant}`, failures));
}

/** Messages of several years, two files, and two people. */
async function scene() {
  const ada = await newPerson('ada');
  const team = await ada.call('POST', '/teams', { name: 'engines', display_name: 'Engines', type: 'O' });
  const bob = await newPerson('bob', team.invite_id);
  const fields = { team_id: team.id, name: 'boiler', display_name: 'Boiler', type: 'O', purpose: 'What is hot' };
  const channel = await ada.call('POST', '/channels', fields);
  await ada.call('PUT', `/channels/${channel.id}/patch`, { header: 'Below **ninety** degrees' });
  await ada.call('POST', `/channels/${channel.id}/members`, { user_id: bob.id });
  for (let year = 2018; year < 2024; year += 1) {
    for (let month = 1; month <= 12; month += 1) {
      const create_at = Date.UTC(year, month - 1, 15, 12);
      await ada.call('POST', '/posts', { channel_id: channel.id, message: `entry ${year}-${month}.`, create_at });
    }
  }
  for (const [person, name, type, bytes] of [
    [ada, 'plan.png', 'image/png', picture(320, 180)],
    [bob, 'notes.txt', 'text/plain', 'hot'],
  ]) {
    const form = new FormData();
    form.append('channel_id', channel.id);
    form.append('files', new Blob([bytes], { type }), name);
    const headers = { Authorization: `Bearer ${person.token}` };
    const { file_infos } = await (await fetch(`${base}/api/v4/files`, { method: 'POST', headers, body: form })).json();
    const file_ids = file_infos.map((file) => file.id);
    await person.call('POST', '/posts', { channel_id: channel.id, message: `attached ${name}`, file_ids });
  }
  return { ada, bob };
}

const menu = async (page, item) => {
  await page.getByRole('button', { name: 'Boiler: channel menu' }).click();
  await page.getByRole('menuitem', { name: item }).click();
};

async function about(page) {
  await menu(page, 'About this channel');
  await panel(page).getByText('What is hot').waitFor();
  await panel(page).getByText('ninety').waitFor();
  await panel(page)
    .getByText(`${new URL(page.url()).origin}/engines/channels/boiler`)
    .waitFor();
  await look(page, 'channel-info');
  await panel(page).getByRole('button', { name: 'Files' }).click();
  const file = (name) => panel(page).getByRole('article', { name });
  await file('plan.png').waitFor();
  await file('notes.txt').getByText(/^bob/).waitFor();
  assert.deepEqual(
    await panel(page)
      .getByRole('article')
      .evaluateAll((list) => list.map((one) => one.getAttribute('aria-label'))),
    ['notes.txt', 'plan.png'],
  );
  await look(page, 'channel-files');
  await file('plan.png')
    .getByRole('button', { name: /plan\.png/ })
    .click();
  await page.getByRole('dialog').getByRole('img', { name: 'plan.png' }).waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
}

async function toDate(page) {
  for (const [day, text] of [
    ['2020-03-15', 'entry 2020-3.'],
    ['2020-03-16', 'entry 2020-4.'],
    ['1999-01-01', 'entry 2018-1.'],
  ]) {
    await menu(page, 'Jump to date');
    await page.getByRole('dialog').getByLabel('Day').fill(day);
    await page.getByRole('dialog').getByRole('button', { name: 'Jump' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await post(page, text).waitFor();
    // It is where one looks.
    await page.waitForFunction((wanted) => {
      const box = document.querySelector('[role=log]').getBoundingClientRect();
      const row = [...document.querySelectorAll('main article')].find((one) => one.textContent.includes(wanted));
      const at = row?.getBoundingClientRect();
      return at && at.top >= box.top && at.bottom <= box.bottom;
    }, text);
  }
  await menu(page, 'Jump to date');
  await page.getByRole('dialog').getByLabel('Day').fill('2099-01-01');
  await page.getByRole('dialog').getByRole('button', { name: 'Jump' }).click();
  await page.getByText('Nothing was written on that day or later.').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
}

async function search(page) {
  const field = page.getByRole('combobox', { name: 'Search messages' });
  await field.click();
  await page.getByRole('option', { name: 'from:' }).waitFor();
  await examine(page, 'search suggestions');
  await field.pressSequentially('attached fr');
  await page.getByRole('option', { name: 'from:' }).waitFor();
  await field.press('Enter');
  assert.equal(await field.inputValue(), 'attached from:');
  await field.pressSequentially('bo');
  await page.getByRole('option', { name: 'bob' }).waitFor();
  await field.press('Enter');
  assert.equal(await field.inputValue(), 'attached from:bob ');
  await field.pressSequentially('in:boi');
  await page.getByRole('option', { name: 'Boiler' }).click();
  assert.equal(await field.inputValue(), 'attached from:bob in:boiler ');
  await field.press('Enter');
  await panel(page).getByRole('article').filter({ hasText: 'attached notes.txt' }).waitFor();
  assert.equal(await panel(page).getByRole('article').count(), 1);
  await panel(page).getByRole('button', { name: 'Files' }).click();
  await panel(page).getByText('Nothing was found.').waitFor();
  const again = panel(page).getByRole('combobox', { name: 'Search messages' });
  await again.fill('notes');
  await again.press('Enter');
  await panel(page).getByRole('article', { name: 'notes.txt' }).waitFor();
  await look(page, 'search-files');
}

/** A phone has the search in the panel, with the same help. */
async function searchOnPhone(page) {
  const wide = page.viewportSize();
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole('button', { name: 'Search messages' }).click();
  const field = panel(page).getByRole('combobox', { name: 'Search messages' });
  await field.pressSequentially('attached from:bo');
  await page.getByRole('option', { name: 'bob' }).waitFor();
  await look(page, 'search-panel');
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole('option', { name: 'bob' }).click();
  assert.equal(await field.inputValue(), 'attached from:bob ');
  await field.press('Enter');
  await panel(page).getByRole('article').filter({ hasText: 'attached notes.txt' }).waitFor();
  assert.equal(await panel(page).getByRole('article').count(), 1);
  await page.getByRole('button', { name: 'Close panel' }).click();
  await page.setViewportSize(wide);
}

/** What somebody is told of a channel: set, as the server has it, and as before again. */
async function notifications(page, ada) {
  const dialog = page.getByRole('dialog', { name: 'Notifications' });
  const field = (group, name) => dialog.getByRole('group', { name: group }).getByLabel(name, { exact: true });
  const save = async () => {
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
  };
  const { id } = await ada.call('GET', '/teams/name/engines/channels/name/boiler');
  const kept = async () => (await ada.call('GET', `/channels/${id}/members/me`)).notify_props;
  const before = await kept();
  await menu(page, 'Notifications');
  await field('On the desktop', 'Messages').selectOption('All messages');
  await field('On the desktop', 'Replies in threads that you follow').selectOption('Mentions');
  await field('On the desktop', 'Sound').selectOption('Silent');
  await field('On your phone', 'Messages').selectOption('Nothing');
  await dialog.getByRole('checkbox', { name: /Ignore mentions/ }).check();
  await dialog.getByRole('checkbox', { name: /Follow all new threads/ }).check();
  await look(page, 'channel-notifications');
  await save();
  assert.deepEqual(await kept(), {
    ...before,
    mark_unread: 'all',
    desktop: 'all',
    desktop_threads: 'mention',
    desktop_sound: 'off',
    push: 'none',
    push_threads: 'default',
    ignore_channel_mentions: 'on',
    channel_auto_follow_threads: 'on',
  });
  // Muted elsewhere, it is muted here.
  await ada.call('PUT', `/channels/${id}/members/${ada.id}/notify_props`, { mark_unread: 'mention' });
  await page.getByRole('button', { name: 'Boiler: channel menu' }).click();
  await page.getByRole('menuitem', { name: 'Unmute channel' }).waitFor();
  await page.getByRole('menuitem', { name: 'Notifications' }).click();
  assert.ok(await field('On the desktop', 'Messages').isDisabled());
  await dialog.getByRole('button', { name: 'Reset to default' }).click();
  assert.equal(await field('On the desktop', 'Messages').inputValue(), 'default');
  await save();
  const like = { desktop_threads: 'default', desktop_sound: 'default', push_threads: 'default' };
  assert.deepEqual(await kept(), { ...before, ...like });
}

/** Channels and categories are put in order by hand: by keys, by the menu, and by dragging. */
async function order(page, ada) {
  const nav = page.getByRole('navigation', { name: 'Channels' });
  const section = (name) => nav.getByRole('region', { name, exact: true });
  const names = (all) => all.map((one) => one.textContent.replace('unread', ''));
  const links = (name) => section(name).getByRole('link').evaluateAll(names);
  const saved = () => page.waitForResponse((one) => one.request().method() === 'PUT' && /\/categories/.test(one.url()));
  let done = saved();
  await section('Channels').getByRole('button', { name: 'Channels: category menu' }).click();
  await page.getByRole('menuitem', { name: 'By name' }).click();
  await done;
  assert.deepEqual(await links('Channels'), ['Boiler', 'Off-Topic', 'Town Square']);
  const boiler = section('Channels').getByRole('link', { name: 'Boiler' });
  await boiler.focus();
  done = saved();
  await page.keyboard.press('Control+Shift+ArrowDown');
  await done;
  assert.deepEqual(await links('Channels'), ['Off-Topic', 'Boiler', 'Town Square']);
  assert.ok(await boiler.evaluate((one) => one === document.activeElement), 'the focus goes with it');
  await page.getByRole('button', { name: 'Boiler: channel menu' }).click();
  await page.getByRole('menuitem', { name: 'Move to' }).press('ArrowRight');
  done = saved();
  await page.getByRole('menuitem', { name: 'Move down' }).press('Enter');
  await done;
  assert.deepEqual(await links('Channels'), ['Off-Topic', 'Town Square', 'Boiler']);
  done = saved();
  await boiler.dragTo(section('Channels').getByRole('link', { name: 'Off-Topic' }), {
    targetPosition: { x: 40, y: 4 },
  });
  await done;
  assert.deepEqual(await links('Channels'), ['Boiler', 'Off-Topic', 'Town Square']);
  done = saved();
  await boiler.dragTo(section('Channels').getByRole('link', { name: 'Off-Topic' }), {
    targetPosition: { x: 40, y: 28 },
  });
  await done;
  assert.deepEqual(await links('Channels'), ['Off-Topic', 'Boiler', 'Town Square']);

  // Between categories, to where it is dropped.
  const { id: teamId } = await ada.call('GET', '/teams/name/engines');
  const fields = { user_id: ada.id, team_id: teamId, display_name: 'Heat', channel_ids: [] };
  await ada.call('POST', `/users/me/teams/${teamId}/channels/categories`, fields);
  await section('Heat').waitFor();
  for (const name of ['Off-Topic', 'Boiler']) {
    done = saved();
    await section('Channels')
      .getByRole('link', { name })
      .dragTo(section('Heat').getByRole('button', { name: 'Heat', exact: true }));
    await done;
  }
  assert.deepEqual(await links('Heat'), ['Boiler', 'Off-Topic']);
  done = saved();
  await section('Channels')
    .getByRole('link', { name: 'Town Square' })
    .dragTo(section('Heat').getByRole('link', { name: 'Off-Topic' }), { targetPosition: { x: 40, y: 4 } });
  await done;
  assert.deepEqual(await links('Heat'), ['Boiler', 'Town Square', 'Off-Topic']);

  const titles = () => nav.getByRole('region').evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')));
  assert.deepEqual(await titles(), ['Heat', 'Channels', 'Direct messages']);
  done = saved();
  await section('Heat').getByRole('button', { name: 'Heat', exact: true }).press('Control+Shift+ArrowDown');
  await done;
  assert.deepEqual(await titles(), ['Channels', 'Heat', 'Direct messages']);
  done = saved();
  await section('Direct messages')
    .getByRole('button', { name: 'Direct messages', exact: true })
    .dragTo(section('Channels').getByRole('button', { name: 'Channels', exact: true }), {
      targetPosition: { x: 40, y: 4 },
    });
  await done;
  assert.deepEqual(await titles(), ['Direct messages', 'Channels', 'Heat']);
  // As the server has it.
  await page.reload();
  await section('Heat').getByRole('link', { name: 'Boiler' }).waitFor();
  assert.deepEqual(await links('Heat'), ['Boiler', 'Town Square', 'Off-Topic']);
  assert.deepEqual(await titles(), ['Direct messages', 'Channels', 'Heat']);
}

/** Categories are made, named, sorted and deleted, and channels moved, without dragging; and what is read can be hidden. */
async function sidebar(page, bob) {
  const nav = page.getByRole('navigation', { name: 'Channels' });
  const section = (name) => nav.getByRole('region', { name, exact: true });
  const choose = async (category, item) => {
    await section(category)
      .getByRole('button', { name: `${category}: category menu` })
      .click();
    await page.getByRole('menuitem', { name: item }).click();
  };
  const name = async (text) => {
    await page.getByRole('dialog').getByLabel('Name').fill(text);
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  };
  const links = (category) => section(category).getByRole('link').allTextContents();
  await choose('Channels', 'New category');
  await name('Heat');
  await page.getByRole('button', { name: 'Boiler: channel menu' }).click();
  await page.getByRole('menuitem', { name: 'Move to' }).press('ArrowRight');
  await page.getByRole('menuitem', { name: 'Heat' }).press('Enter');
  await section('Heat').getByRole('link', { name: 'Boiler' }).waitFor();
  assert.ok(!(await links('Channels')).includes('Boiler'));
  await choose('Heat', 'Rename category');
  await name('Warmth');
  await section('Warmth').getByRole('link', { name: 'Boiler' }).waitFor();
  const saved = page.waitForResponse((one) => one.request().method() === 'PUT' && /\/categories/.test(one.url()));
  await choose('Channels', 'By last message');
  await saved;
  // As the server has it.
  await page.reload();
  await section('Warmth').getByRole('link', { name: 'Boiler' }).waitFor();
  await section('Channels').getByRole('button', { name: 'Channels: category menu' }).click();
  await page.getByRole('menuitem', { name: 'By last message' }).locator('svg').waitFor();
  await page.keyboard.press('Escape');
  await look(page, 'categories');

  const { id } = await bob.call('GET', `/teams/name/engines/channels/name/off-topic`);
  await page.getByRole('button', { name: 'Unread only' }).click();
  await section('Channels').getByRole('link', { name: 'Town Square' }).waitFor({ state: 'detached' });
  await bob.call('POST', '/posts', { channel_id: id, message: 'off the topic' });
  await section('Channels')
    .getByRole('link', { name: /Off-Topic/ })
    .waitFor();
  await section('Warmth').getByRole('link', { name: 'Boiler' }).waitFor();
  await page.getByRole('button', { name: 'Unread only' }).click();
  await section('Channels').getByRole('link', { name: 'Town Square' }).waitFor();
  await choose('Warmth', 'Delete category');
  await section('Warmth').waitFor({ state: 'detached' });
  await section('Channels').getByRole('link', { name: 'Boiler' }).waitFor();
}

const browser = await openBrowser();
let page;
try {
  const { ada, bob } = await scene();
  page = await openWindow(browser, failures);
  await signIn(page, 'ada');
  await page.goto('/engines/channels/boiler');
  await post(page, 'attached notes.txt').waitFor();
  await about(page);
  await page.getByRole('button', { name: 'Close panel' }).click();
  await toDate(page);
  await search(page);
  await page.getByRole('button', { name: 'Close panel' }).click();
  await searchOnPhone(page);
  await notifications(page, ada);
  await sidebar(page, bob);
  await order(page, ada);
} catch (error) {
  await keepFailure('places', page);
  throw error;
} finally {
  await browser.close();
}
assert.deepEqual(failures, []);
console.log('places: done');
