import { type FormEvent, useState } from 'react';

import { errorText } from '../../api/client';
import { useText } from '../../i18n';

/** State of a form: whether it is under way, and what went wrong. */
export function useSubmit(work: () => Promise<void>) {
  const t = useText();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setError('');
    work()
      .catch((failure: unknown) => setError(errorText(failure, t('app.unreachable'))))
      .finally(() => setBusy(false));
  };
  return { busy, error, setError, submit };
}
