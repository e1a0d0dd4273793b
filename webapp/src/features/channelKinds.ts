import { useCan } from './useCan';

/** The kinds of channels that I may make in a team: open ones, private ones. */
export function useChannelKinds(teamId: string): readonly ('O' | 'P')[] {
  const open = useCan('create_public_channel', teamId);
  const closed = useCan('create_private_channel', teamId);
  return [...(open ? (['O'] as const) : []), ...(closed ? (['P'] as const) : [])];
}

/** Whether I may make any channel in a team. */
export function useMayMakeChannel(teamId: string): boolean {
  return useChannelKinds(teamId).length > 0;
}
