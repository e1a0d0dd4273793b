import type { Post } from '@mattermost/types/posts';

import { navigate } from '../app/router';
import { getData, useView } from '../store';
import type { Message } from '../store/events';
import { channelPath } from '../store/names';

/** Longest text in a notification. */
const TEXT_MAX = 160;

/** Tells the desktop of a message, when I want that and do not look at it anyway. */
export function notify(message: Message, post: Post): void {
  if (!('Notification' in window) || Notification.permission !== 'granted') return;
  const { me, members, statuses, channels } = getData();
  if (!me || post.user_id === me.id || post.type.startsWith('system_') || statuses[me.id] === 'dnd') return;
  const { channelId, teamId } = useView.getState();
  if (document.hasFocus() && channelId === post.channel_id) return;
  const own = members[post.channel_id]?.notify_props.desktop;
  const level = own && own !== 'default' ? own : me.notify_props.desktop;
  const mentions = JSON.parse(String(message.data.mentions ?? '[]')) as string[];
  const meant = mentions.includes(me.id) || message.data.channel_type === 'D';
  if (level === 'none' || (level === 'mention' && !meant)) return;
  const title = [message.data.sender_name, message.data.channel_display_name].filter(Boolean).join(' · ');
  const shown = new Notification(title, { body: post.message.slice(0, TEXT_MAX), tag: post.channel_id });
  shown.onclick = () => {
    window.focus();
    const channel = channels[post.channel_id];
    if (channel) navigate(channelPath(getData(), channel, teamId));
    shown.close();
  };
}
