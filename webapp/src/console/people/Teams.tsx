import type { Team } from '@mattermost/types/teams';
import { useState } from 'react';

import { client } from '../../api/client';
import { Button } from '../../ui/Button';
import { roost } from '../api';
import { Archive } from '../parts/Archive';
import { Listing } from '../parts/Listing';
import { Naming } from '../parts/Naming';
import { Card, Facts, Page, Pill, Problem } from '../parts/Page';
import { type Column, Named } from '../parts/Table';
import { useDeed } from '../parts/Tools';
import { useCan } from '../permissions';
import { useFormats, useText } from '../text';
import { useLoad } from '../useLoad';
import { Members } from './Members';
import css from './People.module.css';

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

async function search(term: string, _kind: string, page: { page: number; per_page: number }) {
  // The types of the library have the two forms of the answer the wrong way round.
  const found: unknown = await client.searchTeams(term, page);
  const { teams, total_count } = found as { teams: Team[]; total_count: number };
  return { rows: teams, total: total_count };
}

function TeamList() {
  const t = useText();
  const { date } = useFormats();
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
    <Listing
      title={t('console.teams')}
      lead={t('console.teamsLead')}
      find={t('console.findTeam')}
      load={search}
      columns={columns}
      keyOf={(team) => team.id}
      empty={t('console.noTeam')}
    />
  );
}

function TeamPage({ id }: { id: string }) {
  const t = useText();
  const { date } = useFormats();
  const loaded = useLoad(id, () => client.getTeam(id));
  const stats = useLoad(id, () => client.getTeamStats(id));
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
      <Archive
        archived={team.delete_at > 0}
        busy={busy}
        name={team.display_name}
        text={t('console.archiveTeamText')}
        onArchive={() => client.deleteTeam(id).then(loaded.reload)}
        onRestore={() => void change(() => client.unarchiveTeam(id))}
      />
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
          {may && <Names key={team.update_at} team={team} onSaved={loaded.reload} />}
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
    </Page>
  );
}

function Names({ team, onSaved }: { team: Team; onSaved: () => Promise<void> }) {
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
        <Naming name={name} onName={setName} description={description} onDescription={setDescription} />
        <div>
          <Button type="submit" disabled={busy || !changed}>
            {t('ui.save')}
          </Button>
        </div>
      </form>
    </Card>
  );
}
