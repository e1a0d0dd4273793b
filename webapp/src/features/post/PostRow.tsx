import type { Post } from '@mattermost/types/posts';
import { type FocusEvent, memo, useState } from 'react';
import { flushSync } from 'react-dom';
import { useIntl } from 'react-intl';

import { sendAgain } from '../../api/outbox';
import { giveUp } from '../../api/posts';
import { useText } from '../../i18n';
import { Markdown } from '../../markdown/Markdown';
import { show, useData, useView } from '../../store';
import { nameOf, nameStyle } from '../../store/names';
import { Avatar } from '../../ui/Avatar';
import { EditBox } from '../composer/EditBox';
import { ProfileCard } from '../profile/ProfileCard';
import { Saying } from '../profile/Saying';
import { Actions } from './Actions';
import { Embeds } from './Embeds';
import { Files } from './Files';
import css from './Post.module.css';
import { Acknowledge, PriorityTag } from './Priority';
import { Reactions } from './Reactions';
import { whenText } from './when';

interface PostRowProps {
  postId: string;
  /** Without name and picture: it goes on with what stands above. */
  compact?: boolean;
  /** Where it stands: threads do not show what leads to themselves. */
  where?: 'channel' | 'thread' | 'list';
}

const FOLLOWING = Node.DOCUMENT_POSITION_FOLLOWING;

/** A message. */
export const PostRow = memo(function PostRow({ postId, compact = false, where = 'channel' }: PostRowProps) {
  const t = useText();
  const post = useData((data) => data.posts[postId]);
  const sending = useData((data) => data.sending[postId]);
  const editing = useView((view) => view.editing === `${where}:${postId}`);
  // The buttons are there once somebody has come near: of a long list few are ever wanted.
  const [near, setNear] = useState(false);
  if (!post) return null;
  const classes = [css.post, compact && css.compact, post.is_pinned && where === 'channel' && css.pinned];
  return (
    <article
      className={classes.filter(Boolean).join(' ')}
      data-post={postId}
      aria-labelledby={`${where}-${postId}`}
      onPointerEnter={() => setNear(true)}
    >
      <div className={css.side}>
        {compact ? <Time at={post.create_at} className={css.sideTime} /> : <Picture post={post} />}
      </div>
      <div className={css.body}>
        {compact ? <PriorityTag post={post} /> : <Head post={post} />}
        <div id={`${where}-${postId}`}>
          {editing ? <EditBox post={post} /> : <Body post={post} sending={sending !== undefined} />}
        </div>
        {!editing && <Embeds post={post} />}
        {post.metadata?.files && <Files files={post.metadata.files} />}
        {sending === 'failed' && <Failed post={post} />}
        {sending === 'waiting' && <p className={css.waiting}>{t('post.waiting')}</p>}
        <Acknowledge post={post} />
        <Reactions post={post} />
        {where === 'channel' && post.reply_count > 0 && <ThreadLine post={post} />}
      </div>
      {!editing &&
        !sending &&
        !post.type.startsWith('system_') &&
        (near ? <Actions post={post} where={where} /> : <Entrance onEnter={() => setNear(true)} />)}
    </article>
  );
});

/** Stands for the buttons of a message until somebody comes by keyboard, who then is at the first or last of them. */
function Entrance({ onEnter }: { onEnter: () => void }) {
  const t = useText();
  const enter = ({ currentTarget, relatedTarget }: FocusEvent) => {
    const message = currentTarget.closest('article');
    const after = relatedTarget && currentTarget.compareDocumentPosition(relatedTarget) & FOLLOWING;
    flushSync(onEnter);
    const buttons = [...(message?.querySelectorAll<HTMLElement>('[role=toolbar] button') ?? [])];
    buttons.at(after ? -1 : 0)?.focus();
  };
  return (
    <button type="button" className="sr-only" onFocus={enter}>
      {t('post.actions')}
    </button>
  );
}

function Picture({ post }: { post: Post }) {
  return (
    <ProfileCard userId={post.user_id}>
      <button type="button" tabIndex={-1} aria-hidden="true" style={{ alignSelf: 'flex-start' }}>
        <Avatar userId={post.user_id} size={36} />
      </button>
    </ProfileCard>
  );
}

function Head({ post }: { post: Post }) {
  const t = useText();
  const name = useData((data) => nameOf(data.users[post.user_id], nameStyle(data)));
  const bot = useData((data) => data.users[post.user_id]?.is_bot === true) || post.props?.from_webhook === 'true';
  const override = post.props?.override_username;
  return (
    <div className={css.head}>
      <ProfileCard userId={post.user_id}>
        <button type="button" className={css.author}>
          {typeof override === 'string' && override ? override : name}
        </button>
      </ProfileCard>
      <Saying userId={post.user_id} size={14} />
      <PriorityTag post={post} />
      {bot && <span className={css.tag}>{t('post.bot')}</span>}
      <Time at={post.create_at} className={css.time} />
      {post.type === 'system_ephemeral' && <span className={css.time}>{t('post.onlyYou')}</span>}
    </div>
  );
}

function Time({ at, className }: { at: number; className: string | undefined }) {
  const intl = useIntl();
  return (
    <time
      className={className}
      dateTime={new Date(at).toISOString()}
      title={intl.formatDate(at, { dateStyle: 'full', timeStyle: 'medium' })}
    >
      {intl.formatTime(at, { hour: 'numeric', minute: '2-digit' })}
    </time>
  );
}

function Body({ post, sending }: { post: Post; sending: boolean }) {
  const t = useText();
  const system = post.type.startsWith('system_');
  const edited = post.edit_at > 0 && !system;
  return (
    <div className={[system && css.system, sending && css.sending, edited && css.withEdited].filter(Boolean).join(' ')}>
      {post.message && <Markdown text={post.message} groups={!post.props?.disable_group_highlight} />}
      {edited && (
        <button
          type="button"
          className={css.edited}
          title={t('history.title')}
          onClick={() => show({ panel: { kind: 'history', postId: post.id } })}
        >
          {t('post.edited')}
        </button>
      )}
    </div>
  );
}

function Failed({ post }: { post: Post }) {
  const t = useText();
  return (
    <div className={css.failed} role="alert">
      {t('post.failed')}
      <button type="button" onClick={() => sendAgain(post)}>
        {t('app.retry')}
      </button>
      <button type="button" onClick={() => giveUp(post)}>
        {t('post.giveUp')}
      </button>
    </div>
  );
}

const FACES = 4;

/** Leads to the replies of a message. */
function ThreadLine({ post }: { post: Post }) {
  const t = useText();
  const intl = useIntl();
  const unread = useData((data) => (data.threads[post.id]?.unreadReplies ?? 0) > 0);
  const people = (post.participants ?? []) as { id: string }[];
  return (
    <button type="button" className={css.thread} onClick={() => show({ panel: { kind: 'thread', rootId: post.id } })}>
      <span className={css.faces}>
        {people.slice(0, FACES).map((one) => (
          <Avatar key={one.id} userId={one.id} size={22} />
        ))}
      </span>
      <span className={css.replies}>
        {t('post.replies', { count: post.reply_count })}
        {unread && ' •'}
      </span>
      {Boolean(post.last_reply_at) && (
        <span className={css.lastReply}>
          {t('post.lastReply', {
            time: whenText(intl, post.last_reply_at),
          })}
        </span>
      )}
    </button>
  );
}
