import { useEffect, useState } from 'react';

import { errorText } from '../../api/client';
import { PAGE_MEMBERS, type Person, type Place } from '../../api/people';
import { type TextId, useText } from '../../i18n';
import { useData } from '../../store';
import { nameOf, nameStyle } from '../../store/names';
import { Avatar } from '../../ui/Avatar';
import { Button, IconButton } from '../../ui/Button';
import { Menu, MenuItem } from '../../ui/Menu';
import { ProfileCard } from '../profile/ProfileCard';
import css from './Panel.module.css';

interface MemberListProps {
  place: Place;
  /** Whether I may say who administers it, and who is in it. */
  canRule: boolean;
  canRemove: boolean;
  /** How those are called who administer it. */
  admin: TextId;
  count: TextId;
  /** Loads again when it changes. */
  version: number;
  onKnown?: (ids: ReadonlySet<string>) => void;
}

/** Who is in a channel or a team, and what may be done about it. */
export function MemberList({ place, canRule, canRemove, admin, count, version, onKnown }: MemberListProps) {
  const t = useText();
  const [people, setPeople] = useState<readonly Person[] | null>(null);
  const [pages, setPages] = useState(1);
  const [error, setError] = useState('');
  const fail = (failure: unknown) => setError(errorText(failure, t('app.unreachable')));
  const take = (list: readonly Person[]) => {
    setPeople(list);
    onKnown?.(new Set(list.map((one) => one.user.id)));
  };
  useEffect(() => {
    let wanted = true;
    Promise.all(Array.from({ length: pages }, (_, page) => place.load(page))).then(
      (lists) => wanted && take(lists.flat()),
      (failure: unknown) => wanted && fail(failure),
    );
    return () => {
      wanted = false;
    };
    // The place is another one only with another panel.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [pages, version]);
  const rule = (person: Person) =>
    place.setAdmin(person.user.id, !person.admin).then(() => {
      setError('');
      take((people ?? []).map((one) => (one === person ? { ...person, admin: !person.admin } : one)));
    }, fail);
  const remove = (person: Person) =>
    place.remove(person.user.id).then(() => {
      setError('');
      take((people ?? []).filter((one) => one !== person));
    }, fail);
  return (
    <>
      {error && (
        <p className={css.problem} role="alert">
          {error}
        </p>
      )}
      {people && <p className={css.count}>{t(count, { count: people.length })}</p>}
      <ul className={css.members}>
        {people?.map((person) => (
          <li key={person.user.id}>
            <Member person={person} admin={admin} />
            <MemberMenu
              person={person}
              admin={admin}
              onRule={canRule && !person.guest ? () => void rule(person) : undefined}
              onRemove={canRemove ? () => void remove(person) : undefined}
            />
          </li>
        ))}
      </ul>
      {people?.length === pages * PAGE_MEMBERS && (
        <p className={css.count}>
          <Button look="quiet" onClick={() => setPages(pages + 1)}>
            {t('members.more')}
          </Button>
        </p>
      )}
    </>
  );
}

function Member({ person: { user, admin: rules, guest }, admin }: { person: Person; admin: TextId }) {
  const t = useText();
  const style = useData(nameStyle);
  return (
    <ProfileCard userId={user.id}>
      <button type="button" className={css.member}>
        <Avatar userId={user.id} size={32} status />
        <span>
          <b>{nameOf(user, style)}</b>
          <small>
            @{user.username}
            {rules && ` · ${t(admin)}`}
            {guest && ` · ${t('members.guest')}`}
          </small>
        </span>
      </button>
    </ProfileCard>
  );
}

interface MemberMenuProps {
  person: Person;
  admin: TextId;
  onRule: (() => void) | undefined;
  onRemove: (() => void) | undefined;
}

function MemberMenu({ person, admin, onRule, onRemove }: MemberMenuProps) {
  const t = useText();
  const mine = useData((data) => data.me?.id === person.user.id);
  if (mine || (!onRule && !onRemove)) return null;
  const trigger = <IconButton small icon="more" label={t('members.actions', { name: person.user.username })} />;
  return (
    <Menu trigger={trigger} align="end">
      {onRule && (
        <MenuItem icon="shield" onSelect={onRule}>
          {t(person.admin ? 'members.unmake' : 'members.make', { role: t(admin) })}
        </MenuItem>
      )}
      {onRemove && (
        <MenuItem icon="close" danger onSelect={onRemove}>
          {t('members.remove')}
        </MenuItem>
      )}
    </Menu>
  );
}
