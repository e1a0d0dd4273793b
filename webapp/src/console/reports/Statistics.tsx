import { useMemo, useState } from 'react';

import { client } from '../../api/client';
import { Card, Page, Problem } from '../parts/Page';
import { Choice, Tools } from '../parts/Tools';
import { type TextId, useFormats, useText } from '../text';
import { useLoad } from '../useLoad';
import { Chart } from './Chart';
import css from './Reports.module.css';
import { seriesOf } from './series';

interface Row {
  name: string;
  value: number;
}

const COUNTS: readonly (readonly [name: string, label: TextId])[] = [
  ['unique_user_count', 'console.countUsers'],
  ['daily_active_users', 'console.countDaily'],
  ['monthly_active_users', 'console.countMonthly'],
  ['team_count', 'console.countTeams'],
  ['channel_open_count', 'console.countPublic'],
  ['channel_private_count', 'console.countPrivate'],
  ['post_count', 'console.countPosts'],
  ['session_count', 'console.countSessions'],
  ['total_websocket_connections', 'console.countSockets'],
  ['total_master_db_connections', 'console.countDatabase'],
  ['incoming_webhook_count', 'console.countIncoming'],
  ['outgoing_webhook_count', 'console.countOutgoing'],
  ['command_count', 'console.countCommands'],
];

const CHARTS: readonly (readonly [name: string, label: TextId, look: 'bars' | 'line'])[] = [
  ['post_counts_day', 'console.postsPerDay', 'bars'],
  ['user_counts_with_posts_day', 'console.writersPerDay', 'line'],
  ['bot_post_counts_day', 'console.botPostsPerDay', 'bars'],
];

/** How much there is, and how it went over the last month. */
export default function Statistics() {
  const t = useText();
  const { number } = useFormats();
  const [team, setTeam] = useState('');
  const teams = useLoad('teams', () => client.getMyTeams());
  const counts = useLoad(team, async () => {
    const lists = await Promise.all([client.getAnalytics('standard', team), client.getAnalytics('extra_counts', team)]);
    const all: Row[] = lists.flat();
    return new Map(all.map((row) => [row.name, row.value]));
  });
  return (
    <Page title={t('console.statistics')} lead={t('console.statisticsLead')}>
      <Problem text={counts.error} />
      <Tools>
        <Choice
          label={t('console.of')}
          value={team}
          options={[
            ['', t('console.wholeServer')] as const,
            ...(teams.value ?? []).map((one) => [one.id, one.display_name] as const),
          ]}
          onChange={setTeam}
        />
      </Tools>
      <ul className={css.counts} aria-label={t('console.counts')}>
        {COUNTS.map(([name, label]) => {
          const value = counts.value?.get(name);
          return (
            <li key={name}>
              <span>{t(label)}</span>
              <b>{value === undefined || value < 0 ? '–' : number(value)}</b>
            </li>
          );
        })}
      </ul>
      {CHARTS.map(([name, label, look]) => (
        <PerDay key={name} name={name} team={team} label={t(label)} look={look} />
      ))}
    </Page>
  );
}

interface PerDayProps {
  name: string;
  team: string;
  label: string;
  look: 'bars' | 'line';
}

function PerDay({ name, team, label, look }: PerDayProps) {
  const t = useText();
  const rows = useLoad(`${name} ${team}`, async () => (await client.getAnalytics(name, team)) as Row[]);
  const series = useMemo(() => rows.value && seriesOf(rows.value), [rows.value]);
  return (
    <Card title={label}>
      <Problem text={rows.error} />
      {series?.times.length === 0 && <p className={css.quiet}>{t('console.noCounts')}</p>}
      {series && series.times.length > 0 && <Chart label={label} series={series} look={look} />}
    </Card>
  );
}
