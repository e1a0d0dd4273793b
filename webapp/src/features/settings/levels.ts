import type { TextId } from '../../i18n';

/** How much somebody wants to be told, in words. */
export type Levels = readonly (readonly [string, TextId])[];

export const LEVELS: Levels = [
  ['all', 'notify.all'],
  ['mention', 'notify.mention'],
  ['none', 'notify.none'],
];

export const THREAD_LEVELS: Levels = [
  ['all', 'notify.allReplies'],
  ['mention', 'notify.mentionReplies'],
  ['none', 'notify.none'],
];
