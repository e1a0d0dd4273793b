import { Tabs } from 'radix-ui';

import { type TextId, useText } from '../../i18n';
import { Dialog } from '../../ui/Dialog';
import { Icon, type IconName } from '../../ui/Icon';
import { Appearance } from './Appearance';
import { Notifications } from './Notifications';
import { Profile } from './Profile';
import { Security } from './Security';
import css from './Settings.module.css';

const TABS: readonly (readonly [name: string, icon: IconName, label: TextId])[] = [
  ['profile', 'person', 'settings.profile'],
  ['appearance', 'sun', 'settings.appearance'],
  ['notifications', 'bell', 'settings.notifications'],
  ['security', 'lock', 'settings.security'],
];

/** What is mine to set. */
export function Settings({ onClose }: { onClose: () => void }) {
  const t = useText();
  return (
    <Dialog wide title={t('settings.title')} onClose={onClose}>
      <Tabs.Root defaultValue="profile" orientation="vertical" className={css.settings}>
        <Tabs.List className={css.tabs} aria-label={t('settings.title')}>
          {TABS.map(([name, icon, label]) => (
            <Tabs.Trigger key={name} value={name}>
              <Icon name={icon} size={16} />
              {t(label)}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        <Tabs.Content value="profile">
          <Profile />
        </Tabs.Content>
        <Tabs.Content value="appearance">
          <Appearance />
        </Tabs.Content>
        <Tabs.Content value="notifications">
          <Notifications />
        </Tabs.Content>
        <Tabs.Content value="security">
          <Security />
        </Tabs.Content>
      </Tabs.Root>
    </Dialog>
  );
}
