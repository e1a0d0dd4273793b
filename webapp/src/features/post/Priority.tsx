import type { Post } from '@mattermost/types/posts';

import { client } from '../../api/client';
import { useText } from '../../i18n';
import { apply, useData } from '../../store';
import { nameOf, nameStyle } from '../../store/names';
import { acknowledge } from '../../store/scheduled';
import { Icon } from '../../ui/Icon';
import { PRIORITY_TEXTS } from '../composer/SendOptions';
import css from './Post.module.css';

/** How much a message presses. */
export function PriorityTag({ post }: { post: Post }) {
  const t = useText();
  const priority = post.metadata?.priority?.priority;
  if (priority !== 'important' && priority !== 'urgent') return null;
  return <span className={`${css.priority} ${css[priority]}`}>{t(PRIORITY_TEXTS[priority])}</span>;
}

/** Says that I have read a message that asks for it, and who else has. */
export function Acknowledge({ post }: { post: Post }) {
  const t = useText();
  const me = useData((data) => data.me?.id ?? '');
  const given = post.metadata?.acknowledgements ?? [];
  const names = useData((data) => given.map((one) => nameOf(data.users[one.user_id], nameStyle(data))).join(', '));
  if (!post.metadata?.priority?.requested_ack) return null;
  const mine = given.some((one) => one.user_id === me);
  const toggle = async () => {
    const one = { user_id: me, post_id: post.id, acknowledged_at: Date.now() };
    if (mine) await client.unacknowledgePost(post.id, me);
    else await client.acknowledgePost(post.id, me);
    apply((data) => acknowledge(data, one, !mine));
  };
  return (
    <button
      type="button"
      className={`${css.ack} ${mine ? css.mine : ''}`}
      aria-pressed={mine}
      disabled={post.user_id === me}
      title={names || undefined}
      onClick={() => void toggle()}
    >
      <Icon name="check" size={15} />
      {given.length > 0 ? t('priority.acknowledged', { count: given.length }) : t('priority.acknowledge')}
    </button>
  );
}
