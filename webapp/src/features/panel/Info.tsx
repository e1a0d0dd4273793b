import { useIntl } from 'react-intl';

import { href } from '../../app/router';
import { useText } from '../../i18n';
import { Markdown } from '../../markdown/Markdown';
import { show, useData } from '../../store';
import { channelPath } from '../../store/names';
import { Icon, type IconName } from '../../ui/Icon';
import css from './Panel.module.css';

/** What a channel is about, and the ways to everything that belongs to it. */
export function Info({ channelId, teamId }: { channelId: string; teamId: string }) {
  const t = useText();
  const intl = useIntl();
  const channel = useData((data) => data.channels[channelId]);
  const path = useData((data) => (channel ? channelPath(data, channel, teamId) : ''));
  if (!channel) return null;
  const direct = channel.type === 'D' || channel.type === 'G';
  const ways: [IconName, string, () => void][] = [
    ['people', t('channel.members'), () => show({ panel: { kind: 'members', channelId } })],
    ['pin', t('channel.pinned'), () => show({ panel: { kind: 'pinned', channelId } })],
    ['file', t('panel.files'), () => show({ panel: { kind: 'files', channelId } })],
    ['clock', t('toDate.title'), () => show({ dialog: 'toDate' })],
  ];
  return (
    <div className={css.scroll} tabIndex={0}>
      <dl className={css.facts}>
        {!direct && (
          <>
            <dt>{t('info.purpose')}</dt>
            <dd>{channel.purpose || t('info.nothing')}</dd>
          </>
        )}
        <dt>{t('channel.header')}</dt>
        <dd>{channel.header ? <Markdown text={channel.header} /> : t('info.nothing')}</dd>
        {!direct && (
          <>
            <dt>{t('info.address')}</dt>
            <dd>{window.location.origin + href(path)}</dd>
          </>
        )}
        <dt>{t('info.made')}</dt>
        <dd>{intl.formatDate(channel.create_at, { dateStyle: 'long' })}</dd>
      </dl>
      <ul className={css.ways}>
        {ways.map(([icon, label, go]) => (
          <li key={label}>
            <button type="button" onClick={go}>
              <Icon name={icon} size={16} />
              {label}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
