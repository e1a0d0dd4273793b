import type { PostList } from '@mattermost/types/posts';
import { type FormEvent, useEffect, useState } from 'react';

import { client } from '../../api/client';
import { takeLoose } from '../../api/load';
import { type TextId, useText } from '../../i18n';
import { getData, show, useData, useView } from '../../store';
import { channelTitle } from '../../store/names';
import { Labelled } from '../../ui/Field';
import { Icon, type IconName } from '../../ui/Icon';
import { PostRow } from '../post/PostRow';
import { SearchInput } from '../search/SearchInput';
import { openPermalink } from '../shell/permalink';
import { FoundFiles } from './ChannelFiles';
import css from './Panel.module.css';

interface ListProps {
  load: () => Promise<Pick<PostList, 'order' | 'posts'>>;
  /** Loads again when it changes. */
  key_: string;
  icon: IconName;
  empty: TextId;
}

/** Messages from several places, each with where it is from. */
function List({ load, key_, icon, empty }: ListProps) {
  const t = useText();
  const [found, setFound] = useState<{ key: string; order: readonly string[] } | null>(null);
  useEffect(() => {
    let wanted = true;
    const { posts: asked } = getData();
    load().then(
      (list) => {
        if (!wanted) return;
        takeLoose(list, asked);
        setFound({ key: key_, order: list.order });
      },
      () => wanted && setFound({ key: key_, order: [] }),
    );
    return () => {
      wanted = false;
    };
    // `load` is what the key says.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key_]);
  if (found?.key !== key_) return <div className={css.scroll} role="status" aria-label={t('app.loading')} />;
  return (
    <div className={css.scroll} tabIndex={0}>
      {found.order.length === 0 && (
        <div className={css.empty}>
          <Icon name={icon} size={28} />
          {t(empty)}
        </div>
      )}
      {found.order.map((id) => (
        <Result key={id} postId={id} />
      ))}
    </div>
  );
}

function Result({ postId }: { postId: string }) {
  const t = useText();
  const channel = useData((data) => data.channels[data.posts[postId]?.channel_id ?? '']);
  const title = useData((data) => (channel ? channelTitle(data, channel) : ''));
  const there = useData((data) => data.posts[postId] !== undefined);
  const teamId = useView((view) => view.teamId);
  if (!there) return null;
  return (
    <div className={css.result}>
      <div className={css.place}>
        <Icon name={channel?.type === 'P' ? 'lock' : channel?.type === 'O' ? 'hash' : 'people'} size={13} />
        {title}
        <button type="button" onClick={() => void openPermalink(postId, teamId)}>
          {t('search.jump')}
        </button>
      </div>
      <PostRow postId={postId} where="list" />
    </div>
  );
}

export function Pinned({ channelId }: { channelId: string }) {
  return <List key_={channelId} icon="pin" empty="panel.noPinned" load={() => client.getPinnedPosts(channelId)} />;
}

export function Saved() {
  return <List key_="saved" icon="bookmark" empty="panel.noSaved" load={() => client.getFlaggedPosts('me')} />;
}

/** Messages that mean me, by the words that I have chosen for that. */
export function Mentions({ teamId }: { teamId: string }) {
  const words = useData((data) => `@${data.me?.username},${data.me?.notify_props.mention_keys ?? ''}`);
  const terms = [...new Set(words.split(',').map((one) => one.trim()))].filter(Boolean);
  return (
    <List
      key_={`${teamId} ${terms.join(' ')}`}
      icon="at"
      empty="panel.noMentions"
      load={() => client.searchPosts(teamId, terms.map((one) => `"${one}"`).join(' '), true)}
    />
  );
}

const KINDS = [
  ['posts', 'search.posts'],
  ['files', 'panel.files'],
] as const;

/** What was found, and the field to look for something else. */
export function Search({ teamId, terms }: { teamId: string; terms: string }) {
  const t = useText();
  const [next, setNext] = useState(terms);
  const [kind, setKind] = useState<'posts' | 'files'>('posts');
  const search = (event: FormEvent) => {
    event.preventDefault();
    if (next.trim()) show({ panel: { kind: 'search', terms: next.trim() } });
  };
  return (
    <>
      <form role="search" className={css.form} onSubmit={search}>
        <Labelled label={t('search.title')} hint={t('search.hint')}>
          {(field) => <SearchInput {...field} value={next} autoFocus={terms === ''} onChange={setNext} />}
        </Labelled>
      </form>
      {terms && (
        <div className={css.kinds} role="group" aria-label={t('search.kind')}>
          {KINDS.map(([one, label]) => (
            <button key={one} type="button" aria-pressed={kind === one} onClick={() => setKind(one)}>
              {t(label)}
            </button>
          ))}
        </div>
      )}
      {terms && kind === 'files' && <FoundFiles teamId={teamId} terms={terms} empty="search.none" />}
      {terms && kind === 'posts' && (
        <List
          key_={`${teamId} ${terms}`}
          icon="search"
          empty="search.none"
          load={() => client.searchPosts(teamId, terms, false)}
        />
      )}
    </>
  );
}
