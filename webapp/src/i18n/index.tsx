import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { IntlProvider, useIntl } from 'react-intl';

import { script } from '../app/script';
import en from './en.json';
import { languageOf } from './language';

/** A text of the catalogue. */
export type TextId = keyof typeof en;
export type TextValues = Record<string, string | number>;

interface TextProviderProps {
  /** Language of the account; empty when nobody is signed in. */
  locale: string;
  /** How many hours the clock has; empty: as is usual in the language. */
  hours: '' | '12' | '24';
  children: ReactNode;
}

/** What the name of a language says of the clock. */
const CLOCKS = { '': '', '12': '-u-hc-h12', '24': '-u-hc-h23' } as const;

/** Gives texts in the person's language. English is there at once, others are loaded. */
export function TextProvider({ locale, hours, children }: TextProviderProps) {
  const language = languageOf(locale ? [locale] : navigator.languages);
  const [german, setGerman] = useState<Record<string, string> | null>(null);
  useEffect(() => {
    document.documentElement.lang = language;
    if (language === 'de') void script(() => import('./de.json')).then((file) => setGerman({ ...en, ...file.default }));
  }, [language]);
  const messages = (language === 'de' && german) || en;
  return (
    <IntlProvider locale={(messages === en ? 'en' : language) + CLOCKS[hours]} messages={messages}>
      {children}
    </IntlProvider>
  );
}

/** Returns the function that looks texts up. */
export function useText(): (id: TextId, values?: TextValues) => string {
  const intl = useIntl();
  return useCallback((id, values) => intl.formatMessage({ id }, values), [intl]);
}
