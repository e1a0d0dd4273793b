// What the page loads first, by the manifest that the bundler writes.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the page begins, and what it shows to whoever is signed in. */
const PAGE = 'root.html';
const SHELL = 'src/features/shell/Shell.tsx';

/** Files of a part and of all that it imports at once, the part's own script first. */
function filesOf(manifest, key, seen = new Set()) {
  if (seen.has(key)) return [];
  seen.add(key);
  const { file, css = [], assets = [], imports = [] } = manifest[key];
  return [file, ...imports.flatMap((one) => filesOf(manifest, one, seen)), ...css, ...assets];
}

/** Files below `dist` that are loaded until somebody can sign in, and until somebody signed in sees messages. */
export function shellOf(dist) {
  const manifest = JSON.parse(readFileSync(join(dist, '.vite', 'manifest.json'), 'utf8'));
  // Fonts of other scripts than ours are loaded where they are needed.
  const wanted = (name) => !/\.woff2?$/.test(name) || /inter-latin-wght/.test(name);
  const signIn = filesOf(manifest, PAGE).filter(wanted);
  return { signIn, shell: [...new Set([...signIn, ...filesOf(manifest, SHELL).filter(wanted)])] };
}
