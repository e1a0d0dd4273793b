import { type FormEvent, useState } from 'react';

import { useText } from '../../i18n';
import { show, useData, useView } from '../../store';
import { siteName } from '../../store/names';
import { IconButton } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { Logo } from '../../ui/Logo';
import { SearchInput } from '../search/SearchInput';
import { Me } from '../sidebar/menus';
import css from './Topbar.module.css';

/** What is the same wherever somebody is: the site, a search of the whole team, and what is one's own. */
export function Topbar() {
  const t = useText();
  const site = useData(siteName);
  return (
    <header className={css.bar}>
      <div className={css.site}>
        <Logo size={22} />
        <span>{site}</span>
      </div>
      <SearchField />
      <div className={css.mine}>
        <IconButton icon="at" label={t('panel.mentions')} onClick={() => show({ panel: { kind: 'mentions' } })} />
        <IconButton icon="bookmark" label={t('panel.saved')} onClick={() => show({ panel: { kind: 'saved' } })} />
        <IconButton icon="settings" label={t('settings.title')} onClick={() => show({ dialog: 'settings' })} />
        <Me place="top" />
      </div>
    </header>
  );
}

/** Search of the whole team; the results are beside the channel. */
function SearchField() {
  const t = useText();
  const [terms, setTerms] = useState('');
  const shown = useView((view) => view.panel?.kind === 'search');
  const [was, setWas] = useState(shown);
  if (was !== shown) {
    setWas(shown);
    // Whoever has closed the results is done with the words.
    if (!shown) setTerms('');
  }
  const search = (event: FormEvent) => {
    event.preventDefault();
    if (terms.trim()) show({ panel: { kind: 'search', terms: terms.trim() } });
  };
  return (
    <form role="search" className={css.search} onSubmit={search}>
      <Icon name="search" size={15} />
      <SearchInput value={terms} aria-label={t('search.title')} placeholder={t('search.title')} onChange={setTerms} />
    </form>
  );
}
