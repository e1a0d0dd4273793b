import { Popover } from 'radix-ui';
import { type ReactNode, useState } from 'react';

import { navigate } from '../../app/router';
import { useText } from '../../i18n';
import { show, useData, useView } from '../../store';
import { nameOf, nameStyle } from '../../store/names';
import { Avatar } from '../../ui/Avatar';
import { Button } from '../../ui/Button';
import css from './ProfileCard.module.css';
import { Saying } from './Saying';

/** Who somebody is, beside what was clicked. */
export function ProfileCard({ userId, children }: { userId: string; children: ReactNode }) {
  const [open, setOpen] = useState(false);
  const name = useData((data) => (open ? nameOf(data.users[userId], nameStyle(data)) : ''));
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger asChild>{children}</Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className={css.card}
          aria-label={name}
          side="right"
          align="start"
          sideOffset={8}
          collisionPadding={12}
        >
          <Card userId={userId} onDone={() => setOpen(false)} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function Card({ userId, onDone }: { userId: string; onDone: () => void }) {
  const t = useText();
  const user = useData((data) => data.users[userId]);
  const mine = useData((data) => data.me?.id === userId);
  const team = useData((data) => data.teams[useView.getState().teamId]?.name ?? '');
  if (!user) return null;
  const full = `${user.first_name} ${user.last_name}`.trim();
  const write = () => {
    onDone();
    navigate(`/${team}/messages/@${user.username}`);
  };
  const edit = () => {
    onDone();
    show({ dialog: 'settings' });
  };
  return (
    <>
      <Avatar userId={userId} size={72} status />
      <p className={css.name}>{full || user.username}</p>
      <p className={css.about}>@{user.username}</p>
      <p className={css.about}>
        <Saying userId={userId} words />
      </p>
      {user.position && <p className={css.about}>{user.position}</p>}
      {user.email && <p className={css.about}>{user.email}</p>}
      <div className={css.actions}>
        {mine ? (
          <Button look="quiet" onClick={edit}>
            {t('profile.edit')}
          </Button>
        ) : (
          <Button onClick={write}>{t('profile.message')}</Button>
        )}
      </div>
    </>
  );
}
