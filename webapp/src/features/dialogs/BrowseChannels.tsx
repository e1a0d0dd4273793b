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
import { useMayMakeChannel } from '../channelKinds';
import css from './Dialogs.module.css';

/** Channels in one answer. */
const PAGE = 200;

/** The open channels of a team. */
export function BrowseChannels({ teamId, onClose }: { teamId: string; onClose: () => void }) {
  const t = useText();
  const [channels, setChannels] = useState<Channel[] | null>(null);
  const [term, setTerm] = useState('');
  const members = useData((data) => data.members);
  const makeChannels = useMayMakeChannel(teamId);
  const wanted = term.trim().toLowerCase();
  useEffect(() => {
    let current = true;
    // A team may have more than a page of them: the server looks for those that are not here.
    const asked = wanted ? client.searchChannels(teamId, wanted) : client.getChannels(teamId, 0, PAGE);
    const known = (list: Channel[] | null, more: Channel[]) => [
      ...new Map([...(list ?? []), ...more].map((one) => [one.id, one])).values(),
    ];
    asked.then(
      (more) => current && setChannels((list) => known(list, more)),
      () => current && setChannels((list) => list ?? []),
    );
    return () => {
      current = false;
    };
  }, [teamId, wanted]);
  const found = (channels ?? [])
    .filter((one) => one.type === 'O' && one.delete_at === 0)
    .filter((one) => `${one.display_name} ${one.purpose}`.toLowerCase().includes(wanted))
    .sort((a, b) => a.display_name.localeCompare(b.display_name, undefined, { numeric: true }));
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
        {makeChannels && (
          <Button look="quiet" onClick={() => show({ dialog: 'newChannel' })}>
            <Icon name="plus" size={16} />
            {t('sidebar.newChannel')}
          </Button>
        )}
      </DialogFoot>
    </Dialog>
  );
}
