// What events make of what is known is what the API answers: for each thing that can change, by the traffic that was recorded
// of the original. `tests/law.mjs` asks the same of a real server and whole windows.
import type { ChannelBookmark } from '@mattermost/types/channel_bookmarks';
import type { ChannelMembership, ServerChannel } from '@mattermost/types/channels';
import type { Draft as ServerDraft } from '@mattermost/types/drafts';
import type { CustomEmoji } from '@mattermost/types/emojis';
import type { Post } from '@mattermost/types/posts';
import type { Reaction } from '@mattermost/types/reactions';
import type { Group } from '@mattermost/types/groups';
import type { Role } from '@mattermost/types/roles';
import type { ScheduledPost } from '@mattermost/types/schedule_post';
import type { Team, TeamMembership } from '@mattermost/types/teams';
import type { UserProfile } from '@mattermost/types/users';
import { expect, it } from 'vitest';

import { bookmarksOf } from './bookmarks';
import { type Data, EMPTY } from './data';
import { draftOf, reduce } from './events';
import { idOf, recorded, RECORDED_MS } from './recorded';

/** What is known at the start: the places where things happen. */
function start(symbol: string): Data {
  const me = { id: idOf(symbol), username: symbol, email: '', roles: '' } as UserProfile;
  const channels = ['c1', 'c2', 'd1', 'g1'].map((one) => idOf(one));
  const channel = (id: string) => ({ id, update_at: 0, total_msg_count: 0, total_msg_count_root: 0 }) as ServerChannel;
  const member = (channel_id: string) => ({ channel_id, user_id: me.id, notify_props: {} }) as ChannelMembership;
  const team = { id: idOf('t1'), invite_id: '' } as Team;
  return {
    ...EMPTY,
    me,
    users: { [me.id]: me },
    teams: { [team.id]: team },
    teamMembers: { [team.id]: { team_id: team.id, user_id: me.id } as TeamMembership },
    channels: Object.fromEntries(channels.map((id) => [id, channel(id)])),
    members: Object.fromEntries(channels.map((id) => [id, member(id)])),
    channelPosts: Object.fromEntries(channels.map((id) => [id, { order: [], atStart: true, atEnd: true }])),
  };
}

type Body = never;

interface Law {
  /** The slice of the store, and the requests whose answers say how it is. */
  slice: string;
  request: RegExp;
  /** The two that are to be equal; nothing when what is asked about is not known to this person. */
  both: (data: Data, answer: Body) => readonly [unknown, unknown] | undefined;
}

const fields = <T extends object>(known: T | undefined, answer: T, names: readonly (keyof T)[]) => {
  const of = (one: T) => names.map((name) => one[name]);
  return known && ([of(known), of(answer)] as const);
};

