import type { ChannelCategory } from '@mattermost/types/channel_categories';

import { categoryOf, orderCategories, placed, placeInCategory } from '../../api/categories';
import { getData, useView } from '../../store';
import { channelsOf } from './order';

/** A step towards the beginning or the end. */
export type Step = -1 | 1;

/** The entry that one stands before when it has gone a step; nothing when there is no way to go. */
function before(list: readonly string[], id: string, step: Step): string | undefined {
  const at = list.indexOf(id);
  const to = at + step;
  if (at < 0 || to < 0 || to >= list.length) return undefined;
  return list[step < 0 ? to : to + 1] ?? '';
}

/** The channels of a category in the order in which somebody sees them. */
export const standing = (category: ChannelCategory): string[] =>
  channelsOf(getData(), category, useView.getState().channelId).map((one) => one.id);

/** Moves a channel by a step within its category. */
export function moveChannel(channelId: string, teamId: string, step: Step): void {
  const category = categoryOf(getData(), teamId, channelId);
  const list = category ? standing(category) : [];
  const next = before(list, channelId, step);
  if (category && next !== undefined) void placeInCategory(channelId, category, placed(list, channelId, next));
}

/** Moves a channel before another of a category; to the end when that is not there. */
export function dropChannel(channelId: string, to: ChannelCategory, next: string): void {
  void placeInCategory(channelId, to, placed(standing(to), channelId, next));
}

/** The categories that can be seen: favourites only when there are some. */
function categories(teamId: string): string[] {
  const sidebar = getData().categories[teamId];
  const seen = (id: string) => {
    const category = sidebar?.byId[id];
    return category && (category.type !== 'favorites' || standing(category).length > 0);
  };
  return sidebar?.order.filter(seen) ?? [];
}

/** Moves a category before another; to the end when that is not there. */
export function dropCategory(teamId: string, id: string, next: string): void {
  const order = getData().categories[teamId]?.order;
  if (order?.includes(id) && id !== next) void orderCategories(teamId, placed(order, id, next));
}

/** Moves a category by a step. */
export function moveCategory({ id, team_id }: ChannelCategory, step: Step): void {
  const next = before(categories(team_id), id, step);
  if (next !== undefined) dropCategory(team_id, id, next);
}
