const dark = () => window.matchMedia('(prefers-color-scheme: dark)');

/** How the person wants it on this device; empty: as the system says. */
export type Scheme = '' | 'light' | 'dark';

const KEY = 'roost.scheme';

/** What was chosen on this device. */
export function chosenScheme(): Scheme {
  const stored = window.localStorage.getItem(KEY);
  return stored === 'light' || stored === 'dark' ? stored : '';
}

/** Makes the page light or dark, as chosen or as the system is. */
export function applyScheme(): void {
  const scheme = chosenScheme() || (dark().matches ? 'dark' : 'light');
  document.documentElement.dataset.scheme = scheme;
}

export function chooseScheme(scheme: Scheme): void {
  if (scheme) window.localStorage.setItem(KEY, scheme);
  else window.localStorage.removeItem(KEY);
  applyScheme();
}

/** Has something called whenever the system turns light or dark. */
export function onSystemScheme(listener: () => void): void {
  dark().addEventListener('change', listener);
}
