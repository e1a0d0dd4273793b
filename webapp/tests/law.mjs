// A window that hears of everything knows the same as one that opens afterwards and asks: what is fetched, and events on top
// of it, is what is fetched later. All that can change for somebody changes, on other devices and by others:
//     BASE_URL=http://127.0.0.1:8065 node tests/law.mjs
import assert from 'node:assert/strict';

import { base, keepFailure, openBrowser, openWindow } from './browser.mjs';
import { differences, known } from './known.mjs';
import { newPerson, signIn } from './person.mjs';
import { picture } from './picture.mjs';

/** Longest wait until both know the same, in milliseconds. */
const PATIENCE_MS = 15_000;

const failures = [];

/** Sends a form with a file. */
async function upload(person, path, fields, name, file) {
  const form = new FormData();
  for (const [key, value] of Object.entries(fields)) form.append(key, value);
  form.append(name, new Blob([file], { type: 'image/png' }), `${name}.png`);
  const headers = { Authorization: `Bearer ${person.token}` };
  const answer = await fetch(`${base}/api/v4${path}`, { method: 'POST', headers, body: form });
  assert.ok(answer.ok, `${path}: ${answer.status}`);
  return answer.json();
}

const say = (person, channel, message, more = {}) =>
  person.call('POST', '/posts', { channel_id: channel.id, message, ...more });

async function messages({ ada, bob, cleo, log }) {
  const mine = await say(cleo, log, 'from my other device');
  const named = await say(bob, log, 'what do you think, @cleo?');
  await say(bob, log, 'I think so', { root_id: mine.id });
  const reply = await say(bob, log, 'or not', { root_id: mine.id });
  await say(ada, log, 'who knows', { root_id: mine.id });
  await bob.call('DELETE', `/posts/${reply.id}`);
  await bob.call('PUT', `/posts/${named.id}/patch`, { message: 'what do **you** think, @cleo?' });
  const gone = await say(ada, log, 'a mistake');
  await say(bob, log, 'with an answer', { root_id: gone.id });
  await ada.call('DELETE', `/posts/${gone.id}`);
  for (const [person, emoji_name] of [
    [bob, 'heart'],
    [ada, 'heart'],
    [cleo, 'tada'],
  ]) {
    await person.call('POST', '/reactions', { user_id: person.id, post_id: named.id, emoji_name });
  }
  await ada.call('DELETE', `/users/me/posts/${named.id}/reactions/heart`);
  await bob.call('POST', `/posts/${named.id}/pin`, {});
  await bob.call('POST', `/posts/${mine.id}/pin`, {});
  await bob.call('POST', `/posts/${mine.id}/unpin`, {});
  const urgent = await say(bob, log, 'read this', {
    metadata: { priority: { priority: 'urgent', requested_ack: true } },
  });
  await cleo.call('POST', `/users/me/posts/${urgent.id}/ack`, {});
  await ada.call('POST', `/users/me/posts/${urgent.id}/ack`, {});
  await ada.call('DELETE', `/users/me/posts/${urgent.id}/ack`);
  const { file_infos } = await upload(bob, '/files', { channel_id: log.id }, 'files', picture(64, 64));
  await say(bob, log, 'a picture', { file_ids: file_infos.map((file) => file.id) });
  return { mine, named };
}

async function threads({ bob, cleo, team, log }, { named }) {
  const other = await say(bob, log, 'another thread');
  await say(bob, log, '@cleo here', { root_id: other.id });
  await say(bob, log, 'and here', { root_id: named.id });
  const at = `/users/${cleo.id}/teams/${team.id}/threads`;
  await cleo.call('PUT', `${at}/${named.id}/following`, {});
  await cleo.call('DELETE', `${at}/${other.id}/following`);
  await cleo.call('PUT', `${at}/${other.id}/following`, {});
  await cleo.call('PUT', `${at}/${other.id}/read/${Date.now()}`, {});
}

