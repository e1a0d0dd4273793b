// Somebody who has a keyboard and nothing else.
import assert from 'node:assert/strict';

/** More keys than lead anywhere: whoever needs them is lost. */
const STEPS_MAX = 120;

const isFocused = (locator) =>
  locator.evaluateAll((nodes) =>
    nodes.some((node) => node === document.activeElement || node.contains(document.activeElement)),
  );

/** Goes from control to control until it is this one. `key`: forwards or backwards. */
export async function go(page, locator, key = 'Tab') {
  await locator.first().waitFor();
  for (let step = 0; step < STEPS_MAX; step += 1) {
    if (await isFocused(locator)) {
      const outline = await page.evaluate(() => {
        const style = getComputedStyle(document.activeElement);
        return (
          style.outlineStyle !== 'none' ||
          style.boxShadow !== 'none' ||
          document.activeElement.matches('input, textarea, [role=menuitem]')
        );
      });
      assert.ok(outline, `something shows that the keyboard is at ${locator}`);
      return;
    }
    await page.keyboard.press(key);
    // Menus move the keyboard a moment after the key.
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
  }
  assert.fail(`${STEPS_MAX} times ${key} do not lead to ${locator}`);
}

/** Goes to a control and uses it. */
export async function press(page, locator, key = 'Tab') {
  await go(page, locator, key);
  await page.keyboard.press('Enter');
}

/** Writes into a field that has the keyboard, or goes there first. */
export async function type(page, locator, text) {
  await go(page, locator);
  await page.keyboard.type(text);
}

/** Chooses from an open menu. */
export async function choose(page, name) {
  const item = page.getByRole('menuitem', { name, exact: true });
  await item.waitFor();
  await go(page, item, 'ArrowDown');
  await page.keyboard.press('Enter');
}

/** From now on the page complains of whatever is done by anything else. */
export const onlyKeys = (page) =>
  page.addInitScript(() => {
    window.addEventListener('pointerdown', () => console.error('a pointer was used'), { capture: true });
  });
