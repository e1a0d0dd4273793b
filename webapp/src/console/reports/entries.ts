/** An entry of the log. */
export interface Entry {
  key: string;
  node: string;
  at: Date;
  level: string;
  message: string;
  /** What else is known: names and values. */
  rest: readonly (readonly [name: string, value: string])[];
}

/** Columns of their own, and what is always empty. */
const KNOWN = new Set(['timestamp', 'level', 'msg', 'caller', 'job_id', 'worker']);

/** A time as entries have it: `2026-11-26 13:05:01.123 Z`. */
function timeOf(text: string): Date {
  const time = new Date(text.replace(' ', 'T').replace(' ', ''));
  return Number.isNaN(time.getTime()) ? new Date(0) : time;
}

const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** The entries of all nodes, the newest first. `answer` has a list by the name of each node. */
export function entriesOf(answer: unknown): Entry[] {
  const entries: Entry[] = [];
  for (const [node, list] of Object.entries(answer as Record<string, Record<string, unknown>[]>)) {
    list.forEach((fields, index) => {
      const text = (name: string) => shown(fields[name] ?? '');
      entries.push({
        // Nothing else tells entries of one moment apart, and lists only grow at their end or lose their beginning.
        key: `${node} ${text('timestamp')} ${list.length - index}`,
        node,
        at: timeOf(text('timestamp')),
        level: text('level'),
        message: text('msg'),
        rest: Object.entries(fields)
          .filter(([name, value]) => !KNOWN.has(name) && value !== '' && value !== null)
          .map(([name, value]) => [name, shown(value)] as const),
      });
    });
  }
  return entries.reverse().sort((a, b) => b.at.getTime() - a.at.getTime());
}

/** Whether an entry has all words of a search in it. */
export function wanted(entry: Entry, term: string): boolean {
  const words = term.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const text = [entry.message, entry.node, ...entry.rest.map(([name, value]) => `${name}=${value}`)];
  const all = text.join(' ').toLowerCase();
  return words.every((word) => all.includes(word));
}
