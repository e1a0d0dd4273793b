import type { Post } from '@mattermost/types/posts';
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { describe, expect, it } from 'vitest';

import { TextProvider } from '../../i18n';
import { apply } from '../../store';
import { EMPTY } from '../../store/data';
import { Embeds } from './Embeds';

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

const shown = (post: object): string => {
  const whole = { id: 'p', props: {}, metadata: {}, ...post } as Post;
  const place = document.createElement('div');
  act(() =>
    createRoot(place).render(
      <TextProvider locale="en" hours="">
        <Embeds post={whole} />
      </TextProvider>,
    ),
  );
  return place.innerHTML;
};

describe('below a message', () => {
  it('stands what a linked page says of itself', () => {
    const data = { title: 'Notes on the engine', description: 'Numbers', images: [{ url: '/picture.png' }] };
    const html = shown({ metadata: { embeds: [{ type: 'opengraph', url: 'https://ada.example/notes', data }] } });
    expect(html).toContain('href="https://ada.example/notes"');
    for (const text of ['Notes on the engine', 'Numbers', 'ada.example', 'src="/picture.png"']) {
      expect(html).toContain(text);
    }
  });

  const embed = {
    type: 'opengraph',
    url: 'https://ada.example/notes',
    data: { title: 'Notes', images: [{ url: 'https://ada.example/p.png' }] },
  };
  const preview = { user_id: 'ada', metadata: { embeds: [embed] } };
  const known = (change: object) => apply(() => ({ ...EMPTY, ...change }));

  it('fetches pictures by way of the server where that is so set', () => {
    known({ config: { HasImageProxy: 'true' } });
    expect(shown(preview)).toContain('/api/v4/image?url=https%3A%2F%2Fada.example%2Fp.png"');
    known({});
    expect(shown(preview)).toContain('src="https://ada.example/p.png"');
  });

  it('stands no preview for whoever wants none, and where there shall be none', () => {
    known({ preferences: { 'display_settings--link_previews': 'false' } });
    expect(shown(preview)).toBe('');
    known({ config: { EnableLinkPreviews: 'false' } });
    expect(shown(preview)).toBe('');
    known({});
    expect(shown({ ...preview, props: { remove_link_preview: 'true' } })).toBe('');
  });

  it('stands a preview without its picture for whoever folds them', () => {
    known({ preferences: { 'display_settings--collapse_previews': 'true' } });
    expect(shown(preview)).toContain('Notes');
    expect(shown(preview)).not.toContain('<img');
    known({});
  });

  it('can be taken away by its author alone', () => {
    known({ me: { id: 'ada' } });
    expect(shown(preview)).toContain('Remove preview');
    known({ me: { id: 'bob' } });
    expect(shown(preview)).not.toContain('Remove preview');
    known({});
  });

  it('stands nothing for a page that says nothing', () => {
    expect(shown({ metadata: { embeds: [{ type: 'opengraph', url: 'https://ada.example', data: {} }] } })).toBe('');
    expect(shown({ metadata: { embeds: [{ type: 'link', url: 'https://ada.example' }] } })).toBe('');
  });

  it('keeps room for a linked picture, no bigger than fits', () => {
    const metadata = {
      embeds: [{ type: 'image', url: 'https://ada.example/a.png' }],
      images: { 'https://ada.example/a.png': { width: 960, height: 320 } },
    };
    expect(shown({ metadata })).toContain('width="480" height="160"');
  });

  it('does not take scripts or styles of a program', () => {
    const attachment = {
      title: 'Click',
      title_link: 'javascript:alert(1)',
      color: 'red;background:url(//x)',
      fields: [{ title: 'count', value: 3 }],
    };
    const html = shown({ props: { attachments: [attachment] } });
    expect(html).not.toContain('javascript');
    expect(html).not.toContain('background');
    expect(html).toContain('Click');
  });
});
