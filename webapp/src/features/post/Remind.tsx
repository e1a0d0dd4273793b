import type { Post } from '@mattermost/types/posts';

import { client } from '../../api/client';
import { useText } from '../../i18n';
import { getData } from '../../store';
import { MenuItem, SubMenu } from '../../ui/Menu';
import { tomorrow } from '../composer/times';

const MINUTE_MS = 60_000;

/** Has the server remind me of a message. */
export async function remind(post: Post, at: number): Promise<void> {
  await client.addPostReminder(getData().me?.id ?? '', post.id, Math.floor(at / 1000));
}

/** When to be reminded. */
export function RemindMenu({ post, onOther }: { post: Post; onOther: () => void }) {
  const t = useText();
  const after = (minutes: number) => () => void remind(post, Date.now() + minutes * MINUTE_MS);
  return (
    <SubMenu icon="clock" label={t('remind.menu')}>
      <MenuItem onSelect={after(30)}>{t('remind.halfHour')}</MenuItem>
      <MenuItem onSelect={after(60)}>{t('remind.hours', { count: 1 })}</MenuItem>
      <MenuItem onSelect={after(120)}>{t('remind.hours', { count: 2 })}</MenuItem>
      <MenuItem onSelect={() => void remind(post, tomorrow(new Date()))}>{t('remind.tomorrow')}</MenuItem>
      <MenuItem onSelect={onOther}>{t('schedule.other')}</MenuItem>
    </SubMenu>
  );
}
