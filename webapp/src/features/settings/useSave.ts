import { useState } from 'react';

import { useSubmit } from '../auth/useSubmit';

/** State of a form that stays open: whether what it says is saved, besides that of every form. */
export function useSave(work: () => Promise<void>) {
  const [done, setDone] = useState(false);
  const form = useSubmit(async () => {
    await work();
    setDone(true);
  });
  return { ...form, done, changed: () => setDone(false) };
}

export type Saving = ReturnType<typeof useSave>;
