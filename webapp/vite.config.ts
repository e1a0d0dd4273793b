import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

interface EmojiData {
  categories: { id: string; emojis: string[] }[];
  emojis: Record<string, { keywords: string[]; skins: { native: string }[] }>;
}

/** What the client needs of the emoji data, a fifth of it, as the module `virtual:emoji`. */
function emoji(): Plugin {
  const id = '\0virtual:emoji';
  return {
    name: 'emoji',
    resolveId: (wanted) => (wanted === 'virtual:emoji' ? id : undefined),
    load(wanted) {
      if (wanted !== id) return undefined;
      const file = createRequire(import.meta.url).resolve('@emoji-mart/data/sets/15/native.json');
      const data = JSON.parse(readFileSync(file, 'utf8')) as EmojiData;
      const groups = data.categories.map((one) => [one.id, one.emojis]);
      const all = Object.entries(data.emojis);
      const signs = Object.fromEntries(all.map(([name, one]) => [name, one.skins[0]?.native]));
      const words = Object.fromEntries(all.map(([name, one]) => [name, one.keywords.join(' ')]));
      const text = Object.entries({ groups, signs, words }).map(
        ([name, value]) => `export const ${name} = JSON.parse(${JSON.stringify(JSON.stringify(value))});`,
      );
      return text.join('\n');
    },
  };
}

interface Modules {
  getModuleInfo(id: string): { importedIds: readonly string[] } | null;
}

/** A module and all that it imports at once. */
function closure(modules: Modules, from: string, seen = new Set<string>()): Set<string> {
  if (seen.has(from)) return seen;
  seen.add(from);
  for (const id of modules.getModuleInfo(from)?.importedIds ?? []) closure(modules, id, seen);
  return seen;
}

const source = (path: string) => fileURLToPath(new URL(`src/${path}`, import.meta.url));

/**
 * What is loaded first, as one script for signing in and one for the chat. The bundler would cut both into a piece for each
 * set of parts that share it, and many small scripts compress worse than few.
 */
function firstScripts() {
  const entries = [source('main.tsx'), source('features/shell/Shell.tsx')] as const;
  const group = (name: string, entry: string, priority: number) => {
    let wanted: Set<string> | undefined;
    // The entries have names in the manifest, by which the page finds them.
    const nameOf = (id: string, modules: Modules) =>
      !entries.includes(id) && (wanted ??= closure(modules, entry)).has(id) ? name : null;
    return { name: nameOf, priority };
  };
  return [group('start', entries[0], 2), group('chat', entries[1], 1)];
}

const server = process.env.ROOST_URL ?? 'http://127.0.0.1:8065';

export default defineConfig({
  plugins: [react(), emoji()],
  build: {
    target: 'es2022',
    manifest: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Of the page's own files only the page names them from the root; the server moves it below the path of the site.
    rolldownOptions: {
      input: 'root.html',
      output: { codeSplitting: { groups: firstScripts() } },
    },
  },
  experimental: {
    renderBuiltUrl: (name, { hostType }) => (hostType === 'html' ? `/static/${name}` : { relative: true }),
  },
  css: { modules: { localsConvention: 'camelCaseOnly' } },
  server: { proxy: { '/api': { target: server, ws: true } } },
  test: { environment: 'jsdom', include: ['src/**/*.test.{ts,tsx}'] },
});
