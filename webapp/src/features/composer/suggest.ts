/** What is being typed that can be completed. */
export interface Trigger {
  readonly kind: '@' | '~' | ':' | '/';
  readonly term: string;
  /** Where it begins in the text. */
  readonly from: number;
}

/** Shortest name of an emoji that is completed: `:)` and `:D` are left alone. */
const EMOJI_MIN = 2;

/** What stands before the caret, if it can be completed. */
export function triggerAt(text: string, caret: number): Trigger | null {
  // A command is completed as a whole, from its slash on.
  if (/^\/[^\s/][^\n]*$|^\/$/.test(text) && caret === text.length) return { kind: '/', term: text, from: 0 };
  const match = /(?:^|[\s(])([@~:])([\p{L}\p{N}._+-]*)$/u.exec(text.slice(0, caret));
  if (!match) return null;
  const [, kind = '', term = ''] = match;
  if (kind === ':' && term.length < EMOJI_MIN) return null;
  return { kind: kind as Trigger['kind'], term, from: caret - term.length - 1 };
}

/** The text with what was typed replaced, and where the caret stands then. */
export function complete(
  text: string,
  caret: number,
  trigger: Trigger,
  value: string,
): { text: string; caret: number } {
  const before = text.slice(0, trigger.from) + value + ' ';
  return { text: before + text.slice(caret).replace(/^ /, ''), caret: before.length };
}

/** Puts signs around what is selected, or takes them away. */
export function wrap(text: string, start: number, end: number, sign: string) {
  const selected = text.slice(start, end);
  const length = sign.length;
  if (text.slice(start - length, start) === sign && text.slice(end, end + length) === sign) {
    return {
      text: text.slice(0, start - length) + selected + text.slice(end + length),
      start: start - length,
      end: end - length,
    };
  }
  return {
    text: text.slice(0, start) + sign + selected + sign + text.slice(end),
    start: start + length,
    end: end + length,
  };
}

/** Puts a sign before each line of what is selected. */
export function prefix(text: string, start: number, end: number, sign: string) {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const lines = text.slice(from, end).split('\n');
  const marked = lines.map((line) => sign + line).join('\n');
  return {
    text: text.slice(0, from) + marked + text.slice(end),
    start: start + sign.length,
    end: from + marked.length,
  };
}
