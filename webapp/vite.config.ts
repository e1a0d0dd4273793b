import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

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

const server = process.env.ROOST_URL ?? 'http://127.0.0.1:8065';

export default defineConfig({
  plugins: [react(), emoji()],
  build: {
    target: 'es2022',
    manifest: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Of the page's own files only the page names them from the root; the server moves it below the path of the site.
    rolldownOptions: { input: 'root.html' },
  },
  experimental: {
    renderBuiltUrl: (name, { hostType }) => (hostType === 'html' ? `/static/${name}` : { relative: true }),
  },
  css: { modules: { localsConvention: 'camelCaseOnly' } },
  server: { proxy: { '/api': { target: server, ws: true } } },
  test: { environment: 'jsdom', include: ['src/**/*.test.{ts,tsx}'] },
});
