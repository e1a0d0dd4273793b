import { show, useView } from '../../store';
import { part } from '../../ui/part';
import { ThreadPanel } from '../thread/ThreadPanel';
import css from './Panel.module.css';
import { PanelHead } from './PanelHead';

// A thread is what most people open.
const ChannelFiles = part(() => import('./ChannelFiles').then((one) => one.ChannelFiles));
const History = part(() => import('./History').then((one) => one.History));
const Info = part(() => import('./Info').then((one) => one.Info));
const Members = part(() => import('./Members').then((one) => one.Members));
const TeamMembers = part(() => import('./Members').then((one) => one.TeamMembers));
const Mentions = part(() => import('./PostLists').then((one) => one.Mentions));
const Pinned = part(() => import('./PostLists').then((one) => one.Pinned));
const Saved = part(() => import('./PostLists').then((one) => one.Saved));
const Search = part(() => import('./PostLists').then((one) => one.Search));

/** What stands beside a channel. */
export function Panel({ teamId }: { teamId: string }) {
  const panel = useView((view) => view.panel);
  if (!panel) return null;
  const close = () => show({ panel: null });
  return (
    <aside
      className={css.panel}
      aria-labelledby="panel-title"
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) close();
      }}
    >
      <PanelHead panel={panel} teamId={teamId} onClose={close} />
      {panel.kind === 'thread' && <ThreadPanel key={panel.rootId} rootId={panel.rootId} teamId={teamId} />}
      {panel.kind === 'members' && <Members key={panel.channelId} channelId={panel.channelId} teamId={teamId} />}
      {panel.kind === 'teamMembers' && <TeamMembers key={panel.teamId} teamId={panel.teamId} />}
      {panel.kind === 'pinned' && <Pinned key={panel.channelId} channelId={panel.channelId} />}
      {panel.kind === 'info' && <Info channelId={panel.channelId} teamId={teamId} />}
      {panel.kind === 'files' && <ChannelFiles key={panel.channelId} channelId={panel.channelId} teamId={teamId} />}
      {panel.kind === 'saved' && <Saved />}
      {panel.kind === 'mentions' && <Mentions teamId={teamId} />}
      {panel.kind === 'history' && <History key={panel.postId} postId={panel.postId} />}
      {panel.kind === 'search' && <Search teamId={teamId} terms={panel.terms} />}
    </aside>
  );
}
