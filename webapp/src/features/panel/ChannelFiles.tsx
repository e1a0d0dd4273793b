import type { FileInfo } from '@mattermost/types/files';
import { useEffect, useState } from 'react';
import { useIntl } from 'react-intl';

import { client } from '../../api/client';
import { loadUsers } from '../../api/load';
import { needed } from '../../api/needed';
import { type TextId, useText } from '../../i18n';
import { useData } from '../../store';
import { nameOf, nameStyle } from '../../store/names';
import { Icon } from '../../ui/Icon';
import { Files } from '../post/Files';
import { openPermalink } from '../shell/permalink';
import css from './Panel.module.css';

interface FoundFilesProps {
  teamId: string;
  terms: string;
  empty: TextId;
  /** Loads again when it changes. */
  version?: number | undefined;
}

/** Files that a search finds, the newest first. */
export function FoundFiles({ teamId, terms, empty, version }: FoundFilesProps) {
  const t = useText();
  const [found, setFound] = useState<{ terms: string; files: readonly FileInfo[] } | null>(null);
  useEffect(() => {
    let wanted = true;
    client.searchFiles(teamId, terms, false).then(
      ({ order, file_infos }) => {
        if (!wanted) return;
        // The types of the library have a map there.
        const infos = file_infos as unknown as Readonly<Record<string, FileInfo | undefined>>;
        const files = order.map((id) => infos[id]).filter((file) => file !== undefined);
        setFound({ terms, files });
        needed(loadUsers(files.map((file) => file.user_id)));
      },
      () => wanted && setFound({ terms, files: [] }),
    );
    return () => {
      wanted = false;
    };
  }, [terms, teamId, version]);
  if (found?.terms !== terms) return <div className={css.scroll} role="status" aria-label={t('app.loading')} />;
  return (
    <div className={css.scroll} tabIndex={0}>
      {found.files.length === 0 && (
        <div className={css.empty}>
          <Icon name="file" size={28} />
          {t(empty)}
        </div>
      )}
      {found.files.map((file) => (
        <OneFile key={file.id} file={file} teamId={teamId} />
      ))}
    </div>
  );
}

/** Everything that was sent in a channel as a file. */
export function ChannelFiles({ channelId, teamId }: { channelId: string; teamId: string }) {
  const name = useData((data) => data.channels[channelId]?.name ?? '');
  const newest = useData((data) => data.channels[channelId]?.last_post_at);
  return <FoundFiles teamId={teamId} terms={`in:${name}`} empty="panel.noFiles" version={newest} />;
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
