import type { UserProfile } from '@mattermost/types/users';
import { Command } from 'cmdk';
import { Dialog } from 'radix-ui';
import { useEffect, useMemo, useState } from 'react';

import { client } from '../../api/client';
import { keepUsers } from '../../api/load';
import { navigate } from '../../app/router';
import { useText } from '../../i18n';
import { getData } from '../../store';
import { channelPath, nameOf, nameStyle, partnerOf } from '../../store/names';
import { Avatar } from '../../ui/Avatar';
import { Badge } from '../../ui/Badge';
import { Icon } from '../../ui/Icon';
import { findChannels } from './find';
import css from './Switcher.module.css';

const LIMIT = 20;

/** Goes to a channel or person by a few letters. */
export function Switcher({ teamId, onClose }: { teamId: string; onClose: () => void }) {
  const t = useText();
  const [term, setTerm] = useState('');
  const [people, setPeople] = useState<UserProfile[]>([]);
  const hits = useMemo(() => findChannels(getData(), teamId, term.trim(), LIMIT), [teamId, term]);
  useEffect(() => {
    if (!term.trim()) return;
    let wanted = true;
    client.searchUsers(term.trim(), { limit: 10 }).then(
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
  const others = term.trim() ? people.filter((user) => !known.has(user.id)) : [];
  const go = (path: string) => {
    onClose();
    navigate(path);
  };
  const team = data.teams[teamId]?.name ?? '';
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className={css.veil} />
        <Dialog.Content className={css.switcher} aria-describedby={undefined}>
          <Dialog.Title className="sr-only">{t('switcher.title')}</Dialog.Title>
          <Command shouldFilter={false} label={t('switcher.title')} loop>
            <div className={css.field}>
              <Icon name="search" />
              <Command.Input value={term} onValueChange={setTerm} placeholder={t('switcher.placeholder')} />
            </div>
            <Command.List className={css.list}>
              <Command.Empty className={css.empty}>{t('switcher.none')}</Command.Empty>
              {hits.map(({ channel, title, mentions }) => (
                <Command.Item
                  key={channel.id}
                  value={channel.id}
                  className={css.item}
                  onSelect={() => go(channelPath(getData(), channel, teamId))}
                >
                  {channel.type === 'D' ? (
                    <Avatar userId={partnerOf(channel, me)} size={22} status />
                  ) : (
                    <Icon name={channel.type === 'G' ? 'people' : channel.type === 'P' ? 'lock' : 'hash'} size={17} />
                  )}
                  <b>{title}</b>
                  <Badge count={mentions} />
                </Command.Item>
              ))}
              {others.map((user) => (
                <Command.Item
                  key={user.id}
                  value={user.id}
                  className={css.item}
                  onSelect={() => go(`/${team}/messages/@${user.username}`)}
                >
                  <Avatar userId={user.id} size={22} status />
                  <b>{nameOf(user, nameStyle(data))}</b>
                  <small>@{user.username}</small>
                </Command.Item>
              ))}
            </Command.List>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
