import type { Audit } from '@mattermost/types/audits';
import { useState } from 'react';

import { client } from '../../api/client';
import { loadUsers } from '../../api/load';
import { useData } from '../../store';
import { Avatar } from '../../ui/Avatar';
import { Button } from '../../ui/Button';
import { breakable } from '../parts/breakable';
import { Page, Problem } from '../parts/Page';
import { type Column, Named, Table } from '../parts/Table';
import { useFormats, useText } from '../text';
import { useLoad } from '../useLoad';
import css from './Reports.module.css';

const PER_PAGE = 100;

/** Who did what, the newest first. */
export default function Audits() {
  const t = useText();
  const { time } = useFormats();
  const [page, setPage] = useState(0);
  const audits = useLoad(String(page), async () => {
    const list = await client.getAudits(page, PER_PAGE);
    await loadUsers(list.map((audit) => audit.user_id));
    return list;
  });
  const columns: Column<Audit>[] = [
    {
      name: 'time',
      label: t('console.time'),
      cell: (audit) => <span className={css.time}>{time(audit.create_at)}</span>,
    },
    { name: 'who', label: t('console.account'), cell: (audit) => <Who id={audit.user_id} /> },
    {
      name: 'what',
      label: t('console.operation'),
      cell: (audit) => <code>{breakable(audit.action.replace('/api/v4', ''), /(?=\/)/)}</code>,
    },
    { name: 'more', label: t('console.details'), minor: true, cell: (audit) => audit.extra_info || '–' },
    { name: 'from', label: t('console.from'), minor: true, end: true, cell: (audit) => audit.ip_address || '–' },
  ];
  return (
    <Page title={t('console.audits')} lead={t('console.auditsLead')}>
      <Problem text={audits.error} />
      <Table
        label={t('console.audits')}
        columns={columns}
        rows={audits.value}
        keyOf={(audit) => audit.id}
        empty={t('console.noAudit')}
      />
      <div className={css.turn}>
        <Button look="quiet" disabled={page === 0} onClick={() => setPage(page - 1)}>
          {t('console.newer')}
        </Button>
        <Button look="quiet" disabled={(audits.value?.length ?? 0) < PER_PAGE} onClick={() => setPage(page + 1)}>
          {t('console.older')}
        </Button>
      </div>
    </Page>
  );
}

function Who({ id }: { id: string }) {
  const name = useData((data) => data.users[id]?.username);
  if (!id) return <>–</>;
  return <Named to={`/admin_console/users/${id}`} picture={<Avatar userId={id} size={24} />} name={name ?? id} />;
}
