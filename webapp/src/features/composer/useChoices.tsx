import { type KeyboardEvent, type ReactNode, useEffect, useState } from 'react';

export interface Suggestion {
  key: string;
  /** What is put into the text. */
  value: string;
  show: ReactNode;
}

interface Wanted {
  readonly kind: string;
  readonly term: string;
  /** Where it begins in the text. */
  readonly from: number;
}

/** Suggestions for what is being typed, and the keys that choose from them. `find` stays the same function. */
export function useChoices<T extends Wanted>(
  trigger: T | null,
  find: (trigger: T) => Promise<Suggestion[]>,
  choose: (trigger: T, value: string) => void,
) {
  const [list, setList] = useState<{ from: number; term: string; items: Suggestion[] }>({
    from: -1,
    term: '',
    items: [],
  });
  const [at, setAt] = useState(0);
  const [dismissed, setDismissed] = useState(-1);
  const { kind, term, from } = trigger ?? { kind: '', term: '', from: -1 };
  useEffect(() => {
    if (!kind) return undefined;
    let wanted = true;
    find({ kind, term, from } as T).then(
      (items) => {
        if (!wanted) return;
        setList({ from, term, items });
        setAt(0);
      },
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, [kind, term, from, find]);
  const current = trigger?.kind !== '/' || list.term === term;
  const items = trigger && current && list.from === from && dismissed !== from ? list.items : [];
  const pick = (item: Suggestion | undefined) => trigger && item && choose(trigger, item.value);
  /** Whether the key was one of the list. */
  const press = (event: KeyboardEvent): boolean => {
    if (items.length === 0) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setAt((at + step + items.length) % items.length);
    else if (event.key === 'Enter' || event.key === 'Tab') pick(items[at]);
    else if (event.key === 'Escape') setDismissed(from);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  return { items, at, press, pick };
}
