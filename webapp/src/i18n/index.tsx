import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { IntlProvider, useIntl } from 'react-intl';

import en from './en.json';
import { languageOf } from './language';

/** A text of the catalogue. */
export type TextId = keyof typeof en;
export type TextValues = Record<string, string | number>;

interface TextProviderProps {
  /** Language of the account; empty when nobody is signed in. */
  locale: string;
  children: ReactNode;
}

/** Gives texts in the person's language. English is there at once, others are loaded. */
export function TextProvider({ locale, children }: TextProviderProps) {
  const language = languageOf(locale ? [locale] : navigator.languages);
  const [german, setGerman] = useState<Record<string, string> | null>(null);
  useEffect(() => {
    document.documentElement.lang = language;
    if (language === 'de') void import('./de.json').then((file) => setGerman({ ...en, ...file.default }));
  }, [language]);
  const messages = (language === 'de' && german) || en;
  return (
    <IntlProvider locale={messages === en ? 'en' : language} messages={messages}>
      {children}
    </IntlProvider>
  );
}

/** Returns the function that looks texts up. */
export function useText(): (id: TextId, values?: TextValues) => string {
  const intl = useIntl();
  return useCallback((id, values) => intl.formatMessage({ id }, values), [intl]);
}
