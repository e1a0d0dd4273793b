import type { Job } from '@mattermost/types/jobs';

import { client } from '../../api/client';
import { Button } from '../../ui/Button';
import { Page, Pill, Problem, type Tone } from '../parts/Page';
import { type Column, Table } from '../parts/Table';
import { useDeed } from '../parts/Tools';
import { useCan } from '../permissions';
import { type TextId, useFormats, useText } from '../text';
import { words } from '../words';
import { useLoad } from '../useLoad';

const EVERY_MS = 3_000;

const TONES: Readonly<Record<string, Tone>> = {
  pending: 'plain',
  in_progress: 'accent',
  success: 'good',
  warning: 'warn',
  error: 'bad',
};

/** Work that this server does when somebody asks for it. */
const PERFORMED: readonly (readonly [type: string, label: TextId])[] = [
  ['export_delete', 'console.runExports'],
  ['import_delete', 'console.runImports'],
];

/** The library knows fewer kinds of jobs than servers do. */
const make = (type: string) => client.createJob({ type: type as Job['type'], data: {} });

const ENDED = new Set(['success', 'error', 'warning', 'canceled']);

/** Work beside the requests, on whatever node. */
export default function Jobs() {
  const t = useText();
  const { time } = useFormats();
  const jobs = useLoad('jobs', () => client.getJobs(0, 100), EVERY_MS);
  const { busy, error, run } = useDeed();
  const may = useCan('manage_system');
  const columns: Column<Job>[] = [
    { name: 'type', label: t('console.kind'), cell: (job) => words(job.type) },
    {
      name: 'state',
      label: t('console.state'),
      cell: (job) => <Pill tone={TONES[job.status] ?? 'plain'}>{words(job.status)}</Pill>,
    },
    {
      name: 'progress',
      label: t('console.progress'),
      minor: true,
      end: true,
      cell: (job) => (job.progress > 0 ? `${job.progress} %` : '–'),
    },
    { name: 'made', label: t('console.created'), minor: true, cell: (job) => time(job.create_at) },
    {
      name: 'ended',
      label: t('console.lastActivity'),
      minor: true,
      cell: (job) => (job.last_activity_at > 0 ? time(job.last_activity_at) : '–'),
    },
    {
      name: t('console.cancelJob'),
      label: '',
      end: true,
      cell: (job) =>
        !ENDED.has(job.status) && (
          <Button
            look="quiet"
            disabled={busy}
            onClick={() => void run(() => client.cancelJob(job.id).then(jobs.reload))}
          >
            {t('console.cancelJob')}
          </Button>
        ),
    },
  ];
  return (
    <Page
      title={t('console.jobs')}
      lead={t('console.jobsLead')}
      actions={
        may &&
        PERFORMED.map(([type, label]) => (
          <Button key={type} look="quiet" disabled={busy} onClick={() => void run(() => make(type).then(jobs.reload))}>
            {t(label)}
          </Button>
        ))
      }
    >
      <Problem text={jobs.error || error} />
      <Table
        label={t('console.jobs')}
        columns={columns}
        rows={jobs.value}
        keyOf={(job) => job.id}
        empty={t('console.noJob')}
      />
    </Page>
  );
}
