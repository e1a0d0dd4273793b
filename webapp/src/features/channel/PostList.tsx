import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useIntl } from 'react-intl';

import { loadNewest } from '../../api/load';
import { needed } from '../../api/needed';
import { useText } from '../../i18n';
import { show, useData, useView } from '../../store';
import { channelTitle, partnerOf } from '../../store/names';
import { Avatar } from '../../ui/Avatar';
import { Button } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { PostRow } from '../post/PostRow';
import { useCan } from '../useCan';
import css from './PostList.module.css';
import { type Row, rowsOf } from './rows';
import { usePages } from './usePages';

/** Distance from the end that still counts as being there, in pixels. */
const NEAR_END = 60;

/** Room for the line that says that older messages come, in pixels. */
const LOADING_HEIGHT = 56;

/** Time until a list is where it opens: sizes of lines are guesses until they have been seen. */
const SETTLE_MS = 150;

/**
 * Pages that are in the page above and below what is in sight. A frame is painted where somebody has scrolled to before
 * the lines for it are made: nobody sees the end of them who scrolls by less than this in one frame.
 */
const PAGES_BEYOND = 1.25;

/** How high a line is at least, in pixels, until it has been seen: whoever takes it to be higher makes too few. */
const heightOf = (row: Row | undefined): number => {
  if (row?.kind !== 'post') return 38;
  return row.compact ? 25 : 52;
};

const NONE: readonly string[] = [];

/** The messages of a channel. Only those in sight are in the page; older and newer ones are loaded on the way. */
export function PostList({ channelId }: { channelId: string }) {
  const t = useText();
  const shown = useData((data) => data.channelPosts[channelId]);
  const posts = useData((data) => data.posts);
  const me = useData((data) => data.me?.id ?? '');
  const since = useView((view) => view.newSince[channelId]);
  const order = shown?.order ?? NONE;
  const waiting = shown !== undefined && !shown.atStart;
  const rows = useMemo(
    () => rowsOf(order, posts, { atStart: shown?.atStart ?? false, since, me }),
    [order, posts, shown?.atStart, since, me],
  );
  const scrollRef = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const keyOf = useCallback((index: number) => rows[index]?.key ?? index, [rows]);
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scrollRef.current,
    getItemKey: keyOf,
    estimateSize: (index) => heightOf(rows[index]),
    rangeExtractor: ({ startIndex, endIndex, count }) => {
      const room = (scrollRef.current?.clientHeight ?? 0) * PAGES_BEYOND;
      const sizeAt = (index: number) => list.measurementsCache[index]?.size ?? heightOf(rows[index]);
      let [first, last] = [startIndex, endIndex];
      for (let left = room; left > 0 && first > 0; left -= sizeAt(first)) first -= 1;
      for (let left = room; left > 0 && last < count - 1; left -= sizeAt(last)) last += 1;
      return Array.from({ length: last - first + 1 }, (_, at) => first + at);
    },
    // Not a line of its own: what is in sight when older messages come is held by its key, and this has no place.
    paddingStart: waiting ? LOADING_HEIGHT : 0,
    // What is in sight stays where it is when older messages come; whoever is at the end stays there. The end of what is
    // loaded is not the end while there is more.
    anchorTo: 'end',
    followOnAppend: atEnd,
    scrollEndThreshold: NEAR_END,
  });
  const height = list.getTotalSize();
  const items = list.getVirtualItems();
  const settled = useFirstPlace(channelId, rows, list);
  usePages(channelId, { first: items[0]?.index ?? 0, last: items.at(-1)?.index ?? 0, count: rows.length }, settled);

  // A keyboard that comes up, or a window that shrinks, leaves whoever is at the end there.
  useEffect(() => {
    const box = scrollRef.current;
    if (!box || !atEnd) return;
    let { clientHeight } = box;
    const observer = new ResizeObserver(() => {
      if (box.clientHeight !== clientHeight) list.scrollToEnd();
      clientHeight = box.clientHeight;
    });
    observer.observe(box);
    return () => observer.disconnect();
  }, [atEnd, list]);
  const isEnd = shown?.atEnd ?? false;
  const follow = useCallback(() => {
    const box = scrollRef.current;
    if (box) setAtEnd(isEnd && box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END);
  }, [isEnd]);
  // The end may come to whoever waits there: nothing scrolls then.
  useEffect(() => {
    const frame = requestAnimationFrame(follow);
    return () => cancelAnimationFrame(frame);
  }, [follow, height]);
  const toEnd = () => {
    if (isEnd) list.scrollToEnd();
    else needed(loadNewest(channelId).then(() => list.scrollToEnd()));
  };
  return (
    <div className={css.wrap}>
      <div ref={scrollRef} className={css.scroll} onScroll={follow} tabIndex={0} role="log" aria-label={t('post.list')}>
        <div className={css.sizer} style={{ height }}>
          {waiting && (
            <div className={css.loading} style={{ height: LOADING_HEIGHT }}>
              {t('app.loading')}
            </div>
          )}
          {items.map((item) => {
            const row = rows[item.index];
            return (
              <div
                key={item.key}
                ref={list.measureElement}
                data-index={item.index}
                className={css.row}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                {row && <Line row={row} channelId={channelId} />}
              </div>
            );
          })}
        </div>
      </div>
      {!atEnd && shown && (
        <button type="button" className={css.toEnd} onClick={toEnd}>
          <Icon name="arrowDown" size={15} />
          {t('post.toEnd')}
        </button>
      )}
    </div>
  );
}

