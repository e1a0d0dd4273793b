import { useEffect, useMemo, useState } from 'react';

import { client } from '../../api/client';
import { loadThreads } from '../../api/threads';
import { useText } from '../../i18n';
import { show, useData, useView } from '../../store';
import { channelTitle, nameOf, nameStyle } from '../../store/names';
import { Avatar } from '../../ui/Avatar';
import { Badge } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import panel from '../panel/Panel.module.css';
import { ViewHead } from '../shell/ViewHead';
import view from '../shell/View.module.css';
import css from './ThreadsView.module.css';

/** The threads that I follow, those with the newest replies first. */
export function ThreadsView({ teamId }: { teamId: string }) {
  const t = useText();
  const [ids, setIds] = useState<readonly string[] | null>(null);
  const posts = useData((data) => data.posts);
  const threads = useData((data) => data.threads);
  const me = useData((data) => data.me?.id ?? '');
  useEffect(() => {
    document.title = t('threads.title');
    loadThreads(teamId).then(setIds, () => setIds([]));
  }, [teamId, t]);
  const list = useMemo(() => {
    const known = new Set(ids ?? []);
    for (const [id, thread] of Object.entries(threads)) if (thread?.following && posts[id]) known.add(id);
    const time = (id: string) => posts[id]?.last_reply_at ?? 0;
    return [...known].filter((id) => posts[id]).sort((a, b) => time(b) - time(a));
  }, [ids, posts, threads]);
  return (
    <div className={view.view}>
      <ViewHead title={t('threads.title')}>
        <Button look="quiet" onClick={() => void client.updateThreadsReadForUser(me, teamId)}>
          {t('threads.markRead')}
        </Button>
      </ViewHead>
      {ids && list.length === 0 && (
        <div className={panel.empty}>
          <Icon name="thread" size={32} />
          {t('threads.none')}
        </div>
      )}
      <ul className={css.list}>
        {list.map((id) => (
          <li key={id}>
            <Thread rootId={id} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Thread({ rootId }: { rootId: string }) {
  const t = useText();
  const post = useData((data) => data.posts[rootId]);
  const thread = useData((data) => data.threads[rootId]);
  const name = useData((data) => nameOf(data.users[post?.user_id ?? ''], nameStyle(data)));
  const channel = useData((data) => data.channels[post?.channel_id ?? '']);
  const title = useData((data) => (channel ? channelTitle(data, channel) : ''));
  const open = useView((view) => view.panel?.kind === 'thread' && view.panel.rootId === rootId);
  if (!post) return null;
  const news = thread?.unreadReplies ?? 0;
  return (
    <button
      type="button"
      className={`${css.thread} ${open ? css.open : ''}`}
      aria-pressed={open}
      onClick={() => show({ panel: { kind: 'thread', rootId } })}
    >
      <Avatar userId={post.user_id} size={36} />
      <span className={css.who}>
        <b>{name}</b> · {title}
      </span>
      <span>
        <Badge count={thread?.unreadMentions ?? 0} />
      </span>
      <span className={css.text}>{post.message}</span>
      <span className={css.foot}>
        {news > 0 ? (
          <span className={css.new}>{t('threads.newReplies', { count: news })}</span>
        ) : (
          t('post.replies', { count: post.reply_count })
        )}
      </span>
    </button>
  );
}
