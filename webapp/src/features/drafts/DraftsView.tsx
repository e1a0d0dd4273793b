import type { ScheduledPost } from '@mattermost/types/schedule_post';
import { type ReactNode, useEffect, useState } from 'react';
import { useIntl } from 'react-intl';

import { clearDraft, loadDrafts } from '../../api/drafts';
import { needed } from '../../api/needed';
import { changeScheduled, deleteScheduled, loadScheduled, sendNow } from '../../api/scheduled';
import { navigate } from '../../app/router';
import { useText } from '../../i18n';
import { Markdown } from '../../markdown/Markdown';
import { getData, show, useData } from '../../store';
import { channelPath, channelTitle } from '../../store/names';
import { IconButton } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { TimeDialog } from '../composer/TimeDialog';
import panel from '../panel/Panel.module.css';
import { ViewHead } from '../shell/ViewHead';
import view from '../shell/View.module.css';
import css from './DraftsView.module.css';

/** What I have begun to write, and what is sent later. */
export function DraftsView({ teamId }: { teamId: string }) {
  const t = useText();
  const drafts = useData((data) => data.drafts);
  const scheduled = useData((data) => data.scheduled);
  const channels = useData((data) => data.channels);
  useEffect(() => {
    document.title = t('drafts.title');
    needed(Promise.all([loadDrafts(teamId), loadScheduled(teamId)]));
  }, [teamId, t]);
  const later = Object.values(scheduled)
    .filter((post) => post !== undefined && channels[post.channel_id] !== undefined)
    .sort((a, b) => (a?.scheduled_at ?? 0) - (b?.scheduled_at ?? 0));
  const begun = Object.entries(drafts).flatMap(([key, draft]) =>
    draft?.channelId && channels[draft.channelId] ? [{ key, draft, channelId: draft.channelId }] : [],
  );
  return (
    <div className={view.view}>
      <ViewHead title={t('drafts.title')} />
      {later.length + begun.length === 0 && (
        <div className={panel.empty}>
          <Icon name="pencil" size={32} />
          {t('drafts.none')}
        </div>
      )}
      <div className={css.lists}>
        {begun.length > 0 && (
          <section aria-label={t('drafts.begun')}>
            <h2>{t('drafts.begun')}</h2>
            {begun.map(({ key, draft, channelId }) => (
              <Begun key={key} teamId={teamId} channelId={channelId} rootId={draft.rootId ?? ''} text={draft.message} />
            ))}
          </section>
        )}
        {later.length > 0 && (
          <section aria-label={t('drafts.later')}>
            <h2>{t('drafts.later')}</h2>
            {later.map((post) => post && <Later key={post.id} post={post} />)}
          </section>
        )}
      </div>
    </div>
  );
}

interface CardProps {
  channelId: string;
  rootId: string;
  about?: string;
  bad?: boolean;
  text: string;
  children: ReactNode;
}

function Card({ channelId, rootId, about, bad, text, children }: CardProps) {
  const t = useText();
  const title = useData((data) => {
    const channel = data.channels[channelId];
    return channel ? channelTitle(data, channel) : '';
  });
  return (
    <article className={css.card}>
      <header>
        <b>{rootId ? t('drafts.threadIn', { channel: title }) : title}</b>
        {about && <span className={bad ? css.bad : undefined}>{about}</span>}
        <span className={css.tools}>{children}</span>
      </header>
      <Markdown text={text} />
    </article>
  );
}

interface BegunProps {
  teamId: string;
  channelId: string;
  rootId: string;
  text: string;
}

function Begun({ teamId, channelId, rootId, text }: BegunProps) {
  const t = useText();
  const open = () => {
    const channel = getData().channels[channelId];
    if (!channel) return;
    navigate(channelPath(getData(), channel, teamId));
    if (rootId) show({ panel: { kind: 'thread', rootId } });
  };
  const drop = () => clearDraft(channelId, rootId);
  return (
    <Card channelId={channelId} rootId={rootId} text={text}>
      <IconButton small icon="pencil" label={t('drafts.open')} onClick={open} />
      <IconButton small icon="trash" label={t('drafts.drop')} onClick={drop} />
    </Card>
  );
}

function Later({ post }: { post: ScheduledPost }) {
  const t = useText();
  const intl = useIntl();
  const [asking, setAsking] = useState(false);
  const time = intl.formatDate(post.scheduled_at, { dateStyle: 'full', timeStyle: 'short' });
  const failed = Boolean(post.error_code);
  const about = failed ? t('schedule.failed') : t('schedule.at', { time });
  return (
    <Card channelId={post.channel_id} rootId={post.root_id} about={about} bad={failed} text={post.message}>
      <IconButton small icon="send" label={t('schedule.now')} onClick={() => void sendNow(post)} />
      <IconButton small icon="clock" label={t('schedule.change')} onClick={() => setAsking(true)} />
      <IconButton small icon="trash" label={t('schedule.drop')} onClick={() => void deleteScheduled(post)} />
      {asking && (
        <TimeDialog
          title={t('schedule.change')}
          action={t('ui.save')}
          start={post.scheduled_at}
          onPick={(at) => changeScheduled(post, { scheduled_at: at })}
          onClose={() => setAsking(false)}
        />
      )}
    </Card>
  );
}