const LAWS: readonly Law[] = [
  {
    slice: 'posts',
    request: /^(POST \S+\/posts|PUT \S+\/posts\/\w+\/patch)$/,
    both: (data, answer: Post) => {
      const names = ['message', 'channel_id', 'root_id', 'user_id', 'type', 'is_pinned'] as const;
      // What burns on being read is told to others without its words.
      return answer.type === 'burn_on_read' ? undefined : fields(data.posts[answer.id], answer, names);
    },
  },
  {
    slice: 'reactions',
    request: /^POST \S+\/reactions$/,
    both: (data, answer: Reaction) => {
      const known = data.posts[answer.post_id]?.metadata.reactions?.find((one) => one.user_id === answer.user_id);
      return fields(known, answer, ['emoji_name', 'user_id']);
    },
  },
  {
    slice: 'channels',
    request: /^PUT \S+\/channels\/\w+\/(patch|scheme)$/,
    both: (data, answer: ServerChannel) => {
      const known = data.channels[answer.id];
      return known?.name ? fields(known, answer, ['display_name', 'header', 'purpose', 'type', 'name']) : undefined;
    },
  },
  {
    slice: 'teams',
    request: /^PUT \S+\/teams\/\w+\/patch$/,
    both: (data, answer: Team) =>
      fields(data.teams[answer.id], answer, ['display_name', 'description', 'allow_open_invite', 'name']),
  },
  {
    slice: 'users',
    request: /^PUT \S+\/users\/me\/patch$/,
    both: (data, answer: UserProfile) =>
      fields(data.users[answer.id], answer, ['username', 'nickname', 'first_name', 'last_name', 'position']),
  },
  {
    slice: 'statuses',
    request: /^PUT \S+\/users\/me\/status$/,
    both: (data, answer: { user_id: string; status: string }) => [data.statuses[answer.user_id], answer.status],
  },
  {
    slice: 'drafts',
    request: /^POST \S+\/drafts$/,
    both: (data, answer: ServerDraft) => {
      const known = data.drafts[answer.root_id || answer.channel_id];
      return known && [known.message, draftOf(answer).message];
    },
  },
  {
    slice: 'scheduled',
    request: /^(POST|PUT) \S+\/posts\/schedule(\/\w+)?$/,
    both: (data, answer: ScheduledPost) =>
      fields(data.scheduled[answer.id], answer, ['message', 'channel_id', 'scheduled_at']),
  },
  {
    slice: 'bookmarks',
    request: /^POST \S+\/bookmarks\/\w+\/sort_order$/,
    both: (data, answer: ChannelBookmark[]) => {
      const known = bookmarksOf(data, answer[0]?.channel_id ?? '');
      const names = (list: readonly ChannelBookmark[]) =>
        [...list].sort((a, b) => a.sort_order - b.sort_order).map((one) => [one.id, one.display_name, one.link_url]);
      return [names(known), names(answer)];
    },
  },
  {
    slice: 'customEmoji',
    request: /^POST \S+\/emoji$/,
    both: (data, answer: CustomEmoji) => [data.customEmoji[answer.name]?.creator_id, answer.creator_id],
  },
  {
    slice: 'groups',
    request: /^(POST|PUT|DELETE) \S+\/groups(\/\w+(\/patch|\/restore)?)?$/,
    both: (data, answer: Group) => {
      const known = data.groups[answer.id];
      return answer.delete_at ? [known, undefined] : fields(known, answer, ['name', 'display_name', 'update_at']);
    },
  },
  {
    slice: 'myGroups',
    request: /^(POST|DELETE) \S+\/groups\/\w+\/members$/,
    both: (data, [one]: { group_id: string; user_id: string; delete_at: number }[]) =>
      one?.user_id === data.me?.id ? [data.myGroups[one?.group_id ?? ''] === true, one?.delete_at === 0] : undefined,
  },
  {
    slice: 'permissions',
    request: /^PUT \S+\/roles\/\w+\/patch$/,
    both: (data, answer: Role) => {
      const known = data.permissions[answer.name];
      return known && [[...known].sort(), [...answer.permissions].sort()];
    },
  },
];

const AREAS = ['channels', 'channels-more', 'posts', 'posts-more', 'users', 'users-more'].map((name) => `ws/${name}`);

it('makes of events what the API answers, of everything', () => {
  const compared: Record<string, number> = {};
  for (const area of AREAS) {
    const known: Record<string, Data> = {};
    let asked: { law: Law; body: Body; name: string }[] = [];
    for (const one of recorded(area)) {
      if (one.kind === 'answer') {
        const laws = LAWS.filter((law) => law.request.test(`${one.method} ${one.path}`));
        // Until the next request, every connection hears what has changed by this one.
        asked = laws.map((law) => ({ law, body: one.body as Body, name: `${area} ${one.name}` }));
        continue;
      }
      const before = known[one.connection] ?? start(one.as);
      const data = one.messages.reduce((now, message) => reduce(now, message, RECORDED_MS), before);
      known[one.connection] = data;
      if (one.messages.length === 0) continue;
      for (const { law, body, name } of asked) {
        const both = law.both(data, body);
        if (!both) continue;
        compared[law.slice] = (compared[law.slice] ?? 0) + 1;
        expect(both[0], `${name}: ${law.slice}, as ${one.as}`).toEqual(both[1]);
      }
    }
  }
  expect(Object.keys(compared).sort()).toEqual(LAWS.map((law) => law.slice).sort());
});
