import type { ReactNode } from 'react';

import { useText } from '../../i18n';
import { useData } from '../../store';
import { siteName } from '../../store/names';
import { Icon } from '../../ui/Icon';
import { Logo } from '../../ui/Logo';
import css from './Auth.module.css';

interface AuthPageProps {
  title: string;
  lead?: ReactNode;
  wide?: boolean;
  children: ReactNode;
}

/** The frame of the pages before the chat. */
export function AuthPage({ title, lead, wide, children }: AuthPageProps) {
  const t = useText();
  const site = useData(siteName);
  return (
    <div className={css.page}>
      <main className={css.middle}>
        <div className={css.brand}>
          <Logo size={34} />
          {site}
        </div>
        <section className={`${css.card} ${wide ? css.wideCard : ''}`} aria-labelledby="page-title">
          <h1 id="page-title" className={css.title}>
            {title}
          </h1>
          {lead && <p className={css.lead}>{lead}</p>}
          {children}
        </section>
      </main>
      <footer className={css.foot}>{t('app.tagline')}</footer>
    </div>
  );
}

/** What went wrong with a form. */
export function FormError({ text }: { text: string }) {
  if (!text) return null;
  return (
    <div className={css.error} role="alert">
      <Icon name="warning" size={16} />
      <span>{text}</span>
    </div>
  );
}
