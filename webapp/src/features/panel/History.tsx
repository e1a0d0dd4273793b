import type { Post } from '@mattermost/types/posts';
import { useEffect, useState } from 'react';
import { useIntl } from 'react-intl';

import { client } from '../../api/client';
import { useText } from '../../i18n';
import { Markdown } from '../../markdown/Markdown';
import { apply, useData, useView } from '../../store';
import { changePost } from '../../store/posts';
import { Button } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import css from './Panel.module.css';

/** What a message said before it was changed; its author can go back to that. */
export function History({ postId }: { postId: string }) {
  const t = useText();
  const intl = useIntl();
  const current = useData((data) => data.posts[postId]);
  const mine = useData((data) => data.posts[postId]?.user_id === data.me?.id);
  const [versions, setVersions] = useState<Post[] | null>(null);
  const changedAt = current?.edit_at;
  useEffect(() => {
    let wanted = true;
    client.getPostEditHistory(postId).then(
      (list) => wanted && setVersions(list),
      () => wanted && setVersions([]),
    );
    return () => {
      wanted = false;
    };
  }, [postId, changedAt]);
  const restore = async (version: Post) => {
    const { data: post } = await client.restorePostVersion(postId, version.id, useView.getState().connectionId);
    apply((data) => changePost(data, post));
  };
  const say = (at: number) => intl.formatDate(at, { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <div className={css.scroll} tabIndex={0}>
      {versions?.length === 0 && (
        <div className={css.empty}>
          <Icon name="clock" size={28} />
          {t('history.none')}
        </div>
      )}
      {versions?.map((version) => (
        <article key={version.id} className={css.version} aria-label={say(version.edit_at || version.create_at)}>
          <time>{say(version.edit_at || version.create_at)}</time>
          <Markdown text={version.message} groups={!version.props?.disable_group_highlight} />
          {mine && (
            <Button look="quiet" onClick={() => void restore(version)}>
              {t('history.restore')}
            </Button>
          )}
        </article>
      ))}
    </div>
  );
}
