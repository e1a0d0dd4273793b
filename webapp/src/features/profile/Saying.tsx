import { useSyncExternalStore } from 'react';

import { Emoji } from '../../emoji/Emoji';
import { useData } from '../../store';
import { customStatusOf } from '../../store/status';

let now = Date.now();
const listeners = new Set<() => void>();
let timer = 0;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ||= window.setInterval(() => {
    now = Date.now();
    for (const one of listeners) one();
  }, 30_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    window.clearInterval(timer);
    timer = 0;
  };
}

/** The time, good enough for what ends with a minute. */
const useNow = () => useSyncExternalStore(subscribe, () => now);

/** What somebody says of themselves, until it is over. */
export function useSaying(userId: string) {
  const user = useData((data) => data.users[userId]);
  const at = useNow();
  return customStatusOf(user, at);
}

interface SayingProps {
  userId: string;
  size?: number;
  /** Whether the words stand beside the emoji. */
  words?: boolean;
}

/** What somebody says of themselves: an emoji, with the words beside it or when it is pointed at. */
export function Saying(props: SayingProps) {
  // Few say anything; the others need no clock.
  const says = useData((data) => Boolean(data.users[props.userId]?.props?.customStatus));
  return says ? <Said {...props} /> : null;
}

function Said({ userId, size = 15, words = false }: SayingProps) {
  const saying = useSaying(userId);
  if (!saying) return null;
  return (
    <span title={words ? undefined : saying.text}>
      <Emoji name={saying.emoji} size={size} />
      {words ? ` ${saying.text}` : <span className="sr-only">{saying.text}</span>}
    </span>
  );
}
