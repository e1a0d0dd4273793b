import type { SchemeScope } from '@mattermost/types/schemes';
import { type FormEvent, useState } from 'react';

import { client } from '../../api/client';
import { navigate } from '../../app/router';
import { slugOf } from '../../features/teams/names';
import { Button } from '../../ui/Button';
import { Dialog, DialogFoot } from '../../ui/Dialog';
import { Select } from '../../ui/Field';
import { Naming } from '../parts/Naming';
import { Problem } from '../parts/Page';
import { useDeed } from '../parts/Tools';
import { useText } from '../text';
import css from './Roles.module.css';

/** Makes a scheme: roles of its own for the teams or channels that follow it. */
export function NewScheme({ onMade, onClose }: { onMade: () => Promise<void>; onClose: () => void }) {
  const t = useText();
  const [name, setName] = useState('');
  const [description, setDescription] = useState('');
  const [scope, setScope] = useState<SchemeScope>('team');
  const { busy, error, run } = useDeed();
  const make = async () => {
    const scheme = await client.createScheme({ name: slugOf(name), display_name: name.trim(), description, scope });
    await onMade();
    onClose();
    navigate(`/admin_console/roles/scheme/${scheme.id}`);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void run(make);
  };
  return (
    <Dialog title={t('console.newScheme')} onClose={onClose}>
      <form className={css.form} onSubmit={submit}>
        <Problem text={error} />
        <Naming first name={name} onName={setName} description={description} onDescription={setDescription} />
        <Select
          label={t('console.schemeScope')}
          value={scope}
          onChange={(event) => setScope(event.target.value as SchemeScope)}
        >
          <option value="team">{t('console.teams')}</option>
          <option value="channel">{t('console.channels')}</option>
        </Select>
        <DialogFoot>
          <Button look="quiet" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          <Button type="submit" disabled={busy || name.trim() === ''}>
            {t('console.newScheme')}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
