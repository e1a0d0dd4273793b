import { Dialog as Base } from 'radix-ui';
import type { ReactNode } from 'react';

import { useText } from '../i18n';
import { IconButton } from './Button';
import css from './Dialog.module.css';

interface DialogProps {
  title: string;
  lead?: string;
  wide?: boolean;
  onClose: () => void;
  children: ReactNode;
}

/** A dialog over the page. It is open for as long as it is rendered. */
export function Dialog({ title, lead, wide, onClose, children }: DialogProps) {
  const t = useText();
  return (
    <Base.Root open onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Overlay className={css.veil} />
        <Base.Content
          className={`${css.dialog} ${wide ? css.wide : ''}`}
          // What has no field of its own to begin with begins before its first control: to close it is not the first thing.
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            (event.currentTarget as HTMLElement).focus();
          }}
          {...(lead ? {} : { 'aria-describedby': undefined })}
        >
          <header className={css.head}>
            <div className={css.title}>
              <Base.Title asChild>
                <h2 style={{ font: 'inherit' }}>{title}</h2>
              </Base.Title>
              {lead && <Base.Description className={css.lead}>{lead}</Base.Description>}
            </div>
            <Base.Close asChild>
              <IconButton icon="close" label={t('ui.close')} />
            </Base.Close>
          </header>
          <div className={css.body}>{children}</div>
        </Base.Content>
      </Base.Portal>
    </Base.Root>
  );
}

/** The buttons at the end of a dialog. */
export function DialogFoot({ children }: { children: ReactNode }) {
  return <div className={css.foot}>{children}</div>;
}
