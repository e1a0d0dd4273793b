import type { UserProfile } from '@mattermost/types/users';
import { useEffect, useState } from 'react';

import { client, errorText } from '../../api/client';
import { keepUsers } from '../../api/load';
import { navigate } from '../../app/router';
import { useText } from '../../i18n';
import { getData, useData } from '../../store';
import { groupNamed } from '../../store/groups';
import { nameOf, nameStyle } from '../../store/names';
import { Avatar } from '../../ui/Avatar';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { FormError } from '../auth/AuthPage';
import css from './Dialogs.module.css';

/** People in one answer. */
const PAGE_PEOPLE = 100;

interface GroupPeopleProps {
  /** What messages call the group. */
  name: string;
  teamId: string;
  onClose: () => void;
}

/** Whom a mention of a group means. */
export function GroupPeople({ name, teamId, onClose }: GroupPeopleProps) {
  const t = useText();
  const group = useData((data) => groupNamed(data.groups, name));
  const style = useData(nameStyle);
  const [people, setPeople] = useState<readonly UserProfile[]>([]);
  const [more, setMore] = useState(false);
  const [error, setError] = useState('');
  const id = group?.id ?? '';
  const load = (page: number) =>
    client.getProfilesInGroup(id, page, PAGE_PEOPLE).then(
      (list) => {
        keepUsers(list);
        setPeople((known) => (page === 0 ? list : [...known, ...list]));
        setMore(list.length === PAGE_PEOPLE);
      },
      (failure: unknown) => setError(errorText(failure, t('app.unreachable'))),
    );
  useEffect(() => {
    if (id) void load(0);
    // Another group is another dialog.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [id]);
  const write = (user: UserProfile) => {
    onClose();
    navigate(`/${getData().teams[teamId]?.name ?? ''}/messages/@${user.username}`);
  };
  return (
    <Dialog title={group?.display_name ?? name} lead={t('group.lead', { name })} onClose={onClose}>
      <FormError text={error} />
      <ul className={css.list}>
        {people.map((user) => (
          <li key={user.id}>
            <button type="button" className={css.row} onClick={() => write(user)}>
              <Avatar userId={user.id} size={32} />
              <span className={css.text}>
                <b>{nameOf(user, style)}</b>
                <small>@{user.username}</small>
              </span>
            </button>
          </li>
        ))}
      </ul>
      {more && (
        <Button look="quiet" onClick={() => void load(Math.ceil(people.length / PAGE_PEOPLE))}>
          {t('members.more')}
        </Button>
      )}
    </Dialog>
  );
}
