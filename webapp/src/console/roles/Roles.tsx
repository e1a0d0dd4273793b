import type { Role } from '@mattermost/types/roles';
import type { Scheme } from '@mattermost/types/schemes';
import { useState } from 'react';

import { client } from '../../api/client';
import { Button } from '../../ui/Button';
import { roost } from '../api';
import { Page, Pill, Problem } from '../parts/Page';
import { type Column, Named, Table } from '../parts/Table';
import { useText } from '../text';
import { useLoad } from '../useLoad';
import { NewScheme } from './NewScheme';
import { titleOf } from './permissions';
import { RolePage } from './RolePage';
import { SchemePage } from './SchemePage';

const SCHEMES_MAX = 100;

/** Roles and schemes, or one of them: `role/NAME`, `scheme/ID`. */
export default function Roles({ id }: { id: string }) {
  const [kind, one = ''] = id.split('/');
  if (kind === 'role') return <RolePage key={one} name={one} />;
  if (kind === 'scheme') return <SchemePage key={one} id={one} />;
  return <Overview />;
}

function Overview() {
  const t = useText();
  const roles = useLoad('roles', () => roost.getRoles());
  const schemes = useLoad('schemes', () => client.getSchemes('', 0, SCHEMES_MAX));
  const [making, setMaking] = useState(false);
  const roleColumns: Column<Role>[] = [
    {
      name: 'name',
      label: t('console.name'),
      cell: (role) => <Named to={`/admin_console/roles/role/${role.name}`} name={titleOf(role)} below={role.name} />,
    },
    { name: 'kind', label: t('console.kind'), minor: true, cell: (role) => <RoleKind role={role} /> },
    { name: 'count', label: t('console.permissions'), end: true, cell: (role) => role.permissions.length },
  ];
  const schemeColumns: Column<Scheme>[] = [
    {
      name: 'name',
      label: t('console.name'),
      cell: (scheme) => (
        <Named to={`/admin_console/roles/scheme/${scheme.id}`} name={scheme.display_name} below={scheme.description} />
      ),
    },
    {
      name: 'scope',
      label: t('console.schemeScope'),
      end: true,
      cell: (scheme) => t(scheme.scope === 'team' ? 'console.teams' : 'console.channels'),
    },
  ];
  // Those of a scheme are on its own page.
  const general = roles.value?.filter((role) => role.built_in || !role.scheme_managed);
  return (
    <Page
      title={t('console.roles')}
      lead={t('console.rolesLead')}
      actions={<Button onClick={() => setMaking(true)}>{t('console.newScheme')}</Button>}
    >
      <Problem text={roles.error || schemes.error} />
      <Table
        label={t('console.roles')}
        columns={roleColumns}
        rows={general}
        keyOf={(role) => role.id}
        empty={t('console.noRole')}
      />
      <Table
        label={t('console.schemes')}
        columns={schemeColumns}
        rows={schemes.value}
        keyOf={(scheme) => scheme.id}
        empty={t('console.noScheme')}
      />
      {making && <NewScheme onMade={schemes.reload} onClose={() => setMaking(false)} />}
    </Page>
  );
}

function RoleKind({ role }: { role: Role }) {
  const t = useText();
  return role.built_in ? <Pill>{t('console.builtIn')}</Pill> : <Pill tone="accent">{t('console.ownRole')}</Pill>;
}
