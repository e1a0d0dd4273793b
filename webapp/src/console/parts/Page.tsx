import type { ReactNode } from 'react';

import { Icon } from '../../ui/Icon';
import { Link } from '../../ui/Link';
import css from './Parts.module.css';

interface PageProps {
  title: string;
  lead?: ReactNode;
  /** Where this page belongs to, with its name. */
  back?: { to: string; label: string };
  /** Buttons beside the title. */
  actions?: ReactNode;
  children: ReactNode;
}

/** A page of the console with its title. */
export function Page({ title, lead, back, actions, children }: PageProps) {
  return (
    <div className={css.page}>
      {back && (
        <Link to={back.to} className={css.back}>
          <Icon name="chevronLeft" size={15} />
          {back.label}
        </Link>
      )}
      <header className={css.head}>
        <div>
          <h1>{title}</h1>
          {lead && <p>{lead}</p>}
        </div>
        {actions && <div className={css.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}

/** Something that belongs together, with a title of its own. */
export function Card({ title, actions, children }: { title?: string; actions?: ReactNode; children: ReactNode }) {
  return (
    <section className={css.card} aria-label={title}>
      {(title || actions) && (
        <header>
          {title && <h2>{title}</h2>}
          {actions && <div className={css.actions}>{actions}</div>}
        </header>
      )}
      {children}
    </section>
  );
}

export type Tone = 'good' | 'warn' | 'bad' | 'plain' | 'accent';

/** A state in a word. */
export function Pill({ tone = 'plain', children }: { tone?: Tone; children: ReactNode }) {
  return <span className={`${css.pill} ${css[tone]}`}>{children}</span>;
}

/** What went wrong with asking or doing; nothing without a text. */
export function Problem({ text }: { text: string }) {
  if (!text) return null;
  return (
    <div className={css.problem} role="alert">
      <Icon name="warning" size={16} />
      <span>{text}</span>
    </div>
  );
}

/** Names and values one below the other. */
export function Facts({ rows }: { rows: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <dl className={css.facts}>
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
