import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, it } from 'vitest';

it('lays things out by where lines begin and end, for scripts that go from right to left', () => {
  const root = join(import.meta.dirname, '..');
  const found = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.css'))
    .flatMap((name) => {
      const text = readFileSync(join(root, name), 'utf8');
      return [
        ...text.matchAll(
          /(?:^|\s)(?:(?:margin|padding|border)-)?(?:left|right): (?!50%)|(?:text-align|float): (?:left|right)/g,
        ),
      ].map(([wrong]) => `${name}: ${wrong}`);
    });
  expect(found).toEqual([]);
});
