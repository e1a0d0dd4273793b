import type { UserNotifyProps } from '@mattermost/types/users';
import { useState } from 'react';

import { setNotifyProps } from '../../api/channels';
import { type TextId, useText } from '../../i18n';
import { useData } from '../../store';
import { channelTitle } from '../../store/names';
import { type Here, type LevelName, ownLevel } from '../../store/notify';
import { Button } from '../../ui/Button';
import { Check } from '../../ui/Check';
import { Dialog, DialogFoot } from '../../ui/Dialog';
import { Select } from '../../ui/Field';
import { Group } from '../../ui/Group';
import { FormError } from '../auth/AuthPage';
import { useSubmit } from '../auth/useSubmit';
import { type Levels, LEVELS, THREAD_LEVELS } from '../settings/levels';
import css from './Dialogs.module.css';

/** As of somebody who has never been here. */
const DEFAULTS = {
  mark_unread: 'all',
  ignore_channel_mentions: 'default',
  desktop: 'default',
  desktop_threads: 'default',
  desktop_sound: 'default',
  push: 'default',
  push_threads: 'default',
  channel_auto_follow_threads: 'off',
} as const satisfies Here;

type Name = keyof typeof DEFAULTS;

/** What I am told of a channel, where it differs from what my settings say of all. */
export function ChannelNotify({ channelId, onClose }: { channelId: string; onClose: () => void }) {
  const t = useText();
  const channel = useData((data) => data.channels[channelId]);
  const title = useData((data) => (channel ? channelTitle(data, channel) : ''));
  const here = useData((data) => data.members[channelId]?.notify_props) ?? {};
  const own: Partial<UserNotifyProps> = useData((data) => data.me?.notify_props) ?? {};
  const [props, setProps] = useState<Record<Name, string>>({ ...DEFAULTS, ...here });
  const { busy, error, submit } = useSubmit(async () => {
    await setNotifyProps(channelId, only(props));
    onClose();
  });
  const set = (name: Name, value: string) => setProps({ ...props, [name]: value });
  const level = (name: LevelName, label: TextId, levels: Levels) => {
    const usual = levels.find(([value]) => value === ownLevel(own, name));
    return (
      <Select label={t(label)} value={props[name]} onChange={(event) => set(name, event.target.value)}>
        <option value="default">{t('notify.asUsual', { usual: usual ? t(usual[1]) : '' })}</option>
        {levels.map(([value, text]) => (
          <option key={value} value={value}>
            {t(text)}
          </option>
        ))}
      </Select>
    );
  };
  const tick = (name: Name, [on, off]: readonly [string, string], label: TextId, hint: TextId) => (
    <Check hint={t(hint)} checked={props[name] === on} onChange={(event) => set(name, event.target.checked ? on : off)}>
      {t(label)}
    </Check>
  );
  const sound = own.desktop_sound === 'false' ? 'notify.silent' : 'notify.sound';
  return (
    <Dialog title={t('notify.channel')} lead={title} onClose={onClose}>
      <form className={css.form} onSubmit={submit}>
        <FormError text={error} />
        {tick('mark_unread', ['mention', 'all'], 'channel.mute', 'notify.muteHint')}
        {tick('ignore_channel_mentions', ['on', 'off'], 'notify.ignore', 'notify.ignoreHint')}
        {tick('channel_auto_follow_threads', ['on', 'off'], 'notify.follow', 'notify.followHint')}
        <Group title={t('notify.onDesktop')} disabled={props.mark_unread === 'mention'}>
          {level('desktop', 'notify.messages', LEVELS)}
          {level('desktop_threads', 'notify.threads', THREAD_LEVELS)}
          <Select
            label={t('notify.soundLabel')}
            value={props.desktop_sound}
            onChange={(event) => set('desktop_sound', event.target.value)}
          >
            <option value="default">{t('notify.asUsual', { usual: t(sound) })}</option>
            <option value="on">{t('notify.sound')}</option>
            <option value="off">{t('notify.silent')}</option>
          </Select>
        </Group>
        <Group title={t('notify.onPhone')} disabled={props.mark_unread === 'mention'}>
          {level('push', 'notify.messages', LEVELS)}
          {level('push_threads', 'notify.threads', THREAD_LEVELS)}
        </Group>
        <DialogFoot>
          <Button look="quiet" className={css.first} onClick={() => setProps(DEFAULTS)}>
            {t('notify.reset')}
          </Button>
          <Button look="quiet" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          <Button type="submit" disabled={busy}>
            {t('ui.save')}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}

/** What this dialog sets; a membership has more, which stays. */
function only(props: Record<Name, string>): Here {
  return Object.fromEntries(Object.keys(DEFAULTS).map((name) => [name, props[name as Name]])) as Here;
}
