/** What narrows a search down, as the server reads it. */
export const MODIFIERS = ['from', 'in', 'before', 'after', 'on'] as const;
export type Modifier = (typeof MODIFIERS)[number];

/** What is being typed in a search that can be completed: the value of a modifier, or its name. */
export interface SearchTrigger {
  readonly kind: Modifier | 'name';
  readonly term: string;
  /** Where what is replaced begins in the text. */
  readonly from: number;
}

/** What stands before the caret, if it can be completed. Words of one letter are left alone. */
export function searchTriggerAt(text: string, caret: number): SearchTrigger | null {
  const word = /\S*$/.exec(text.slice(0, caret))?.[0] ?? '';
  const plain = word.replace(/^-/, '');
  const colon = plain.indexOf(':');
  if (colon < 0) {
    const fits = plain.length >= 2 && MODIFIERS.some((name) => name.startsWith(plain.toLowerCase()));
    return text.trim() === '' || fits ? { kind: 'name', term: plain.toLowerCase(), from: caret - plain.length } : null;
  }
  const kind = MODIFIERS.find((name) => name === plain.slice(0, colon).toLowerCase());
  const term = plain.slice(colon + 1);
  return kind ? { kind, term, from: caret - term.length } : null;
}

/** The days that are proposed: today and some before it, as the server reads them. */
export function daysBefore(now: Date): string[] {
  return [0, 1, 7, 30].map((back) => {
    const day = new Date(now.getFullYear(), now.getMonth(), now.getDate() - back);
    const two = (part: number) => String(part).padStart(2, '0');
    return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
  });
}
