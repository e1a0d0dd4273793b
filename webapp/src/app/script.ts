import { isAway } from '../api/client';

/** Pause until a script is asked for again that did not come, in milliseconds. */
const AGAIN_MS = 3_000;

/** Loads a part of the program. While the server is away it is asked for again and again: whoever wants it waits. */
export async function script<T>(load: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await load();
    } catch (error) {
      // The bundler has words of its own for the style of a part that does not come.
      if (!isAway(error) && !/preload/i.test(String(error))) throw error;
    }
    await new Promise((done) => window.setTimeout(done, AGAIN_MS));
  }
}
