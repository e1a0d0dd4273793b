import type { MessageAttachment } from '@mattermost/types/message_attachments';
import type { Post } from '@mattermost/types/posts';
import { type UIEvent, useEffect, useId, useMemo, useState } from 'react';
import { useIntl } from 'react-intl';

import { client } from '../../api/client';
import { loadThreads } from '../../api/threads';
import { useText } from '../../i18n';
import { Markdown } from '../../markdown/Markdown';
import { show, useData, useView } from '../../store';
import { channelTitle, nameOf, nameStyle } from '../../store/names';
import { Avatar } from '../../ui/Avatar';
import { Badge } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import panel from '../panel/Panel.module.css';
import { whenText } from '../post/when';
import { ViewHead } from '../shell/ViewHead';
import view from '../shell/View.module.css';
import css from './ThreadsView.module.css';

/** Distance from the end at which older threads are loaded, in pixels. */
const LOAD_AHEAD = 600;

const FILTERS = [
  [false, 'threads.all'],
  [true, 'threads.unread'],
] as const;

/** The threads that I follow, those with the newest replies first. */
export function ThreadsView({ teamId }: { teamId: string }) {
  const t = useText();
  const [page, setPage] = useState({ loaded: false, more: false });
  const [unreadOnly, setUnreadOnly] = useState(false);
  const posts = useData((data) => data.posts);
  const threads = useData((data) => data.threads);
  const channels = useData((data) => data.channels);
  const open = useView((state) => (state.panel?.kind === 'thread' ? state.panel.rootId : ''));
  const me = useData((data) => data.me?.id ?? '');
  const load = (before: string) =>
    loadThreads(teamId, { before }).then(
      (more) => setPage({ loaded: true, more }),
      () => setPage({ loaded: true, more: false }),
    );
  useEffect(() => {
    document.title = t('threads.title');
    void load('');
    // The rest is the same for as long as the team is.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [teamId, t]);
  const list = useMemo(() => {
    const time = (id: string) => posts[id]?.last_reply_at ?? 0;
    const here = (id: string) => {
      const team = channels[posts[id]?.channel_id ?? '']?.team_id;
      return posts[id] !== undefined && (!team || team === teamId);
    };
    return Object.entries(threads)
      .filter(([id, thread]) => thread?.following && here(id))
      .map(([id]) => id)
      .sort((a, b) => time(b) - time(a));
  }, [posts, threads, channels, teamId]);
  // Whoever has just opened one does not lose sight of it.
  const shown = unreadOnly ? list.filter((id) => id === open || (threads[id]?.unreadReplies ?? 0) > 0) : list;
  const follow = ({ currentTarget: box }: UIEvent) => {
    if (!page.more || box.scrollHeight - box.scrollTop - box.clientHeight > LOAD_AHEAD) return;
    setPage({ loaded: true, more: false });
    void load(list.at(-1) ?? '');
  };
  return (
    <div className={view.view}>
      <ViewHead title={t('threads.title')}>
        <Button look="quiet" onClick={() => void client.updateThreadsReadForUser(me, teamId)}>
          {t('threads.markRead')}
        </Button>
      </ViewHead>
      <div className={`${panel.kinds} ${css.filters}`} role="group" aria-label={t('threads.which')}>
        {FILTERS.map(([value, label]) => (
          <button key={label} type="button" aria-pressed={unreadOnly === value} onClick={() => setUnreadOnly(value)}>
            {t(label)}
          </button>
        ))}
      </div>
      {page.loaded && shown.length === 0 && (
        <div className={panel.empty}>
          <Icon name="thread" size={32} />
          {t(list.length === 0 ? 'threads.none' : 'threads.allRead')}
        </div>
      )}
      <ul className={css.list} onScroll={follow}>
        {shown.map((id) => (
          <li key={id}>
            <Thread rootId={id} />
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What stands for a message in a list: its text, or the names of what came with it. */
function excerptOf(post: Post): string {
  const attachments = (post.props?.attachments ?? []) as MessageAttachment[];
  const files = (post.metadata?.files ?? []).map((file) => file.name);
  const [card] = Array.isArray(attachments) ? attachments : [];
  return post.message || files.join(', ') || card?.title || card?.text || card?.fallback || '';
}

/** A thread by its first message. The whole of it is a button, but for the links in the text. */
function Thread({ rootId }: { rootId: string }) {
  const t = useText();
  const intl = useIntl();
  const name = useId();
  const post = useData((data) => data.posts[rootId]);
  const thread = useData((data) => data.threads[rootId]);
  const author = useData((data) => nameOf(data.users[post?.user_id ?? ''], nameStyle(data)));
  const title = useData((data) => {
    const channel = data.channels[post?.channel_id ?? ''];
    return channel ? channelTitle(data, channel) : '';
  });
  const open = useView((state) => state.panel?.kind === 'thread' && state.panel.rootId === rootId);
  if (!post) return null;
  const news = thread?.unreadReplies ?? 0;
  const mentions = thread?.unreadMentions ?? 0;
  return (
    <div className={`${css.thread} ${open ? css.open : ''} ${news > 0 ? css.unread : ''}`}>
      <button
        type="button"
        className={css.cover}
        aria-pressed={open}
        aria-labelledby={`${name}-who ${name}-text ${name}-foot`}
        onClick={() => show({ panel: { kind: 'thread', rootId } })}
      />
      <Avatar userId={post.user_id} size={36} />
      <span id={`${name}-who`} className={css.who}>
        <b>{author}</b> · {title}
      </span>
      <span className={css.marks}>
        <Badge count={mentions} label={t('sidebar.mentions', { count: mentions })} />
        {news > 0 && mentions === 0 && <span className={css.dot} />}
      </span>
      <div id={`${name}-text`} className={css.text}>
        <Markdown text={excerptOf(post)} />
      </div>
      <span id={`${name}-foot`} className={css.foot}>
        {news > 0 ? (
          <span className={css.new}>{t('threads.newReplies', { count: news })}</span>
        ) : (
          t('post.replies', { count: post.reply_count })
        )}
        {Boolean(post.last_reply_at) && (
          <>
            {' · '}
            {whenText(intl, post.last_reply_at)}
          </>
        )}
      </span>
    </div>
  );
}
