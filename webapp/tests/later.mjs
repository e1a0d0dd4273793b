// What is not sent at once, and what can be done with messages later: drafts and scheduled messages, priority and
// acknowledgement, reminders, earlier versions, and the settings of a channel:
//     BASE_URL=http://127.0.0.1:8065 node tests/later.mjs
import assert from 'node:assert/strict';

import { keepFailure, openBrowser, openWindow, photograph } from './browser.mjs';
import { examiner } from './examine.mjs';
import { newPerson, signIn } from './person.mjs';

const failures = [];
const examine = examiner(failures);
const post = (page, text) => page.locator('main').getByRole('article').filter({ hasText: text });
const field = (page) => page.getByRole('textbox', { name: 'Message Town Square' });
const more = async (page, text) => {
  await post(page, text).hover();
  await post(page, text).getByRole('button', { name: 'More actions' }).click();
};

async function schedule(page) {
  await field(page).fill('Good morning');
  await page.getByRole('button', { name: 'Send later' }).click();
  await page
    .getByRole('menuitem', { name: /Monday/ })
    .first()
    .click();
  await page.waitForFunction(() => document.querySelector('main textarea')?.value === '');
  await field(page).fill('At a time of my own');
  await page.getByRole('button', { name: 'Send later' }).click();
  await page.getByRole('menuitem', { name: 'Another time…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('When').fill('2020-01-01T08:00');
  await dialog.getByText('Choose a time that is to come.').waitFor();
  await examine(page, 'time');
  await dialog.getByLabel('When').fill('2099-01-01T08:00');
  await dialog.getByRole('button', { name: 'Schedule' }).click();
  await dialog.waitFor({ state: 'detached' });
  await field(page).fill('not finished');
  // Kept by the server, which counts it.
  await page.getByRole('link', { name: /Drafts and scheduled\s*3/ }).click();
  const begun = page.getByRole('region', { name: 'Drafts', exact: true });
  const later = page.getByRole('region', { name: 'Scheduled', exact: true });
  await begun.getByRole('article').filter({ hasText: 'not finished' }).waitFor();
  assert.equal(await later.getByRole('article').count(), 2);
  await examine(page, 'drafts');
  await photograph(page, 'drafts');
  const own = later.getByRole('article').filter({ hasText: 'At a time of my own' });
  await own.getByRole('button', { name: 'Change time' }).click();
  await page.getByRole('dialog').getByLabel('When').fill('2098-02-03T10:30');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await own.getByText(/February 3, 2098/).waitFor();
  await own.getByRole('button', { name: 'Delete scheduled message' }).click();
  await own.waitFor({ state: 'detached' });
  await later.getByRole('button', { name: 'Send now' }).click();
  await later.waitFor({ state: 'detached' });
  await begun.getByRole('button', { name: 'Go on writing' }).click();
  await post(page, 'Good morning').waitFor();
  assert.equal(await field(page).inputValue(), 'not finished');
  await page.getByRole('link', { name: /Drafts and scheduled/ }).click();
  await begun.getByRole('button', { name: 'Delete draft' }).click();
  await begun.waitFor({ state: 'detached' });
  await page.goBack();
  await field(page).waitFor();
  assert.equal(await field(page).inputValue(), '');
}

async function press(ada, bob) {
  await field(ada).fill('The boiler is hot');
  await ada.getByRole('button', { name: 'Priority', exact: true }).click();
  await ada.getByRole('menuitem', { name: 'Urgent' }).click();
  await ada.getByRole('button', { name: 'Priority', exact: true }).click();
  await ada.getByRole('menuitem', { name: 'Ask for acknowledgement' }).click();
  await field(ada).press('Enter');
  const there = post(bob, 'The boiler is hot');
  await there.getByText('Urgent').waitFor();
  await there.getByRole('button', { name: 'Acknowledge' }).click();
  await post(ada, 'The boiler is hot').getByRole('button', { name: '1 acknowledged' }).waitFor();
  await examine(bob, 'priority');
}

async function remindAndChange(page) {
  await more(page, 'Good morning');
  await page.getByRole('menuitem', { name: 'Remind me' }).press('ArrowRight');
  const answer = page.waitForResponse(/\/reminder$/);
  await page.getByRole('menuitem', { name: 'In 30 minutes' }).press('Enter');
  assert.equal((await answer).status(), 200);
  const wanted = (await answer).request().postDataJSON().target_time;
  assert.ok(Math.abs(wanted - Date.now() / 1000 - 1800) < 60, `in half an hour, in seconds: ${wanted}`);
  await more(page, 'Good morning');
  await page.getByRole('menuitem', { name: 'Edit' }).click();
  await page.getByRole('textbox', { name: 'Edit message' }).fill('Good evening');
  await page.getByRole('textbox', { name: 'Edit message' }).press('Enter');
  await post(page, 'Good evening').getByRole('button', { name: '(edited)' }).click();
  const panel = page.getByRole('complementary');
  await panel.getByText('Good morning').waitFor();
  await examine(page, 'history');
  await photograph(page, 'history');
  await panel.getByRole('button', { name: 'Restore this version' }).click();
  await post(page, 'Good morning').waitFor();
  await page.getByRole('button', { name: 'Close panel' }).click();
}

async function channelSettings(ada, bob) {
  await ada.getByRole('button', { name: 'Town Square: channel menu' }).click();
  await ada.getByRole('menuitem', { name: 'Channel settings' }).click();
  const dialog = ada.getByRole('dialog');
  await dialog.getByLabel('Header').fill('Everybody is here');
  await photograph(ada, 'channel-settings');
  await examine(ada, 'channel settings');
  await dialog.getByRole('button', { name: 'Save' }).click();
  for (const page of [ada, bob]) await page.locator('main header').getByText('Everybody is here').waitFor();
}

const browser = await openBrowser();
const pages = [];
try {
  const ada = await newPerson('ada');
  const team = await ada.call('POST', '/teams', { name: 'engines', display_name: 'Engines', type: 'O' });
  await newPerson('bob', team.invite_id);
  for (const name of ['ada', 'bob']) {
    const page = await openWindow(browser, failures);
    pages.push(page);
    await signIn(page, name);
    await page.goto('/engines/channels/town-square');
    await field(page).waitFor();
  }
  await schedule(pages[0]);
  await press(...pages);
  await remindAndChange(pages[0]);
  await channelSettings(...pages);
} catch (error) {
  await keepFailure('later', ...pages);
  throw error;
} finally {
  await browser.close();
}
assert.deepEqual(failures, []);
console.log('later: done');
