// Two people and an administrator on three nodes behind a proxy, in real browsers. A node dies under an open window, another
// drains, a setting changes: nothing is lost, and nothing is there twice. `scripts/with-cluster.sh` starts all of it.
import assert from 'node:assert/strict';

import { keepFailure, openBrowser, openWindow, photograph } from './browser.mjs';
import { examiner } from './examine.mjs';
import { openFleet } from './fleet.mjs';
import { press } from './keys.mjs';
import { newPerson, signIn } from './person.mjs';

const failures = [];
const examine = examiner(failures);
const started = Date.now();
const did = (what) => console.log(`${((Date.now() - started) / 1000).toFixed(1).padStart(5)} s  ${what}`);

/** Longest wait for what a cluster does by itself, in milliseconds. */
const PATIENCE_MS = 30_000;

/** Asks again and again until the answer is good. */
async function until(what, ask) {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    assert.ok(Date.now() < end, `${what}: not within ${PATIENCE_MS / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const post = (page, text) => page.locator('main').getByRole('article').filter({ hasText: text });

async function write(page, field, text) {
  await page.getByRole('textbox', { name: field }).fill(text);
  await page.getByRole('textbox', { name: field }).press('Enter');
}

/** Every window has each of the messages, and has it once. */
async function once(pages, texts) {
  for (const page of pages) {
    for (const text of texts) {
      await post(page, text).first().waitFor({ timeout: PATIENCE_MS });
      assert.equal(await post(page, text).count(), 1, `${text}: once`);
      assert.equal(await post(page, text).getByText('Not sent.').count(), 0, `${text}: sent`);
    }
  }
}

const cluster = (admin) => admin.call('GET', '/roost/cluster');

/** Opens a window and returns it with the node that its event stream is on: another one than `elsewhere`. */
async function windowOn(admin, open, name, elsewhere) {
  for (;;) {
    // Nodes tell of their windows a moment later: one that opened before would be taken for this one.
    const counted = (nodes) => nodes.reduce((sum, node) => sum + node.connections, 0) === pages.length;
    await until('the windows are counted', async () => counted((await cluster(admin)).nodes));
    const before = new Map((await cluster(admin)).nodes.map((node) => [node.name, node.connections]));
    const page = await open();
    await signIn(page, name);
    const more = (one) => one.connections > (before.get(one.name) ?? 0);
    // All windows at once: a connection that was given up soon is not the one that stays.
    const node = await until(`${name} is connected`, async () => {
      const { nodes } = await cluster(admin);
      return counted(nodes) && nodes.find(more);
    });
    // The proxy counts requests too, and may have found this node the idlest: the window stays, which makes it busier.
    if (node.name !== elsewhere?.name) return { page, node };
  }
}

/** Opens a conversation without loading the page anew: the event stream stays where it is. */
async function talkTo(page, name) {
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('Where do you want to go?').fill(name);
  await page.getByRole('option', { name }).first().waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name, level: 1 }).waitFor();
}

const card = (page, node) => page.getByRole('listitem', { name: node.name });

/** A node dies under bob's window, and comes back. */
async function kill(fleet, ada, bob, console_) {
  const doomed = fleet.at(bob.node.address);
  fleet.kill(doomed);
  await bob.page.getByText('Connection lost').waitFor();
  await photograph(bob.page, 'cluster-lost');
  await write(bob.page, 'Message ada', 'Written while the node was dead');
  await write(ada.page, 'Message bob', 'Said while the node was dead');
  await bob.page.getByText('Connection lost').waitFor({ state: 'detached', timeout: PATIENCE_MS });
  await write(ada.page, 'Message bob', 'And after it');
  await once([ada.page, bob.page], ['Written while the node was dead', 'Said while the node was dead', 'And after it']);
  did('a node died under a window: it recovered, nothing lost or doubled');

  await card(console_, bob.node).getByText('Dead').waitFor({ timeout: PATIENCE_MS });
  await console_.getByText('2 of 3 alive').waitFor();
  await photograph(console_, 'console-cluster-dead');
  fleet.start(doomed);
  await console_.getByText('3 of 3 alive').waitFor({ timeout: PATIENCE_MS });
  assert.equal(await console_.getByRole('listitem').filter({ hasText: bob.node.name }).count(), 1);
  did('the console saw it die, and join again');
}

/** What the environment decides is locked; what is changed holds on every node. */
async function changeSetting(fleet, console_, bob) {
  const nav = console_.getByRole('navigation', { name: 'System console' });
  await nav.getByRole('link', { name: 'Settings' }).click();
  const sections = console_.getByRole('navigation', { name: 'Sections' });
  await sections.getByRole('link', { name: 'Cluster', exact: true }).click();
  const enable = console_.getByRole('switch', { name: 'Enable', exact: true });
  await enable.waitFor();
  assert.ok(await enable.isDisabled());
  await console_.getByText('Set by MM_CLUSTERSETTINGS_ENABLE').waitFor();
  await photograph(console_, 'console-settings-locked');
  await examine(console_, 'locked settings');
  await sections.getByRole('link', { name: 'Team', exact: true }).click();
  await console_.getByLabel('Site name').fill('Engine room');
  const foot = console_.getByRole('region', { name: 'Changes' });
  await foot.getByRole('button', { name: 'Save' }).click();
  await foot.getByText(/^Saved/).waitFor();
  for (const node of fleet.nodes) {
    await until(`the setting holds on ${node.port}`, async () => {
      const answer = await fetch(`http://127.0.0.1:${node.port}/api/v4/config/client?format=old`);
      return (await answer.json()).SiteName === 'Engine room';
    });
  }
  await bob.page.reload();
  await bob.page.getByRole('heading', { name: 'ada', level: 1 }).waitFor();
  await nav.getByRole('link', { name: 'Cluster' }).click();
  await console_.getByText('The same everywhere').waitFor({ timeout: PATIENCE_MS });
  did('a setting changed on every node, and those of the environment are locked');
}

