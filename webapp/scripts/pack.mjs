// Packs `dist` into `embed`, which the compiler puts into the server: each file, and beside it what is sent to browsers
// that take gzip or brotli. Files that are the same keep their time, so that nothing is compiled again.
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const [from, to] = [join(root, 'dist'), join(root, 'embed')];
const TEXT = /\.(js|css|html|svg|json|txt|webmanifest)$/;

/** Paths of all files below a folder, relative to it. */
const files = (folder) =>
  readdirSync(folder, { recursive: true })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => relative(folder, path));

const wanted = new Map();
for (const name of files(from)) {
  const plain = readFileSync(join(from, name));
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

const scripts = [...wanted].filter(([name]) => name.endsWith('.js.br'));
const kilobytes = (entries) => Math.round(entries.reduce((sum, [, bytes]) => sum + bytes.length, 0) / 1000);
console.log(`packed ${wanted.size} files; scripts with brotli: ${kilobytes(scripts)} kB in all`);
