import type { PostPriority, PostPriorityMetadata } from '@mattermost/types/posts';
import { useState } from 'react';
import { useIntl } from 'react-intl';

import { useText } from '../../i18n';
import { useData } from '../../store';
import { IconButton } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { Menu, MenuItem } from '../../ui/Menu';
import css from './Composer.module.css';
import { TimeDialog } from './TimeDialog';
import { nextMonday, tomorrow } from './times';

/** How much a message presses, and whether readers are asked to say that they have read it. */
export type Priority = Pick<PostPriorityMetadata, 'priority' | 'requested_ack'>;

export const STANDARD: Priority = { priority: '' };

export const PRIORITY_TEXTS = { important: 'priority.important', urgent: 'priority.urgent' } as const;

interface PriorityMenuProps {
  value: Priority;
  onChange: (value: Priority) => void;
}

/** Chooses how much the message presses. */
export function PriorityMenu({ value, onChange }: PriorityMenuProps) {
  const t = useText();
  const on = useData((data) => data.config.PostPriority === 'true');
  if (!on) return null;
  return (
    <Menu side="top" trigger={<IconButton icon="warning" className={css.wide} label={t('priority.title')} />}>
      <MenuItem checked={value.priority === ''} onSelect={() => onChange(STANDARD)}>
        {t('priority.standard')}
      </MenuItem>
      {(['important', 'urgent'] as const).map((priority) => (
        <MenuItem
          key={priority}
          checked={value.priority === priority}
          onSelect={() => onChange({ ...value, priority: priority as PostPriority })}
        >
          {t(PRIORITY_TEXTS[priority])}
        </MenuItem>
      ))}
      <MenuItem
        icon="check"
        checked={value.requested_ack === true}
        onSelect={() => onChange({ ...value, requested_ack: !value.requested_ack })}
      >
        {t('priority.ack')}
      </MenuItem>
    </Menu>
  );
}

/** What was chosen, above the text. */
export function PriorityLine({ value, onChange }: PriorityMenuProps) {
  const t = useText();
  if (value.priority === '' && !value.requested_ack) return null;
  return (
    <div className={css.priority}>
      {value.priority && (
        <span className={css[value.priority]}>{t(PRIORITY_TEXTS[value.priority as 'important' | 'urgent'])}</span>
      )}
      {value.requested_ack && <span>{t('priority.ack')}</span>}
      <IconButton small icon="close" label={t('priority.remove')} onClick={() => onChange(STANDARD)} />
    </div>
  );
}

/** Sends the message at another time. */
export function LaterMenu({ disabled, onLater }: { disabled: boolean; onLater: (at: number) => Promise<void> }) {
  const t = useText();
  const intl = useIntl();
  const on = useData((data) => data.config.ScheduledPosts === 'true');
  const [asking, setAsking] = useState(false);
  if (!on) return null;
  const now = new Date();
  const say = (ms: number) => intl.formatDate(ms, { weekday: 'long', hour: 'numeric', minute: '2-digit' });
  const times = [...new Set([tomorrow(now), nextMonday(now)])];
  const trigger = (
    <button
      type="button"
      className={css.later}
      disabled={disabled}
      aria-label={t('schedule.menu')}
      title={t('schedule.menu')}
    >
      <Icon name="chevronDown" size={14} />
    </button>
  );
  return (
    <>
      <Menu side="top" align="end" trigger={trigger}>
        {times.map((at) => (
          <MenuItem key={at} icon="clock" onSelect={() => void onLater(at)}>
            {say(at)}
          </MenuItem>
        ))}
        <MenuItem onSelect={() => setAsking(true)}>{t('schedule.other')}</MenuItem>
      </Menu>
      {asking && (
        <TimeDialog
          title={t('schedule.title')}
          action={t('schedule.action')}
          onPick={onLater}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
