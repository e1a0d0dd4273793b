import type { Team } from '@mattermost/types/teams';
import { useState } from 'react';

import { client } from '../../api/client';
import { Button } from '../../ui/Button';
import { Area, Field } from '../../ui/Field';
import { roost } from '../api';
import { Card, Facts, Page, Pill, Problem } from '../parts/Page';
import { type Column, Named, Table } from '../parts/Table';
import { Confirm, Pager, Search, Tools, useDeed } from '../parts/Tools';
import { useCan } from '../permissions';
import { useFormats, useText } from '../text';
import { useLoad, useSettled } from '../useLoad';
import { Members } from './Members';
import css from './People.module.css';

const PER_PAGE = 50;

/** Teams, or one of them. */
export function Teams({ id }: { id: string }) {
  return id ? <TeamPage key={id} id={id} /> : <TeamList />;
}

function TeamState({ team }: { team: Team }) {
  const t = useText();
  if (team.delete_at > 0) return <Pill tone="bad">{t('console.archived')}</Pill>;
  return team.allow_open_invite ? (
    <Pill tone="good">{t('console.openTeam')}</Pill>
  ) : (
    <Pill>{t('console.closedTeam')}</Pill>
  );
}

function TeamList() {
  const t = useText();
  const { date } = useFormats();
  const [term, setTerm] = useState('');
  const [page, setPage] = useState(0);
  const settled = useSettled(term.trim());
  const list = useLoad(`${settled} ${page}`, async () => {
    // The types of the library have the two forms of the answer the wrong way round.
    const found: unknown = await client.searchTeams(settled, { page, per_page: PER_PAGE });
    return found as { teams: Team[]; total_count: number };
  });
  const columns: Column<Team>[] = [
    {
      name: 'name',
      label: t('console.name'),
      cell: (team) => <Named to={`/admin_console/teams/${team.id}`} name={team.display_name} below={`/${team.name}`} />,
    },
    { name: 'about', label: t('console.description'), minor: true, cell: (team) => team.description || '–' },
    { name: 'made', label: t('console.created'), minor: true, cell: (team) => date(team.create_at) },
    { name: 'state', label: t('console.state'), end: true, cell: (team) => <TeamState team={team} /> },
  ];
  return (
    <Page title={t('console.teams')} lead={t('console.teamsLead')}>
      <Problem text={list.error} />
      <Tools>
        <Search
          label={t('console.findTeam')}
          value={term}
          onChange={(value) => {
            setTerm(value);
            setPage(0);
          }}
        />
      </Tools>
      <Table
        label={t('console.teams')}
        columns={columns}
        rows={list.value?.teams}
        keyOf={(team) => team.id}
        empty={t('console.noTeam')}
      />
      <Pager page={page} perPage={PER_PAGE} total={list.value?.total_count ?? 0} onPage={setPage} />
    </Page>
  );
}

function TeamPage({ id }: { id: string }) {
  const t = useText();
  const { date } = useFormats();
  const loaded = useLoad(id, () => client.getTeam(id));
  const stats = useLoad(id, () => client.getTeamStats(id));
  const [asked, setAsked] = useState(false);
  const { busy, error, run } = useDeed();
  const may = useCan('sysconsole_write_user_management_teams');
  const team = loaded.value;
  const change = (work: () => Promise<unknown>) => run(() => work().then(loaded.reload));
  const actions = team && may && (
    <>
      {team.delete_at === 0 && (
        <Button
          look="quiet"
          disabled={busy}
          onClick={() => void change(() => roost.setTeamPrivacy(id, !team.allow_open_invite))}
        >
          {team.allow_open_invite ? t('console.closeTeam') : t('console.openTeamDo')}
        </Button>
      )}
      {team.delete_at > 0 ? (
        <Button disabled={busy} onClick={() => void change(() => client.unarchiveTeam(id))}>
          {t('console.restore')}
        </Button>
      ) : (
        <Button look="danger" onClick={() => setAsked(true)}>
          {t('console.archive')}
        </Button>
      )}
    </>
  );
  return (
    <Page
      title={team?.display_name ?? t('console.teams')}
      back={{ to: '/admin_console/teams', label: t('console.teams') }}
      actions={actions}
    >
      <Problem text={loaded.error || error} />
      {team && (
        <>
          <Card>
            <Facts
              rows={[
                [t('console.address'), `/${team.name}`],
                [t('console.state'), <TeamState key="state" team={team} />],
                [t('console.members'), stats.value?.total_member_count ?? '–'],
                [t('console.created'), date(team.create_at)],
                [t('console.id'), <code key="id">{team.id}</code>],
              ]}
            />
          </Card>
          {may && <Naming key={team.update_at} team={team} onSaved={loaded.reload} />}
          <Members
            id={id}
            total={stats.value?.total_member_count ?? 0}
            load={(page, perPage) => client.getProfilesInTeam(id, page, perPage)}
            add={may ? (userId) => client.addToTeam(id, userId) : undefined}
            remove={may ? (userId) => client.removeFromTeam(id, userId) : undefined}
            onChange={stats.reload}
          />
        </>
      )}
      {asked && team && (
        <Confirm
          title={t('console.archiveTitle', { name: team.display_name })}
          text={t('console.archiveTeamText')}
          deed={t('console.archive')}
          onDo={() => client.deleteTeam(id).then(loaded.reload)}
          onClose={() => setAsked(false)}
        />
      )}
    </Page>
  );
}

function Naming({ team, onSaved }: { team: Team; onSaved: () => Promise<void> }) {
  const t = useText();
  const [name, setName] = useState(team.display_name);
  const [description, setDescription] = useState(team.description);
  const { busy, error, run } = useDeed();
  const changed = name !== team.display_name || description !== team.description;
  return (
    <Card title={t('console.naming')}>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          void run(() => client.patchTeam({ id: team.id, display_name: name, description }).then(onSaved));
        }}
      >
        <Problem text={error} />
        <Field
          label={t('console.name')}
          required
          maxLength={64}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Area
          label={t('console.description')}
          maxLength={255}
          value={description}
          onChange={(event) => setDescription(event.target.value)}
        />
        <div>
          <Button type="submit" disabled={busy || !changed}>
            {t('ui.save')}
          </Button>
        </div>
      </form>
    </Card>
  );
}
