import { useCallback, useEffect, useRef, useState } from 'react';

import { errorText } from '../api/client';
import { useText } from './text';

/** Something of the server: what is known of it, and what went wrong with asking for it. */
export interface Loaded<T> {
  value: T | undefined;
  error: string;
  /** Asks again; what is shown stays until the answer is there. */
  reload: () => Promise<void>;
  set: (value: T) => void;
}

/** Asks for something when `key` changes, and again every `everyMs` while the window is looked at. */
export function useLoad<T>(key: string, ask: () => Promise<T>, everyMs = 0): Loaded<T> {
  const t = useText();
  const [answer, setAnswer] = useState<{ key: string; value: T } | undefined>();
  const [error, setError] = useState('');
  const asked = useRef(ask);
  // Of several answers the one to the newest question counts.
  const question = useRef(0);
  useEffect(() => {
    asked.current = ask;
  });
  const reload = useCallback(async () => {
    question.current += 1;
    const mine = question.current;
    try {
      const value = await asked.current();
      if (mine !== question.current) return;
      setAnswer({ key, value });
      setError('');
    } catch (failure) {
      if (mine === question.current) setError(errorText(failure, t('console.noAnswer')));
    }
  }, [key, t]);
  useEffect(() => {
    const first = setTimeout(() => void reload());
    return () => {
      clearTimeout(first);
      question.current += 1;
    };
  }, [reload]);
  useEffect(() => {
    if (everyMs === 0) return undefined;
    const timer = setInterval(() => {
      if (!document.hidden) void reload();
    }, everyMs);
    return () => clearInterval(timer);
  }, [reload, everyMs]);
  return {
    value: answer?.key === key ? answer.value : undefined,
    error,
    reload,
    set: (value) => setAnswer({ key, value }),
  };
}

/** The value as it was when it had not changed for a moment: for what is typed. */
export function useSettled<T>(value: T, ms = 250): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
}
