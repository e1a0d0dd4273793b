import type { ReactNode } from 'react';

import { useText } from '../../i18n';
import { show } from '../../store';
import head from '../../styles/head.module.css';
import { IconButton } from '../../ui/Button';

/** The head of what stands in the middle of the page, with the ways to the sidebar and to a search on narrow screens. */
export function Head({ children }: { children: ReactNode }) {
  const t = useText();
  return (
    <header className={head.head}>
      <IconButton
        icon="menu"
        className={head.menu}
        label={t('shell.openSidebar')}
        onClick={() => show({ sidebarOpen: true })}
      />
      {children}
      <IconButton
        icon="search"
        className={head.narrow}
        label={t('search.title')}
        onClick={() => show({ panel: { kind: 'search', terms: '' } })}
      />
    </header>
  );
}
