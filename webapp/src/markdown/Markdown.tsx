import { memo, type MouseEvent, useEffect, useMemo, useRef } from 'react';

import { client } from '../api/client';
import { navigate } from '../app/router';
import { useEmoji } from '../emoji';
import { getData, useData, useView } from '../store';
import { highlight } from './highlight';
import css from './Markdown.module.css';
import { setMaths } from './maths';
import { isOnlyEmoji, type Names, render } from './render';

const index = <T,>(list: (T | undefined)[], keyOf: (one: T) => string) =>
  new Map(list.filter((one) => one !== undefined).map((one) => [keyOf(one), one]));

/** A message as it was written: formatted, with names and emoji. */
export const Markdown = memo(function Markdown({ text }: { text: string }) {
  const users = useData((data) => data.users);
  const channels = useData((data) => data.channels);
  const custom = useData((data) => data.customEmoji);
  const catalogue = useEmoji();
  const root = useRef<HTMLDivElement>(null);
  const html = useMemo(() => {
    // Most messages name nobody; they need no index.
    const people = text.includes('@') ? index(Object.values(users), (one) => one.username) : new Map();
    const places = text.includes('~') ? index(Object.values(channels), (one) => one.name) : new Map();
    const names: Names = {
      person: (name) => (people.has(name) ? `@${name}` : undefined),
      channel: (name) => places.get(name)?.display_name,
      picture: (name) => (custom[name] ? client.getCustomEmojiImageUrl(custom[name].id) : undefined),
      me: getData().me?.username ?? '',
    };
    // Emoji show once the catalogue is there.
    const { EnableLatex, EnableInlineLatex } = getData().config;
    const maths = { blocks: EnableLatex === 'true', inline: EnableLatex === 'true' && EnableInlineLatex === 'true' };
    return render(text, names, catalogue !== null, maths);
  }, [text, users, channels, custom, catalogue]);
  useEffect(() => {
    if (!root.current) return;
    void highlight(root.current);
    void setMaths(root.current);
  }, [html]);
  const follow = (event: MouseEvent) => {
    const target = event.target as HTMLElement;
    const team = getData().teams[useView.getState().teamId]?.name ?? '';
    const channel = target.dataset.channel;
    if (channel) navigate(`/${team}/channels/${channel}`);
    const user = target.dataset.user;
    if (user && users && Object.values(getData().users).some((one) => one?.username === user)) {
      navigate(`/${team}/messages/@${user}`);
    }
  };
  return (
    <div
      ref={root}
      className={`${css.text} ${isOnlyEmoji(text) ? css.big : ''}`}
      onClick={follow}
      // Sanitised in `render`.
      dangerouslySetInnerHTML={{ __html: html }}
    />
  );
});
