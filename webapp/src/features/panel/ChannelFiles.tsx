import type { FileInfo } from '@mattermost/types/files';
import { useEffect, useState } from 'react';
import { useIntl } from 'react-intl';

import { client } from '../../api/client';
import { loadUsers } from '../../api/load';
import { useText } from '../../i18n';
import { getData, useData } from '../../store';
import { nameOf, nameStyle } from '../../store/names';
import { Icon } from '../../ui/Icon';
import { Files } from '../post/Files';
import { openPermalink } from '../shell/permalink';
import css from './Panel.module.css';

/** Everything that was sent in a channel as a file, the newest first. */
export function ChannelFiles({ channelId, teamId }: { channelId: string; teamId: string }) {
  const t = useText();
  const [files, setFiles] = useState<readonly FileInfo[] | null>(null);
  const newest = useData((data) => data.channels[channelId]?.last_post_at);
  useEffect(() => {
    let wanted = true;
    const name = getData().channels[channelId]?.name ?? '';
    client.searchFiles(teamId, `in:${name}`, false).then(
      ({ order, file_infos }) => {
        if (!wanted) return;
        // The types of the library have a map there.
        const infos = file_infos as unknown as Readonly<Record<string, FileInfo | undefined>>;
        const found = order.map((id) => infos[id]).filter((file) => file !== undefined);
        setFiles(found);
        void loadUsers(found.map((file) => file.user_id));
      },
      () => wanted && setFiles([]),
    );
    return () => {
      wanted = false;
    };
  }, [channelId, teamId, newest]);
  if (!files) return <div className={css.scroll} role="status" aria-label={t('app.loading')} />;
  return (
    <div className={css.scroll} tabIndex={0}>
      {files.length === 0 && (
        <div className={css.empty}>
          <Icon name="file" size={28} />
          {t('panel.noFiles')}
        </div>
      )}
      {files.map((file) => (
        <OneFile key={file.id} file={file} teamId={teamId} />
      ))}
    </div>
  );
}

function OneFile({ file, teamId }: { file: FileInfo; teamId: string }) {
  const t = useText();
  const intl = useIntl();
  const name = useData((data) => nameOf(data.users[file.user_id], nameStyle(data)));
  const { post_id: postId = '' } = file as FileInfo & { post_id?: string };
  return (
    <article className={css.result} aria-label={file.name}>
      <div className={css.place}>
        {name}, {intl.formatDate(file.create_at, { dateStyle: 'medium' })}
        {postId && (
          <button type="button" onClick={() => void openPermalink(postId, teamId)}>
            {t('search.jump')}
          </button>
        )}
      </div>
      <div className={css.fileRow}>
        <Files files={[file]} plain />
      </div>
    </article>
  );
}
