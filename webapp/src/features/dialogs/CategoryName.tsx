import { useState } from 'react';

import { useText } from '../../i18n';
import { Button } from '../../ui/Button';
import { Dialog, DialogFoot } from '../../ui/Dialog';
import { Field } from '../../ui/Field';
import { FormError } from '../auth/AuthPage';
import { useSubmit } from '../auth/useSubmit';

/** The longest name that the original takes. */
const NAME_MAX = 22;

interface CategoryNameProps {
  title: string;
  start?: string;
  onName: (name: string) => Promise<void>;
  onClose: () => void;
}

/** Asks what a category is to be called. */
export function CategoryName({ title, start = '', onName, onClose }: CategoryNameProps) {
  const t = useText();
  const [name, setName] = useState(start);
  const { busy, error, submit } = useSubmit(async () => {
    await onName(name.trim());
    onClose();
  });
  return (
    <Dialog title={title} onClose={onClose}>
      <form onSubmit={submit}>
        <FormError text={error} />
        <Field
          label={t('newChannel.name')}
          autoFocus
          required
          maxLength={NAME_MAX}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <DialogFoot>
          <Button look="quiet" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          <Button type="submit" disabled={busy || name.trim() === ''}>
            {t('ui.save')}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