/** An administrator drains the node of ada's window, whose people go on elsewhere, and takes it back. */
async function drain(fleet, admin, ada, bob, console_) {
  const { node } = ada;
  // The keys are enough.
  await press(console_, card(console_, node).getByRole('button', { name: `Drain ${node.name}` }));
  await press(console_, console_.getByRole('dialog').getByRole('button', { name: 'Drain' }));
  await card(console_, node).getByText('Draining').waitFor({ timeout: PATIENCE_MS });
  assert.equal(await fleet.agent(fleet.at(node.address)), 'drain');
  await until('its people are elsewhere', async () => {
    const { nodes } = await cluster(admin);
    return nodes.find((one) => one.name === node.name)?.connections === 0;
  });
  await photograph(console_, 'console-cluster');
  await examine(console_, 'cluster');
  await write(ada.page, 'Message bob', 'From another node');
  await write(bob.page, 'Message ada', 'To another node');
  await once([ada.page, bob.page], ['From another node', 'To another node']);
  await ada.page.getByText('Connection lost').waitFor({ state: 'detached', timeout: PATIENCE_MS });
  await press(console_, card(console_, node).getByRole('button', { name: `Take back ${node.name}` }));
  await card(console_, node).getByText('Alive').waitFor({ timeout: PATIENCE_MS });
  await until(
    'the proxy may send it people',
    async () => (await fleet.agent(fleet.at(node.address))) === 'up ready 100%',
  );
  did('drained and taken back; its people went on elsewhere');
}

const browsers = [await openBrowser(), await openBrowser()];
const fleet = openFleet();
const pages = [];
const opener = (browser) => async () => {
  pages.push(await openWindow(browser, failures));
  return pages.at(-1);
};
try {
  const admin = await newPerson('grace');
  const team = await admin.call('POST', '/teams', { name: 'engines', display_name: 'Engines', type: 'O' });
  await newPerson('ada', team.invite_id);
  await newPerson('bob', team.invite_id);
  await until('all nodes are there', async () => (await cluster(admin)).nodes.length === 3);

  const ada = await windowOn(admin, opener(browsers[0]), 'ada');
  const bob = await windowOn(admin, opener(browsers[1]), 'bob', ada.node);
  await talkTo(ada.page, 'bob');
  await talkTo(bob.page, 'ada');
  await write(ada.page, 'Message bob', 'Across nodes');
  await write(bob.page, 'Message ada', 'And back');
  await once([ada.page, bob.page], ['Across nodes', 'And back']);
  did(`two people on ${ada.node.name} and ${bob.node.name}`);

  const console_ = await opener(browsers[0])();
  await signIn(console_, 'grace');
  await console_.goto('/admin_console/cluster');
  await console_.getByText('3 of 3 alive').waitFor();
  await kill(fleet, ada, bob, console_);
  await changeSetting(fleet, console_, bob);
  await drain(fleet, admin, ada, bob, console_);
} catch (error) {
  await keepFailure('cluster', ...pages);
  throw error;
} finally {
  for (const browser of browsers) await browser.close();
  await fleet.close();
}
assert.deepEqual(
  failures.filter((one) => !/net::ERR_|WebSocket connection|status of 50[234]/.test(one)),
  [],
);
console.log('cluster: done');
