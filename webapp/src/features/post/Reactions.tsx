import type { Post } from '@mattermost/types/posts';
import type { Reaction } from '@mattermost/types/reactions';

import { toggleReaction } from '../../api/posts';
import { rememberEmoji } from '../../emoji';
import { Emoji } from '../../emoji/Emoji';
import { EmojiPicker } from '../../emoji/EmojiPicker';
import { useText } from '../../i18n';
import { useData } from '../../store';
import { nameOf, nameStyle } from '../../store/names';
import { Icon } from '../../ui/Icon';
import css from './Post.module.css';

/** The reactions to a message, each emoji once, in the order of their first. */
export function Reactions({ post }: { post: Post }) {
  const t = useText();
  const reactions = post.metadata?.reactions;
  if (!reactions?.length) return null;
  const byName = new Map<string, Reaction[]>();
  for (const one of reactions) byName.set(one.emoji_name, [...(byName.get(one.emoji_name) ?? []), one]);
  return (
    <div className={css.reactions}>
      {[...byName].map(([name, list]) => (
        <OneReaction key={name} post={post} name={name} list={list} />
      ))}
      <EmojiPicker
        onPick={(name) => {
          rememberEmoji(name);
          void toggleReaction(post, name);
        }}
      >
        <button type="button" className={`${css.reaction} ${css.addReaction}`} aria-label={t('post.react')}>
          <Icon name="smile" size={15} />
        </button>
      </EmojiPicker>
    </div>
  );
}

function OneReaction({ post, name, list }: { post: Post; name: string; list: Reaction[] }) {
  const t = useText();
  const mine = useData((data) => list.some((one) => one.user_id === data.me?.id));
  const people = useData((data) => list.map((one) => nameOf(data.users[one.user_id], nameStyle(data))).join(', '));
  const label = t('post.reaction', { emoji: name, people });
  return (
    <button
      type="button"
      className={`${css.reaction} ${mine ? css.mine : ''}`}
      aria-pressed={mine}
      title={label}
      onClick={() => void toggleReaction(post, name)}
    >
      <span aria-hidden="true" style={{ display: 'contents' }}>
        <Emoji name={name} size={15} />
        {list.length}
      </span>
      <span className="sr-only">{label}</span>
    </button>
  );
}
