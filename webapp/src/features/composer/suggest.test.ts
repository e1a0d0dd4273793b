import { describe, expect, it } from 'vitest';

import { complete, prefix, triggerAt, wrap } from './suggest';

describe('what is completed', () => {
  it('completes a command as a whole, while the caret is at its end', () => {
    expect(triggerAt('/shr', 4)).toEqual({ kind: '/', term: '/shr', from: 0 });
    expect(triggerAt('/', 1)).toEqual({ kind: '/', term: '/', from: 0 });
    expect(triggerAt('/shr', 2)).toBeNull();
    expect(triggerAt('//not one', 9)).toBeNull();
    expect(triggerAt('and /or', 7)).toBeNull();
  });

  it('is a name at the caret that begins a word', () => {
    expect(triggerAt('hi @ad', 6)).toEqual({ kind: '@', term: 'ad', from: 3 });
    expect(triggerAt('@', 1)).toEqual({ kind: '@', term: '', from: 0 });
    expect(triggerAt('mail@ex', 7)).toBeNull();
    expect(triggerAt('hi @ad there', 12)).toBeNull();
  });

  it('leaves faces of signs alone', () => {
    expect(triggerAt('ok :)', 5)).toBeNull();
    expect(triggerAt('ok :D', 5)).toBeNull();
    expect(triggerAt('ok :ta', 6)?.term).toBe('ta');
  });

  it('takes the place of what was typed', () => {
    expect(complete('hi @ad there', 6, { kind: '@', term: 'ad', from: 3 }, '@ada')).toEqual({
      text: 'hi @ada there',
      caret: 8,
    });
  });
});

describe('formatting', () => {
  it('puts signs around a selection and takes them away again', () => {
    const bold = wrap('a b c', 2, 3, '**');
    expect(bold).toEqual({ text: 'a **b** c', start: 4, end: 5 });
    expect(wrap(bold.text, bold.start, bold.end, '**').text).toBe('a b c');
  });

  it('marks every line', () => {
    expect(prefix('one\ntwo', 0, 7, '> ').text).toBe('> one\n> two');
  });
});
