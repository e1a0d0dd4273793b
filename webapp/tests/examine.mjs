// What keeps somebody from using what is shown.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Notes serious faults of a page that axe finds, and what does not fit into the window. */
export function examiner(failures) {
  return async (page, name) => {
    await page.evaluate(axe);
    const found = await page.evaluate(async () => {
      const result = await window.axe.run(document, { resultTypes: ['violations'] });
      return result.violations
        .filter((one) => one.impact === 'serious' || one.impact === 'critical')
        .map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(' | ')}`);
    });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    failures.push(...found.map((one) => `${name}: ${one}`));
    if (wide > 0) failures.push(`${name}: ${wide} pixels wider than the window`);
  };
}
