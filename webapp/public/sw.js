// Opens the client when the server is away. It keeps the page and what that loads first, and nothing else: whatever is no
// page and no file of the list goes to the network as if this were not here, answers of the API above all.

/** Files below `static`; all have a hash in their name. The build fills it in. */
const FILES = [];
/** Changes with every build, as the build fills in. */
const CACHE = 'roost-shell-none';

const base = new URL('.', self.location.href).pathname;
const addresses = new Set(FILES.map((name) => `${base}static/${name}`));
/** What a proxy answers for a server that is away. */
const AWAY = new Set([502, 503, 504]);
/** First segments of addresses that are not the client's. */
const FOR_PROGRAMS = new Set(['api', 'healthz', 'plugins', 'static', 'hooks', 'sw.js', 'robots.txt', 'favicon.ico']);

async function install() {
  const page = await fetch(base, { cache: 'no-store' });
  const text = page.ok ? await page.clone().text() : '';
  // While nodes change one after the other, one may have this file and the next an older page: the browser tries later.
  if (!text.includes(`static/${FILES[0]}`)) throw new Error('the page is of another build');
  const cache = await caches.open(CACHE);
  await cache.addAll([...addresses]);
  await cache.put(base, page);
  await self.skipWaiting();
}

async function activate() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith('roost-shell-') && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

/** The server's page, which is always the newest; the one that is kept when there is no way to the server. */
async function page(request) {
  const kept = async () => (await caches.open(CACHE)).match(base, { ignoreVary: true });
  try {
    const answer = await fetch(request);
    return (AWAY.has(answer.status) && (await kept())) || answer;
  } catch (error) {
    const found = await kept();
    if (found) return found;
    throw error;
  }
}

async function file(request) {
  return (await (await caches.open(CACHE)).match(request, { ignoreVary: true })) ?? fetch(request);
}

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(activate()));
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin || !pathname.startsWith(base)) return;
  const [first] = pathname.slice(base.length).split('/');
  if (request.mode === 'navigate') {
    if (!FOR_PROGRAMS.has(first)) event.respondWith(page(request));
  } else if (addresses.has(pathname)) {
    event.respondWith(file(request));
  }
});
