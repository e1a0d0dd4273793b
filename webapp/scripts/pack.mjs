// Packs `dist` into `embed`, which the compiler puts into the server: each file, and beside it what is sent to browsers
// that take gzip or brotli. Files that are the same keep their time, so that nothing is compiled again.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

import { shellOf } from './shell.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const [from, to] = [join(root, 'dist'), join(root, 'embed')];
const TEXT = /\.(js|css|html|svg|json|txt|webmanifest)$/;

/** Paths of all files below a folder, relative to it. */
const files = (folder) =>
  readdirSync(folder, { recursive: true })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => relative(folder, path));

const shell = shellOf(from);

/** The worker with the files that it keeps, and a name for them that changes with any of them and with the page. */
function worker(text) {
  const sum = createHash('sha256')
    .update(text)
    .update(readFileSync(join(from, 'root.html')));
  for (const name of shell.shell) sum.update(name);
  return text
    .replace('const FILES = [];', `const FILES = ${JSON.stringify(shell.shell)};`)
    .replace('roost-shell-none', `roost-shell-${sum.digest('hex').slice(0, 16)}`);
}

/** How a file is asked for before anything names it. */
function preload(name) {
  const href = `crossorigin href="/static/${name}"`;
  if (name.endsWith('.js')) return `<link rel="modulepreload" ${href}>`;
  return name.endsWith('.css')
    ? `<link rel="preload" as="style" ${href}>`
    : `<link rel="preload" as="font" type="font/woff2" ${href}>`;
}

/** The page, which names all that whoever is signed in needs: otherwise the first script would, once it is there. */
function page(text) {
  const links = shell.shell.filter((name) => !text.includes(name)).map((name) => `    ${preload(name)}\n`);
  return text.replace(/ *<\/head>/, (end) => links.join('') + end);
}

/** Files that are other than the bundler wrote them. */
const CHANGED = { 'sw.js': worker, 'root.html': page };

const wanted = new Map();
for (const name of files(from)) {
  if (name.startsWith('.vite')) continue;
  const bytes = readFileSync(join(from, name));
  const plain = CHANGED[name] ? Buffer.from(CHANGED[name](bytes.toString())) : bytes;
  wanted.set(name, plain);
  // The page is rewritten for sites below a path, so it is compressed when it is sent.
  if (!TEXT.test(name) || plain.length < 1024 || name.endsWith('.html')) continue;
  wanted.set(`${name}.gz`, gzipSync(plain, { level: 9 }));
  wanted.set(`${name}.br`, brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: plain.length } }));
}

for (const name of files(to)) {
  if (!wanted.has(name) && name !== '.gitignore') rmSync(join(to, name));
}
const same = (path, bytes) => {
  try {
    return readFileSync(path).equals(bytes);
  } catch {
    return false;
  }
};
for (const [name, bytes] of wanted) {
  const path = join(to, name);
  if (same(path, bytes)) continue;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
}

/** Most bytes of script, compressed, until somebody can sign in, and until somebody signed in sees messages. */
const FIRST_BYTES = 250_000;
for (const [what, names] of Object.entries({ 'before signing in': shell.signIn, 'with the shell': shell.shell })) {
  const scripts = names.filter((name) => name.endsWith('.js'));
  const bytes = scripts.reduce((sum, name) => sum + (wanted.get(`${name}.br`) ?? wanted.get(name)).length, 0);
  console.log(`script ${what}: ${(bytes / 1000).toFixed(1)} kB of ${FIRST_BYTES / 1000} kB compressed`);
  if (bytes > FIRST_BYTES) {
    console.error(`too much script ${what}: load something of it later`);
    process.exitCode = 1;
  }
}
