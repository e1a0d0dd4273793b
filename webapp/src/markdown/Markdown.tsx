import { type KeyboardEvent, memo, type SyntheticEvent, useEffect, useMemo, useRef } from 'react';

import { client } from '../api/client';
import { navigate } from '../app/router';
import { useEmoji } from '../emoji';
import { getData, show, useData, useView } from '../store';
import type { Data } from '../store/data';
import { highlight } from './highlight';
import css from './Markdown.module.css';
import { setMaths } from './maths';
import { isOnlyEmoji, type Names, render } from './render';

const index = <T,>(list: (T | undefined)[], keyOf: (one: T) => string) =>
  new Map(list.filter((one) => one !== undefined).map((one) => [keyOf(one), one]));

const NOBODY: Data['users'] = {};
const NOWHERE: Data['channels'] = {};
const NO_GROUPS: Data['groups'] = {};
const NO_MEMBERSHIPS: Data['myGroups'] = {};
const NOTHING: Data['customEmoji'] = {};

interface MarkdownProps {
  text: string;
  /** Whether groups are shown where they are named: not everybody may name them. */
  groups?: boolean;
}

/** A message as it was written: formatted, with names and emoji. */
export const Markdown = memo(function Markdown({ text, groups: withGroups = true }: MarkdownProps) {
  // Only what the text may name: people, channels and emoji change all the time, and most messages name none.
  const users = useData((data) => (text.includes('@') ? data.users : NOBODY));
  const grouped = withGroups && text.includes('@');
  const groups = useData((data) => (grouped ? data.groups : NO_GROUPS));
  const myGroups = useData((data) => (grouped ? data.myGroups : NO_MEMBERSHIPS));
  const channels = useData((data) => (text.includes('~') ? data.channels : NOWHERE));
  const custom = useData((data) => (text.includes(':') ? data.customEmoji : NOTHING));
  const emoji = useEmoji(text.includes(':')) !== null;
  const root = useRef<HTMLDivElement>(null);
  const html = useMemo(() => {
    const people = index(Object.values(users), (one) => one.username);
    const places = index(Object.values(channels), (one) => one.name);
    const crowds = index(Object.values(groups), (one) => one.name);
    const names: Names = {
      group: (name) => {
        const group = crowds.get(name);
        return group && (myGroups[group.id] ? 'mine' : 'others');
      },
      person: (name) => (people.has(name) ? `@${name}` : undefined),
      channel: (name) => places.get(name)?.display_name,
      picture: (name) => (custom[name] ? client.getCustomEmojiImageUrl(custom[name].id) : undefined),
      me: getData().me?.username ?? '',
    };
    // Emoji show once the catalogue is there.
    const { EnableLatex, EnableInlineLatex } = getData().config;
    const maths = { blocks: EnableLatex === 'true', inline: EnableLatex === 'true' && EnableInlineLatex === 'true' };
    return render(text, names, emoji, maths);
  }, [text, users, groups, myGroups, channels, custom, emoji]);
  useEffect(() => {
    if (!root.current) return;
    void highlight(root.current);
    void setMaths(root.current);
  }, [html]);
  const follow = (event: SyntheticEvent) => {
    const target = event.target as HTMLElement;
    const team = getData().teams[useView.getState().teamId]?.name ?? '';
    const channel = target.dataset.channel;
    if (channel) navigate(`/${team}/channels/${channel}`);
    const tag = target.dataset.tag;
    if (tag) show({ panel: { kind: 'search', terms: tag } });
    const group = target.dataset.group;
    if (group) show({ group });
    const user = target.dataset.user;
    if (user && Object.values(getData().users).some((one) => one?.username === user)) {
      navigate(`/${team}/messages/@${user}`);
    }
  };
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.target as HTMLElement).matches('[role=link]')) return;
    // Where the keyboard is by the end of it, nobody has pressed a key.
    event.preventDefault();
    follow(event);
  };
  return (
    <div
      ref={root}
      className={`${css.text} ${isOnlyEmoji(text) ? css.big : ''}`}
      onClick={follow}
      onKeyDown={press}
      // Sanitised in `render`.
      dangerouslySetInnerHTML={{ __html: html }}
    />
  );
});
