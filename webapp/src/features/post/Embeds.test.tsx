import type { Post } from '@mattermost/types/posts';
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { describe, expect, it } from 'vitest';

import { TextProvider } from '../../i18n';
import { Embeds } from './Embeds';

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

const shown = (post: object): string => {
  const whole = { id: 'p', props: {}, metadata: {}, ...post } as Post;
  const place = document.createElement('div');
  act(() =>
    createRoot(place).render(
      <TextProvider locale="en">
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
