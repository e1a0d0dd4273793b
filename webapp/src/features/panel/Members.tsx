import type { UserProfile } from '@mattermost/types/users';
import { useEffect, useState } from 'react';

import { client } from '../../api/client';
import { keepUsers } from '../../api/load';
import { useText } from '../../i18n';
import { useData } from '../../store';
import { nameOf, nameStyle } from '../../store/names';
import { Avatar } from '../../ui/Avatar';
import { Button } from '../../ui/Button';
import { PeoplePicker } from '../dialogs/PeoplePicker';
import { ProfileCard } from '../profile/ProfileCard';
import css from './Panel.module.css';

/** Who is in a channel, and the way to add others. */
export function Members({ channelId }: { channelId: string }) {
  const t = useText();
  const [people, setPeople] = useState<UserProfile[] | null>(null);
  const [chosen, setChosen] = useState<UserProfile[]>([]);
  const style = useData(nameStyle);
  const type = useData((data) => data.channels[channelId]?.type);
  useEffect(() => {
    let wanted = true;
    client.getProfilesInChannel(channelId, 0, 100).then(
      (list) => {
        if (!wanted) return;
        keepUsers(list);
        setPeople(list);
      },
      () => setPeople([]),
    );
    return () => {
      wanted = false;
    };
  }, [channelId]);
  const add = async () => {
    for (const user of chosen) await client.addToChannel(user.id, channelId);
    setPeople([...(people ?? []), ...chosen]);
    setChosen([]);
  };
  const open = type === 'O' || type === 'P';
  const isIn = (user: UserProfile) => people?.some((one) => one.id === user.id) ?? false;
  return (
    <div className={css.scroll}>
      {open && (
        <div className={css.form}>
          <PeoplePicker label={t('members.add')} chosen={chosen} onChange={setChosen} leaveOut={isIn} />
          {chosen.length > 0 && (
            <Button style={{ marginTop: 10 }} onClick={() => void add()}>
              {t('members.addButton', { count: chosen.length })}
            </Button>
          )}
        </div>
      )}
      {people && <p className={css.count}>{t('channel.memberCount', { count: people.length })}</p>}
      {people?.map((user) => (
        <ProfileCard key={user.id} userId={user.id}>
          <button type="button" className={css.member}>
            <Avatar userId={user.id} size={32} status />
            <span>
              <b>{nameOf(user, style)}</b>
              <small>@{user.username}</small>
            </span>
          </button>
        </ProfileCard>
      ))}
    </div>
  );
}
