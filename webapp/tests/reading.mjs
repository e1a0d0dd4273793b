// A long channel, and somebody who reads it.

/** Posts written at the same time. */
const WRITERS = 16;

/** Writes so many posts into a channel. Their ids, in the order in which they were begun. */
export async function fill(person, channel, length) {
  const ids = [];
  let next = 0;
  const write = async () => {
    while (next < length) {
      const at = next;
      next += 1;
      const message = `entry ${at + 1}: what was seen and done`;
      ids[at] = (await person.call('POST', '/posts', { channel_id: channel.id, message })).id;
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, write));
  return ids;
}

/**
 * Scrolls each frame by a part of a page, upwards if it is negative, until as many posts were seen or nothing new came for
 * ten seconds. Counts frames with a hole in them, and posts that were passed without having been in sight.
 */
export function read(page, goal, part) {
  return page.getByRole('log').evaluate(
    async (box, { goal, part }) => {
      const frame = () => new Promise((done) => requestAnimationFrame(done));
      const seen = new Set();
      let [frames, blank, late, longest, missed, still] = [0, 0, 0, 0, 0, 0];
      let before = performance.now();
      let last = null;
      while (seen.size < goal && still < 10_000) {
        await frame();
        const now = performance.now();
        const took = now - before;
        longest = Math.max(longest, took);
        if (took > 50) late += 1;
        before = now;
        frames += 1;
        const { top, bottom } = box.getBoundingClientRect();
        let covered = 0;
        const count = seen.size;
        const ids = [];
        for (const line of box.firstElementChild.children) {
          const at = line.getBoundingClientRect();
          const shown = Math.min(bottom, at.bottom) - Math.max(top, at.top);
          if (shown <= 0) continue;
          covered += shown;
          const id = line.querySelector('[data-post]')?.dataset.post;
          if (id) ids.push(id);
        }
        // Pages overlap: whoever reads on has something in common with the frame before.
        if (last && ids.length > 0 && !ids.some((id) => last.has(id))) missed += 1;
        if (ids.length > 0) last = new Set(ids);
        for (const id of ids) seen.add(id);
        if (bottom - top - covered > 40) blank += 1;
        still = seen.size === count ? still + took : 0;
        box.scrollTop += box.clientHeight * part;
      }
      const round = Math.round;
      return { seen: seen.size, frames, blank, late, longest: round(longest), missed };
    },
    { goal, part },
  );
}
