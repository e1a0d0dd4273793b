import { type ComponentProps, useCallback, useId, useLayoutEffect, useRef, useState } from 'react';

import { client } from '../../api/client';
import { keepUsers } from '../../api/load';
import { type TextId, useText } from '../../i18n';
import { getData, useView } from '../../store';
import { Avatar } from '../../ui/Avatar';
import { Icon } from '../../ui/Icon';
import { SuggestionList } from '../composer/SuggestionList';
import { type Suggestion, useChoices } from '../composer/useChoices';
import { daysBefore, type Modifier, MODIFIERS, type SearchTrigger, searchTriggerAt } from './modifiers';
import css from './Search.module.css';

const LIMIT = 8;

const MEANINGS: Readonly<Record<Modifier, TextId>> = {
  from: 'search.from',
  in: 'search.in',
  before: 'search.before',
  after: 'search.after',
  on: 'search.on',
};

async function people(term: string): Promise<Suggestion[]> {
  const { users } = await client.autocompleteUsers(term, useView.getState().teamId, '', { limit: LIMIT });
  keepUsers(users);
  return users.map((user) => ({
    key: user.id,
    value: user.username,
    show: (
      <>
        <Avatar userId={user.id} size={22} />
        <b>{user.username}</b>
        <small>{`${user.first_name} ${user.last_name}`.trim()}</small>
      </>
    ),
  }));
}

function channels(term: string): Suggestion[] {
  const wanted = term.toLowerCase();
  const { teamId } = useView.getState();
  return Object.values(getData().channels)
    .filter((one) => one !== undefined)
    .filter((one) => one.team_id === teamId)
    .filter((one) => one.name.includes(wanted) || one.display_name.toLowerCase().includes(wanted))
    .slice(0, LIMIT)
    .map((one) => ({
      key: one.id,
      value: one.name,
      show: (
        <>
          <Icon name={one.type === 'P' ? 'lock' : 'hash'} size={15} />
          <b>{one.display_name}</b>
        </>
      ),
    }));
}

const plain = (value: string, about = ''): Suggestion => ({
  key: value,
  value,
  show: (
    <>
      <b>{value}</b>
      <small>{about}</small>
    </>
  ),
});

interface SearchInputProps extends Omit<ComponentProps<'input'>, 'onChange' | 'value'> {
  value: string;
  onChange: (value: string) => void;
}

/** A field for a search: it knows what narrows one down, and completes people, channels and days. */
export function SearchInput({ value, onChange, ...rest }: SearchInputProps) {
  const t = useText();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [caret, setCaret] = useState(value.length);
  const [open, setOpen] = useState(false);
  // Where the caret goes once a changed text is there: not later, when somebody may have gone on.
  const wanted = useRef(-1);
  useLayoutEffect(() => {
    if (wanted.current >= 0) input.current?.setSelectionRange(wanted.current, wanted.current);
    wanted.current = -1;
  }, [value]);
  const find = useCallback(
    ({ kind, term }: SearchTrigger) => {
      if (kind === 'from') return people(term.toLowerCase());
      if (kind === 'in') return Promise.resolve(channels(term));
      if (kind === 'name') {
        const names = MODIFIERS.filter((name) => name.startsWith(term));
        return Promise.resolve(names.map((name) => plain(`${name}:`, t(MEANINGS[name]))));
      }
      return Promise.resolve(
        daysBefore(new Date())
          .filter((day) => day.startsWith(term) && day !== term)
          .map((day) => plain(day)),
      );
    },
    [t],
  );
  const choices = useChoices(open ? searchTriggerAt(value, caret) : null, find, (trigger, chosen) => {
    // A name wants a value next; a value is followed by the next word.
    const head = value.slice(0, trigger.from) + chosen + (trigger.kind === 'name' ? '' : ' ');
    onChange(head + value.slice(caret).replace(/^ /, ''));
    setCaret(head.length);
    wanted.current = head.length;
  });
  const { items } = choices;
  return (
    <span className={css.box}>
      <input
        {...rest}
        ref={input}
        value={value}
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={items.length > 0}
        aria-controls={`${id}-list`}
        autoComplete="off"
        autoCapitalize="none"
        enterKeyHint="search"
        onChange={(event) => {
          onChange(event.target.value);
          setCaret(event.target.selectionEnd ?? event.target.value.length);
          setOpen(true);
        }}
        onSelect={(event) => setCaret(event.currentTarget.selectionEnd ?? 0)}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={(event) => {
          // Enter searches and Tab goes on until somebody has gone into the list or typed a part of what is in it.
          const chosen = choices.at > 0 || value.trim() !== '';
          if (event.key === 'Tab' ? false : event.key !== 'Enter' || chosen) choices.press(event);
        }}
      />
      <SuggestionList id={`${id}-list`} below label={t('search.suggestions')} {...choices} />
    </span>
  );
}