type List = ReturnType<typeof useVirtualizer<HTMLDivElement, Element>>;

/** Where a channel opens: at a post that was asked for, where I stopped reading, or at its end. Says once it is there. */
function useFirstPlace(channelId: string, rows: readonly Row[], list: List): boolean {
  const placed = useRef('');
  const [settled, setSettled] = useState(false);
  const spot = useView((view) => view.spot);
  const loaded = rows.some((row) => row.kind === 'post');
  useLayoutEffect(() => {
    if (!loaded) return;
    const wanted = spot ? rows.findIndex((row) => row.kind === 'post' && row.postId === spot) : -1;
    if (wanted >= 0) {
      list.scrollToIndex(wanted, { align: 'center' });
      placed.current = channelId;
      show({ spot: '' });
      return;
    }
    if (placed.current === channelId) return;
    placed.current = channelId;
    const line = rows.findIndex((row) => row.kind === 'new');
    if (line >= 0 && rows.length - line > 12) list.scrollToIndex(line, { align: 'start' });
    else list.scrollToEnd();
  }, [channelId, loaded, rows, list, spot]);
  useEffect(() => {
    if (!loaded) return;
    const timer = window.setTimeout(() => setSettled(true), SETTLE_MS);
    return () => window.clearTimeout(timer);
  }, [loaded]);
  return settled;
}

function Line({ row, channelId }: { row: Row; channelId: string }) {
  const t = useText();
  const intl = useIntl();
  switch (row.kind) {
    case 'start':
      return <Start channelId={channelId} />;
    case 'date':
      return (
        <div className={css.date} role="separator">
          {intl.formatDate(row.at, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })}
        </div>
      );
    case 'new':
      return (
        <div className={css.new} role="separator">
          {t('post.newLine')}
        </div>
      );
    case 'post':
      return <PostRow postId={row.postId} compact={row.compact} />;
  }
}

/** What stands before the first message. */
function Start({ channelId }: { channelId: string }) {
  const t = useText();
  const channel = useData((data) => data.channels[channelId]);
  const title = useData((data) => (channel ? channelTitle(data, channel) : ''));
  const me = useData((data) => data.me?.id ?? '');
  const canInvite = useCan('invite_user', channel?.team_id ?? '');
  if (!channel) return null;
  const direct = channel.type === 'D' || channel.type === 'G';
  return (
    <div className={css.start}>
      {channel.type === 'D' ? (
        <div style={{ marginBottom: 16 }}>
          <Avatar userId={partnerOf(channel, me)} size={56} />
        </div>
      ) : (
        <div className={css.mark}>
          <Icon name={direct ? 'people' : channel.type === 'P' ? 'lock' : 'hash'} size={28} />
        </div>
      )}
      <h2>{title}</h2>
      <p>{direct ? t('post.startDirect') : channel.purpose || t('post.start', { channel: title })}</p>
      {channel.name === 'town-square' && canInvite && (
        <Button look="quiet" className={css.invite} onClick={() => show({ dialog: 'invite' })}>
          <Icon name="personAdd" size={16} />
          {t('team.invite')}
        </Button>
      )}
    </div>
  );
}
