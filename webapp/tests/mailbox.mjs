// A real mail server, and what comes to it.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Longest wait for a mail, in milliseconds. */
const PATIENCE_MS = 20_000;

/** Starts the server. `port`: where it takes mail; `mail(to, words)`: the next mail to somebody that has these words. */
export async function openMail() {
  const script = new URL('../../tests/mail_server.py', import.meta.url).pathname;
  const server = spawn('python3', [script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface(server.stdout)[Symbol.asyncIterator]();
  const { value: port } = await lines.next();
  const come = [];
  const mail = async (to, words) => {
    const end = setTimeout(() => server.kill(), PATIENCE_MS);
    try {
      for (;;) {
        const at = come.findIndex((one) => one.to.includes(to) && `${one.headers.subject} ${one.text}`.includes(words));
        if (at >= 0) return come.splice(at, 1)[0];
        const { value, done } = await lines.next();
        assert.ok(
          !done,
          `no mail to ${to} with "${words}", but ${come.map((one) => `${one.to}: ${one.headers.subject}`)}`,
        );
        come.push(JSON.parse(value));
      }
    } finally {
      clearTimeout(end);
    }
  };
  return { port, mail, close: () => server.kill() };
}

/** The link of a mail. */
export function linkIn({ text }) {
  const [link] = /https?:\/\/\S+/.exec(text) ?? [];
  assert.ok(link, `a link in ${text}`);
  return link;
}
