import type { Channel } from '@mattermost/types/channels';
import type { Scheme } from '@mattermost/types/schemes';
import type { Team } from '@mattermost/types/teams';
import { useState } from 'react';

import { client } from '../../api/client';
import { navigate } from '../../app/router';
import { Button } from '../../ui/Button';
import { Link } from '../../ui/Link';
import { Card, Facts, Page, Problem } from '../parts/Page';
import { type Column, Named, Table } from '../parts/Table';
import { Choice, Confirm, Tools, useDeed } from '../parts/Tools';
import { type TextId, useText } from '../text';
import { useLoad } from '../useLoad';

const TEAMS_MAX = 200;
const FOLLOWERS_MAX = 200;

const ROLES: readonly (readonly [keyof Scheme, TextId])[] = [
  ['default_team_admin_role', 'console.teamAdmins'],
  ['default_team_user_role', 'console.teamMembers'],
  ['default_team_guest_role', 'console.teamGuests'],
  ['default_channel_admin_role', 'console.channelAdmins'],
  ['default_channel_user_role', 'console.channelMembers'],
  ['default_channel_guest_role', 'console.channelGuests'],
];

/** A scheme: the roles it has, and who follows it. */
export function SchemePage({ id }: { id: string }) {
  const t = useText();
  const loaded = useLoad(id, async () => {
    const scheme = await client.getScheme(id);
    const ask = scheme.scope === 'team' ? client.getSchemeTeams : client.getSchemeChannels;
    const users: (Team | Channel)[] = await ask(id, 0, FOLLOWERS_MAX);
    return { scheme, users };
  });
  const [asked, setAsked] = useState(false);
  const { error, run } = useDeed();
  const { scheme, users } = loaded.value ?? {};
  const kind = scheme?.scope === 'team' ? 'teams' : 'channels';
  const leave = (one: Team | Channel) => () => {
    const change = scheme?.scope === 'team' ? client.updateTeamScheme : client.updateChannelScheme;
    void run(() => change(one.id, '').then(loaded.reload));
  };
  const columns: Column<Team | Channel>[] = [
    {
      name: 'name',
      label: t('console.name'),
      cell: (one) => <Named to={`/admin_console/${kind}/${one.id}`} name={one.display_name} below={one.name} />,
    },
    {
      name: 'leave',
      label: '',
      end: true,
      cell: (one) => (
        <Button look="quiet" onClick={leave(one)}>
          {t('console.leaveScheme')}
        </Button>
      ),
    },
  ];
  return (
    <Page
      title={scheme?.display_name ?? t('console.schemes')}
      lead={scheme?.description}
      back={{ to: '/admin_console/roles', label: t('console.roles') }}
      actions={
        scheme && (
          <Button look="warning" onClick={() => setAsked(true)}>
            {t('console.delete')}
          </Button>
        )
      }
    >
      <Problem text={loaded.error || error} />
      {scheme && (
        <>
          <Card title={t('console.schemeRoles')}>
            <Facts
              rows={ROLES.filter(([role]) => scheme[role]).map(([role, label]) => [
                t(label),
                <Link key={role} to={`/admin_console/roles/role/${scheme[role]}`}>
                  {t('console.permissions')}
                </Link>,
              ])}
            />
          </Card>
          {scheme.scope === 'team' && <Follow scheme={scheme} users={users ?? []} onChange={loaded.reload} />}
          <Table
            label={t(`console.${kind}`)}
            columns={columns}
            rows={users}
            keyOf={(one) => one.id}
            empty={t('console.nobodyFollows')}
          />
        </>
      )}
      {asked && scheme && (
        <Confirm
          title={t('console.deleteSchemeTitle', { name: scheme.display_name })}
          text={t('console.deleteSchemeText')}
          deed={t('console.delete')}
          onDo={() => client.deleteScheme(id).then(() => navigate('/admin_console/roles'))}
          onClose={() => setAsked(false)}
        />
      )}
    </Page>
  );
}

interface FollowProps {
  scheme: Scheme;
  users: readonly { id: string }[];
  onChange: () => Promise<void>;
}

/** Has another team follow the scheme. */
function Follow({ scheme, users, onChange }: FollowProps) {
  const t = useText();
  const teams = useLoad('teams', () => client.getTeams(0, TEAMS_MAX) as Promise<Team[]>);
  const [chosen, setChosen] = useState('');
  const { busy, error, run } = useDeed();
  const known = new Set(users.map((one) => one.id));
  const others = (teams.value ?? []).filter((team) => !known.has(team.id) && team.delete_at === 0);
  const add = async () => {
    await client.updateTeamScheme(chosen, scheme.id);
    setChosen('');
    await onChange();
  };
  return (
    <>
      <Problem text={error || teams.error} />
      <Tools>
        <Choice
          label={t('console.team')}
          value={chosen}
          options={[['', '–'], ...others.map((team) => [team.id, team.display_name] as const)]}
          onChange={setChosen}
        />
        <Button disabled={busy || !chosen} onClick={() => void run(add)}>
          {t('console.followScheme')}
        </Button>
      </Tools>
    </>
  );
}
