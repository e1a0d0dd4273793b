import { isAway } from './client';

// A page asks for things that nobody waits for by name: they show when they are there. When they do not come because the
// server is away, the page is short of them, and events that are resumed later do not bring them.

let missing = false;
let onMissing: () => void = () => undefined;

/** Loads what the page shows. What does not come because the server is away is loaded when it is back. */
export function needed(work: Promise<unknown>): void {
  work.catch((error: unknown) => {
    if (!isAway(error)) throw error;
    missing = true;
    onMissing();
  });
}

/** Has something called whenever the page is short of something. */
export function whenMissing(listener: () => void): void {
  onMissing = listener;
}

/** Whether the page is short of something; from then on it is taken to be seen to. */
export function takeMissing(): boolean {
  const was = missing;
  missing = false;
  return was;
}
