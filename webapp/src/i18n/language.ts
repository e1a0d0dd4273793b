/** The language for a list of wishes: the first that there is. */
export function languageOf(wishes: readonly string[]): 'en' | 'de' {
  for (const wish of wishes) {
    const language = wish.toLowerCase().split('-')[0];
    if (language === 'en' || language === 'de') return language;
  }
  return 'en';
}
