import { useEffect, useLayoutEffect, useRef } from 'react';

import { needed } from '../../api/needed';
import { openThread } from '../../api/posts';
import { useText } from '../../i18n';
import { useData } from '../../store';
import { Composer } from '../composer/Composer';
import { TypingLine } from '../channel/TypingLine';
import css from '../panel/Panel.module.css';
import { PostRow } from '../post/PostRow';

const NONE: readonly string[] = [];

/** A message with its replies, and where to write another. */
export function ThreadPanel({ rootId, teamId }: { rootId: string; teamId: string }) {
  const t = useText();
  const root = useData((data) => data.posts[rootId]);
  const order = useData((data) => data.replies[rootId]?.order ?? NONE);
  const unread = useData((data) => data.threads[rootId]?.unreadReplies ?? 0);
  const scroll = useRef<HTMLDivElement>(null);
  useEffect(() => {
    needed(openThread(rootId, teamId));
  }, [rootId, teamId, unread]);
  const last = order.at(-1);
  useLayoutEffect(() => {
    scroll.current?.scrollTo({ top: scroll.current.scrollHeight });
  }, [last]);
  return (
    <>
      <div ref={scroll} className={css.scroll} tabIndex={0}>
        <PostRow postId={rootId} where="thread" />
        <p className={css.count}>{t('post.replies', { count: order.length })}</p>
        {order.map((id) => (
          <PostRow key={id} postId={id} where="thread" />
        ))}
      </div>
      <TypingLine where={rootId} />
      {root && <Composer channelId={root.channel_id} rootId={rootId} placeholder={t('thread.reply')} />}
    </>
  );
}
