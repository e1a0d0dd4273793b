import type { OpenDialogRequest } from '@mattermost/types/integrations';
import { create } from 'zustand';

import { type Data, EMPTY } from './data';

/** What is known of the server. */
export const useData = create<Data>()(() => EMPTY);

export const getData = (): Data => useData.getState();

/** Changes what is known. */
export function apply(change: (data: Data) => Data): void {
  useData.setState(change, true);
}

export type Connection = 'idle' | 'connecting' | 'open' | 'lost';

/** What is shown beside a channel. */
export type Panel =
  | { kind: 'thread'; rootId: string }
  | { kind: 'members'; channelId: string }
  | { kind: 'teamMembers'; teamId: string }
  | { kind: 'pinned'; channelId: string }
  | { kind: 'info'; channelId: string }
  | { kind: 'files'; channelId: string }
  | { kind: 'search'; terms: string }
  | { kind: 'saved' }
  | { kind: 'mentions' }
  | { kind: 'history'; postId: string }
  | null;

export type DialogName =
  | 'switcher'
  | 'newChannel'
  | 'browseChannels'
  | 'directMessage'
  | 'settings'
  | 'invite'
  | 'channelSettings'
  | 'channelNotify'
  | 'bookmark'
  | 'customEmoji'
  | 'archive'
  | 'toDate'
  | 'newCategory'
  | 'leaveTeam'
  | 'keys'
  | 'status'
  | null;

/** What only this window knows. */
export interface View {
  connection: Connection;
  /** Whether the account and its teams have been loaded. */
  ready: boolean;
  /** Whether the server lets me do nothing before I have a second factor. */
  mfaWanted: boolean;
  /** Whether the session ended without anybody having signed out here. */
  ended: boolean;
  panel: Panel;
  dialog: DialogName;
  /** Whether the sidebar is over the channel, on narrow screens. */
  sidebarOpen: boolean;
  /** Whether the sidebar shows only what is unread. */
  unreadsOnly: boolean;
  /** The post whose text is being changed. */
  editing: string;
  /** What a program asks for in a dialog. */
  asked: OpenDialogRequest | null;
  /** The name of the group whose people are shown; empty: none. */
  group: string;
  /** The channel that is looked at; empty when the window is not. */
  channelId: string;
  teamId: string;
  /** The post that was asked for by its address. */
  spot: string;
  /** The channel that opens next with the messages around the spot, which are there already; empty: none. */
  aimed: string;
  /** The id of the event stream; the server leaves it out when I change something. */
  connectionId: string;
  /** Unread position of the channel when it was opened, for its line. */
  newSince: Readonly<Record<string, number | undefined>>;
}

const START: View = {
  connection: 'idle',
  ready: false,
  mfaWanted: false,
  ended: false,
  panel: null,
  dialog: null,
  sidebarOpen: false,
  unreadsOnly: false,
  editing: '',
  asked: null,
  group: '',
  channelId: '',
  teamId: '',
  spot: '',
  aimed: '',
  connectionId: '',
  newSince: {},
};

export const useView = create<View>()(() => START);

export const show = (change: Partial<View>): void => useView.setState(change);

/** Forgets everything of an account. */
export function forget(): void {
  const { config, license } = getData();
  apply(() => ({ ...EMPTY, config, license }));
  useView.setState(START, true);
}
