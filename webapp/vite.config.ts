import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const server = process.env.ROOST_URL ?? 'http://127.0.0.1:8065';

export default defineConfig({
  plugins: [react()],
  build: {
    target: 'es2022',
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
