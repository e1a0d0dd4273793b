import { useView } from '../store';

// What a page will need is asked for as it opens, before the answers to what comes first say that it is needed.

const answers = new Map<string, Promise<unknown>>();

/** Asks for something now that somebody will want in a moment. */
export function ahead(what: string, ask: () => Promise<unknown>): void {
  const answer = ask();
  // Whoever wants it asks again.
  answer.catch(() => undefined);
  answers.set(what, answer);
}

/** What was asked for ahead, to be used once; nothing when it was not or did not come. */
export async function askedAhead<T>(what: string): Promise<T | undefined> {
  const answer = answers.get(what) as Promise<T> | undefined;
  answers.delete(what);
  return answer?.catch(() => undefined);
}

/** Whether events tell by now what changes: what was asked for before that may have missed some. */
export const isTold = (): boolean => useView.getState().connection === 'open';
