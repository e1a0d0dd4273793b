import { beforeAll, describe, expect, it } from 'vitest';

import { loadEmoji } from '../emoji';
import { isOnlyEmoji, type Names, render } from './render';

const names: Names = {
  person: (name) => (['ada', 'bob.w'].includes(name) ? `@${name}` : undefined),
  group: (name) => ({ smiths: 'mine', millers: 'others', ada: 'others' })[name] as 'mine' | 'others' | undefined,
  channel: (name) => (name === 'town-square' ? 'Town Square' : undefined),
  picture: (name) => (name === 'party-bird' ? '/api/v4/emoji/x/image' : undefined),
  me: 'ada',
};

const html = (text: string) => render(text, names).trim();

describe('a message', () => {
  beforeAll(async () => {
    await loadEmoji();
  });

  it('shows mentions of people there are, and leaves every other word alone', () => {
    expect(html('hi @ada, see @bob.w.')).toBe(
      '<p>hi <a class="mention" data-user="ada" data-me="" role="link" tabindex="0">@ada</a>, see <a class="mention" data-user="bob.w" role="link" tabindex="0">@bob.w</a>.</p>',
    );
    expect(html('mail ada@ada.org or @nobody')).toBe('<p>mail ada@ada.org or @nobody</p>');
    expect(html('@bob.w. and @all')).toContain('data-user="all"');
  });

  it('shows mentions of groups, and which of them mean me; a person of that name goes before', () => {
    expect(html('@millers, ask the @smiths.')).toBe(
      '<p><a class="mention" data-group="millers" role="link" tabindex="0">@millers</a>, ask the <a class="mention" data-group="smiths" data-me="" role="link" tabindex="0">@smiths</a>.</p>',
    );
    expect(html('@ada')).not.toContain('data-group');
  });

  it('links channels by address and shows their title', () => {
    expect(html('see ~town-square and ~~gone~~')).toBe(
      '<p>see <a class="channel" data-channel="town-square" role="link" tabindex="0">~Town Square</a> and <s>gone</s></p>',
    );
  });

  it('leads from a hashtag to what has it, and leaves numbers and headings alone', () => {
    expect(html('the #boiler-7, again')).toContain('data-tag="#boiler-7"');
    expect(html('Ärger: #größe.')).toContain('data-tag="#größe"');
    for (const text of ['#42 is fixed', 'a#boiler', 'the #ab', '# boiler', '`#boiler`']) {
      expect(html(text), text).not.toContain('data-tag');
    }
  });

  it('shows emoji, custom ones as pictures, unknown ones as typed', () => {
    expect(html('ok :+1: :party-bird: :nosuch:')).toContain('👍');
    expect(html(':party-bird:')).toContain('<img');
    expect(html(':nosuch: at 10:30:')).toBe('<p>:nosuch: at 10:30:</p>');
  });

  it('leaves code as it is typed', () => {
    expect(html('`@ada :+1:`')).toBe('<p><code>@ada :+1:</code></p>');
  });

  it('finds addresses in text', () => {
    expect(html('see https://example.com/a?b=1 now')).toContain('href="https://example.com/a?b=1"');
  });

  it('runs nothing', () => {
    const bad = [
      '<img src=x onerror=alert(1)>',
      '[x](javascript:alert(1))',
      '<script>alert(1)</script>',
      '![x](data:text/html,a)',
    ];
    for (const text of bad) {
      const shown = document.createElement('div');
      shown.innerHTML = html(text);
      expect(shown.querySelector('script, [onerror], [href^="javascript"], img[src^="data:text"]')).toBeNull();
    }
  });

  it('is big when it is nothing but emoji', () => {
    expect(isOnlyEmoji(':tada: 👍🏽')).toBe(true);
    expect(isOnlyEmoji('ok :tada:')).toBe(false);
    expect(isOnlyEmoji('12')).toBe(false);
  });

  it('marks formulas where they are wanted, and leaves prices alone', () => {
    const all = { blocks: true, inline: true };
    expect(render('so $a < b$ it is', names, true, all)).toContain('data-tex="a < b"');
    expect(render('costs $5 or $6', names, true, all)).not.toContain('data-tex');
    expect(render('```latex\nx\n```', names, true, all)).toContain('data-tex');
    expect(render('so $a$ it is', names)).not.toContain('data-tex');
  });
});
