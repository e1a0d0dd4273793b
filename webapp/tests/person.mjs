// Somebody who uses the API directly, to set the scene.
import assert from 'node:assert/strict';

import { base } from './browser.mjs';

export const PASSWORD = 'Password-1234';

/** Makes an account and signs it in. */
export async function newPerson(username, inviteId = '') {
  const email = `${username}@example.com`;
  const person = { username, token: '' };
  const call = async (method, path, body) => {
    const headers = {
      'Content-Type': 'application/json',
      ...(person.token && { Authorization: `Bearer ${person.token}` }),
    };
    const answer = await fetch(`${base}/api/v4${path}`, { method, headers, body: body && JSON.stringify(body) });
    const json = await answer.json();
    assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${JSON.stringify(json)}`);
    return { json, answer };
  };
  const query = inviteId ? `?iid=${inviteId}` : '';
  const { json } = await call('POST', `/users${query}`, { email, username, password: PASSWORD });
  const { answer } = await call('POST', '/users/login', { login_id: username, password: PASSWORD });
  person.token = answer.headers.get('token');
  person.id = json.id;
  person.call = async (method, path, body) => (await call(method, path, body)).json;
  return person;
}

/** Signs somebody in who has an account. */
export async function signIn(page, username) {
  await page.goto('/login');
  await page.getByLabel('Email or username').fill(username);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('navigation', { name: 'Channels' }).waitFor();
}
