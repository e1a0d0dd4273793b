import type { ChannelBookmark } from '@mattermost/types/channel_bookmarks';
import { type DragEvent, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';

import { deleteBookmark, placeBookmark } from '../../api/bookmarks';
import { client } from '../../api/client';
import { inside, navigate } from '../../app/router';
import { Emoji } from '../../emoji/Emoji';
import { useText } from '../../i18n';
import { useData } from '../../store';
import { bookmarksOf } from '../../store/bookmarks';
import { IconButton } from '../../ui/Button';
import { Confirm } from '../../ui/Confirm';
import { Icon } from '../../ui/Icon';
import { Menu, MenuItem, MenuSeparator } from '../../ui/Menu';
import { usePicture } from '../post/usePicture';
import { isViewable } from '../post/Files';
import { Viewer } from '../post/Viewer';
import css from './Bookmarks.module.css';
import { BookmarkDialog } from './BookmarkDialog';
import { type Rights, useBookmarkRights } from './rights';

/** What is dragged: browsers tell others what it is only when it is dropped. */
let dragged = '';

/** The links and files of a channel, above its messages. */
export function BookmarkBar({ channelId }: { channelId: string }) {
  const t = useText();
  const list = useData(useShallow((data) => bookmarksOf(data, channelId)));
  const rights = useBookmarkRights(channelId);
  const [adding, setAdding] = useState<'link' | 'file' | null>(null);
  const [over, setOver] = useState(-1);
  /** Before which of them something would be dropped; nothing when none of them is dragged. */
  const placeOf = (event: DragEvent): number => {
    if (!list.some((one) => one.id === dragged)) return -1;
    const item = (event.target as Element).closest<HTMLElement>('[data-at]');
    if (!item) return list.length;
    const { left, width } = item.getBoundingClientRect();
    const behind = event.clientX > left + width / 2 !== (getComputedStyle(item).direction === 'rtl');
    return Number(item.dataset.at) + Number(behind);
  };
  const drop = (event: DragEvent) => {
    const place = placeOf(event);
    setOver(-1);
    const from = list.findIndex((one) => one.id === dragged);
    const moved = list[from];
    if (place < 0 || !moved) return;
    event.preventDefault();
    void placeBookmark(moved, place > from ? place - 1 : place);
  };
  return (
    <nav className={css.bar} aria-label={t('bookmarks.title')}>
      <ul
        className={css.list}
        onDragOver={(event) => {
          const place = placeOf(event);
          if (place >= 0) event.preventDefault();
          setOver(place);
        }}
        onDragLeave={() => setOver(-1)}
        onDrop={drop}
      >
        {list.map((one, at) => (
          <li
            key={one.id}
            data-at={at}
            className={`${css.item} ${over === at ? css.before : ''} ${over === list.length && at === list.length - 1 ? css.after : ''}`}
            draggable={rights.sort}
            onDragStart={(event) => {
              dragged = one.id;
              event.dataTransfer.effectAllowed = 'move';
              // Some browsers drag only what has data.
              event.dataTransfer.setData('application/x-roost', '');
            }}
            onDragEnd={() => (dragged = '')}
          >
            <Target bookmark={one} />
            <Deeds bookmark={one} rights={rights} at={at} count={list.length} />
          </li>
        ))}
      </ul>
      {rights.add && (
        <Menu align="end" trigger={<IconButton small icon="plus" label={t('bookmarks.add')} />}>
          <MenuItem icon="link" onSelect={() => setAdding('link')}>
            {t('bookmarks.addLink')}
          </MenuItem>
          <MenuItem icon="clip" onSelect={() => setAdding('file')}>
            {t('bookmarks.addFile')}
          </MenuItem>
        </Menu>
      )}
      {adding && <BookmarkDialog channelId={channelId} type={adding} onClose={() => setAdding(null)} />}
    </nav>
  );
}

const addressOf = ({ type, link_url = '', file_id = '' }: ChannelBookmark): string =>
  type === 'link' ? link_url : client.getFileUrl(file_id, 0);

/** What stands before the name: an emoji that somebody chose, or what the file or the page looks like. */
function Mark({ bookmark: { emoji, file, image_url: image = '', type } }: { bookmark: ChannelBookmark }) {
  const page = usePicture(image);
  const [broken, setBroken] = useState(false);
  if (emoji) return <Emoji name={emoji} size={15} />;
  const picture = file && file.width > 0 ? client.getFileThumbnailUrl(file.id, file.create_at) : page;
  if (!picture || broken) return <Icon name={type === 'link' ? 'link' : 'file'} size={15} />;
  return <img className={css.picture} src={picture} alt="" onError={() => setBroken(true)} />;
}

/** Where a bookmark leads: to an address, or to its file. */
function Target({ bookmark }: { bookmark: ChannelBookmark }) {
  const [open, setOpen] = useState(false);
  const { file, display_name, link_url } = bookmark;
  const label = (
    <>
      <Mark bookmark={bookmark} />
      <span className={css.name}>{display_name}</span>
    </>
  );
  if (file && isViewable(file)) {
    return (
      <>
        <button type="button" className={css.target} title={file.name} onClick={() => setOpen(true)}>
          {label}
        </button>
        {open && <Viewer files={[file]} start={file.id} onClose={() => setOpen(false)} />}
      </>
    );
  }
  const path = inside(link_url ?? '');
  return (
    <a
      className={css.target}
      href={addressOf(bookmark)}
      title={link_url ?? file?.name}
      draggable={false}
      target="_blank"
      rel="noopener noreferrer"
      {...(file && { download: file.name })}
      onClick={(event) => {
        if (!path || event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        navigate(path);
      }}
    >
      {label}
    </a>
  );
}

interface DeedsProps {
  bookmark: ChannelBookmark;
  rights: Rights;
  at: number;
  count: number;
}

/** What can be done with a bookmark. */
function Deeds({ bookmark, rights, at, count }: DeedsProps) {
  const t = useText();
  const [asked, setAsked] = useState<'change' | 'remove' | null>(null);
  const url = new URL(addressOf(bookmark), window.location.href).href;
  const close = () => setAsked(null);
  return (
    <>
      <Menu
        align="end"
        trigger={
          <IconButton
            small
            icon="more"
            className={css.more}
            label={t('bookmarks.more', { name: bookmark.display_name })}
          />
        }
      >
        {rights.change && (
          <MenuItem icon="pencil" onSelect={() => setAsked('change')}>
            {t('bookmarks.change')}
          </MenuItem>
        )}
        <MenuItem icon="link" onSelect={() => void navigator.clipboard.writeText(url)}>
          {t('post.copyLink')}
        </MenuItem>
        {rights.sort && (
          <>
            <MenuItem icon="arrowUp" disabled={at === 0} onSelect={() => void placeBookmark(bookmark, at - 1)}>
              {t('bookmarks.earlier')}
            </MenuItem>
            <MenuItem
              icon="arrowDown"
              disabled={at === count - 1}
              onSelect={() => void placeBookmark(bookmark, at + 1)}
            >
              {t('bookmarks.later')}
            </MenuItem>
          </>
        )}
        {rights.remove && (
          <>
            <MenuSeparator />
            <MenuItem icon="trash" danger onSelect={() => setAsked('remove')}>
              {t('bookmarks.remove')}
            </MenuItem>
          </>
        )}
      </Menu>
      {asked === 'change' && (
        <BookmarkDialog channelId={bookmark.channel_id} type={bookmark.type} bookmark={bookmark} onClose={close} />
      )}
      {asked === 'remove' && (
        <Confirm
          title={t('bookmarks.removeTitle')}
          lead={t('bookmarks.removeLead', { name: bookmark.display_name })}
          action={t('bookmarks.remove')}
          onConfirm={() => deleteBookmark(bookmark)}
          onClose={close}
        />
      )}
    </>
  );
}
