import { useState } from 'react';

import { errorText } from '../api/client';
import { useText } from '../i18n';
import { Button } from './Button';
import { Dialog, DialogFoot } from './Dialog';

interface ConfirmProps {
  title: string;
  lead: string;
  /** What the button says that does it. */
  action: string;
  onConfirm: () => Promise<unknown>;
  onClose: () => void;
}

/** Asks before something is done; it stays open and says so when that fails. */
export function Confirm({ title, lead, action, onConfirm, onClose }: ConfirmProps) {
  const t = useText();
  const [error, setError] = useState('');
  const act = () => {
    onConfirm().then(onClose, (failure: unknown) => setError(errorText(failure, t('app.unreachable'))));
  };
  return (
    <Dialog title={title} lead={lead} onClose={onClose}>
      {error && (
        <p role="alert" style={{ color: 'var(--error)' }}>
          {error}
        </p>
      )}
      <DialogFoot>
        <Button look="quiet" onClick={onClose}>
          {t('ui.cancel')}
        </Button>
        <Button look="danger" autoFocus onClick={act}>
          {action}
        </Button>
      </DialogFoot>
    </Dialog>
  );
}
