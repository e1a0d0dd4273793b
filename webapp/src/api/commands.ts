import { navigate } from '../app/router';
import { useView } from '../store';
import { basePath, client } from './client';

/** Whether a text is for the server or a program to do, and no message. Two slashes begin a message with one. */
export const isCommand = (text: string): boolean => /^\/[^\s/]/.test(text);

/** Has a command run; what it answers comes as messages, or leads elsewhere. */
export async function runCommand(channelId: string, rootId: string, command: string): Promise<void> {
  const { teamId } = useView.getState();
  const answer = await client.executeCommand(command, { channel_id: channelId, root_id: rootId, team_id: teamId });
  const to = answer.goto_location;
  if (!to) return;
  const site = window.location.origin + basePath;
  if (to.startsWith('/')) navigate(to);
  else if (to.startsWith(`${site}/`)) navigate(to.slice(site.length));
  else if (/^https?:\/\//i.test(to)) window.open(to, '_blank', 'noopener');
}
