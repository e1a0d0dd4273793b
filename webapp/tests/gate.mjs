// A way to the server that a test can close, and behind which it can put another build: a small proxy of its own.
import { createServer, request } from 'node:http';
import { connect } from 'node:net';

import { base } from './browser.mjs';

/** Opens a gate. `change(path, text)`: what becomes of texts outside the API on their way. */
export async function openGate(change = (_path, text) => text) {
  const { hostname, port } = new URL(base);
  const sockets = new Set();
  /** `status`: what everything is answered while no server is behind; 0: one is. */
  const gate = { change, port: 0, status: 0 };
  const through = (asked, answer) => {
    const { url: path, method } = asked;
    if (gate.status) {
      answer.writeHead(gate.status);
      return answer.end('no server behind this proxy');
    }
    const texts = !path.startsWith('/api') && !/\.(png|woff2)$/.test(path);
    // A text that is changed is not the one that the browser may have.
    const headers = { ...asked.headers, ...(texts && { 'accept-encoding': 'identity', 'if-none-match': '' }) };
    const call = request({ hostname, port, path, method, headers }, (got) => {
      if (!texts) {
        answer.writeHead(got.statusCode, got.headers);
        return got.pipe(answer);
      }
      const parts = [];
      got.on('data', (part) => parts.push(part));
      got.on('end', () => {
        const body = gate.change(path, Buffer.concat(parts).toString());
        const { 'content-length': _length, 'transfer-encoding': _encoding, etag: _tag, ...rest } = got.headers;
        answer.writeHead(got.statusCode, rest);
        answer.end(body);
      });
    });
    call.on('error', () => answer.destroy());
    asked.pipe(call);
  };
  let server;
  const open = () =>
    new Promise((done) => {
      server = createServer(through);
      server.on('connection', (socket) => {
        sockets.add(socket);
        socket.on('close', () => sockets.delete(socket));
      });
      server.on('upgrade', (asked, socket, head) => {
        const there = connect(port, hostname, () => {
          const lines = asked.rawHeaders.reduce((all, one, at) => all + one + (at % 2 ? '\r\n' : ': '), '');
          there.write(`${asked.method} ${asked.url} HTTP/1.1\r\n${lines}\r\n`);
          there.write(head);
          socket.pipe(there).pipe(socket);
        });
        for (const end of [socket, there]) end.on('error', () => undefined);
        socket.on('close', () => there.destroy());
      });
      server.listen(gate.port, '127.0.0.1', () => {
        gate.port = server.address().port;
        done();
      });
    });
  gate.open = open;
  /** Nobody gets through, and who was on the way does not either. */
  gate.close = () =>
    new Promise((done) => {
      server.close(done);
      for (const socket of sockets) socket.destroy();
    });
  await open();
  gate.url = `http://127.0.0.1:${gate.port}`;
  return gate;
}
