import type { CategorySorting, ChannelCategory } from '@mattermost/types/channel_categories';

import { apply, getData } from '../store';
import { type Data, withEntry } from '../store/data';
import { client } from './client';
import { loadCategories, sidebarChanged } from './load';

/** Shows categories of the sidebar as they are to be. */
function showCategory(data: Data, category: ChannelCategory): Data {
  const sidebar = data.categories[category.team_id];
  if (!sidebar) return data;
  const byId = withEntry(sidebar.byId, category.id, category);
  return { ...data, categories: withEntry(data.categories, category.team_id, { ...sidebar, byId }) };
}

/** Changes a category of the sidebar; it shows at once. */
export async function changeCategory(category: ChannelCategory, change: Partial<ChannelCategory>): Promise<void> {
  const next = { ...category, ...change };
  sidebarChanged(category.team_id);
  apply((data) => showCategory(data, next));
  await client.updateChannelCategory('me', category.team_id, next);
}

/** Makes a category of one's own. */
export async function createCategory(teamId: string, display_name: string): Promise<void> {
  const user_id = getData().me?.id ?? '';
  await client.createChannelCategory('me', teamId, { user_id, team_id: teamId, display_name, channel_ids: [] });
  await loadCategories(teamId);
}

/** Deletes a category of one's own; its channels go back to where they were. */
export async function deleteCategory(category: ChannelCategory): Promise<void> {
  await client.deleteChannelCategory('me', category.team_id, category.id);
  await loadCategories(category.team_id);
}

/** The category that has a channel. */
export function categoryOf(data: Pick<Data, 'categories'>, teamId: string, channelId: string) {
  const all = Object.values(data.categories[teamId]?.byId ?? {});
  return all.find((one) => one?.channel_ids.includes(channelId));
}

/** Whether a channel may stand there: channels and direct messages stay apart, but for favourites and one's own. */
export function fitsInto(data: Pick<Data, 'channels'>, channelId: string, category: ChannelCategory): boolean {
  if (category.type === 'favorites' || category.type === 'custom') return true;
  const direct = /^[DG]$/.test(data.channels[channelId]?.type ?? '');
  return direct === (category.type === 'direct_messages');
}

/** A list with one of its entries, or a new one, before another; at the end when that is not there. */
export function placed(list: readonly string[], id: string, before: string): string[] {
  const others = list.filter((one) => one !== id);
  const at = others.indexOf(before);
  return at < 0 ? [...others, id] : [...others.slice(0, at), id, ...others.slice(at)];
}

/** Moves a channel to a place in the order of a category, its own or another. What is sorted by hand stays sorted so. */
export async function placeInCategory(channelId: string, to: ChannelCategory, order: string[]): Promise<void> {
  const from = categoryOf(getData(), to.team_id, channelId);
  if (!from || !fitsInto(getData(), channelId, to)) return;
  // Those that the sidebar does not show, such as archived ones, come after.
  const channel_ids = [...new Set([...order, ...to.channel_ids])];
  const within = from.id === to.id;
  const changed = within
    ? [{ ...to, channel_ids, sorting: 'manual' as CategorySorting }]
    : [
        { ...from, channel_ids: from.channel_ids.filter((id) => id !== channelId) },
        { ...to, channel_ids },
      ];
  sidebarChanged(to.team_id);
  apply((data) => changed.reduce(showCategory, data));
  // In one: between two, the server would have to find the channel a place.
  await client.updateChannelCategories('me', to.team_id, changed);
}

/** Moves a channel into another category, to its beginning. */
export async function moveToCategory(channelId: string, to: ChannelCategory): Promise<void> {
  if (!to.channel_ids.includes(channelId)) await placeInCategory(channelId, to, [channelId]);
}

/** Puts the categories of a sidebar into an order. */
export async function orderCategories(teamId: string, order: string[]): Promise<void> {
  sidebarChanged(teamId);
  apply((data) => {
    const sidebar = data.categories[teamId];
    return sidebar ? { ...data, categories: withEntry(data.categories, teamId, { ...sidebar, order }) } : data;
  });
  await client.updateChannelCategoryOrder('me', teamId, order);
}
