import { useEffect } from 'react';

import { navigate } from '../../app/router';
import { getData, show, useView } from '../../store';
import { channelPath } from '../../store/names';
import { unreadOf } from '../../store/unread';
import { standing } from '../sidebar/move';

/** Goes to the channel above or below in the sidebar, around its ends. `unread`: to one where something is new. */
function step(by: 1 | -1, unread: boolean): void {
  const { teamId, channelId } = useView.getState();
  const data = getData();
  const sidebar = data.categories[teamId];
  const all = sidebar?.order.flatMap((id) => (sidebar.byId[id] ? standing(sidebar.byId[id]) : [])) ?? [];
  const fits = (id: string) => id === channelId || !unread || unreadOf(data.channels[id], data.members[id]).unread;
  const list = all.filter(fits);
  const at = list.indexOf(channelId);
  const next = data.channels[list[(at + by + list.length) % list.length] ?? ''];
  if (next && next.id !== channelId) navigate(channelPath(data, next, teamId));
}

const toggle = (dialog: 'switcher' | 'keys') => show({ dialog: useView.getState().dialog === dialog ? null : dialog });

/** What a key does; nothing for most of them. */
function deedOf(event: KeyboardEvent): (() => void) | undefined {
  const { altKey, shiftKey } = event;
  const command = event.ctrlKey || event.metaKey;
  const key = event.key.toLowerCase();
  if (command && !altKey && !shiftKey && key === 'k') return () => toggle('switcher');
  if (command && !altKey && (key === '/' || event.code === 'Slash')) return () => toggle('keys');
  if (command && !altKey && shiftKey && key === 'm') return () => show({ panel: { kind: 'mentions' } });
  const by = { arrowup: -1, arrowdown: 1 }[key] as 1 | -1 | undefined;
  return altKey && !command && by ? () => step(by, shiftKey) : undefined;
}

/** Keys that work everywhere in the chat. */
export function useShortcuts(): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const deed = deedOf(event);
      if (!deed) return;
      event.preventDefault();
      deed();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
}
