import { useEffect } from 'react';

import { loadRoles } from '../api/access';
import { useData } from '../store';

/** Whether I may do something on the server, in a team or in a channel. False until that is known; the server decides. */
export function useCan(permission: string, teamId: string, channelId = ''): boolean {
  const names = useData((data) =>
    [data.me?.roles, data.teamMembers[teamId]?.roles, data.members[channelId]?.roles].filter(Boolean).join(' '),
  );
  useEffect(() => {
    loadRoles(names.split(' ').filter(Boolean)).catch(() => {
      // Nothing is offered that may not be allowed.
    });
  }, [names]);
  return useData((data) => names.split(' ').some((name) => data.permissions[name]?.includes(permission)));
}