async function channels({ ada, bob, cleo, team }) {
  const make = async (name, type = 'O') => {
    const display_name = `The ${name}`;
    const channel = await ada.call('POST', '/channels', { team_id: team.id, name, display_name, type });
    await ada.call('POST', `/channels/${channel.id}/members`, { user_id: cleo.id });
    await ada.call('POST', `/channels/${channel.id}/members`, { user_id: bob.id });
    return channel;
  };
  const [boiler, valve, pump, pipe, tank] = [
    await make('boiler'),
    await make('valve'),
    await make('pump', 'P'),
    await make('pipe'),
    await make('tank'),
  ];
  await say(bob, boiler, 'it boils');
  await say(bob, boiler, '@channel really');
  await ada.call('PUT', `/channels/${boiler.id}/patch`, {
    display_name: 'Great boiler',
    purpose: 'heat',
    header: '**hot**',
  });
  await ada.call('DELETE', `/channels/${valve.id}/members/${cleo.id}`);
  await ada.call('DELETE', `/channels/${pipe.id}`);
  await ada.call('DELETE', `/channels/${tank.id}`);
  await ada.call('POST', `/channels/${tank.id}/restore`, {});
  await ada.call('PUT', `/channels/${tank.id}/privacy`, { privacy: 'P' });
  await ada.call('PUT', `/channels/${pump.id}/members/${cleo.id}/schemeRoles`, {
    scheme_admin: true,
    scheme_user: true,
  });
  await cleo.call('PUT', `/channels/${pump.id}/members/${cleo.id}/notify_props`, {
    desktop: 'all',
    mark_unread: 'mention',
  });
  await say(bob, pump, 'it pumps');
  await say(bob, tank, 'it is full, @cleo');
  await cleo.call('POST', '/channels/members/me/view', { channel_id: tank.id });
  await say(bob, tank, 'it runs over');
  const first = await say(bob, boiler, 'from here on');
  await cleo.call('POST', '/channels/members/me/view', { channel_id: boiler.id });
  await cleo.call('POST', `/users/me/posts/${first.id}/set_unread`, { collapsed_threads_supported: true });
  const direct = await bob.call('POST', '/channels/direct', [bob.id, cleo.id]);
  await say(bob, direct, 'do you have a minute?');
  const group = await bob.call('POST', '/channels/group', [bob.id, ada.id, cleo.id]);
  await say(bob, group, 'all of us');
  return { boiler, pump };
}

async function sidebar({ cleo, team }, { boiler, pump }) {
  const at = `/users/${cleo.id}/teams/${team.id}/channels/categories`;
  const make = (display_name, channel_ids = []) =>
    cleo.call('POST', at, { user_id: cleo.id, team_id: team.id, display_name, channel_ids });
  const heat = await make('Heat', [boiler.id]);
  const gone = await make('For a moment');
  await cleo.call('PUT', `${at}/${heat.id}`, { ...heat, display_name: 'Warmth', channel_ids: [pump.id, boiler.id] });
  await cleo.call('DELETE', `${at}/${gone.id}`);
  const { order } = await cleo.call('GET', at);
  await cleo.call('PUT', `${at}/order`, order.toReversed());
}

async function people({ ada, bob, cleo, team }) {
  await bob.call('PUT', '/users/me/patch', { nickname: 'Bobby', position: 'Fitter' });
  await cleo.call('PUT', '/users/me/patch', { first_name: 'Cleopatra', last_name: 'the Alchemist' });
  await cleo.call('PUT', '/users/me/status/custom', { emoji: 'house', text: 'At home', duration: '' });
  await bob.call('PUT', '/users/me/status', { user_id: bob.id, status: 'dnd' });
  await cleo.call('PUT', '/users/me/status', { user_id: cleo.id, status: 'away' });
  await upload(bob, `/users/${bob.id}/image`, {}, 'image', picture(64, 64));
  await ada.call('PUT', `/users/${cleo.id}/roles`, { roles: 'system_user system_user_manager' });
  await ada.call('PUT', `/teams/${team.id}/members/${cleo.id}/schemeRoles`, { scheme_admin: true, scheme_user: true });
  const role = await ada.call('GET', '/roles/name/channel_user');
  const permissions = role.permissions.filter((one) => one !== 'add_reaction');
  await ada.call('PUT', `/roles/${role.id}/patch`, { permissions });
  await newPerson('dora', team.invite_id);
}

async function teams({ ada, bob, cleo, team }) {
  await ada.call('PUT', `/teams/${team.id}/patch`, { display_name: 'Great engines', description: 'of all kinds' });
  for (const name of ['mills', 'looms', 'forges']) {
    const other = await ada.call('POST', '/teams', { name, display_name: name, type: 'O' });
    await ada.call('POST', `/teams/${other.id}/members`, { team_id: other.id, user_id: cleo.id });
    if (name === 'looms') await ada.call('DELETE', `/teams/${other.id}/members/${cleo.id}`);
    if (name === 'forges') await ada.call('DELETE', `/teams/${other.id}`);
    if (name !== 'mills') continue;
    await ada.call('POST', `/teams/${other.id}/members`, { team_id: other.id, user_id: bob.id });
    const square = await bob.call('GET', `/teams/${other.id}/channels/name/town-square`);
    await say(bob, square, 'it turns, @cleo');
  }
}

