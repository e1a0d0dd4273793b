import { apply, getData, useView, type View } from '../store';
import type { Data } from '../store/data';
import { refreshRoles } from './access';
import { loadAccount } from './account';
import { loadBookmarks } from './bookmarks';
import { loadDrafts } from './drafts';
import { loadGroups } from './groups';
import { loadNewest, loadOtherTeams, loadTeam, loadThread, refreshUsers } from './load';
import { loadScheduled } from './scheduled';
import { loadThreads } from './threads';

/** People asked for in one request. */
const PEOPLE = 200;

/** Who came and went where somebody looks is not known: as if people had. */
const everywhere = (comings: Data['comings'], { teamId, channelId, panel }: View): Data['comings'] => {
  const places = [teamId, channelId, panel && 'channelId' in panel ? panel.channelId : ''];
  return { ...comings, ...Object.fromEntries(places.map((id) => [id, (comings[id] ?? 0) + 1])) };
};

/** The first answers were asked for before there were events: what changed between is in neither. */
export async function closeGap(): Promise<void> {
  const { teamId, channelId } = useView.getState();
  const atEnd = getData().channelPosts[channelId]?.atEnd;
  await Promise.all([
    teamId && loadTeam(teamId),
    atEnd && loadNewest(channelId),
    channelId && loadBookmarks(channelId),
  ]);
  await loadOtherTeams();
}

/** Events were missed, nobody knows which: what is shown is loaded anew, everything else when it is shown. */
export async function catchUp(): Promise<void> {
  const { teamId, channelId, panel } = useView.getState();
  const rootId = panel?.kind === 'thread' ? panel.rootId : '';
  apply((data) => {
    const open = data.channelPosts[channelId];
    const replies = data.replies[rootId];
    return {
      ...data,
      channelPosts: open ? { [channelId]: open } : {},
      replies: replies ? { [rootId]: replies } : {},
      threads: {},
      comings: everywhere(data.comings, useView.getState()),
      typing: {},
    };
  });
  const known = Object.keys(getData().users);
  const people = Array.from({ length: Math.ceil(known.length / PEOPLE) }, (_, page) =>
    refreshUsers(known.slice(page * PEOPLE, (page + 1) * PEOPLE)),
  );
  await Promise.all([
    loadAccount().then(loadOtherTeams),
    refreshRoles(),
    loadGroups(),
    ...people,
    teamId && Promise.all([loadTeam(teamId), loadDrafts(teamId), loadScheduled(teamId), loadThreads(teamId)]),
    channelId && Promise.all([loadNewest(channelId), loadBookmarks(channelId)]),
    rootId && loadThread(rootId),
  ]);
}
