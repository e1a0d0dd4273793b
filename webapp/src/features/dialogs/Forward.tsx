import type { Channel } from '@mattermost/types/channels';
import type { Post } from '@mattermost/types/posts';
import type { UserProfile } from '@mattermost/types/users';
import { Command } from 'cmdk';
import { useState } from 'react';

import { openDirect } from '../../api/channels';
import { send } from '../../api/posts';
import { navigate } from '../../app/router';
import { useText } from '../../i18n';
import { Markdown } from '../../markdown/Markdown';
import { getData, useData } from '../../store';
import { channelPath, channelTitle, nameOf, nameStyle } from '../../store/names';
import { Avatar } from '../../ui/Avatar';
import { Button, IconButton } from '../../ui/Button';
import { Dialog, DialogFoot } from '../../ui/Dialog';
import { Area } from '../../ui/Field';
import { FormError } from '../auth/AuthPage';
import { useSubmit } from '../auth/useSubmit';
import { permalinkOf } from '../shell/permalink';
import { Found, Mark } from '../switcher/Found';
import list from '../switcher/Switcher.module.css';
import css from './Dialogs.module.css';

type Target = { channel: Channel } | { user: UserProfile };

interface ForwardProps {
  post: Post;
  teamId: string;
  onClose: () => void;
}

/** Sends a message on to another channel or person, as a link that shows it. */
export function Forward({ post, teamId, onClose }: ForwardProps) {
  const t = useText();
  const from = useData((data) => data.channels[post.channel_id]);
  // What was said among a few stays there: others could not follow the link.
  const closed = from !== undefined && from.type !== 'O';
  const [chosen, setChosen] = useState<Target | null>(null);
  const [comment, setComment] = useState('');
  const to = closed ? { channel: from } : chosen;
  const { busy, error, submit } = useSubmit(async () => {
    if (!to) return;
    const channel = 'channel' in to ? to.channel : await openDirect([to.user.id], teamId);
    send(channel.id, '', [comment.trim(), permalinkOf(post, teamId)].filter(Boolean).join('\n'), []);
    onClose();
    navigate(channelPath(getData(), channel, teamId));
  });
  return (
    <Dialog title={t('forward.title')} {...(closed && { lead: t('forward.onlyHere') })} onClose={onClose}>
      <form className={css.form} onSubmit={submit}>
        <FormError text={error} />
        {to ? (
          <Chosen target={to} onChange={closed ? undefined : () => setChosen(null)} />
        ) : (
          <Choice teamId={teamId} onChoose={setChosen} />
        )}
        <Area
          label={t('forward.comment')}
          value={comment}
          maxLength={Number(getData().config.MaxPostSize ?? 4000) - 200}
          onChange={(event) => setComment(event.target.value)}
        />
        <Excerpt post={post} />
        <DialogFoot>
          <Button look="quiet" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          <Button type="submit" disabled={busy || !to}>
            {t('forward.action')}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}

/** Finds where to. */
function Choice({ teamId, onChoose }: { teamId: string; onChoose: (target: Target) => void }) {
  const t = useText();
  const [term, setTerm] = useState('');
  return (
    <Command shouldFilter={false} label={t('forward.to')} loop className={css.picker}>
      <span className={css.pickerLabel}>{t('forward.to')}</span>
      <div className={css.chips}>
        <Command.Input
          autoFocus
          aria-label={t('forward.to')}
          value={term}
          onValueChange={setTerm}
          placeholder={t('switcher.placeholder')}
        />
      </div>
      <div className={`${css.places} ${list.compact}`}>
        <Found
          teamId={teamId}
          term={term}
          onChannel={(channel) => onChoose({ channel })}
          onPerson={(user) => onChoose({ user })}
        />
      </div>
    </Command>
  );
}

/** Where to, once that is chosen. */
function Chosen({ target, onChange }: { target: Target; onChange: (() => void) | undefined }) {
  const t = useText();
  const title = useData((data) =>
    'channel' in target ? channelTitle(data, target.channel) : nameOf(target.user, nameStyle(data)),
  );
  return (
    <div className={css.picker}>
      <span className={css.pickerLabel}>{t('forward.to')}</span>
      <div className={css.chips}>
        <span className={css.chip}>
          {'channel' in target ? <Mark channel={target.channel} /> : <Avatar userId={target.user.id} size={22} />}
          {title}
          {onChange && <IconButton small icon="close" label={t('people.remove', { name: title })} onClick={onChange} />}
        </span>
      </div>
    </div>
  );
}

/** The message that is sent on. */
function Excerpt({ post }: { post: Post }) {
  const name = useData((data) => nameOf(data.users[post.user_id], nameStyle(data)));
  return (
    <blockquote className={css.excerpt}>
      <b>{name}</b>
      <Markdown text={post.message} groups={!post.props?.disable_group_highlight} />
    </blockquote>
  );
}