/** What the server keeps for somebody alone, and for everybody. */
async function kept({ ada, bob, cleo, log, team }) {
  const preference = (category, name, value) => ({ user_id: cleo.id, category, name, value });
  await cleo.call('PUT', '/users/me/preferences', [
    preference('display_settings', 'use_military_time', 'true'),
    preference('display_settings', 'link_previews', 'false'),
    preference('theme', team.id, '{"sidebarBg":"#145dbf"}'),
  ]);
  await cleo.call('POST', '/users/me/preferences/delete', [preference('display_settings', 'link_previews', 'false')]);
  const square = await cleo.call('GET', `/teams/${team.id}/channels/name/town-square`);
  const offTopic = await cleo.call('GET', `/teams/${team.id}/channels/name/off-topic`);
  for (const [channel, message] of [
    [square, 'half'],
    [square, 'half a thought'],
    [offTopic, 'nothing'],
  ]) {
    await cleo.call('POST', '/drafts', { channel_id: channel.id, root_id: '', message, props: {} });
  }
  await cleo.call('DELETE', `/users/me/channels/${offTopic.id}/drafts`);
  const later = (message) =>
    cleo.call('POST', '/posts/schedule', { channel_id: log.id, message, scheduled_at: Date.now() + 86_400_000 });
  const [first, second] = [await later('tomorrow'), await later('never')];
  await cleo.call('PUT', `/posts/schedule/${first.id}`, { ...first, message: 'tomorrow at noon' });
  await cleo.call('DELETE', `/posts/schedule/${second.id}`);
  const at = `/channels/${log.id}/bookmarks`;
  const mark = (display_name) =>
    bob.call('POST', at, { display_name, type: 'link', link_url: `https://${display_name}.example` });
  const [one, two, three] = [await mark('one'), await mark('two'), await mark('three')];
  await bob.call('PATCH', `${at}/${one.id}`, { display_name: 'uno' });
  await bob.call('POST', `${at}/${three.id}/sort_order`, 0);
  await bob.call('DELETE', `${at}/${two.id}`);
  const group = (name) => {
    const fields = { name, display_name: name, source: 'custom', allow_reference: true, user_ids: [bob.id] };
    return ada.call('POST', '/groups', fields);
  };
  const [smiths, millers] = [await group('smiths'), await group('millers')];
  await ada.call('PUT', `/groups/${smiths.id}/patch`, { display_name: 'Smiths and founders' });
  await ada.call('POST', `/groups/${smiths.id}/members`, { user_ids: [cleo.id] });
  await ada.call('DELETE', `/groups/${millers.id}`);
  const emoji = { emoji: JSON.stringify({ name: 'ship_it', creator_id: ada.id }) };
  await upload(ada, '/emoji', emoji, 'image', picture(32, 32));
  await ada.call('PUT', '/config/patch', { TeamSettings: { SiteName: 'Engine room' } });
}

/** Waits until both windows know the same. */
async function same(one, other, log) {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const found = differences(await known(one), await known(other), log.id);
    if (found.length === 0) return;
    if (Date.now() > end) assert.fail(`events and answers differ (event, answer):\n${found.join('\n')}`);
    await one.evaluate(() => new Promise((done) => requestAnimationFrame(done)));
  }
}

const browser = await openBrowser();
const pages = [];
const open = async () => {
  const page = await openWindow(browser, failures);
  pages.push(page);
  await signIn(page, 'cleo');
  await page.goto('/engines/channels/log');
  await page.locator('main').getByRole('article').first().waitFor();
  return page;
};
/** Goes to the threads and back, for those that are read too. */
const visitThreads = async (page) => {
  const asked = page.waitForResponse((answer) => /\/threads\?/.test(answer.url()) && !/unread=true/.test(answer.url()));
  await page.getByRole('link', { name: /^Threads/ }).click();
  await asked;
  await page.goBack();
  await page.locator('main').getByRole('article').first().waitFor();
};
try {
  const ada = await newPerson('ada');
  const team = await ada.call('POST', '/teams', { name: 'engines', display_name: 'Engines', type: 'O' });
  const [bob, cleo] = [await newPerson('bob', team.invite_id), await newPerson('cleo', team.invite_id)];
  const log = await ada.call('POST', '/channels', { team_id: team.id, name: 'log', display_name: 'Log', type: 'O' });
  for (const person of [bob, cleo]) await ada.call('POST', `/channels/${log.id}/members`, { user_id: person.id });
  await say(ada, log, 'the first entry');
  const scene = { ada, bob, cleo, team, log };
  const page = await open();
  await visitThreads(page);
  const told = await known(page);
  const posts = await messages(scene);
  await threads(scene, posts);
  await sidebar(scene, await channels(scene));
  await teams(scene);
  await people(scene);
  await kept(scene);
  const other = await open();
  await visitThreads(other);
  assert.ok(differences(told, await known(other), log.id).length > 30, 'much has changed');
  await same(page, other, log);
} catch (error) {
  await keepFailure('law', ...pages);
  throw error;
} finally {
  await browser.close();
}
assert.deepEqual(failures, []);
console.log('law: done');
