import { describe, expect, it } from 'vitest';

import { daysBefore, searchTriggerAt } from './modifiers';

const at = (text: string) => searchTriggerAt(text, text.length);

describe('what can be completed of a search', () => {
  it('is the name of a modifier: before anything is typed, and from its second letter on', () => {
    expect(at('')).toEqual({ kind: 'name', term: '', from: 0 });
    expect(at('boiler fr')).toEqual({ kind: 'name', term: 'fr', from: 7 });
    expect(at('boiler -fr')).toEqual({ kind: 'name', term: 'fr', from: 8 });
    expect(at('boiler f')).toBeNull();
    expect(at('boiler ')).toBeNull();
    expect(at('boiler fresh')).toBeNull();
  });

  it('is the value of a modifier, and of nothing else that has a colon', () => {
    expect(at('boiler from:a')).toEqual({ kind: 'from', term: 'a', from: 12 });
    expect(at('-in:')).toEqual({ kind: 'in', term: '', from: 4 });
    expect(at('http://x')).toBeNull();
  });

  it('is the word at the caret', () => {
    expect(searchTriggerAt('from:ada boiler', 8)).toEqual({ kind: 'from', term: 'ada', from: 5 });
  });
});

describe('days', () => {
  it('go back over the ends of months', () => {
    expect(daysBefore(new Date(2026, 2, 1))).toEqual(['2026-03-01', '2026-02-28', '2026-02-22', '2026-01-30']);
  });
});
