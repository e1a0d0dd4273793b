import type { Role } from '@mattermost/types/roles';
import { useState } from 'react';

import { client } from '../../api/client';
import { Button } from '../../ui/Button';
import { Check } from '../../ui/Check';
import { roost } from '../api';
import { breakable } from '../parts/breakable';
import { Card, Page, Problem } from '../parts/Page';
import { Search, Tools, useDeed } from '../parts/Tools';
import { useCan } from '../permissions';
import { useText } from '../text';
import { useLoad } from '../useLoad';
import { descriptionOf, grouped, titleOf } from './permissions';
import css from './Roles.module.css';

/** What a role allows, and the way to change it. */
export function RolePage({ name }: { name: string }) {
  const t = useText();
  const roles = useLoad('roles', () => roost.getRoles());
  const role = roles.value?.find((one) => one.name === name);
  const known = [...new Set(roles.value?.flatMap((one) => one.permissions))].sort();
  return (
    <Page
      title={role ? titleOf(role) : name}
      lead={role && descriptionOf(role)}
      back={{ to: '/admin_console/roles', label: t('console.roles') }}
    >
      <Problem text={roles.error} />
      {role && <Permissions key={role.update_at} role={role} known={known} onSaved={roles.reload} />}
    </Page>
  );
}

interface PermissionsProps {
  role: Role;
  /** Every permission that any role has. */
  known: readonly string[];
  onSaved: () => Promise<void>;
}

function Permissions({ role, known, onSaved }: PermissionsProps) {
  const t = useText();
  const may = useCan('sysconsole_write_user_management_permissions');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => new Set(role.permissions));
  const [term, setTerm] = useState('');
  const { busy, error, run } = useDeed();
  const before = new Set(role.permissions);
  const changed = known.filter((one) => chosen.has(one) !== before.has(one));
  // Administrators of the server may do everything: that is what they are.
  const fixed = !may || role.name === 'system_admin';
  const toggle = (permission: string) => {
    const next = new Set(chosen);
    if (!next.delete(permission)) next.add(permission);
    setChosen(next);
  };
  const save = () => run(() => client.patchRole(role.id, { permissions: [...chosen] }).then(onSaved));
  const shown = known.filter((one) => one.includes(term.trim().toLowerCase().replaceAll(' ', '_')));
  return (
    <>
      <Tools>
        <Search label={t('console.findPermission')} value={term} onChange={setTerm} />
        {!fixed && (
          <Button disabled={busy || changed.length === 0} onClick={() => void save()}>
            {changed.length === 0 ? t('ui.save') : t('console.saveCount', { count: changed.length })}
          </Button>
        )}
      </Tools>
      <Problem text={error} />
      {grouped(shown).map(([group, permissions]) => (
        <Card key={group} title={t(group)}>
          <div className={css.permissions}>
            {permissions.map((permission) => (
              <Check
                key={permission}
                small
                checked={chosen.has(permission)}
                disabled={fixed}
                onChange={() => toggle(permission)}
              >
                <code>{breakable(permission, /(?<=_)/)}</code>
              </Check>
            ))}
          </div>
        </Card>
      ))}
    </>
  );
}
