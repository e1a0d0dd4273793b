// Reads the recordings of the original (facts/golden) as traffic: placeholders become values, the same ones each time.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Message } from './events';

/** A time for every time of a recording: what was later does not matter to what is compared. */
export const RECORDED_MS = 1_767_225_600_000;

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

interface RecordedStep {
  name: string;
  as?: string;
  ws?: string;
  conn?: string;
  method?: string;
  path?: string;
  frames?: Json[];
  expect?: { status?: number; body?: Json };
}

/** What happened, in order: an answer of the API, or events on a connection. */
export type Happening =
  | { kind: 'answer'; name: string; method: string; path: string; body: Json }
  | { kind: 'events'; name: string; connection: string; as: string; messages: Message[] };

/** Values of placeholders. Symbols keep the one that they get first. */
class Values {
  private count = 0;
  private readonly symbols = new Map<string, string>();

  private symbol(name: string): string {
    const known = this.symbols.get(name);
    if (known !== undefined) return known;
    const made = name.endsWith('.id') ? this.id(name) : `${name.replace(/\W/g, '-')}`;
    this.symbols.set(name, made);
    return made;
  }

  /** 26 letters that tell what they stand for. */
  private id(name: string): string {
    return name
      .replace(/[^a-z0-9]/g, '')
      .padEnd(26, 'x')
      .slice(0, 26);
  }

  private one(name: string): Json {
    if (name === 'ms' || name === 'int' || name === 'num' || name.startsWith('now')) return RECORDED_MS;
    // Ids that nobody saved have nothing to do with each other.
    if (name === 'id') return this.id(`n${(this.count += 1)}`);
    if (name === 'bool') return true;
    if (name === 'array') return [];
    if (name === 'object' || name === 'any') return {};
    return this.symbol(name);
  }

  of(value: Json): Json {
    if (typeof value === 'string') {
      const alone = /^\{\{([^{}]+)\}\}$/.exec(value)?.[1];
      if (alone) return this.one(alone);
      return value.replace(/\{\{([^{}]+)\}\}/g, (_, name: string) => String(this.one(name)));
    }
    if (Array.isArray(value)) return value.map((one) => this.of(one));
    if (value === null || typeof value !== 'object') return value;
    const [operator] = Object.keys(value);
    if (operator?.startsWith('$') && Object.keys(value).length === 1) {
      const inner = this.of(value[operator] ?? null);
      return operator === '$json' ? JSON.stringify(inner) : inner;
    }
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, this.of(one)]));
  }
}

/** The id that a symbol such as `u1` has in the traffic. */
export const idOf = (symbol: string): string => `${symbol}id`.padEnd(26, 'x').slice(0, 26);

/** What happened in a recording. */
export function recorded(area: string): Happening[] {
  const file = join(import.meta.dirname, '../../../facts/golden', `${area}.json`);
  const { steps } = JSON.parse(readFileSync(file, 'utf8')) as { steps: RecordedStep[] };
  const values = new Values();
  const people = new Map<string, string>();
  return steps.flatMap((step): Happening[] => {
    const connection = step.conn ?? '';
    if (step.ws === 'connect') people.set(connection, step.as ?? '');
    if (step.ws === 'expect') {
      const messages = (step.frames ?? []).map((frame) => values.of(frame) as unknown as Message);
      const events = messages.filter((message) => message.event);
      return [{ kind: 'events', name: step.name, connection, as: people.get(connection) ?? '', messages: events }];
    }
    if (!step.method || step.expect?.body === undefined || (step.expect.status ?? 500) >= 300) return [];
    const path = String(values.of(step.path ?? ''));
    return [{ kind: 'answer', name: step.name, method: step.method, path, body: values.of(step.expect.body) }];
  });
}
