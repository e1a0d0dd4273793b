import { client } from '../../api/client';
import { type TextId, useText } from '../../i18n';
import { apply, type Panel, useData } from '../../store';
import { withEntry } from '../../store/data';
import { channelTitle } from '../../store/names';
import head from '../../styles/head.module.css';
import { IconButton } from '../../ui/Button';
import css from './Panel.module.css';

const TITLES: Record<NonNullable<Panel>['kind'], TextId> = {
  thread: 'panel.thread',
  members: 'channel.members',
  teamMembers: 'members.team',
  pinned: 'channel.pinned',
  info: 'info.title',
  files: 'panel.files',
  saved: 'panel.saved',
  mentions: 'panel.mentions',
  history: 'history.title',
  search: 'search.results',
};

interface PanelHeadProps {
  panel: NonNullable<Panel>;
  teamId: string;
  onClose: () => void;
}

export function PanelHead({ panel, teamId, onClose }: PanelHeadProps) {
  const t = useText();
  const channelId = useData((data) =>
    panel.kind === 'thread' ? data.posts[panel.rootId]?.channel_id : 'channelId' in panel ? panel.channelId : '',
  );
  const channel = useData((data) => data.channels[channelId ?? '']);
  const title = useData((data) => (channel ? channelTitle(data, channel) : ''));
  return (
    <header className={head.head}>
      <h2 id="panel-title" className={css.title}>
        {t(TITLES[panel.kind])}
        {title && <span className={css.sub}>{title}</span>}
      </h2>
      {panel.kind === 'thread' && <Follow rootId={panel.rootId} teamId={teamId} />}
      <IconButton icon="close" label={t('panel.close')} onClick={onClose} />
    </header>
  );
}

/** Whether I am told of new replies. */
function Follow({ rootId, teamId }: { rootId: string; teamId: string }) {
  const t = useText();
  const thread = useData((data) => data.threads[rootId]);
  const me = useData((data) => data.me?.id ?? '');
  const following = thread?.following ?? false;
  const toggle = async () => {
    await client.updateThreadFollowForUser(me, teamId, rootId, !following);
    apply((data) => {
      const state = data.threads[rootId] ?? { unreadReplies: 0, unreadMentions: 0, lastViewedAt: 0 };
      return { ...data, threads: withEntry(data.threads, rootId, { ...state, following: !following }) };
    });
  };
  return (
    <IconButton
      icon="bell"
      label={t(following ? 'thread.unfollow' : 'thread.follow')}
      aria-pressed={following}
      onClick={() => void toggle()}
    />
  );
}
