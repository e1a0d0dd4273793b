import { useEffect, useRef } from 'react';

import css from './Composer.module.css';
import type { useSuggestions } from './useSuggestions';

type Props = ReturnType<typeof useSuggestions> & { id: string };

/** What completes the word that is being typed. */
export function SuggestionList({ id, items, at, pick }: Props) {
  const chosen = useRef<HTMLLIElement>(null);
  useEffect(() => chosen.current?.scrollIntoView({ block: 'nearest' }), [at]);
  if (items.length === 0) return null;
  return (
    <ul id={id} className={css.suggestions} role="listbox">
      {items.map((item, index) => (
        <li
          key={item.key}
          ref={index === at ? chosen : undefined}
          role="option"
          aria-selected={index === at}
          className={css.suggestion}
          // Before the text loses its caret.
          onMouseDown={(event) => {
            event.preventDefault();
            pick(item);
          }}
        >
          {item.show}
        </li>
      ))}
    </ul>
  );
}
