import { useCallback } from 'react';

import { client } from '../../api/client';
import { keepUsers } from '../../api/load';
import { findEmoji } from '../../emoji';
import { Emoji } from '../../emoji/Emoji';
import { useText } from '../../i18n';
import { getData, useView } from '../../store';
import { Avatar } from '../../ui/Avatar';
import { Icon } from '../../ui/Icon';
import { useCan } from '../useCan';
import { type Trigger, triggerAt } from './suggest';
import { type Suggestion, useChoices } from './useChoices';

const LIMIT = 8;
const EVERYBODY = ['here', 'channel', 'all'] as const;

async function people(
  term: string,
  channelId: string,
  withGroups: boolean,
  everybody: (name: string) => string,
): Promise<Suggestion[]> {
  const found = await client.autocompleteUsers(term, useView.getState().teamId, channelId, { limit: LIMIT });
  const users = [...found.users, ...(found.out_of_channel ?? [])].slice(0, LIMIT);
  keepUsers(users);
  const persons = users.map((user) => ({
    key: user.id,
    value: `@${user.username}`,
    show: (
      <>
        <Avatar userId={user.id} size={24} />
        <b>@{user.username}</b>
        <small>{`${user.first_name} ${user.last_name}`.trim() || user.nickname}</small>
      </>
    ),
  }));
  const everybodies = EVERYBODY.filter((name) => term && name.startsWith(term)).map((name) => ({
    key: name,
    value: `@${name}`,
    show: (
      <>
        <Icon name="people" size={18} />
        <b>@{name}</b>
        <small>{everybody(name)}</small>
      </>
    ),
  }));
  return [...persons, ...(withGroups ? groups(term) : []), ...everybodies];
}

/** Groups whose name begins so, or a word of what they are called. */
function groups(term: string): Suggestion[] {
  if (!term) return [];
  return Object.values(getData().groups)
    .filter((one) => one !== undefined)
    .filter((one) => ` ${one.name} ${one.display_name}`.toLowerCase().includes(` ${term}`))
    .slice(0, LIMIT)
    .map((one) => ({
      key: one.id,
      value: `@${one.name}`,
      show: (
        <>
          <Icon name="people" size={18} />
          <b>@{one.name}</b>
          <small>{one.display_name}</small>
        </>
      ),
    }));
}

function channels(term: string): Suggestion[] {
  const wanted = term.toLowerCase();
  const team = useView.getState().teamId;
  return Object.values(getData().channels)
    .filter((channel) => channel !== undefined)
    .filter((one) => one.team_id === team && one.delete_at === 0)
    .filter((one) => one.name.includes(wanted) || one.display_name.toLowerCase().includes(wanted))
    .slice(0, LIMIT)
    .map((one) => ({
      key: one.id,
      value: `~${one.name}`,
      show: (
        <>
          <Icon name={one.type === 'P' ? 'lock' : 'hash'} size={16} />
          <b>{one.display_name}</b>
          <small>~{one.name}</small>
        </>
      ),
    }));
}

const emoji = (term: string): Suggestion[] =>
  findEmoji(term, LIMIT).map((name) => ({
    key: name,
    value: `:${name}:`,
    show: (
      <>
        <Emoji name={name} size={20} />
        <b>:{name}:</b>
      </>
    ),
  }));

async function commands(term: string, channelId: string, rootId: string): Promise<Suggestion[]> {
  const team_id = useView.getState().teamId;
  const args = { channel_id: channelId, team_id, ...(rootId && { root_id: rootId }) };
  const found = await client.getCommandAutocompleteSuggestionsList(term, team_id, args);
  return found
    .filter((one) => one.Complete && `/${one.Complete}` !== term.trim())
    .slice(0, LIMIT)
    .map((one) => ({
      key: one.Complete,
      value: `/${one.Complete}`,
      show: (
        <>
          <b>/{one.Suggestion}</b>
          {one.Hint && <span>{one.Hint}</span>}
          <small>{one.Description}</small>
        </>
      ),
    }));
}

/** What completes the word at the caret of a message, and the keys that choose from it. */
export function useSuggestions(
  text: string,
  caret: number,
  channelId: string,
  rootId: string,
  choose: (trigger: Trigger, value: string) => void,
) {
  const t = useText();
  const teamId = useView((view) => view.teamId);
  const withGroups = useCan('use_group_mentions', teamId, channelId);
  const find = useCallback(
    ({ kind, term }: Trigger) => {
      if (kind === '/') return commands(term, channelId, rootId);
      if (kind === '@') return people(term.toLowerCase(), channelId, withGroups, () => t('composer.everybody'));
      return Promise.resolve(kind === '~' ? channels(term) : emoji(term));
    },
    [channelId, rootId, withGroups, t],
  );
  return useChoices(triggerAt(text, caret), find, choose);
}
