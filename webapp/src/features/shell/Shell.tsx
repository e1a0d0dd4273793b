import type { ServerChannel } from '@mattermost/types/channels';
import { useEffect, useState } from 'react';

import { loadDrafts } from '../../api/drafts';
import { loadTeam, loadUsers } from '../../api/load';
import { joinChannel, openDirect } from '../../api/channels';
import { client } from '../../api/client';
import { loadGroups } from '../../api/groups';
import { needed } from '../../api/needed';
import { loadScheduled } from '../../api/scheduled';
import { loadThreads } from '../../api/threads';
import { lastPlace, rememberPlace } from '../../app/last';
import { navigate, type Place } from '../../app/router';
import { useText } from '../../i18n';
import { apply, getData, show, useData, useView } from '../../store';
import { merged } from '../../store/merge';
import { partnerOf } from '../../store/names';
import { ChannelView } from '../channel/ChannelView';
import { Dialogs } from '../dialogs/Dialogs';
import { Panel } from '../panel/Panel';
import { Sidebar } from '../sidebar/Sidebar';
import { part } from '../../ui/part';
import { Banner } from './Banner';
import { openPermalink } from './permalink';
import { Rail } from './Rail';
import drawer from '../../styles/drawer.module.css';
import css from './Shell.module.css';
import { Topbar } from './Topbar';
import { useShortcuts } from './useShortcuts';

// A channel is what most people come to.
const DraftsView = part(() => import('../drafts/DraftsView').then((one) => one.DraftsView));
const ThreadsView = part(() => import('../thread/ThreadsView').then((one) => one.ThreadsView));

type TeamPlace = Extract<Place, { team: string }>;

/** The chat: teams, channels, messages and what stands beside them. */
export function Shell({ place }: { place: TeamPlace }) {
  const t = useText();
  const team = useData((data) => Object.values(data.teams).find((one) => one?.name === place.team));
  const teamId = team?.id ?? '';
  const loaded = useData((data) => Boolean(data.categories[teamId]));
  const open = useView((view) => view.sidebarOpen);
  const me = useData((data) => data.me?.id ?? '');
  useShortcuts();
  useEffect(() => {
    const { customEmoji: asked } = getData();
    const emoji = client.getCustomEmojis(0, 200).then((list) => {
      const custom = Object.fromEntries(list.map((one) => [one.name, one]));
      apply((data) => ({ ...data, customEmoji: merged(asked, data.customEmoji, custom) }));
    });
    needed(emoji);
    if (me) {
      const status = client.getStatusesByIds([me]).then(([mine]) => {
        if (mine) useData.setState((data) => ({ statuses: { ...data.statuses, [me]: mine.status } }));
      });
      needed(status);
    }
  }, [me]);
  useEffect(() => {
    if (!teamId) {
      navigate('/', { replace: true });
      return;
    }
    show({ teamId });
    needed(loadTeam(teamId).then(() => Promise.all([loadThreads(teamId, { unread: true }), loadGroups()])));
    needed(Promise.all([loadDrafts(teamId), loadScheduled(teamId)]));
    rememberPlace('team', teamId);
  }, [teamId]);
  return (
    <div className={`${css.shell} ${open ? drawer.open : ''}`}>
      <div className={css.banner}>
        <Banner />
      </div>
      <button type="button" className={css.skip} onClick={toWriting}>
        {t('shell.skip')}
      </button>
      <Topbar />
      <div className={`${css.nav} ${drawer.nav}`}>
        <Rail teamId={teamId} />
        <Sidebar teamId={teamId} place={place} />
      </div>
      <div className={drawer.veil} onClick={() => show({ sidebarOpen: false })} />
      <main className={css.main} aria-label={t('shell.main')}>
        {loaded && <Middle place={place} teamId={teamId} />}
      </main>
      <Panel teamId={teamId} />
      <Dialogs teamId={teamId} />
    </div>
  );
}

/** Leads past everything that is the same everywhere, to where one writes, or else to the head of what is shown. */
function toWriting(): void {
  document.querySelector<HTMLElement>('main textarea, main button')?.focus();
}

/** Finds the channel of an address among mine. */
function useChannelId(place: TeamPlace, teamId: string): string {
  return useData((data) => {
    const mine = Object.values(data.channels).filter((one) => one && data.members[one.id]);
    if (place.page === 'channel') {
      return mine.find((one) => one?.team_id === teamId && one.name === place.channel)?.id ?? '';
    }
    if (place.page !== 'messages') return '';
    if (!place.person.startsWith('@')) return mine.find((one) => one?.name === place.person)?.id ?? '';
    const partner = Object.values(data.users).find((one) => one?.username === place.person.slice(1))?.id;
    const me = data.me?.id ?? '';
    return mine.find((one) => one?.type === 'D' && partnerOf(one, me) === partner)?.id ?? '';
  });
}

function Middle({ place, teamId }: { place: TeamPlace; teamId: string }) {
  const channelId = useChannelId(place, teamId);
  const key = JSON.stringify(place);
  const [missing, setMissing] = useState('');
  useEffect(() => {
    if (channelId) return;
    resolve(place, teamId).catch(() => setMissing(key));
    // The place is new when its key is.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key, channelId, teamId]);
  useEffect(() => {
    show({ channelId, sidebarOpen: false });
  }, [channelId, key]);
  if (place.page === 'threads') return <ThreadsView teamId={teamId} />;
  if (place.page === 'drafts') return <DraftsView teamId={teamId} />;
  if (channelId) return <ChannelView key={channelId} channelId={channelId} teamId={teamId} />;
  return missing === key ? <Missing team={place.team} /> : null;
}

/** Where a team opens: where I was last, or where everybody is. Guests are not there, but where somebody wants them. */
function homeOf(teamId: string): ServerChannel | undefined {
  const { channels, members } = getData();
  const mine = Object.values(channels)
    .filter((one) => one !== undefined)
    .filter((one) => one.team_id === teamId && one.delete_at === 0 && members[one.id])
    .sort((a, b) => a.display_name.localeCompare(b.display_name));
  return mine.find((one) => one.id === lastPlace(teamId)) ?? mine.find((one) => one.name === 'town-square') ?? mine[0];
}

/** Finds what an address names that is not among my channels yet. */
async function resolve(place: TeamPlace, teamId: string): Promise<void> {
  const { teams } = getData();
  const team = teams[teamId]?.name ?? '';
  if (place.page === 'team') {
    const name = homeOf(teamId)?.name ?? 'town-square';
    navigate(`/${team}/channels/${name}`, { replace: true });
  } else if (place.page === 'permalink') {
    await openPermalink(place.post, teamId);
  } else if (place.page === 'messages') {
    const user = await client.getUserByUsername(place.person.replace(/^@/, ''));
    await loadUsers([user.id]);
    await openDirect([user.id], teamId);
  } else if (place.page === 'channel') {
    const channel = await client.getChannelByName(teamId, place.channel);
    await joinChannel(channel);
  }
}

function Missing({ team }: { team: string }) {
  const t = useText();
  return (
    <div style={{ margin: 'auto', padding: 32, textAlign: 'center' }}>
      <p style={{ marginBottom: 12 }}>{t('shell.missing')}</p>
      <button type="button" style={{ color: 'var(--link)', fontWeight: 600 }} onClick={() => navigate(`/${team}`)}>
        {t('shell.goHome')}
      </button>
    </div>
  );
}
