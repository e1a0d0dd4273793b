// Draws the icons that systems want as pictures from `public/icon.svg`; run by hand when that changes: node scripts/icons.mjs
import { readFileSync, writeFileSync } from 'node:fs';

import { chromium } from 'playwright-core';

const folder = new URL('../public/', import.meta.url);
const svg = readFileSync(new URL('icon.svg', folder), 'utf8');
/** Name, side in pixels, and how much of it the drawing fills: systems cut maskable icons to a shape of theirs. */
const ICONS = [
  ['icon-192.png', 192, 1],
  ['icon-512.png', 512, 1],
  ['icon-maskable-512.png', 512, 0.8],
  ['icon-touch-180.png', 180, 0.9],
];

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
try {
  const page = await browser.newPage();
  for (const [name, side, part] of ICONS) {
    await page.setViewportSize({ width: side, height: side });
    const ground = part < 1 ? '#3d5bd9' : 'transparent';
    const size = Math.round(side * part);
    await page.setContent(
      `<body style="margin:0;display:grid;place-items:center;height:100vh;background:${ground}"><div style="width:${size}px;height:${size}px">${svg}</div>`,
    );
    writeFileSync(new URL(name, folder), await page.screenshot({ omitBackground: true }));
  }
} finally {
  await browser.close();
}
