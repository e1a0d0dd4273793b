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

/** Runs in the page before it begins: `readFrames(box, goal, part)` reads there, see `read`. */
export function reader() {
  /**
   * Has `look` called in each frame with what is painted: after everything that changes the page in it. Sizes of lines are
   * seen to between scripts and paint, and what is to be seen before that is not what anybody sees.
   */
  const eachPaint = (look) => {
    const mark = document.body.appendChild(document.createElement('i'));
    mark.style.cssText = 'position:fixed;top:0;left:0;width:1px;height:1px;visibility:hidden';
    let wide = false;
    const turn = () => {
      wide = !wide;
      mark.style.width = wide ? '2px' : '1px';
    };
    // Younger than the one of the list, and so called after it.
    const observer = new ResizeObserver(() => {
      if (look() !== false) requestAnimationFrame(step);
      else {
        observer.disconnect();
        mark.remove();
      }
    });
    let move = () => undefined;
    const step = () => {
      move();
      turn();
    };
    observer.observe(mark);
    return (next) => (move = next);
  };
  window.readFrames = (box, goal, part) =>
    new Promise((done) => {
      const seen = new Set();
      let [frames, blank, late, longest, missed, still] = [0, 0, 0, 0, 0, 0];
      let before = performance.now();
      let last = null;
      const look = () => {
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
        if (seen.size < goal && still < 10_000) return true;
        const round = Math.round;
        done({ seen: seen.size, frames, blank, late, longest: round(longest), missed });
        return false;
      };
      const moveBy = eachPaint(look);
      moveBy(() => (box.scrollTop += box.clientHeight * part));
    });
}

/**
 * Scrolls each frame by a part of a page, upwards if it is negative, until as many posts were seen or nothing new came for
 * ten seconds. Counts frames with a hole in them, and posts that were passed without having been in sight.
 */
export async function read(page, goal, part) {
  await page.evaluate(reader);
  return page.getByRole('log').evaluate((box, { goal, part }) => window.readFrames(box, goal, part), { goal, part });
}

/** Reads a channel from the first frame on in which it has a message: faster than anybody can. */
export async function readAtOnce(page, path, goal, part) {
  await page.addInitScript(reader);
  await page.addInitScript(
    ({ goal, part }) => {
      // Once: the page may be loaded again.
      if (sessionStorage.getItem('read')) return;
      sessionStorage.setItem('read', 'yes');
      const first = () => document.querySelector('[role=log]:has([data-post])');
      window.reading = new Promise((done) => {
        const observer = new MutationObserver(() => {
          if (!first()) return;
          observer.disconnect();
          window.readFrames(first(), goal, part).then(done);
        });
        observer.observe(document, { childList: true, subtree: true });
      });
    },
    { goal, part },
  );
  await page.goto(path);
  return page.evaluate(() => window.reading);
}
