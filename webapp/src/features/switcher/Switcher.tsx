import { Command } from 'cmdk';
import { Dialog } from 'radix-ui';
import { useState } from 'react';

import { navigate } from '../../app/router';
import { useText } from '../../i18n';
import { getData } from '../../store';
import { channelPath } from '../../store/names';
import { Icon } from '../../ui/Icon';
import { Found } from './Found';
import css from './Switcher.module.css';

/** Goes to a channel or person by a few letters. */
export function Switcher({ teamId, onClose }: { teamId: string; onClose: () => void }) {
  const t = useText();
  const [term, setTerm] = useState('');
  const go = (path: string) => {
    onClose();
    navigate(path);
  };
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className={css.veil} />
        <Dialog.Content className={css.switcher} aria-describedby={undefined}>
          <Dialog.Title className="sr-only">{t('switcher.title')}</Dialog.Title>
          <Command shouldFilter={false} label={t('switcher.title')} loop>
            <div className={css.field}>
              <Icon name="search" />
              <Command.Input value={term} onValueChange={setTerm} placeholder={t('switcher.placeholder')} />
            </div>
            <Found
              teamId={teamId}
              term={term}
              onChannel={(channel) => go(channelPath(getData(), channel, teamId))}
              onPerson={(user) => go(`/${getData().teams[teamId]?.name ?? ''}/messages/@${user.username}`)}
            />
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
