import { type ReactNode, useId, useState } from 'react';

import { errorText } from '../../api/client';
import { Button } from '../../ui/Button';
import { Dialog, DialogFoot } from '../../ui/Dialog';
import { Icon } from '../../ui/Icon';
import { useText } from '../text';
import { Problem } from './Page';
import css from './Parts.module.css';

/** What narrows a list, in a row above it. */
export function Tools({ children }: { children: ReactNode }) {
  return <div className={css.tools}>{children}</div>;
}

interface SearchProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
}

export function Search({ label, value, onChange }: SearchProps) {
  return (
    <label className={css.search}>
      <Icon name="search" size={16} />
      <span className="sr-only">{label}</span>
      <input type="search" placeholder={label} value={value} onChange={(event) => onChange(event.target.value)} />
    </label>
  );
}

interface ChoiceProps {
  label: string;
  value: string;
  options: readonly (readonly [value: string, label: string])[];
  onChange: (value: string) => void;
}

/** One of a few. */
export function Choice({ label, value, options, onChange }: ChoiceProps) {
  const id = useId();
  return (
    <span className={css.choice}>
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map(([name, text]) => (
          <option key={name} value={name}>
            {text}
          </option>
        ))}
      </select>
    </span>
  );
}

interface PagerProps {
  page: number;
  perPage: number;
  total: number;
  onPage: (page: number) => void;
}

/** From page to page of a list whose length is known. */
export function Pager({ page, perPage, total, onPage }: PagerProps) {
  const t = useText();
  const from = total === 0 ? 0 : page * perPage + 1;
  const to = Math.min(total, (page + 1) * perPage);
  return (
    <div className={css.pager}>
      <span role="status">{t('console.range', { from, to, total })}</span>
      <Button look="quiet" disabled={page === 0} onClick={() => onPage(page - 1)}>
        {t('console.previous')}
      </Button>
      <Button look="quiet" disabled={to >= total} onClick={() => onPage(page + 1)}>
        {t('console.next')}
      </Button>
    </div>
  );
}

/** Something that is done: whether it is under way, and what went wrong. */
export function useDeed() {
  const t = useText();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState('');
  const run = async (work: () => Promise<unknown>): Promise<boolean> => {
    setBusy(true);
    setError('');
    try {
      await work();
      return true;
    } catch (failure) {
      setError(errorText(failure, t('console.noAnswer')));
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { busy, error, run };
}

interface ConfirmProps {
  title: string;
  text: string;
  /** What the button says that does it. */
  deed: string;
  onDo: () => Promise<unknown>;
  onClose: () => void;
}

/** Asks before something is done that is not undone by a click. */
export function Confirm({ title, text, deed, onDo, onClose }: ConfirmProps) {
  const t = useText();
  const { busy, error, run } = useDeed();
  const go = async () => {
    if (await run(onDo)) onClose();
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <Problem text={error} />
      <p>{text}</p>
      <DialogFoot>
        <Button look="quiet" onClick={onClose}>
          {t('ui.cancel')}
        </Button>
        <Button look="danger" disabled={busy} onClick={() => void go()}>
          {deed}
        </Button>
      </DialogFoot>
    </Dialog>
  );
}
