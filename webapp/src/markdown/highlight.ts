import type { HLJSApi } from 'highlight.js';

import { script } from '../app/script';

let loaded: Promise<HLJSApi> | null = null;

/** Colours the code in a message, where its language is known. The library is loaded when the first code is shown. */
export async function highlight(root: HTMLElement): Promise<void> {
  const blocks = [...root.querySelectorAll<HTMLElement>('pre code[class*="language-"]')];
  if (blocks.length === 0) return;
  loaded ??= script(() => import('highlight.js/lib/common')).then((module) => module.default);
  const library = await loaded;
  for (const block of blocks) {
    const language = /language-([\w+#-]+)/.exec(block.className)?.[1] ?? '';
    if (block.dataset.done || !library.getLanguage(language)) continue;
    block.innerHTML = library.highlight(block.textContent, { language, ignoreIllegals: true }).value;
    block.dataset.done = 'yes';
  }
}
