import { useState } from 'react';
import { useIntl } from 'react-intl';

import { client } from '../../api/client';
import { Button } from '../../ui/Button';
import { Page, Pill, Problem, type Tone } from '../parts/Page';
import { type Column, Table } from '../parts/Table';
import { Choice, Search, Tools } from '../parts/Tools';
import { type TextId, useText } from '../text';
import { useLoad } from '../useLoad';
import { type Entry, entriesOf, wanted } from './entries';
import css from './Reports.module.css';

const EVERY_MS = 3_000;
/** Entries that are shown, the newest. */
const SHOWN = 300;

const LEVELS: readonly (readonly [string, TextId])[] = [
  ['', 'console.anyLevel'],
  ['error', 'console.levelError'],
  ['warn', 'console.levelWarn'],
  ['info', 'console.levelInfo'],
  ['debug', 'console.levelDebug'],
];

const TONES: Readonly<Record<string, Tone>> = { error: 'bad', warn: 'warn', info: 'accent' };

/** What the node that answers has logged of late. */
export default function Logs() {
  const t = useText();
  const intl = useIntl();
  const [level, setLevel] = useState('');
  const [term, setTerm] = useState('');
  const [live, setLive] = useState(true);
  const logs = useLoad(
    level,
    async () => {
      // The library says a list of lines; it is a list for each node.
      const answer: unknown = await client.getLogs({
        server_names: [],
        log_levels: (level ? [level] : []) as never[],
        date_from: '',
        date_to: '',
      });
      return entriesOf(answer);
    },
    live ? EVERY_MS : 0,
  );
  const shown = logs.value?.filter((entry) => wanted(entry, term)).slice(0, SHOWN);
  const columns: Column<Entry>[] = [
    {
      name: 'time',
      label: t('console.time'),
      cell: (entry) => (
        <time className={css.time} dateTime={entry.at.toISOString()}>
          {intl.formatDate(entry.at, { dateStyle: 'short', timeStyle: 'medium' })}
        </time>
      ),
    },
    {
      name: 'level',
      label: t('console.level'),
      cell: (entry) => <Pill tone={TONES[entry.level] ?? 'plain'}>{entry.level}</Pill>,
    },
    { name: 'node', label: t('console.node'), minor: true, cell: (entry) => entry.node },
    {
      name: 'what',
      label: t('console.message'),
      cell: (entry) => (
        <div className={css.entry}>
          <b>{entry.message}</b>
          {entry.rest.map(([name, value]) => (
            <span key={name}>
              <i>{name}</i> {value}
            </span>
          ))}
        </div>
      ),
    },
  ];
  return (
    <Page
      title={t('console.logs')}
      lead={t('console.logsLead')}
      actions={
        <Button look="quiet" aria-pressed={live} onClick={() => setLive(!live)}>
          {live ? t('console.pause') : t('console.follow')}
        </Button>
      }
    >
      <Problem text={logs.error} />
      <Tools>
        <Search label={t('console.findEntry')} value={term} onChange={setTerm} />
        <Choice
          label={t('console.level')}
          value={level}
          options={LEVELS.map(([value, label]) => [value, t(label)] as const)}
          onChange={setLevel}
        />
      </Tools>
      <Table
        label={t('console.logs')}
        columns={columns}
        rows={shown}
        keyOf={(entry) => entry.key}
        empty={t('console.noEntry')}
      />
    </Page>
  );
}
