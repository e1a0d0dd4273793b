import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react';
import { IntlProvider, useIntl } from 'react-intl';

import type { TextId as SharedTextId, TextValues } from '../i18n';
import { script } from '../app/script';
import en from './en.json';

/** A text of the console, or of the client as a whole. */
export type TextId = keyof typeof en | SharedTextId;

/** Adds the texts of the console to those of the client; they are loaded with it and by nobody else. */
export function ConsoleTexts({ children }: { children: ReactNode }) {
  const { locale, messages: shared } = useIntl();
  const [german, setGerman] = useState<Record<string, string> | null>(null);
  useEffect(() => {
    if (locale === 'de') void script(() => import('./de.json')).then((file) => setGerman(file.default));
  }, [locale]);
  const messages = useMemo(
    () => ({ ...en, ...(locale === 'de' ? german : null), ...(shared as Record<string, string>) }),
    [locale, german, shared],
  );
  return (
    <IntlProvider locale={locale} messages={messages}>
      {children}
    </IntlProvider>
  );
}

/** Returns the function that looks texts up. */
export function useText(): (id: TextId, values?: TextValues) => string {
  const intl = useIntl();
  return useCallback((id, values) => intl.formatMessage({ id }, values), [intl]);
}

/** Returns functions that write numbers and times as the language does. */
export function useFormats() {
  const intl = useIntl();
  return useMemo(
    () => ({
      number: (value: number) => intl.formatNumber(value),
      time: (ms: number) => intl.formatDate(ms, { dateStyle: 'medium', timeStyle: 'short' }),
      date: (ms: number) => intl.formatDate(ms, { dateStyle: 'medium' }),
    }),
    [intl],
  );
}
