import { useEffect, useState } from 'react';

import { loadNewer, loadOlder } from '../../api/load';
import { useData } from '../../store';

/**
 * Lines before the first or after the last in the page at which more are loaded: few for somebody who has just come and
 * will most likely not read on, many for somebody who has read some pages.
 */
const LOAD_AHEAD = 100;
const READING_AHEAD = 240;

/** Time until a page is asked for again that did not come, in milliseconds. */
const AGAIN_MS = 2_000;

/** The lines that are in the page, of how many. */
export interface Part {
  first: number;
  last: number;
  count: number;
}

/** What somebody who reads on will need, if anything: at the very ends too, where nothing moves any more. */
export function pageWanted(
  { first, last, count }: Part,
  ends: { atStart: boolean; atEnd: boolean },
): 'older' | 'newer' | null {
  if (count === 0) return null;
  const ahead = count > READING_AHEAD ? READING_AHEAD : LOAD_AHEAD;
  if (first < ahead && !ends.atStart) return 'older';
  if (last > count - ahead && !ends.atEnd) return 'newer';
  return null;
}

/**
 * Loads what lies beyond the lines in the page, in time for whoever reads on. Each page that comes, and each that does
 * not, is a reason to look again: whoever waits at the top makes no event. `settled`: whether the list is where it
 * opens.
 */
export function usePages(channelId: string, part: Part, settled: boolean): void {
  const { first, last, count } = part;
  const shown = useData((data) => data.channelPosts[channelId]);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    if (!settled || !shown) return;
    const wanted = pageWanted({ first, last, count }, shown);
    if (!wanted) return;
    let timer = 0;
    const load = wanted === 'older' ? loadOlder : loadNewer;
    load(channelId).catch(() => {
      timer = window.setTimeout(() => setAttempt(attempt + 1), AGAIN_MS);
    });
    return () => window.clearTimeout(timer);
  }, [channelId, first, last, count, shown, settled, attempt]);
}
