import type { UserProfile } from '@mattermost/types/users';
import { useMemo, useState } from 'react';

import { kindOf } from '../../api/access';
import { client, errorText } from '../../api/client';
import { inChannel, inTeam } from '../../api/people';
import { useText } from '../../i18n';
import { useData } from '../../store';
import { Button } from '../../ui/Button';
import { PeoplePicker } from '../dialogs/PeoplePicker';
import { useCan } from '../useCan';
import { useComings } from '../useComings';
import { MemberList } from './MemberList';
import css from './Panel.module.css';

const NOBODY: ReadonlySet<string> = new Set();

/** Who is in a channel, and the way to add others. */
export function Members({ channelId, teamId }: { channelId: string; teamId: string }) {
  const t = useText();
  const [chosen, setChosen] = useState<UserProfile[]>([]);
  const [known, setKnown] = useState(NOBODY);
  const [version, setVersion] = useState(0);
  const [error, setError] = useState('');
  const comings = useComings(channelId);
  const channel = useData((data) => data.channels[channelId]);
  const place = useMemo(() => inChannel(channelId), [channelId]);
  const manage = kindOf(channel, 'manage_public_channel_members', 'manage_private_channel_members');
  const live = channel?.delete_at === 0;
  const canManage = useCan(manage, teamId, channelId) && live;
  const canRule = useCan('manage_channel_roles', teamId, channelId) && live && manage !== '';
  const add = async () => {
    try {
      for (const user of chosen) await client.addToChannel(user.id, channelId);
      setChosen([]);
      setError('');
    } catch (failure) {
      setError(errorText(failure, t('app.unreachable')));
    }
    setVersion(version + 1);
  };
  return (
    <div className={css.scroll}>
      {canManage && (
        <div className={css.form}>
          <PeoplePicker
            label={t('members.add')}
            chosen={chosen}
            onChange={setChosen}
            leaveOut={(user) => known.has(user.id)}
          />
          {chosen.length > 0 && (
            <Button style={{ marginTop: 10 }} onClick={() => void add()}>
              {t('members.addButton', { count: chosen.length })}
            </Button>
          )}
          {error && (
            <p className={css.problem} role="alert">
              {error}
            </p>
          )}
        </div>
      )}
      <MemberList
        place={place}
        canRule={canRule}
        canRemove={canManage && channel.name !== 'town-square'}
        admin="members.channelAdmin"
        count="channel.memberCount"
        version={version + comings}
        onKnown={setKnown}
      />
    </div>
  );
}

/** Who is in a team. */
export function TeamMembers({ teamId }: { teamId: string }) {
  const place = useMemo(() => inTeam(teamId), [teamId]);
  const comings = useComings(teamId);
  const canRule = useCan('manage_team_roles', teamId);
  const canRemove = useCan('remove_user_from_team', teamId);
  return (
    <div className={css.scroll}>
      <MemberList
        place={place}
        canRule={canRule}
        canRemove={canRemove}
        admin="members.teamAdmin"
        count="channel.memberCount"
        version={comings}
      />
    </div>
  );
}
