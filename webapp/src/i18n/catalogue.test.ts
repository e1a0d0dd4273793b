import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import consoleDe from '../console/de.json';
import consoleEn from '../console/en.json';
import clientDe from './de.json';
import clientEn from './en.json';
import { languageOf } from './language';

const placeholders = (text: string) => [...text.matchAll(/\{(\w+)[,}]/g)].map((match) => match[1]).sort();

const en: Record<string, string> = { ...clientEn, ...consoleEn };
const de: Record<string, string> = { ...clientDe, ...consoleDe };

describe('the catalogue', () => {
  it('has every text in both languages, with the same values in it', () => {
    expect(Object.keys(de).sort()).toEqual(Object.keys(en).sort());
    for (const [id, text] of Object.entries(en)) {
      const names = new Set(placeholders(text));
      expect(new Set(placeholders(de[id] ?? '')), id).toEqual(names);
    }
  });

  it('has no text that nothing shows', () => {
    const root = join(import.meta.dirname, '..');
    const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.test.ts'))
      .map((name) => readFileSync(join(root, name), 'utf8'))
      .join('\n');
    const unused = Object.keys(en).filter((id) => !sources.includes(`'${id}'`) && !sources.includes(`"${id}"`));
    expect(unused).toEqual([]);
  });

  it('takes the first language that there is', () => {
    expect(languageOf(['fr-CH', 'de-CH', 'en'])).toBe('de');
    expect(languageOf([])).toBe('en');
  });
});
