import type { ChannelsWithTotalCount, ChannelWithTeamData, ServerChannel } from '@mattermost/types/channels';

import { client } from '../../api/client';
import { Button } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { Link } from '../../ui/Link';
import { Archive } from '../parts/Archive';
import { Listing } from '../parts/Listing';
import { Card, Facts, Page, Pill, Problem } from '../parts/Page';
import { type Column, Named } from '../parts/Table';
import { useDeed } from '../parts/Tools';
import { useCan } from '../permissions';
import { type TextId, useFormats, useText } from '../text';
import { useLoad } from '../useLoad';
import { Members } from './Members';

/** Channels, or one of them. */
export function Channels({ id }: { id: string }) {
  return id ? <ChannelPage key={id} id={id} /> : <ChannelList />;
}

function ChannelState({ channel }: { channel: Pick<ServerChannel, 'delete_at' | 'type'> }) {
  const t = useText();
  if (channel.delete_at > 0) return <Pill tone="bad">{t('console.archived')}</Pill>;
  return channel.type === 'P' ? <Pill>{t('console.private')}</Pill> : <Pill tone="good">{t('console.public')}</Pill>;
}

const KINDS: readonly (readonly [string, TextId])[] = [
  ['', 'console.anyKind'],
  ['public', 'console.public'],
  ['private', 'console.private'],
  ['deleted', 'console.archived'],
];

async function search(term: string, kind: string, page: { page: number; per_page: number }) {
  const options = { ...page, include_deleted: true, ...(kind && { [kind]: true }) };
  const found: unknown = await client.searchAllChannels(term, options);
  const { channels, total_count } = found as ChannelsWithTotalCount;
  return { rows: channels, total: total_count };
}

function ChannelList() {
  const t = useText();
  const columns: Column<ChannelWithTeamData>[] = [
    {
      name: 'name',
      label: t('console.name'),
      cell: (channel) => (
        <Named
          to={`/admin_console/channels/${channel.id}`}
          picture={<Icon name={channel.type === 'P' ? 'lock' : 'hash'} size={16} />}
          name={channel.display_name}
          below={channel.name}
        />
      ),
    },
    { name: 'team', label: t('console.team'), minor: true, cell: (channel) => channel.team_display_name },
    { name: 'state', label: t('console.state'), end: true, cell: (channel) => <ChannelState channel={channel} /> },
  ];
  return (
    <Listing
      title={t('console.channels')}
      lead={t('console.channelsLead')}
      find={t('console.findChannel')}
      kind={{ label: t('console.kind'), options: KINDS.map(([value, label]) => [value, t(label)] as const) }}
      load={search}
      columns={columns}
      keyOf={(channel) => channel.id}
      empty={t('console.noChannel')}
    />
  );
}

function ChannelPage({ id }: { id: string }) {
  const t = useText();
  const { date } = useFormats();
  const loaded = useLoad(id, async () => {
    const channel = await client.getChannel(id);
    return { channel, team: await client.getTeam(channel.team_id) };
  });
  const stats = useLoad(id, () => client.getChannelStats(id));
  const { busy, error, run } = useDeed();
  const may = useCan('sysconsole_write_user_management_channels');
  const channel = loaded.value?.channel;
  const team = loaded.value?.team;
  const change = (work: () => Promise<unknown>) => run(() => work().then(loaded.reload));
  const isDefault = channel?.name === 'town-square';
  const actions = channel && may && !isDefault && (
    <>
      {channel.delete_at === 0 && (
        <Button
          look="quiet"
          disabled={busy}
          onClick={() => void change(() => client.updateChannelPrivacy(id, channel.type === 'P' ? 'O' : 'P'))}
        >
          {channel.type === 'P' ? t('console.makePublic') : t('console.makePrivate')}
        </Button>
      )}
      <Archive
        archived={channel.delete_at > 0}
        busy={busy}
        name={channel.display_name}
        text={t('console.archiveChannelText')}
        onArchive={() => client.deleteChannel(id).then(loaded.reload)}
        onRestore={() => void change(() => client.unarchiveChannel(id))}
      />
    </>
  );
  return (
    <Page
      title={channel?.display_name ?? t('console.channels')}
      lead={channel?.purpose}
      back={{ to: '/admin_console/channels', label: t('console.channels') }}
      actions={actions}
    >
      <Problem text={loaded.error || error} />
      {channel && team && (
        <>
          <Card>
            <Facts
              rows={[
                [
                  t('console.team'),
                  <Link key="team" to={`/admin_console/teams/${team.id}`}>
                    {team.display_name}
                  </Link>,
                ],
                [t('console.address'), `/${team.name}/channels/${channel.name}`],
                [t('console.state'), <ChannelState key="state" channel={channel} />],
                [t('console.members'), stats.value?.member_count ?? '–'],
                [t('console.created'), date(channel.create_at)],
                [t('console.id'), <code key="id">{channel.id}</code>],
              ]}
            />
          </Card>
          <Members
            id={id}
            total={stats.value?.member_count ?? 0}
            load={(page, perPage) => client.getProfilesInChannel(id, page, perPage)}
            add={may && channel.delete_at === 0 ? (userId) => client.addToChannel(userId, id) : undefined}
            remove={may && !isDefault ? (userId) => client.removeFromChannel(userId, id) : undefined}
            onChange={stats.reload}
          />
        </>
      )}
    </Page>
  );
}
