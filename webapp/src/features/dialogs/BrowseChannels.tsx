import type { Channel } from '@mattermost/types/channels';
import { useEffect, useState } from 'react';

import { joinChannel } from '../../api/channels';
import { client } from '../../api/client';
import { navigate } from '../../app/router';
import { useText } from '../../i18n';
import { getData, show, useData } from '../../store';
import { Button } from '../../ui/Button';
import { Dialog, DialogFoot } from '../../ui/Dialog';
import { Field } from '../../ui/Field';
import { Icon } from '../../ui/Icon';
import css from './Dialogs.module.css';

/** The open channels of a team. */
export function BrowseChannels({ teamId, onClose }: { teamId: string; onClose: () => void }) {
  const t = useText();
  const [channels, setChannels] = useState<Channel[] | null>(null);
  const [term, setTerm] = useState('');
  const members = useData((data) => data.members);
  useEffect(() => {
    client.getChannels(teamId, 0, 200).then(setChannels, () => setChannels([]));
  }, [teamId]);
  const wanted = term.trim().toLowerCase();
  const found = (channels ?? []).filter((one) => `${one.display_name} ${one.purpose}`.toLowerCase().includes(wanted));
  const open = async (channel: Channel) => {
    await joinChannel(channel);
    onClose();
    navigate(`/${getData().teams[teamId]?.name ?? ''}/channels/${channel.name}`);
  };
  return (
    <Dialog title={t('sidebar.browse')} onClose={onClose}>
      <Field label={t('browse.find')} autoFocus value={term} onChange={(event) => setTerm(event.target.value)} />
      <ul className={css.list}>
        {found.map((channel) => (
          <li key={channel.id}>
            <button type="button" className={css.row} onClick={() => void open(channel)}>
              <Icon name="hash" size={17} />
              <span className={css.text}>
                <b>{channel.display_name}</b>
                {channel.purpose && <small>{channel.purpose}</small>}
              </span>
              <small>{t(members[channel.id] ? 'browse.joined' : 'browse.join')}</small>
            </button>
          </li>
        ))}
      </ul>
      {channels && found.length === 0 && <p className={css.empty}>{t('browse.none')}</p>}
      <DialogFoot>
        <Button look="quiet" onClick={() => show({ dialog: 'newChannel' })}>
          <Icon name="plus" size={16} />
          {t('sidebar.newChannel')}
        </Button>
      </DialogFoot>
    </Dialog>
  );
}
