import { useEffect, useRef } from 'react';

import css from './Composer.module.css';
import type { useChoices } from './useChoices';

type Props = Pick<ReturnType<typeof useChoices>, 'items' | 'at' | 'pick'> & {
  id: string;
  /** Whether it opens below its field, and not above it. */
  below?: boolean;
  label?: string;
};

/** What completes the word that is being typed. */
export function SuggestionList({ id, items, at, pick, below = false, label }: Props) {
  const chosen = useRef<HTMLLIElement>(null);
  useEffect(() => chosen.current?.scrollIntoView({ block: 'nearest' }), [at]);
  if (items.length === 0) return null;
  return (
    <ul id={id} className={`${css.suggestions} ${below ? css.below : ''}`} role="listbox" aria-label={label}>
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
