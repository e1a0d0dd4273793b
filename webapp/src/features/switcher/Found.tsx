import type { Channel } from '@mattermost/types/channels';
import type { UserProfile } from '@mattermost/types/users';
import { Command } from 'cmdk';
import { useEffect, useMemo, useState } from 'react';

import { client } from '../../api/client';
import { keepUsers } from '../../api/load';
import { useText } from '../../i18n';
import { getData } from '../../store';
import { nameOf, nameStyle, partnerOf } from '../../store/names';
import { Avatar } from '../../ui/Avatar';
import { Badge } from '../../ui/Badge';
import { Icon } from '../../ui/Icon';
import { findChannels } from './find';
import css from './Switcher.module.css';

const LIMIT = 20;

interface FoundProps {
  teamId: string;
  term: string;
  onChannel: (channel: Channel) => void;
  onPerson: (user: UserProfile) => void;
}

/** My channels for what was typed, and people with whom I have none yet: the lines of a list of `cmdk`. */
export function Found({ teamId, term: typed, onChannel, onPerson }: FoundProps) {
  const t = useText();
  const term = typed.trim();
  const [people, setPeople] = useState<UserProfile[]>([]);
  const hits = useMemo(() => findChannels(getData(), teamId, term, LIMIT), [teamId, term]);
  useEffect(() => {
    if (!term) return;
    let wanted = true;
    client.searchUsers(term, { limit: 10 }).then(
      (found) => {
        if (!wanted) return;
        keepUsers(found);
        setPeople(found);
      },
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, [term]);
  const data = getData();
  const me = data.me?.id ?? '';
  const known = new Set(hits.filter((hit) => hit.channel.type === 'D').map((hit) => partnerOf(hit.channel, me)));
  const others = term ? people.filter((user) => !known.has(user.id)) : [];
  return (
    <Command.List className={css.list}>
      <Command.Empty className={css.empty}>{t('switcher.none')}</Command.Empty>
      {hits.map(({ channel, title, mentions }) => (
        <Command.Item key={channel.id} value={channel.id} className={css.item} onSelect={() => onChannel(channel)}>
          <Mark channel={channel} />
          <b>{title}</b>
          <Badge count={mentions} />
        </Command.Item>
      ))}
      {others.map((user) => (
        <Command.Item key={user.id} value={user.id} className={css.item} onSelect={() => onPerson(user)}>
          <Avatar userId={user.id} size={22} status />
          <b>{nameOf(user, nameStyle(data))}</b>
          <small>@{user.username}</small>
        </Command.Item>
      ))}
    </Command.List>
  );
}

/** What stands before the name of a channel: what kind it is, or the other person. */
export function Mark({ channel }: { channel: Channel }) {
  if (channel.type === 'D') return <Avatar userId={partnerOf(channel, getData().me?.id ?? '')} size={22} status />;
  return <Icon name={channel.type === 'G' ? 'people' : channel.type === 'P' ? 'lock' : 'hash'} size={17} />;
}
