import type { UserProfile } from '@mattermost/types/users';
import { type KeyboardEvent, useEffect, useId, useState } from 'react';

import { client } from '../../api/client';
import { keepUsers } from '../../api/load';
import { useText } from '../../i18n';
import { getData, useView } from '../../store';
import { Avatar } from '../../ui/Avatar';
import { IconButton } from '../../ui/Button';
import css from './Dialogs.module.css';

interface PeoplePickerProps {
  label: string;
  chosen: UserProfile[];
  onChange: (people: UserProfile[]) => void;
  leaveOut?: (user: UserProfile) => boolean;
  autoFocus?: boolean;
  /** Shows people before anything is typed. */
  eager?: boolean;
}

/** Lets somebody choose people by name. */
export function PeoplePicker({ label, chosen, onChange, leaveOut, autoFocus, eager }: PeoplePickerProps) {
  const t = useText();
  const id = useId();
  const [term, setTerm] = useState('');
  const [found, setFound] = useState<UserProfile[]>([]);
  const [at, setAt] = useState(0);
  useEffect(() => {
    let wanted = true;
    const teamId = useView.getState().teamId;
    const asked =
      term.trim() === ''
        ? eager
          ? client.getProfilesInTeam(teamId, 0, 30)
          : Promise.resolve([])
        : client.searchUsers(term.trim(), { team_id: teamId, limit: 30 });
    asked.then(
      (list) => {
        if (!wanted) return;
        keepUsers(list);
        setFound(list);
        setAt(0);
      },
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, [term, eager]);
  const me = getData().me?.id;
  const open = found.filter((user) => user.id !== me && !chosen.some((one) => one.id === user.id) && !leaveOut?.(user));
  const choose = (user: UserProfile | undefined) => {
    if (!user) return;
    onChange([...chosen, user]);
    setTerm('');
  };
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && open.length > 0) setAt((at + step + open.length) % open.length);
    else if (event.key === 'Enter' && open.length > 0 && (term || chosen.length === 0)) choose(open[at]);
    else if (event.key === 'Backspace' && term === '') onChange(chosen.slice(0, -1));
    else return;
    if (event.key !== 'Backspace') event.preventDefault();
  };
  return (
    <div className={css.picker}>
      <label className={css.pickerLabel} htmlFor={id}>
        {label}
      </label>
      <div className={css.chips}>
        {chosen.map((user) => (
          <span key={user.id} className={css.chip}>
            <Avatar userId={user.id} size={20} />
            {user.username}
            <IconButton
              small
              icon="close"
              label={t('people.remove', { name: user.username })}
              onClick={() => onChange(chosen.filter((one) => one.id !== user.id))}
            />
          </span>
        ))}
        <input
          id={id}
          value={term}
          autoFocus={autoFocus}
          autoComplete="off"
          placeholder={chosen.length === 0 ? t('people.find') : ''}
          role="combobox"
          aria-expanded={open.length > 0}
          aria-controls={`${id}-list`}
          onChange={(event) => setTerm(event.target.value)}
          onKeyDown={press}
        />
      </div>
      {open.length > 0 && (
        <ul id={`${id}-list`} className={css.found} role="listbox" aria-label={label}>
          {open.map((user, index) => (
            <li
              key={user.id}
              role="option"
              aria-selected={index === at}
              className={`${css.row} ${index === at ? css.chosen : ''}`}
              onMouseDown={(event) => {
                event.preventDefault();
                choose(user);
              }}
            >
              <Avatar userId={user.id} size={28} status />
              <span className={css.text}>
                <b>{user.username}</b>
                <small>{`${user.first_name} ${user.last_name}`.trim()}</small>
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
