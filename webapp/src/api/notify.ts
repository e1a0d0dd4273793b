import type { Post } from '@mattermost/types/posts';

import { navigate } from '../app/router';
import { getData, useView } from '../store';
import type { Message } from '../store/events';
import { channelPath } from '../store/names';
import { isLoud, isWanted } from '../store/notify';

/** Longest text in a notification. */
const TEXT_MAX = 160;

/** Tells the desktop of a message, when I want that and do not look at it anyway. */
export function notify(message: Message, post: Post): void {
  if (!('Notification' in window) || Notification.permission !== 'granted') return;
  const { me, members, statuses, channels } = getData();
  if (!me || post.user_id === me.id || post.type.startsWith('system_') || statuses[me.id] === 'dnd') return;
  const { channelId, teamId } = useView.getState();
  if (document.hasFocus() && channelId === post.channel_id) return;
  const has = (list: unknown) => (JSON.parse(String(list ?? '[]')) as string[]).includes(me.id);
  const here = members[post.channel_id]?.notify_props ?? {};
  const about = {
    reply: post.root_id !== '',
    meant: has(message.data.mentions) || message.data.channel_type === 'D',
    following: has(message.data.followers),
  };
  if (!isWanted(here, me.notify_props, about)) return;
  const title = [message.data.sender_name, message.data.channel_display_name].filter(Boolean).join(' · ');
  const shown = new Notification(title, {
    body: post.message.slice(0, TEXT_MAX),
    tag: post.channel_id,
    silent: !isLoud(here, me.notify_props),
  });
  shown.onclick = () => {
    window.focus();
    const channel = channels[post.channel_id];
    if (channel) navigate(channelPath(getData(), channel, teamId));
    shown.close();
  };
}
