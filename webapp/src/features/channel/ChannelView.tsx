import { useEffect } from 'react';

import { loadBookmarks } from '../../api/bookmarks';
import { unarchive, viewChannel } from '../../api/channels';
import { openChannel } from '../../api/load';
import { needed } from '../../api/needed';
import { rememberPlace, rememberSeen } from '../../app/last';
import { currentPath } from '../../app/router';
import { loadEmoji } from '../../emoji';
import { useText } from '../../i18n';
import { getData, useData, useView } from '../../store';
import { channelTitle, siteName } from '../../store/names';
import { unreadOf } from '../../store/unread';
import { Button } from '../../ui/Button';
import { part } from '../../ui/part';
import { Composer } from '../composer/Composer';
import { useCan } from '../useCan';
import css from './Channel.module.css';
import { ChannelHeader } from './ChannelHeader';
import { PostList } from './PostList';
import { TypingLine } from './TypingLine';

/** Not every channel has any. */
const BookmarkBar = part(() => import('../bookmarks/BookmarkBar').then((one) => one.BookmarkBar));

/** Marks the channel as read while somebody looks at its end. */
function useReading(channelId: string): void {
  const newest = useData((data) => data.channelPosts[channelId]?.order.at(-1));
  useEffect(() => {
    const read = () => {
      const { channels, members } = getData();
      if (!document.hasFocus() && document.visibilityState !== 'visible') return;
      if (unreadOf(channels[channelId], members[channelId]).unread) void viewChannel(channelId);
    };
    read();
    window.addEventListener('focus', read);
    return () => window.removeEventListener('focus', read);
  }, [channelId, newest]);
}

/** A channel: its header, its messages, and where to write. */
export function ChannelView({ channelId, teamId }: { channelId: string; teamId: string }) {
  const t = useText();
  const channel = useData((data) => data.channels[channelId]);
  const title = useData((data) => (channel ? channelTitle(data, channel) : ''));
  useEffect(() => {
    const { me, members, channels, channelPosts } = getData();
    const behind = unreadOf(channels[channelId], members[channelId]).unread;
    // Whoever has never been there begins at the end.
    const since = (behind && members[channelId]?.last_viewed_at) || undefined;
    useView.setState((view) => ({ newSince: { ...view.newSince, [channelId]: since } }));
    rememberPlace(teamId, channelId);
    rememberSeen({ path: currentPath(), userId: me?.id ?? '', teamId, channelId });
    const there = channelPosts[channelId];
    // The list has been to the spot by now.
    const aimed = useView.getState().aimed === channelId;
    useView.setState({ aimed: '' });
    const loaded = aimed || there?.atEnd ? Promise.resolve() : openChannel(channelId, since !== undefined);
    needed(loadBookmarks(channelId));
    // Not before: the server begins where I stopped reading.
    needed(
      loaded.then(() => {
        void viewChannel(channelId);
        // It is big and wanted sooner or later.
        void loadEmoji();
      }),
    );
  }, [channelId, teamId]);
  useReading(channelId);
  useEffect(() => {
    document.title = `${title} · ${siteName(getData())}`;
  }, [title]);
  const bookmarked = useData((data) => Object.keys(data.bookmarks[channelId] ?? {}).length > 0);
  const canReopen = useCan('manage_team', channel?.team_id ?? '', channelId);
  if (!channel) return null;
  return (
    <>
      <ChannelHeader channelId={channelId} />
      {bookmarked && <BookmarkBar channelId={channelId} />}
      <PostList channelId={channelId} />
      <TypingLine where={channelId} />
      {channel.delete_at > 0 ? (
        <p className={css.archived}>
          {t('channel.archived')}{' '}
          {canReopen && (
            <Button look="quiet" onClick={() => void unarchive(channelId)}>
              {t('channel.unarchive')}
            </Button>
          )}
        </p>
      ) : (
        <Composer
          key={channelId}
          channelId={channelId}
          rootId=""
          placeholder={t('composer.writeTo', { channel: title })}
        />
      )}
    </>
  );
}
