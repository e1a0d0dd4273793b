// The way between a browser and the server, as a proxy that can be cut and mended.
import { connect, createServer } from 'node:net';

/** Opens a way to a server. `cut` ends what is open and refuses what comes; `mend` lets it through again. */
export async function openLink(target) {
  const { hostname, port } = new URL(target);
  const open = new Set();
  let whole = true;
  const server = createServer((near) => {
    if (!whole) return near.destroy();
    const far = connect(Number(port), hostname);
    open.add(near).add(far);
    const end = () => {
      near.destroy();
      far.destroy();
      open.delete(near);
      open.delete(far);
    };
    for (const side of [near, far]) side.on('error', end).on('close', end);
    near.pipe(far).pipe(near);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    cut() {
      whole = false;
      for (const side of open) side.destroy();
    },
    mend() {
      whole = true;
    },
    close() {
      this.cut();
      server.close();
    },
  };
}
