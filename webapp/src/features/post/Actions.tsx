import type { Post } from '@mattermost/types/posts';
import { useState } from 'react';

import { setPreference } from '../../api/channels';
import { beginEdit } from '../../api/edits';
import { client } from '../../api/client';
import { markUnread, remove, setPinned, toggleReaction } from '../../api/posts';
import { COMMON, recentEmoji, rememberEmoji } from '../../emoji';
import { Emoji } from '../../emoji/Emoji';
import { EmojiPicker } from '../../emoji/EmojiPicker';
import { useText } from '../../i18n';
import { apply, getData, show, useData, useView } from '../../store';
import { preferenceKey, without } from '../../store/data';
import { Button, IconButton } from '../../ui/Button';
import { Dialog, DialogFoot } from '../../ui/Dialog';
import { Menu, MenuItem, MenuSeparator } from '../../ui/Menu';
import { part } from '../../ui/part';
import { TimeDialog } from '../composer/TimeDialog';
import { permalinkOf } from '../shell/permalink';
import { useCan } from '../useCan';
import css from './Post.module.css';
import { remind, RemindMenu } from './Remind';

async function toggleSaved(post: Post, saved: boolean): Promise<void> {
  if (!saved) {
    await setPreference('flagged_post', post.id, 'true');
    return;
  }
  const me = getData().me?.id ?? '';
  const key = preferenceKey('flagged_post', post.id);
  apply((data) => ({ ...data, preferences: without(data.preferences, key) }));
  await client.deletePreferences(me, [{ user_id: me, category: 'flagged_post', name: post.id, value: 'true' }]);
}

/** Seldom wanted. */
const Forward = part(() => import('../dialogs/Forward').then((one) => one.Forward));

/** What can be done with a message, above it while it is pointed at. */
export function Actions({ post, where }: { post: Post; where: 'channel' | 'thread' | 'list' }) {
  const t = useText();
  const mine = useData((data) => data.me?.id === post.user_id);
  const postTeam = useData((data) => data.channels[post.channel_id]?.team_id ?? '');
  const mayEdit = useCan('edit_post', postTeam, post.channel_id) && mine;
  const mayDelete = useCan(mine ? 'delete_post' : 'delete_others_posts', postTeam, post.channel_id);
  const saved = useData((data) => data.preferences[preferenceKey('flagged_post', post.id)] === 'true');
  const teamId = useView((view) => view.teamId);
  const [reminding, setReminding] = useState(false);
  const [forwarding, setForwarding] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const quick = [...new Set([...recentEmoji(), ...COMMON])].slice(0, 3);
  const react = (name: string) => {
    rememberEmoji(name);
    void toggleReaction(post, name);
  };
  return (
    <div className={css.actions} role="toolbar" aria-label={t('post.actions')}>
      {where !== 'list' &&
        quick.map((name) => (
          <button
            key={name}
            type="button"
            className={css.emojiButton}
            aria-label={t('post.reactWith', { emoji: name })}
            title={`:${name}:`}
            onClick={() => react(name)}
          >
            <Emoji name={name} size={16} />
          </button>
        ))}
      <EmojiPicker onPick={react}>
        <IconButton small icon="smile" label={t('post.react')} />
      </EmojiPicker>
      {where !== 'thread' && (
        <IconButton
          small
          icon="reply"
          label={t('post.reply')}
          onClick={() => show({ panel: { kind: 'thread', rootId: post.root_id || post.id } })}
        />
      )}
      <IconButton
        small
        icon="bookmark"
        label={t(saved ? 'post.unsave' : 'post.save')}
        aria-pressed={saved}
        onClick={() => void toggleSaved(post, saved)}
      />
      <Menu align="end" trigger={<IconButton small icon="more" label={t('post.more')} />}>
        {mayEdit && (
          <MenuItem icon="pencil" onSelect={() => beginEdit(where, post.id)}>
            {t('post.edit')}
          </MenuItem>
        )}
        {post.type !== 'burn_on_read' && (
          <MenuItem icon="forward" onSelect={() => setForwarding(true)}>
            {t('post.forward')}
          </MenuItem>
        )}
        <MenuItem icon="link" onSelect={() => void navigator.clipboard.writeText(permalinkOf(post, teamId))}>
          {t('post.copyLink')}
        </MenuItem>
        <MenuItem icon="file" onSelect={() => void navigator.clipboard.writeText(post.message)}>
          {t('post.copyText')}
        </MenuItem>
        <MenuItem icon="pin" onSelect={() => void setPinned(post, !post.is_pinned)}>
          {t(post.is_pinned ? 'post.unpin' : 'post.pin')}
        </MenuItem>
        <RemindMenu post={post} onOther={() => setReminding(true)} />
        <MenuItem icon="bell" onSelect={() => void markUnread(post)}>
          {t('post.markUnread')}
        </MenuItem>
        {mayDelete && (
          <>
            <MenuSeparator />
            <MenuItem icon="trash" danger onSelect={() => setDeleting(true)}>
              {t('post.delete')}
            </MenuItem>
          </>
        )}
      </Menu>
      {reminding && (
        <TimeDialog
          title={t('remind.menu')}
          action={t('remind.action')}
          onPick={(at) => remind(post, at)}
          onClose={() => setReminding(false)}
        />
      )}
      {forwarding && <Forward post={post} teamId={teamId} onClose={() => setForwarding(false)} />}
      {deleting && <DeleteDialog post={post} onClose={() => setDeleting(false)} />}
    </div>
  );
}

function DeleteDialog({ post, onClose }: { post: Post; onClose: () => void }) {
  const t = useText();
  const lead = t(post.reply_count > 0 ? 'post.deleteThreadLead' : 'post.deleteLead');
  return (
    <Dialog title={t('post.deleteTitle')} lead={lead} onClose={onClose}>
      <DialogFoot>
        <Button look="quiet" onClick={onClose}>
          {t('ui.cancel')}
        </Button>
        <Button look="danger" autoFocus onClick={() => void remove(post).finally(onClose)}>
          {t('post.delete')}
        </Button>
      </DialogFoot>
    </Dialog>
  );
}
