// Whether what is shown can be seen: nothing covers a control, nothing sticks out of the window, no words are cut off
// without a sign that there are more.

/** Runs in the page. Returns what is wrong, in words. */
function faults() {
  const CONTROLS =
    'a[href], button, input:not([type=file]), select, textarea, [role=tab], [role=option], [role=menuitem]';
  const WORDS = 'h1, h2, h3, label, button, a[href], [role=option], [role=menuitem], [role=tab], p, dt, dd';
  const dialogs = [...document.querySelectorAll('[role=dialog], [role=menu]')];
  // On a phone, what stands beside a channel lies over it.
  const sheets = window.innerWidth > 768 ? [] : [...document.querySelectorAll('nav[aria-label=Channels], aside')];
  const onTop = sheets.find((sheet) => {
    const { left, top, width, height } = sheet.getBoundingClientRect();
    return width > 0 && sheet.contains(document.elementFromPoint(left + width / 2, top + height / 2));
  });
  const scope = dialogs.at(-1) ?? onTop ?? document.body;
  const say = (node) =>
    `${node.tagName.toLowerCase()} "${(node.getAttribute('aria-label') ?? node.textContent ?? '').trim().slice(0, 40)}"`;
  /** What of a box its surroundings let through. */
  const visiblePart = (node) => {
    const box = node.getBoundingClientRect();
    const part = { left: box.left, top: box.top, right: box.right, bottom: box.bottom };
    for (let outer = node.parentElement; outer; outer = outer.parentElement) {
      if (getComputedStyle(outer).overflow === 'visible') continue;
      const clip = outer.getBoundingClientRect();
      part.left = Math.max(part.left, clip.left);
      part.top = Math.max(part.top, clip.top);
      part.right = Math.min(part.right, clip.right);
      part.bottom = Math.min(part.bottom, clip.bottom);
    }
    return part;
  };
  const shown = (node) => node.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  /** Whether it stays where it is while the rest scrolls under it, from where that comes out again. */
  const stays = (node) => node && (getComputedStyle(node).position === 'sticky' || stays(node.parentElement));
  const found = [];
  for (const node of scope.querySelectorAll(CONTROLS)) {
    if (!shown(node) || getComputedStyle(node).pointerEvents === 'none') continue;
    const { left, top, right, bottom } = visiblePart(node);
    if (right - left < 4 || bottom - top < 4) continue;
    const x = (left + right) / 2;
    const y = (top + bottom) / 2;
    if (x < 0 || y < 0 || x > window.innerWidth || y > window.innerHeight) continue;
    if (left < -1 || right > window.innerWidth + 1) found.push(`${say(node)} sticks out of the window`);
    const hit = document.elementFromPoint(x, y);
    const label = node.closest('label');
    // A row that is a button as a whole may have links in its own words.
    const words = (node.getAttribute('aria-labelledby') ?? '').split(' ').map((id) => document.getElementById(id));
    if (words.some((one) => one?.contains(hit))) continue;
    // What completes a word lies over the page for a moment.
    if (hit?.closest('[role=listbox]')) continue;
    if (!hit || node.contains(hit) || hit.contains(node) || label?.contains(hit) || stays(hit)) continue;
    found.push(`${say(hit)} covers ${say(node)}`);
  }
  // The chat fills the window, whatever stands above and beside it.
  const main = document.querySelector('main[aria-label]')?.getBoundingClientRect();
  if (main && Math.abs(main.bottom - window.innerHeight) > 2) {
    found.push(`the middle ends at ${Math.round(main.bottom)} of ${window.innerHeight}`);
  }
  // What somebody came for begins near the top.
  const begins = document.querySelector('nav ~ * main, nav ~ main')?.getBoundingClientRect().top ?? 0;
  if (begins > window.innerHeight / 4)
    found.push(`the middle begins at ${Math.round(begins)} of ${window.innerHeight}`);
  for (const node of scope.querySelectorAll(WORDS)) {
    if (!shown(node) || node.clientWidth <= 1) continue;
    const style = getComputedStyle(node);
    if (style.overflowX === 'visible' || style.overflowX === 'auto' || style.textOverflow === 'ellipsis') continue;
    if (node.scrollWidth > node.clientWidth + 1) found.push(`${say(node)} is cut`);
  }
  return found;
}

/** Notes what covers something else or is cut. */
export async function checkBoxes(page, name, failures) {
  const found = await page.evaluate(faults);
  failures.push(...[...new Set(found)].map((one) => `${name}: ${one}`));
}
