import type { ChannelNotifyProps } from '@mattermost/types/channels';
import type { UserNotifyProps } from '@mattermost/types/users';

/** What of a channel somebody is told of: every message, those that mean them, or nothing. */
export type Level = 'all' | 'mention' | 'none';

/** The settings of a channel; what is not set, or `default`, is as the account has it. */
export type Here = Partial<ChannelNotifyProps>;

const LEVELS: readonly string[] = ['all', 'mention', 'none'];

/** The levels that a channel and an account both have. */
export type LevelName = 'desktop' | 'desktop_threads' | 'push' | 'push_threads';

/** What an account says that has never said anything. */
const UNSAID: Readonly<Record<LevelName, Level>> = {
  desktop: 'mention',
  desktop_threads: 'all',
  push: 'mention',
  push_threads: 'all',
};

/** What the account says. */
export const ownLevel = (own: Partial<UserNotifyProps>, name: LevelName): Level =>
  LEVELS.includes(own[name] ?? '') ? (own[name] as Level) : UNSAID[name];

/** What holds in a channel: what it says itself, or else the account. */
export const levelIn = (here: Here, own: Partial<UserNotifyProps>, name: LevelName): Level =>
  LEVELS.includes(here[name] ?? '') ? (here[name] as Level) : ownLevel(own, name);

/** Whether a message in a channel makes a sound. */
export function isLoud(here: Here, own: Partial<UserNotifyProps>): boolean {
  if (here.desktop_sound === 'on' || here.desktop_sound === 'off') return here.desktop_sound === 'on';
  return own.desktop_sound !== 'false';
}

interface Told {
  readonly reply: boolean;
  /** Whether the message names me, or is in a conversation of two. */
  readonly meant: boolean;
  /** Whether I follow the thread of a reply, as the server tells it. */
  readonly following: boolean;
}

/** Whether the desktop is to tell me of a message. */
export function isWanted(here: Here, own: Partial<UserNotifyProps>, { reply, meant, following }: Told): boolean {
  if (here.mark_unread === 'mention') return false;
  switch (levelIn(here, own, reply ? 'desktop_threads' : 'desktop')) {
    case 'all':
      return !reply || following || meant;
    case 'mention':
      return meant;
    case 'none':
      return false;
  }
}
