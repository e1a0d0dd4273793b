import type { IntlShape } from 'react-intl';

const TIME = { hour: 'numeric', minute: '2-digit' } as const;

/** When something was, as short as it can be: a time for today, a day besides for this year, and the year for all before. */
export function whenText(intl: Pick<IntlShape, 'formatDate' | 'formatTime'>, at = 0, now = Date.now()): string {
  const [day, today] = [new Date(at), new Date(now)];
  if (day.toDateString() === today.toDateString()) return intl.formatTime(at, TIME);
  const year = day.getFullYear() === today.getFullYear() ? {} : ({ year: 'numeric' } as const);
  return intl.formatDate(at, { month: 'short', day: 'numeric', ...year, ...TIME });
}
