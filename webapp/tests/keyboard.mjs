// The whole way from sign-up to sign-out by keyboard alone, in German: no mouse, no touch, and what is shown is the German
// catalogue's.
//     BASE_URL=http://127.0.0.1:8065 node tests/keyboard.mjs
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import { keepFailure, openBrowser, openWindow } from './browser.mjs';
import { examiner } from './examine.mjs';
import { choose, go, onlyKeys, press, type } from './keys.mjs';
import { newPerson, PASSWORD } from './person.mjs';
import { picture } from './picture.mjs';

const failures = [];
const examine = examiner(failures);
const started = Date.now();
const did = (what) => console.log(`${((Date.now() - started) / 1000).toFixed(1).padStart(5)} s  ${what}`);

const catalogue = JSON.parse(readFileSync(new URL('../src/i18n/de.json', import.meta.url), 'utf8'));

/** A text of the catalogue. */
function de(id, values = {}) {
  const text = catalogue[id];
  assert.ok(text, `${id} is in the catalogue`);
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

const button = (within, id, values) => within.getByRole('button', { name: de(id, values), exact: true });
const field = (page, channel) => page.getByRole('textbox', { name: de('composer.writeTo', { channel }) });
const post = (page, text) => page.locator('main').getByRole('article').filter({ hasText: text });
const heading = (page, name) => page.getByRole('heading', { name, level: 1 });

async function signUp(page) {
  await page.goto('/');
  await page
    .getByRole('heading', { name: de('auth.signUpAt') })
    .or(page.getByLabel(de('auth.email')))
    .first()
    .waitFor();
  assert.equal(await page.locator('html').getAttribute('lang'), 'de');
  await type(page, page.getByLabel(de('auth.email')), 'ada@example.com');
  await type(page, page.getByLabel(de('auth.username')), 'ada');
  await type(page, page.getByLabel(de('auth.password'), { exact: true }), PASSWORD);
  await page.keyboard.press('Enter');
  await type(page, page.getByLabel(de('teams.name')), 'Maschinen');
  await examine(page, 'team, in German');
  await page.keyboard.press('Enter');
  await heading(page, 'Town Square').waitFor();
  did('signed up, and a team');
}

async function talk(page) {
  await press(page, button(page, 'sidebar.newChannel'));
  const dialog = page.getByRole('dialog');
  await type(page, dialog.getByLabel(de('newChannel.name'), { exact: true }), 'Startpläne');
  await page.keyboard.press('Enter');
  await heading(page, 'Startpläne').waitFor();
  await type(page, field(page, 'Startpläne'), 'Wir starten am **Freitag**');
  await page.keyboard.press('Enter');
  await post(page, 'Wir starten am Freitag').waitFor();
  did('a channel and a message');

  const first = post(page, 'Wir starten am Freitag');
  await go(page, first, 'Shift+Tab');
  await press(page, first.getByRole('button', { name: de('post.reactWith', { emoji: 'heart' }) }), 'Shift+Tab');
  await first.getByRole('button', { name: de('post.reaction', { emoji: 'heart', people: 'ada' }) }).waitFor();
  await press(page, first.getByRole('toolbar').getByRole('button', { name: de('post.reply') }));
  const panel = page.getByRole('complementary');
  await type(page, panel.getByRole('textbox', { name: de('thread.reply') }), 'Wenn das Wetter hält.');
  await page.keyboard.press('Enter');
  await panel.getByRole('article').filter({ hasText: 'Wenn das Wetter hält.' }).waitFor();
  await first.getByRole('button', { name: /1 Antwort/ }).waitFor();
  await examine(page, 'thread, in German');
  await page.keyboard.press('Escape');
  await panel.waitFor({ state: 'detached' });
  did('a reaction and a reply');

  await go(page, field(page, 'Startpläne'));
  await page.keyboard.press('ArrowUp');
  await go(page, page.getByRole('textbox', { name: de('post.editLabel') }));
  await page.keyboard.press('End');
  await page.keyboard.type(', früh');
  await page.keyboard.press('Enter');
  await post(page, 'Freitag, früh').getByText(de('post.edited')).waitFor();
  await press(page, post(page, 'Freitag, früh').getByRole('button', { name: de('post.more') }), 'Shift+Tab');
  await choose(page, de('post.delete'));
  await press(page, button(page.getByRole('dialog'), 'post.delete'));
  await post(page, 'Freitag, früh').waitFor({ state: 'detached' });
  did('edited and deleted');
}

async function attach(page) {
  const chooser = page.waitForEvent('filechooser');
  await press(page, button(page.locator('main'), 'composer.attach'));
  await (await chooser).setFiles({ name: 'plan.png', mimeType: 'image/png', buffer: picture(320, 180) });
  await button(page, 'composer.removeFile', { name: 'plan.png' }).waitFor();
  await page.waitForFunction(() => !document.querySelector('main button[type=submit]').disabled);
  await press(page, button(page.locator('main'), 'composer.send'));
  await press(page, button(page, 'file.open', { name: 'plan.png' }), 'Shift+Tab');
  await page.getByRole('dialog').getByRole('img', { name: 'plan.png' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  did('a picture, sent and opened');
}

async function find(page) {
  await go(page, field(page, 'Startpläne'));
  await page.keyboard.type('Der Kessel ist heiß');
  await page.keyboard.press('Enter');
  await post(page, 'Der Kessel ist heiß').waitFor();
  await type(page, page.getByRole('combobox', { name: de('search.title') }), 'Kessel');
  await page.keyboard.press('Enter');
  const panel = page.getByRole('complementary');
  await panel.getByRole('article').filter({ hasText: 'Der Kessel ist heiß' }).waitFor();
  await press(page, panel.getByRole('button', { name: de('search.jump') }));
  await press(page, button(panel, 'panel.close'), 'Shift+Tab');
  await panel.waitFor({ state: 'detached' });
  did('searched');
}

async function people(page) {
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder(de('switcher.placeholder')).waitFor();
  await page.keyboard.type('bob');
  await page.getByRole('option', { name: 'bob' }).first().waitFor();
  await page.keyboard.press('Enter');
  await heading(page, 'bob').waitFor();
  await go(page, field(page, 'bob'));
  await page.keyboard.type('Hallo Bob');
  await page.keyboard.press('Enter');
  await post(page, 'Hallo Bob').waitFor();
  did('somebody alone');

  await press(page, button(page, 'sidebar.newDirect'));
  const dialog = page.getByRole('dialog');
  const to = dialog.getByRole('combobox', { name: de('direct.to') });
  for (const name of ['bob', 'cleo']) {
    await go(page, to);
    await page.keyboard.type(name);
    await dialog.getByRole('option', { name }).waitFor();
    await page.keyboard.press('Enter');
    await button(dialog, 'people.remove', { name }).waitFor();
  }
  await page.keyboard.press('Enter');
  await heading(page, /bob.*cleo|cleo.*bob/).waitFor();
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder(de('switcher.placeholder')).waitFor();
  await page.keyboard.type('town');
  await page.getByRole('option', { name: 'Town Square' }).waitFor();
  await page.keyboard.press('Enter');
  await heading(page, 'Town Square').waitFor();
  did('a group, and back');
}

async function settings(page) {
  const account = page.getByRole('button', { name: de('me.menu') });
  await press(page, account);
  await choose(page, de('settings.title'));
  const dialog = page.getByRole('dialog');
  await go(page, dialog.getByRole('tab').first());
  await go(page, dialog.getByRole('tab', { name: de('settings.appearance') }), 'ArrowDown');
  await go(page, dialog.getByRole('radio', { name: de('settings.schemeSystem') }));
  const scheme = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await scheme();
  await go(page, dialog.getByRole('radio', { name: de('settings.schemeDark') }), 'ArrowRight');
  await page.waitForFunction((before) => getComputedStyle(document.body).backgroundColor !== before, light);
  await examine(page, 'settings, in German');
  const sidebar = () => page.evaluate(() => getComputedStyle(document.querySelector('nav')).backgroundColor);
  const plain = await sidebar();
  await go(page, dialog.getByRole('radio', { name: 'Roost' }));
  const kept = page.waitForResponse((answer) => answer.url().endsWith('/preferences') && answer.ok());
  await go(page, dialog.getByRole('radio', { name: 'Harbour' }), 'ArrowRight');
  await kept;
  assert.notEqual(await sidebar(), plain, 'the theme shows');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  // The keyboard is where it was.
  await press(page, account);
  await choose(page, de('auth.signOut'));
  await page.getByLabel(de('auth.loginId')).waitFor();
  did('dark, a theme, and signed out');
}

const browser = await openBrowser();
let page;
try {
  page = await openWindow(browser, failures, { locale: 'de-DE' });
  await onlyKeys(page);
  await signUp(page);
  const { inviteId } = await page.evaluate(async () => {
    const [team] = await (await fetch('/api/v4/users/me/teams')).json();
    return { inviteId: team.invite_id };
  });
  for (const name of ['bob', 'cleo']) await newPerson(name, inviteId);
  await talk(page);
  await attach(page);
  await find(page);
  await people(page);
  await settings(page);
} catch (error) {
  await keepFailure('keyboard', page);
  throw error;
} finally {
  await browser.close();
}
assert.deepEqual(failures, []);
console.log('keyboard: done');
