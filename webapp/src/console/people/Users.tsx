import type { UserProfile } from '@mattermost/types/users';
import { type UserReport, type UserReportFilter, UserReportSortColumns } from '@mattermost/types/reports';
import { useState } from 'react';

import { client } from '../../api/client';
import { Avatar } from '../../ui/Avatar';
import { Page, Pill, Problem } from '../parts/Page';
import { type Column, Named, Table } from '../parts/Table';
import { Choice, Pager, Search, Tools } from '../parts/Tools';
import { type TextId, useFormats, useText } from '../text';
import { useLoad, useSettled } from '../useLoad';
import { adminRoles, roleName } from './roles';
import { UserPage } from './UserPage';

const PER_PAGE = 50;

/** Accounts, or one of them. */
export function Users({ id }: { id: string }) {
  return id ? <UserPage key={id} id={id} /> : <UserList />;
}

/** What an account is in a word. */
export function AccountState({ user }: { user: UserProfile }) {
  const t = useText();
  if (user.delete_at > 0) return <Pill tone="bad">{t('console.deactivated')}</Pill>;
  return <Pill tone="good">{t('console.active')}</Pill>;
}

/** What an account may do beyond what everybody may. */
export function RolePills({ roles }: { roles: string }) {
  const t = useText();
  const special = adminRoles(roles);
  if (special.length > 0) {
    return special.map((role) => (
      <Pill key={role} tone="accent">
        {t(roleName(role))}
      </Pill>
    ));
  }
  return roles.includes('system_guest') ? <Pill>{t('console.guest')}</Pill> : <>{t('console.member')}</>;
}

const ROLE_FILTERS: readonly (readonly [string, TextId])[] = [
  ['', 'console.anyRole'],
  ['system_admin', 'console.roleAdmin'],
  ['system_user', 'console.member'],
  ['system_guest', 'console.guest'],
];

const STATE_FILTERS: readonly (readonly [string, TextId])[] = [
  ['', 'console.anyState'],
  ['active', 'console.active'],
  ['inactive', 'console.deactivated'],
];

/** Where a page begins: after or before somebody. */
interface From {
  direction?: 'prev' | 'next';
  user?: UserReport;
  page: number;
}

const START: From = { page: 0 };

function UserList() {
  const t = useText();
  const { time } = useFormats();
  const [term, setTerm] = useState('');
  const [role, setRole] = useState('');
  const [state, setState] = useState('');
  const [from, setFrom] = useState<From>(START);
  const settled = useSettled(term.trim());
  const filter: UserReportFilter = {
    search_term: settled,
    role_filter: role,
    hide_active: state === 'inactive',
    hide_inactive: state === 'active',
  };
  const narrowed = JSON.stringify(filter);
  const count = useLoad(narrowed, () => client.getUserCountForReporting(filter));
  const list = useLoad(`${narrowed} ${from.direction ?? ''} ${from.user?.id ?? ''}`, () =>
    client.getUsersForReporting({
      ...filter,
      page_size: PER_PAGE,
      sort_column: UserReportSortColumns.username,
      ...(from.user && {
        // The library names the directions by an enum that its build leaves out.
        direction: from.direction as never,
        from_column_value: from.user.username,
        from_id: from.user.id,
      }),
    }),
  );
  const turn = (page: number) => {
    const rows = list.value;
    if (!rows || rows.length === 0 || page === 0) setFrom(START);
    else if (page > from.page) setFrom({ page, direction: 'next', user: rows.at(-1) });
    else setFrom({ page, direction: 'prev', user: rows[0] });
  };
  const narrow = (change: () => void) => {
    change();
    setFrom(START);
  };
  const columns: Column<UserReport>[] = [
    {
      name: 'who',
      label: t('console.account'),
      cell: (user) => (
        <Named
          to={`/admin_console/users/${user.id}`}
          picture={<Avatar userId={user.id} size={32} />}
          name={user.username}
          below={user.email}
        />
      ),
    },
    {
      name: 'name',
      label: t('console.fullName'),
      minor: true,
      cell: (user) => `${user.first_name} ${user.last_name}`.trim() || '–',
    },
    { name: 'role', label: t('console.role'), minor: true, cell: (user) => <RolePills roles={user.roles} /> },
    {
      name: 'seen',
      label: t('console.lastSeen'),
      minor: true,
      cell: (user) => (user.last_status_at ? time(user.last_status_at) : '–'),
    },
    { name: 'state', label: t('console.state'), end: true, cell: (user) => <AccountState user={user} /> },
  ];
  const options = (list: readonly (readonly [string, TextId])[]) =>
    list.map(([value, label]) => [value, t(label)] as const);
  return (
    <Page title={t('console.users')} lead={t('console.usersLead')}>
      <Problem text={list.error || count.error} />
      <Tools>
        <Search label={t('console.findUser')} value={term} onChange={(value) => narrow(() => setTerm(value))} />
        <Choice
          label={t('console.role')}
          value={role}
          options={options(ROLE_FILTERS)}
          onChange={(value) => narrow(() => setRole(value))}
        />
        <Choice
          label={t('console.state')}
          value={state}
          options={options(STATE_FILTERS)}
          onChange={(value) => narrow(() => setState(value))}
        />
      </Tools>
      <Table
        label={t('console.users')}
        columns={columns}
        rows={list.value}
        keyOf={(user) => user.id}
        empty={t('console.noUser')}
      />
      <Pager page={from.page} perPage={PER_PAGE} total={count.value ?? 0} onPage={turn} />
    </Page>
  );
}
