import { useEffect, useState } from 'react';

import { useData } from '../store';

/** Time within which people who come and go are counted together, in milliseconds. */
const TOGETHER_MS = 300;

/** Changes when people came to a channel or a team, or left it: soon, and not for each of many. */
export function useComings(id: string): number {
  const now = useData((data) => data.comings[id] ?? 0);
  const [told, setTold] = useState(now);
  const behind = now !== told;
  useEffect(() => {
    if (!behind) return undefined;
    const timer = window.setTimeout(() => setTold(useData.getState().comings[id] ?? 0), TOGETHER_MS);
    return () => window.clearTimeout(timer);
  }, [id, behind]);
  return told;
}
