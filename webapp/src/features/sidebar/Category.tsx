import type { ChannelCategory } from '@mattermost/types/channel_categories';
import { type DragEvent, type KeyboardEvent, useMemo, useState } from 'react';
import { flushSync } from 'react-dom';
import { useShallow } from 'zustand/react/shallow';

import { categoryOf, changeCategory, fitsInto } from '../../api/categories';
import { useText } from '../../i18n';
import { getData, show, useData, useView } from '../../store';
import { unreadOf } from '../../store/unread';
import { IconButton } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { useMayMakeChannel } from '../channelKinds';
import { useCan } from '../useCan';
import { CategoryMenu, useCategoryTitle } from './CategoryMenu';
import { ChannelRow } from './ChannelRow';
import { dropCategory, dropChannel, moveCategory, moveChannel, type Step } from './move';
import { channelsOf, sortingOf } from './order';
import css from './Sidebar.module.css';

/** What is dragged: browsers tell others what it is only when it is dropped. */
let dragged: { channel?: string; category?: string } = {};

/** Begins to drag something. */
function drag(event: DragEvent, what: typeof dragged): void {
  dragged = what;
  event.dataTransfer.effectAllowed = 'move';
  // Some browsers drag only what has data.
  event.dataTransfer.setData('application/x-roost', '');
}

/** Keys that move what has the focus, as dragging does. */
const KEYS = 'Control+Shift+ArrowUp Control+Shift+ArrowDown';

/** Moves by keys; the focus stays with what was moved. */
function onKeys(move: (step: Step) => void) {
  return (event: KeyboardEvent<HTMLElement>) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key] as Step | undefined;
    if (!step || !event.shiftKey || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    const at = event.target as HTMLElement;
    flushSync(() => move(step));
    at.focus();
  };
}

/** A category of the sidebar with its channels. */
export function Category({ category }: { category: ChannelCategory }) {
  const current = useView((view) => view.channelId);
  const parts = useData(
    useShallow(({ channels, members, users, preferences, config, me, categories, teams }) => ({
      channels,
      members,
      users,
      preferences,
      config,
      me,
      categories,
      teams,
    })),
  );
  const channels = useMemo(() => channelsOf(parts, category, current), [parts, category, current]);
  const title = useCategoryTitle()(category);
  const unreadsOnly = useView((view) => view.unreadsOnly);
  const shown =
    category.collapsed || unreadsOnly
      ? channels.filter((one) => one.id === current || unreadOf(one, parts.members[one.id]).unread)
      : channels;
  const { over, ...dropping } = useDropping(
    category,
    shown.map((one) => one.id),
  );
  if (category.type === 'favorites' && channels.length === 0) return null;
  const last = shown.at(-1)?.id;
  const rowClass = (id: string) => (over === id ? css.before : over === '' && id === last ? css.after : '') ?? '';
  return (
    <section className={`${css.category} ${over ? (css[over] ?? '') : ''}`} aria-label={title} {...dropping}>
      <div
        className={css.heading}
        draggable
        onDragStart={(event) => drag(event, { category: category.id })}
        onDragEnd={() => (dragged = {})}
      >
        <button
          type="button"
          aria-expanded={!category.collapsed}
          aria-keyshortcuts={KEYS}
          onKeyDown={onKeys((step) => moveCategory(category, step))}
          onClick={() => void changeCategory(category, { collapsed: !category.collapsed })}
        >
          <span className={`${css.chevron} ${category.collapsed ? css.closed : ''}`}>
            <Icon name="chevronDown" size={14} />
          </span>
          {title}
        </button>
        <CategoryMenu category={category} title={title} />
        {category.type === 'direct_messages' && <AddDirect teamId={category.team_id} />}
        {category.type === 'channels' && <AddChannel teamId={category.team_id} />}
      </div>
      <ul className={css.list}>
        {shown.map((channel) => (
          <li
            key={channel.id}
            data-channel={channel.id}
            className={`${css.item} ${rowClass(channel.id)}`}
            draggable
            onDragStart={(event) => drag(event, { channel: channel.id })}
            onDragEnd={() => (dragged = {})}
            onKeyDown={onKeys((step) => moveChannel(channel.id, category.team_id, step))}
          >
            <ChannelRow channelId={channel.id} keys={KEYS} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Begins a conversation, for those who may. */
function AddDirect({ teamId }: { teamId: string }) {
  const t = useText();
  const may = useCan('create_direct_channel', teamId);
  if (!may) return null;
  return (
    <IconButton small icon="plus" label={t('sidebar.newDirect')} onClick={() => show({ dialog: 'directMessage' })} />
  );
}

/** Makes a channel, for those who may. */
function AddChannel({ teamId }: { teamId: string }) {
  const t = useText();
  const may = useMayMakeChannel(teamId);
  if (!may) return null;
  return (
    <IconButton small icon="plus" label={t('sidebar.newChannel')} onClick={() => show({ dialog: 'newChannel' })} />
  );
}

/** How the category, or the place in it, is marked that takes what is dragged. */
type Over = 'into' | 'above' | 'below';

/** What happens when something is dragged over a category and dropped there. `over`: an id, the end, or how it is marked. */
function useDropping(category: ChannelCategory, shown: readonly string[]) {
  const [over, setOver] = useState<string>();
  const placeOf = (event: DragEvent): string | undefined => {
    const { channel, category: other } = dragged;
    if (other) {
      if (other === category.id) return undefined;
      const { top, height } = event.currentTarget.getBoundingClientRect();
      return event.clientY > top + height / 2 ? 'below' : 'above';
    }
    if (!channel || !fitsInto(getData(), channel, category)) return undefined;
    const within = categoryOf(getData(), category.team_id, channel)?.id === category.id;
    // Where a category sorts itself there is no place to choose.
    if (!within && sortingOf(category) !== 'manual') return 'into';
    const row = (event.target as Element).closest<HTMLElement>('[data-channel]');
    if (!row) return shown[0] ?? 'into';
    const { top, height } = row.getBoundingClientRect();
    const at = shown.indexOf(row.dataset.channel ?? '');
    return shown[event.clientY > top + height / 2 ? at + 1 : at] ?? '';
  };
  return {
    over: over as Over | string | undefined,
    onDragOver: (event: DragEvent) => {
      const place = placeOf(event);
      if (place !== undefined) event.preventDefault();
      setOver(place);
    },
    onDragLeave: () => setOver(undefined),
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      setOver(undefined);
      const place = placeOf(event);
      const { channel, category: other } = dragged;
      if (place === undefined) return;
      if (other) dropCategory(category.team_id, other, place === 'above' ? category.id : nextTo(category));
      else if (channel) dropChannel(channel, category, place);
    },
  };
}

/** The category after another, empty after the last. */
function nextTo({ id, team_id }: ChannelCategory): string {
  const order = getData().categories[team_id]?.order ?? [];
  return order[order.indexOf(id) + 1] ?? '';
}
