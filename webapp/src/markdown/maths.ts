import { script } from '../app/script';

type Katex = typeof import('katex').default;

let loaded: Promise<Katex> | null = null;

/** Sets the formulas of a message. The library is loaded when the first formula is shown. */
export async function setMaths(root: HTMLElement): Promise<void> {
  const formulas = [...root.querySelectorAll<HTMLElement>('[data-tex]')];
  if (formulas.length === 0) return;
  loaded ??= script(() => Promise.all([import('katex'), import('katex/dist/katex.min.css')])).then(
    ([module]) => module.default,
  );
  const katex = await loaded;
  for (const formula of formulas) {
    const tex = formula.dataset.tex ?? '';
    delete formula.dataset.tex;
    // Into the page and not as text, since styles in texts are forbidden. What is wrong is shown as it was typed.
    katex.render(tex, formula, {
      displayMode: formula.tagName === 'DIV',
      throwOnError: false,
      maxSize: 20,
      maxExpand: 200,
    });
  }
}
